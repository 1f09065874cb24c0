//! `ray-gates init` from outside: templates that fail, and a `ray.toml` that can be taken at its word.

use test_support::Scratch;
use test_support::scratch::finish;

const GATES: &str = env!("CARGO_BIN_EXE_ray-gates");

/// Every runner, with the flags that make it judge all editions.
const RUNNERS: [(&str, &[&str]); 4] = [
    (env!("CARGO_BIN_EXE_run_protocol_10_gates"), &[]),
    (env!("CARGO_BIN_EXE_run_protocol_11_gates"), &[]),
    (env!("CARGO_BIN_EXE_run_protocol_12_gates"), &[]),
    (env!("CARGO_BIN_EXE_run_protocol_18_gates"), &["--edition", "all"]),
];

#[test]
fn every_gate_fails_after_init_and_none_is_without_a_verdict() {
    let scratch = Scratch::empty();
    assert_eq!(scratch.run(GATES, &["init"]).code, 0);
    let mut judged = 0;
    for (runner, edition) in RUNNERS {
        let outcome = scratch.run(runner, &[&["--no-write", "--format", "json"], edition].concat());
        assert_eq!(outcome.code, 1, "{}", outcome.stderr);
        for gate in outcome.json()["gates"].as_array().unwrap() {
            assert_eq!(gate["status"], "fail", "{}", gate["gate"]["script"]);
            judged += 1;
        }
    }
    assert_eq!(judged, 19);
}

#[test]
fn overwrites_nothing_and_says_so() {
    let scratch = Scratch::empty();
    scratch.write("config/release-approvers.yaml", "mine: true\n");
    scratch.write("ray.toml", "[deployment]\nartifacts = \"proof\"\n");
    let outcome = scratch.run(GATES, &["init", "--protocol", "deployment"]);
    let root = scratch.path().canonicalize().unwrap();
    insta::assert_snapshot!(outcome.stdout.replace(&*root.to_string_lossy(), "REPO"));
    assert_eq!(scratch.read("config/release-approvers.yaml"), "mine: true\n");
    let before = scratch.contents();
    assert!(scratch.run(GATES, &["init", "--protocol", "11"]).stdout.contains("\n0 files written"));
    assert!(scratch.contents() == before);
}

#[test]
fn the_settings_are_those_of_the_protocols() {
    let scratch = Scratch::empty();
    scratch.run(GATES, &["init", "--protocol", "10", "--protocol", "maintenance"]);
    insta::assert_snapshot!(scratch.read("ray.toml"));
}

#[test]
fn each_setting_can_be_taken_in_and_all_together() {
    let scratch = Scratch::empty();
    scratch.run(GATES, &["init"]);
    let text = scratch.read("ray.toml");
    let is_setting = |line: &str| line.starts_with('#') && !line.starts_with("# ") && line != "#";
    let runs = |text: &str, what: &str| {
        scratch.write("ray.toml", text);
        for (runner, edition) in RUNNERS {
            let outcome = scratch.run(runner, &[&["--no-write", "--quiet"], edition].concat());
            assert_eq!(outcome.code, 1, "{what}: {}", outcome.stderr);
        }
    };
    let settings: Vec<&str> = text.lines().filter(|line| is_setting(line)).collect();
    assert!(settings.len() > 40, "{settings:?}");
    // The same key stands in several tables, so lines are told apart by their number.
    for (number, line) in text.lines().enumerate().filter(|(_, line)| is_setting(line)) {
        let taken_in = |(at, other): (usize, &str)| match at == number {
            true => other.trim_start_matches('#').to_owned(),
            false => other.to_owned(),
        };
        let lines: Vec<String> = text.lines().enumerate().map(taken_in).collect();
        runs(&lines.join("\n"), line);
    }
    let all = |line: &str| match is_setting(line) {
        true => line.trim_start_matches('#').to_owned(),
        false => line.to_owned(),
    };
    let all: Vec<String> = text.lines().map(all).collect();
    runs(&all.join("\n"), "all of them");
}

/// A default that is written differently from the protocol's own would change what is in force.
#[test]
fn what_is_taken_in_is_what_was_in_force_before() {
    let examples = [
        (env!("CARGO_BIN_EXE_run_protocol_10_gates"), "10-pre-deployment", "2026-11-18T16:00:00Z"),
        (env!("CARGO_BIN_EXE_run_protocol_11_gates"), "11-deployment", "2026-11-20T09:00:00Z"),
        (env!("CARGO_BIN_EXE_run_protocol_12_gates"), "12-monitoring", "2026-11-21T09:00:00Z"),
    ];
    for (runner, name, now) in examples {
        let scratch = Scratch::of_example(name, now);
        scratch.remove("ray.toml");
        let mut command = Scratch::command(GATES);
        command.current_dir(scratch.path()).arg("init");
        assert_eq!(finish(command).code, 0);
        let text = scratch.read("ray.toml");
        let lines = text.lines().filter(|line| !line.starts_with("#release"));
        let taken_in = lines.map(|line| match line.starts_with("# ") || line == "#" {
            true => line,
            false => line.trim_start_matches('#'),
        });
        scratch.write("ray.toml", taken_in.collect::<Vec<_>>().join("\n"));
        let outcome = scratch.run(runner, &["--no-write"]);
        assert_eq!(outcome.code, 0, "{name}: {}{}", outcome.stdout, outcome.stderr);
        assert!(!outcome.stdout.contains("looser"), "{name}: {}", outcome.stdout);
    }
}
