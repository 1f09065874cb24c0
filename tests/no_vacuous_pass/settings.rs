//! What is asked for: policies, keys, flags, variables.

use test_support::{Scratch, finish};

use crate::{DEPLOYMENT, EXAMPLES, RAY_GATES, executable, ray_gates};

#[test]
fn nothing_to_judge_is_no_pass() {
    let scratch = Scratch::empty();
    for example in &EXAMPLES {
        for executable in example.executables() {
            let outcome = scratch.run(&executable, example.flags);
            assert_eq!(outcome.code, 1, "{executable}: {}{}", outcome.stdout, outcome.stderr);
        }
    }
    for arguments in [&["check"][..], &["verify"], &["check-docs", "."]] {
        let outcome = ray_gates(&scratch, arguments);
        assert_ne!(outcome.code, 0, "{arguments:?}: {}", outcome.stdout);
    }
}

#[test]
fn an_unknown_setting_stops_the_run_and_the_known_ones_are_named() {
    let tables = [
        ("11", "deployment.launch", "validation_treshold = 0.99", "validation_threshold"),
        ("11", "deployment.launch", "threshold = 0.99", "validation_threshold"),
        ("10", "pre-deployment.rehearsal", "coverrage = 1", "coverage"),
        ("12", "monitoring.alerts", "sla_minutes = 5", "sla"),
        ("18", "maintenance.approvals", "shared_aprover = 'refuse'", "shared_approver"),
        ("11", "waivers", "longst = '1d'", "longest"),
        ("11", "archives", "max = '1 GiB'", "max_unpacked"),
    ];
    for (number, table, line, known) in tables {
        let example = EXAMPLES.iter().find(|example| example.number == number).unwrap();
        let scratch = example.scratch();
        scratch.write("ray.toml", format!("[{table}]\n{line}\n"));
        for executable in example.executables() {
            let outcome = scratch.run(&executable, example.flags);
            assert_eq!(outcome.code, 2, "{executable}, {line}: {}", outcome.stdout);
            assert!(outcome.stderr.contains(known), "{line}: {}", outcome.stderr);
        }
    }
}

#[test]
fn no_setting_takes_a_number_that_is_none() {
    let runner = &DEPLOYMENT.executables()[0];
    let launch = executable("validate_gate_11_launch");
    let scratch = DEPLOYMENT.scratch();
    for number in ["NaN", "nan", "inf", "-inf", "Infinity", "1e999", "-1", "-0.1", "1.0001", "101%"]
    {
        let flag = format!("--validation-threshold={number}");
        assert_eq!(scratch.run(&launch, &[&flag]).code, 2, "{number}");
        for value in [number.to_owned(), format!("\"{number}\"")] {
            let tables =
                ["launch]\nvalidation_threshold", "freeze]\nfreshness", "reporting]\nsoak"];
            for table in tables {
                scratch.write("ray.toml", format!("[deployment.{table} = {value}\n"));
                let is_long = !table.contains("threshold") && number == "1.0001";
                let outcome = scratch.run(runner, &["--no-write"]);
                assert!(outcome.code == 2 || is_long, "{table} = {value}: {}", outcome.stdout);
            }
        }
    }
}

/// A limit of nothing is a limit. Where it lets everything through it is shown as looser.
#[test]
fn zero_is_a_bound() {
    let scratch = DEPLOYMENT.scratch();
    for limit in ["0", "\"0m\"", "\"0s\""] {
        scratch.write("ray.toml", format!("[deployment.freeze]\nfreshness = {limit}\n"));
        let outcome = scratch.run(&executable("validate_gate_11_freeze"), &["--format", "json"]);
        assert!(outcome.code != 0, "freshness = {limit}: {}", outcome.stdout);
    }
    let monitoring = EXAMPLES[2].scratch();
    let alerts = executable("validate_gate_12_alerts");
    assert_eq!(monitoring.run(&alerts, &["--sla", "0"]).code, 1);
    let security = executable("validate_gate_10_security");
    assert_eq!(EXAMPLES[0].scratch().run(&security, &["--rto", "0"]).code, 1);
    let scratch = DEPLOYMENT.scratch();
    scratch.write("ray.toml", "[archives]\nmax_unpacked = \"0 B\"\n");
    let prerequisites = &DEPLOYMENT.executables()[1];
    assert_ne!(scratch.run(prerequisites, &[]).code, 0, "an archive fits into nothing");
    let scratch = DEPLOYMENT.scratch();
    let launch = executable("validate_gate_11_launch");
    let looser = scratch.run(&launch, &["--validation-threshold", "0"]);
    assert!(looser.stdout.contains("looser than the protocol's own"), "{}", looser.stdout);
}

#[test]
fn an_empty_flag_or_variable_is_no_flag_or_variable_that_is_missing() {
    let scratch = DEPLOYMENT.scratch();
    for name in ["validate_gate_11_freeze", "validate_gate_11_launch", "run_protocol_11_gates"] {
        for empty in ["", " ", "\t"] {
            let gate = executable(name);
            let flags = ["root", "artifacts", "config", "now", "verified-by", "output", "save"];
            for flag in flags {
                let outcome = scratch.run(&gate, &[&format!("--{flag}"), empty]);
                assert_eq!(outcome.code, 2, "{name} --{flag} {empty:?}: {}", outcome.stdout);
            }
            for variable in ["RAY_NOW", "RAY_VERIFIED_BY"] {
                let mut command = Scratch::command(&gate);
                command.current_dir(scratch.path()).env(variable, empty);
                let outcome = finish(command);
                assert_eq!(outcome.code, 2, "{name} {variable}={empty:?}: {}", outcome.stdout);
            }
        }
    }
    for line in [["--stage", ""], ["--stakeholders", ""], ["--validation-threshold", ""]] {
        let names = ["run_protocol_11_gates", "validate_gate_11_freeze", "validate_gate_11_launch"];
        let refused = names.map(|name| scratch.run(&executable(name), &line).code == 2);
        assert_eq!(refused, [true; 3], "{line:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_not_one_that_is_missing() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let mut command = Scratch::command(&executable("validate_gate_11_launch"));
    let scratch = DEPLOYMENT.scratch();
    command.current_dir(scratch.path()).env("RAY_NOW", OsStr::from_bytes(b"2026-11-20\xff"));
    let outcome = finish(command);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
}

#[test]
fn no_command_and_no_configuration_are_no_success() {
    let scratch = DEPLOYMENT.scratch();
    let mut bare = Scratch::command(RAY_GATES);
    bare.current_dir(scratch.path());
    assert_eq!(finish(bare).code, 2);
    for example in &EXAMPLES {
        for executable in example.executables() {
            let flags = [example.flags, &["--config", "gone.toml"]].concat();
            assert_eq!(scratch.run(&executable, &flags).code, 2, "{executable}");
            let flags = [example.flags, &["surplus"]].concat();
            assert_eq!(scratch.run(&executable, &flags).code, 2, "{executable}");
        }
    }
}
