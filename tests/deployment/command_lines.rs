//! Every command line that the protocol's documents type is accepted as typed, from the root of the
//! repository; values that are none are refused with exit code 2.

use test_support::Scratch;
use test_support::scratch::finish;

use crate::{AGGREGATE, FREEZE, LAUNCH, NOW, PREREQUISITES, READINESS, REPORTING, example};

#[test]
fn the_documents_command_lines_are_accepted_as_typed() {
    for (executable, arguments) in [
        (PREREQUISITES, vec![]),
        (
            READINESS,
            vec!["--checklist", ".artifacts/deployment/deployment-readiness-checklist.json"],
        ),
        (FREEZE, vec!["--stakeholders", "config/release-approvers.yaml"]),
        (LAUNCH, vec!["--validation-threshold", "0.95"]),
        (REPORTING, vec!["--threshold", "0.95"]),
        (AGGREGATE, vec!["--output", ".artifacts/deployment/"]),
    ] {
        let scratch = example();
        let mut command = Scratch::command(executable);
        command.current_dir(scratch.path()).args(&arguments).env("RAY_NOW", NOW);
        let outcome = finish(command);
        assert_eq!(
            outcome.code, 0,
            "{executable} {arguments:?}: {}{}",
            outcome.stdout, outcome.stderr
        );
    }
}

#[test]
fn a_ratio_may_be_written_as_a_percentage() {
    assert_eq!(example().run(LAUNCH, &["--validation-threshold", "95%"]).code, 0);
}

#[test]
fn values_that_are_none_are_refused() {
    for (executable, arguments) in [
        (LAUNCH, ["--validation-threshold", "NaN"]),
        (LAUNCH, ["--validation-threshold", "inf"]),
        (LAUNCH, ["--validation-threshold", "-0.5"]),
        (LAUNCH, ["--validation-threshold", "1.01"]),
        (LAUNCH, ["--validation-threshold", "95"]),
        (LAUNCH, ["--validation-threshold", ""]),
        (LAUNCH, ["--treshold", "0.9"]),
        (READINESS, ["--checklist", ""]),
        (READINESS, ["--checklist", "../outside.json"]),
        (READINESS, ["--checklist", "/etc/passwd"]),
        (REPORTING, ["--now", "yesterday"]),
        (REPORTING, ["--now", "2026-11-20T09:00:00"]),
        (REPORTING, ["--format", "xml"]),
        (REPORTING, ["--verified-by", "TBD"]),
        (REPORTING, ["--root", "/no/such/folder"]),
        (REPORTING, ["--root", ""]),
        (REPORTING, ["--config", "other.toml"]),
        (REPORTING, ["--artifacts", "../elsewhere"]),
    ] {
        let outcome = example().run(executable, &arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}: {}{}", outcome.stdout, outcome.stderr);
        assert_eq!(outcome.stdout, "", "{arguments:?}");
        let last = outcome.stderr.lines().last().unwrap_or_default();
        assert!(
            last.starts_with("[RAY ERROR] - Failed at ")
                && last.ends_with(". Awaiting instructions."),
            "{arguments:?}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn an_empty_variable_is_refused_since_it_was_meant_to_say_something() {
    for variable in ["RAY_NOW", "RAY_VERIFIED_BY"] {
        let scratch = example();
        let mut command = Scratch::command(LAUNCH);
        command.current_dir(scratch.path()).env(variable, "");
        let outcome = finish(command);
        assert_eq!(outcome.code, 2, "{variable}: {}", outcome.stdout);
        assert!(outcome.stderr.contains(variable), "{}", outcome.stderr);
    }
}

#[test]
fn an_absolute_path_inside_the_root_is_evidence_of_the_root() {
    let scratch = example();
    let checklist = scratch.file(".artifacts/deployment/deployment-readiness-checklist.json");
    let outcome =
        scratch.run(READINESS, &["--format", "json", "--checklist", &checklist.to_string_lossy()]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    let json = outcome.json();
    assert_eq!(
        json["evidence"][0]["path"],
        ".artifacts/deployment/deployment-readiness-checklist.json"
    );
}

#[test]
fn explain_prints_what_is_in_force_and_judges_nothing() {
    let scratch = Scratch::empty();
    scratch.write("ray.toml", "[deployment.reporting]\nsoak = \"1h\"\nthreshold = 0.9\n");
    let outcome = scratch.run(REPORTING, &["--explain", "--threshold", "0.8"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn the_clock_without_now_is_the_systems_and_the_example_has_expired() {
    let scratch = example();
    let mut command = Scratch::command(PREREQUISITES);
    command.current_dir(scratch.path()).args(["--now", "2027-01-01T00:00:00Z", "--format", "json"]);
    let outcome = finish(command);
    assert_eq!(outcome.code, 1);
    assert!(outcome.codes().contains(&"attestation-stale".to_owned()));
    assert!(outcome.codes().contains(&"approval-expired".to_owned()));
}
