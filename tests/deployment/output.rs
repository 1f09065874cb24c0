//! What is printed and written: stable bytes, refused targets, and a verdict that no format and no
//! reader changes.

use std::io::Read;
use std::process::Stdio;

use test_support::Scratch;

use crate::{EXECUTABLES, FREEZE, LAUNCH, NOW, READINESS, example};

/// The example with a pending item, a wrong checksum and a stakeholder who has not confirmed.
fn broken() -> Scratch {
    let scratch = example();
    let file = ".artifacts/deployment/deployment-readiness-checklist.json";
    scratch.edit(
        file,
        "\"status\": \"complete\",\n      \"verified_by\": \"Tomás Rivera\",\n      \"verified_at\": \"2026-11-19T16:18:00Z\"",
        "\"status\": \"pending\",\n      \"verified_by\": null,\n      \"verified_at\": null",
    );
    scratch.edit(
        ".artifacts/deployment/release-manifest.md",
        "| Support Lead | yes |",
        "| Support Lead | no |",
    );
    scratch
}

#[test]
fn human_output_of_a_gate_that_passes() {
    insta::assert_snapshot!(example().run(LAUNCH, &[]).stdout);
}

#[test]
fn human_output_of_a_gate_that_fails() {
    let outcome = broken().run(READINESS, &[]);
    assert_eq!(outcome.code, 1);
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn json_output_of_a_gate_that_fails() {
    let outcome = broken().run(READINESS, &["--format", "json"]);
    let stable = outcome.stdout.replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!(stable);
}

#[test]
fn help_of_a_gate() {
    insta::assert_snapshot!(example().run(FREEZE, &["--help"]).stdout);
}

#[test]
fn the_format_never_changes_the_exit_code() {
    for format in ["human", "json"] {
        assert_eq!(example().run(READINESS, &["--format", format]).code, 0, "{format}");
        assert_eq!(broken().run(READINESS, &["--format", format]).code, 1, "{format}");
    }
}

#[test]
fn output_holds_the_json_result() {
    let scratch = broken();
    let outcome = scratch.run(READINESS, &["--output", "out/result.json"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let printed = broken().run(READINESS, &["--format", "json"]).stdout;
    assert_eq!(scratch.read("out/result.json"), printed);
    assert_eq!(
        scratch.run(READINESS, &["--output", "out/result.json"]).code,
        1,
        "its own result may be replaced"
    );
}

#[test]
fn output_never_replaces_evidence() {
    for target in [
        ".artifacts/deployment/deployment-readiness-checklist.json",
        ".artifacts/deployment/DEPLOYMENT-REPORT.md",
        "./.artifacts/../.artifacts/deployment/release-manifest.md",
        ".artifacts/not-there/../deployment/production-approval.json",
        ".artifacts/deployment/system-state.json",
        ".artifacts/pre-deployment/readiness-approval.json",
        "config/release-approvers.yaml",
        "ray.toml",
        "scripts/deploy_backend.sh",
        "README.md",
    ] {
        let scratch = example();
        let before = scratch.contents();
        let outcome = scratch.run(READINESS, &["--output", target]);
        assert_eq!(outcome.code, 2, "{target}: {}", outcome.stdout);
        assert!(before == scratch.contents(), "{target}");
    }
}

#[test]
fn output_never_creates_missing_evidence() {
    let scratch = example();
    let target = ".artifacts/deployment/deployment-readiness-checklist.json";
    scratch.remove(target);
    assert_eq!(scratch.run(READINESS, &["--output", target]).code, 2);
    assert!(!scratch.file(target).exists());
}

#[cfg(unix)]
#[test]
fn output_never_replaces_evidence_behind_a_link() {
    let scratch = example();
    let evidence = scratch.file(".artifacts/deployment/production-approval.json");
    std::os::unix::fs::symlink(&evidence, scratch.file("innocent.json")).unwrap();
    let before = scratch.contents();
    assert_eq!(scratch.run(LAUNCH, &["--output", "innocent.json"]).code, 2);
    assert!(before == scratch.contents());
}

#[test]
fn output_that_cannot_be_written_is_no_verdict() {
    let scratch = example();
    std::fs::create_dir(scratch.file("result.json")).unwrap();
    let outcome = scratch.run(LAUNCH, &["--output", "result.json"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    assert!(
        outcome.stderr.starts_with("[RAY ERROR] - Failed at writing the result."),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_reader_that_has_gone_changes_no_verdict() {
    for (scratch, code) in [(example(), 0), (broken(), 1)] {
        let mut command = std::process::Command::new(READINESS);
        command
            .current_dir(scratch.path())
            .args(["--now", NOW, "--verbose"])
            .env_remove("GITHUB_ACTIONS")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let mut errors = String::new();
        child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{errors}");
        assert_eq!(errors, "");
    }
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let scratch = broken();
    assert!(!scratch.run(READINESS, &[]).stdout.contains('\u{1b}'));
    assert!(scratch.run(READINESS, &["--color", "always"]).stdout.contains('\u{1b}'));
    let mut command = Scratch::command(READINESS);
    command.current_dir(scratch.path()).args(["--now", NOW]).env("CLICOLOR_FORCE", "1");
    assert!(String::from_utf8_lossy(&command.output().unwrap().stdout).contains('\u{1b}'));
    command.env("NO_COLOR", "1");
    assert!(!String::from_utf8_lossy(&command.output().unwrap().stdout).contains('\u{1b}'));
}

#[test]
fn hostile_evidence_is_harmless_on_a_terminal_and_in_a_workflow_log() {
    let scratch = example();
    let file = ".artifacts/deployment/deployment-readiness-checklist.json";
    scratch.edit(
        file,
        "\"id\": \"RC-11\",\n      \"name\": \"On-call cover arranged until the morning\",\n      \"category\": \"system\",\n      \"required\": true,\n      \"status\": \"complete\"",
        "\"id\": \"\\u001b[2J\\n::error::owned ##[add-path]/tmp \u{202e}txt\",\n      \"name\": \"x\",\n      \"category\": \"system\",\n      \"required\": true,\n      \"status\": \"pending\"",
    );
    for executable in EXECUTABLES {
        let outcome = scratch.run(executable, &[]);
        for line in outcome.stdout.lines() {
            assert!(!line.trim_start().starts_with("::"), "{line}");
            assert!(!line.contains("##["), "{line}");
            assert!(
                !line.contains(|c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)),
                "{line:?}"
            );
        }
    }
}
