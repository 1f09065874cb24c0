//! Evidence of a deployment that is not what it should be: the finding stands at its place, and none
//! hides another.

use serde_json::Value;
use test_support::Scratch;

use crate::{LAUNCH, READINESS, example};

/// Runs the gate and insists that it fails, changes nothing, and reports on `file`.
fn fails(scratch: &Scratch, executable: &str, file: &str) -> Vec<Value> {
    let before = scratch.contents();
    let outcome = scratch.run(executable, &["--format", "json"]);
    assert_eq!(outcome.code, 1, "{file}: {}{}", outcome.stdout, outcome.stderr);
    assert_eq!(outcome.stderr, "", "{file}");
    assert!(before == scratch.contents(), "{file}: the run changed something on disk");
    let findings = outcome.json()["findings"].as_array().cloned().unwrap();
    let own: Vec<Value> = findings.into_iter().filter(|finding| finding["path"] == file).collect();
    assert!(!own.is_empty(), "{file}: no finding is placed there\n{}", outcome.stdout);
    own
}

fn has_code(findings: &[Value], codes: &[&str]) -> bool {
    findings.iter().any(|finding| codes.iter().any(|code| finding["code"] == *code))
}

#[test]
fn an_empty_object_has_a_finding_for_each_key_that_it_lacks() {
    let scratch = example();
    let file = ".artifacts/deployment/production-deployment-report.json";
    scratch.write(file, "{}");
    let findings = fails(&scratch, LAUNCH, file);
    let missing = findings.iter().filter(|finding| finding["code"] == "missing-key").count();
    assert_eq!(
        missing, 6,
        "release, started_at, completed_at, status, actions, incidents: {findings:#?}"
    );
}

#[test]
fn nan_and_infinities_fail() {
    for number in ["NaN", "Infinity", "-Infinity", "1e999", "0x10", "01", "+1", ".5"] {
        let scratch = example();
        let file = ".artifacts/deployment/post-deployment-validation.json";
        scratch.edit(file, "\"success_rate\": 1.0", &format!("\"success_rate\": {number}"));
        let findings = fails(&scratch, LAUNCH, file);
        assert!(
            has_code(&findings, &["syntax-error", "invalid-number"]),
            "{number}: {findings:#?}"
        );
        assert_eq!(findings[0]["line"], 7, "{number}");
    }
}

#[test]
fn a_number_as_text_fails_and_so_does_a_text_as_number() {
    let scratch = example();
    let file = ".artifacts/deployment/production-deployment-report.json";
    scratch.edit(file, "\"duration_seconds\": 96.3", "\"duration_seconds\": \"96.3\"");
    scratch.edit(file, "\"started_at\": \"2026-11-19T21:05:00Z\"", "\"started_at\": 1795122300");
    let findings = fails(&scratch, LAUNCH, file);
    assert_eq!(
        findings.iter().filter(|finding| finding["code"] == "wrong-type").count(),
        2,
        "{findings:#?}"
    );
}

#[test]
fn all_findings_of_a_file_are_reported_and_not_the_first_alone() {
    let scratch = example();
    let file = ".artifacts/deployment/deployment-readiness-checklist.json";
    let text = scratch.read(file).replace("\"status\": \"complete\"", "\"status\": \"done?\"");
    scratch.write(file, text);
    let findings = fails(&scratch, READINESS, file);
    assert_eq!(findings.iter().filter(|finding| finding["code"] == "unknown-word").count(), 13);
}

#[cfg(unix)]
#[test]
fn linked_evidence_behind_a_symbolic_link_out_of_the_root_fails() {
    use std::os::unix::fs::symlink;
    let outside = Scratch::empty();
    let scratch = example();
    outside.write("deploy", scratch.read("scripts/deploy_backend.sh"));
    scratch.remove("scripts/deploy_backend.sh");
    symlink(outside.file("deploy"), scratch.file("scripts/deploy_backend.sh")).unwrap();
    let findings =
        fails(&scratch, READINESS, ".artifacts/deployment/deployment-readiness-checklist.json");
    assert!(has_code(&findings, &["path-outside-root"]), "{findings:#?}");
}
