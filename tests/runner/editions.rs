//! `run_protocol_18_gates` from outside: the editions of a protocol, one by one and together.

use std::path::Path;

use serde_json::Value;
use test_support::{Scratch, workspace_root};
use walkdir::WalkDir;

const RUNNER: &str = env!("CARGO_BIN_EXE_run_protocol_18_gates");
const RECORDS: &str = ".artifacts/protocol-manifests";
const CHARTER: &str = ".artifacts/maintenance/maintenance-charter.md";

/// The planning example, and beside it the evidence of the sustainment example.
fn example() -> Scratch {
    let scratch = Scratch::of_example("18-maintenance", "2026-11-24T09:00:00Z");
    let other = workspace_root().join("protocols/18-sustainment/example");
    for part in [".artifacts/maintenance", "docs"] {
        for file in WalkDir::new(other.join(part)).into_iter().map(Result::unwrap) {
            if file.file_type().is_file() {
                let relative = file.path().strip_prefix(&other).unwrap();
                scratch.write(&relative.to_string_lossy(), std::fs::read(file.path()).unwrap());
            }
        }
    }
    scratch
}

fn record(scratch: &Scratch, name: &str) -> Value {
    serde_json::from_str(&scratch.read(&format!("{RECORDS}/{name}.json"))).unwrap()
}

fn scripts(record: &Value) -> Vec<&str> {
    let validators = record["validators"].as_array().unwrap();
    validators.iter().map(|validator| validator["command"].as_str().unwrap()).collect()
}

const PLANNING: [&str; 3] =
    ["validate_gate_18_backlog", "validate_gate_18_approvals", "validate_gate_18_governance"];
const SUSTAINMENT: [&str; 4] = [
    "validate_gate_18_sustainment_charter",
    "validate_gate_18_sustainment_enablement",
    "validate_gate_18_sustainment_governance",
    "validate_gate_18_sustainment_readiness",
];

#[test]
fn the_first_edition_that_is_listed_is_judged_unless_another_is_named() {
    let scratch = example();
    for arguments in [&[][..], &["--edition", "planning"]] {
        let outcome = scratch.run(RUNNER, arguments);
        assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
        assert!(outcome.stdout.contains("Ready for Protocol 22"), "{}", outcome.stdout);
        let record = record(&scratch, "run_protocol_18_gates");
        assert_eq!(record["edition"], "planning");
        assert_eq!(scripts(&record), PLANNING);
        let referenced = record["automation_coverage"]["referenced_scripts"].as_array().unwrap();
        assert_eq!(referenced.len(), 6);
    }
}

#[test]
fn another_edition_has_a_record_of_its_own() {
    let scratch = example();
    let outcome = scratch.run(RUNNER, &["--edition", "sustainment"]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    let record = record(&scratch, "run_protocol_18_gates-sustainment");
    assert_eq!(record["edition"], "sustainment");
    assert_eq!(scripts(&record), SUSTAINMENT);
    assert!(!scratch.file(&format!("{RECORDS}/run_protocol_18_gates.json")).exists());
}

#[test]
fn all_editions_make_one_report_and_one_record() {
    let scratch = example();
    let outcome = scratch.run(RUNNER, &["--edition", "all", "--format", "json"]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    let json = outcome.json();
    let gates = json["gates"].as_array().unwrap();
    let judged: Vec<&str> =
        gates.iter().map(|gate| gate["gate"]["script"].as_str().unwrap()).collect();
    assert_eq!(judged, [&PLANNING[..], &SUSTAINMENT[..]].concat());
    let record = record(&scratch, "run_protocol_18_gates-all");
    assert_eq!((&record["edition"], &record["status"]), (&"all".into(), &"pass".into()));
    assert_eq!(scripts(&record), judged);
    let artifacts = record["artifacts"].as_array().unwrap();
    for file in ["maintenance-backlog.csv", "maintenance-charter.md"] {
        let kept = artifacts.iter().any(|artifact| {
            Path::new(artifact["path"].as_str().unwrap()).ends_with(file)
                && artifact["status"] == "exists"
        });
        assert!(kept, "{file} is not in the record");
    }
    let shown = scratch.run(RUNNER, &["--edition", "all"]).stdout;
    assert_eq!(shown.matches("PROTOCOL COMPLETE").count(), 1, "{shown}");
}

#[test]
fn all_editions_end_as_the_worst_of_them() {
    let scratch = example();
    scratch.remove(CHARTER);
    assert_eq!(scratch.run(RUNNER, &[]).code, 0, "planning does not need the charter");
    let outcome = scratch.run(RUNNER, &["--edition", "all"]);
    assert_eq!(outcome.code, 1);
    assert!(!outcome.stdout.contains("PROTOCOL COMPLETE"), "{}", outcome.stdout);
    assert_eq!(record(&scratch, "run_protocol_18_gates-all")["status"], "fail");
    scratch.write("ray.toml", "[sustainment]\nno_such_key = 1\n");
    assert_eq!(scratch.run(RUNNER, &["--edition", "all"]).code, 2);
}

#[test]
fn what_is_of_one_edition_is_refused_for_all_of_them() {
    let scratch = example();
    for flag in [["--stage", "governance"], ["--artifacts", ".artifacts/maintenance"]] {
        let outcome = scratch.run(RUNNER, &[&flag[..], &["--edition", "all"]].concat());
        assert_eq!(outcome.code, 2, "{}", outcome.stdout);
        assert!(outcome.stderr.contains("it is about one edition"), "{}", outcome.stderr);
    }
    let outcome = scratch.run(RUNNER, &["--stage", "governance", "--edition", "sustainment"]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stdout.contains("Governance Gate"), "{}", outcome.stdout);
}

#[test]
fn an_edition_that_nobody_knows_is_refused_with_those_that_are_known() {
    let outcome = example().run(RUNNER, &["--edition", "third"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("[possible values: planning, sustainment, all]"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_protocol_without_editions_has_no_such_flag() {
    let runner = env!("CARGO_BIN_EXE_run_protocol_11_gates");
    assert_eq!(Scratch::empty().run(runner, &["--edition", "planning"]).code, 2);
    assert!(!Scratch::empty().run(runner, &["--help"]).stdout.contains("--edition"));
}
