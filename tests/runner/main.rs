//! `run_protocol_11_gates` from outside: all gates over one workspace, and the record of the run.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod check;
mod editions;
mod five_minutes;
mod formats;
mod init;
mod install;
mod programs;

use serde_json::Value;
use test_support::Scratch;

const RUNNER: &str = env!("CARGO_BIN_EXE_run_protocol_11_gates");
const RECORD: &str = ".artifacts/protocol-manifests/run_protocol_11_gates.json";

fn example() -> Scratch {
    Scratch::of_example("11-deployment", "2026-11-20T09:00:00Z")
}

/// The runners of the other protocols, with their examples and the instants at which these are judged.
const OTHERS: [(&str, &str, &str); 3] = [
    (env!("CARGO_BIN_EXE_run_protocol_10_gates"), "10-pre-deployment", "2026-11-18T16:00:00Z"),
    (env!("CARGO_BIN_EXE_run_protocol_12_gates"), "12-monitoring", "2026-11-21T09:00:00Z"),
    (env!("CARGO_BIN_EXE_run_protocol_18_gates"), "18-maintenance", "2026-11-24T09:00:00Z"),
];

fn record(scratch: &Scratch) -> Value {
    serde_json::from_str(&scratch.read(RECORD)).unwrap()
}

#[test]
fn passes_on_the_example_and_hands_over() {
    let outcome = example().run(RUNNER, &[]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn every_protocol_passes_on_its_example_and_hands_over() {
    for (runner, name, now) in OTHERS {
        let outcome = Scratch::of_example(name, now).run(runner, &[]);
        assert_eq!(outcome.code, 0, "{name}: {}{}", outcome.stdout, outcome.stderr);
        insta::assert_snapshot!(name, outcome.stdout);
    }
}

#[test]
fn reports_every_gate_and_does_not_stop_at_the_first_failure() {
    let scratch = example();
    scratch.remove(".artifacts/deployment/release-manifest.md");
    scratch.remove(".artifacts/deployment/retrospective-inputs.json");
    let outcome = scratch.run(RUNNER, &["--format", "json"]);
    assert_eq!(outcome.code, 1);
    let json = outcome.json();
    let statuses: Vec<&str> = json["gates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gate| gate["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["fail", "pass", "pass", "fail"]);
    assert!(!scratch.run(RUNNER, &[]).stdout.contains("PROTOCOL COMPLETE"));
}

#[test]
fn the_record_has_the_keys_that_consumers_read() {
    let scratch = example();
    scratch.run(RUNNER, &["--notes", "night shift", "--verified-by", "A. Okafor"]);
    let mut record = record(&scratch);
    assert_eq!(record["notes"], "night shift");
    assert_eq!(record["automation_coverage"]["referenced_scripts"].as_array().unwrap().len(), 7);
    // Which executables lie beside the runner depends on what was built before.
    record["automation_coverage"] = Value::Null;
    let stable = serde_json::to_string_pretty(&record)
        .unwrap()
        .replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!(stable);
}

#[test]
fn the_record_says_that_a_setting_was_looser() {
    let scratch = example();
    scratch.write(
        "ray.toml",
        "release = \"2.4.0\"\n[deployment.launch]\nvalidation_threshold = 0.5\n",
    );
    scratch.run(RUNNER, &[]);
    let launch = record(&scratch)["validators"][2].clone();
    assert_eq!(launch["looser_settings"][0], "validation-threshold = 0.5, set by ray.toml:3");
}

#[test]
fn output_names_another_record_and_no_write_writes_none() {
    let scratch = example();
    scratch.run(RUNNER, &["--output", "records/run.json"]);
    assert!(scratch.file("records/run.json").is_file() && !scratch.file(RECORD).exists());
    let before = scratch.contents();
    scratch.run(RUNNER, &["--no-write"]);
    assert!(before == scratch.contents());
}

#[test]
fn a_stage_is_one_gate_by_name_or_number() {
    for stage in ["launch", "3", "11.3", "validate_gate_11_launch", "LAUNCH"] {
        let scratch = example();
        scratch.remove(".artifacts/deployment/release-manifest.md");
        let outcome = scratch.run(RUNNER, &["--stage", stage, "--format", "json"]);
        assert_eq!(outcome.code, 0, "{stage}: {}{}", outcome.stdout, outcome.stderr);
        assert_eq!(outcome.json()["gates"].as_array().unwrap().len(), 1, "{stage}");
        assert!(!scratch.run(RUNNER, &["--stage", stage]).stdout.contains("PROTOCOL COMPLETE"));
    }
    let outcome = example().run(RUNNER, &["--stage", "lunch"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("1 readiness, 2 freeze, 3 launch, 4 reporting"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn an_empty_repository_fails_and_only_the_record_is_created() {
    let scratch = Scratch::empty();
    assert_eq!(scratch.run(RUNNER, &["--no-write"]).code, 1);
    assert_eq!(scratch.contents().len(), 1);
    assert_eq!(scratch.run(RUNNER, &[]).code, 1);
    assert_eq!(record(&scratch)["status"], "fail");
}

#[test]
fn the_evidence_of_one_gate_betrays_the_release_of_another() {
    let scratch = example();
    scratch.write("ray.toml", "");
    scratch.edit(
        ".artifacts/deployment/production-approval.json",
        "\"release\": \"2.4.0\"",
        "\"release\": \"2.3.2\"",
    );
    scratch.edit(
        ".artifacts/deployment/production-deployment-report.json",
        "\"release\": \"2.4.0\"",
        "\"release\": \"2.3.2\"",
    );
    scratch.edit(
        ".artifacts/deployment/post-deployment-validation.json",
        "\"release\": \"2.4.0\"",
        "\"release\": \"2.3.2\"",
    );
    let json = scratch.run(RUNNER, &["--format", "json"]).json();
    assert_eq!(
        json["gates"][2]["status"], "fail",
        "each of its files agrees, but not with the gates before"
    );
}

#[test]
fn one_thread_or_many_the_output_is_the_same() {
    let first = example().run(RUNNER, &["--format", "json", "--verified-by", "A. Okafor"]).stdout;
    for _ in 0..20 {
        assert_eq!(
            first,
            example().run(RUNNER, &["--format", "json", "--verified-by", "A. Okafor"]).stdout
        );
    }
}

#[test]
fn every_runner_knows_the_settings_that_the_readme_shows() {
    let readme = std::fs::read_to_string(test_support::workspace_root().join("README.md")).unwrap();
    let block = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(block.contains("[archives]"), "{block}");
    let runners = OTHERS.into_iter();
    for (runner, name, now) in runners.chain([(RUNNER, "11-deployment", "2026-11-20T09:00:00Z")]) {
        let scratch = Scratch::of_example(name, now);
        scratch.write("ray.toml", block);
        let outcome = scratch.run(runner, &["--no-write"]);
        assert_ne!(outcome.code, 2, "{name}: {}", outcome.stderr);
    }
}
