//! Evidence that is not what it should be: exit 1, a finding at its place, nothing changed on disk,
//! and never a panic or a hang.

use std::fs;

use serde_json::Value;
use test_support::{Outcome, Scratch};

use crate::{EXECUTABLES, FREEZE, GATES, LAUNCH, READINESS, REPORTING, example};

/// Every evidence file, and the gate that reads it.
const FILES: [(&str, &str); 11] = [
    (".artifacts/deployment/deployment-readiness-checklist.json", READINESS),
    (".artifacts/deployment/release-manifest.md", READINESS),
    (".artifacts/deployment/staging-validation-results.json", FREEZE),
    (".artifacts/deployment/change-freeze-confirmation.md", FREEZE),
    ("config/release-approvers.yaml", FREEZE),
    (".artifacts/deployment/production-approval.json", LAUNCH),
    (".artifacts/deployment/production-deployment-report.json", LAUNCH),
    (".artifacts/deployment/post-deployment-validation.json", LAUNCH),
    (".artifacts/deployment/deployment-health-log.md", REPORTING),
    (".artifacts/deployment/DEPLOYMENT-REPORT.md", REPORTING),
    (".artifacts/deployment/retrospective-inputs.json", REPORTING),
];

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

/// Writes `content` over each file whose name ends in one of `endings`; the run must raise one of
/// `codes` there.
fn each_file_becomes(content: &[u8], endings: &[&str], codes: &[&str]) {
    for (file, executable) in
        FILES.iter().filter(|(file, _)| endings.iter().any(|ending| file.ends_with(ending)))
    {
        let scratch = example();
        scratch.write(file, content);
        let findings = fails(&scratch, executable, file);
        assert!(has_code(&findings, codes), "{file}: {findings:#?}");
    }
}

const ALL: &[&str] = &[".json", ".yaml", ".md"];

#[test]
fn missing_evidence_fails() {
    for (file, executable) in FILES {
        let scratch = example();
        scratch.remove(file);
        assert!(has_code(&fails(&scratch, executable, file), &["missing-file"]), "{file}");
    }
}

#[test]
fn a_folder_in_the_place_of_evidence_fails() {
    for (file, executable) in FILES {
        let scratch = example();
        scratch.remove(file);
        fs::create_dir(scratch.file(file)).unwrap();
        assert!(has_code(&fails(&scratch, executable, file), &["not-a-file"]), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_evidence_fails_and_does_not_hang() {
    for (file, executable) in FILES {
        let scratch = example();
        scratch.remove(file);
        let made = std::process::Command::new("mkfifo").arg(scratch.file(file)).status().unwrap();
        assert!(made.success());
        let outcome = scratch.run(executable, &["--format", "json"]);
        assert_eq!(outcome.code, 1, "{file}");
        assert!(outcome.codes().contains(&"not-a-file".to_owned()), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn unreadable_evidence_fails() {
    use std::os::unix::fs::PermissionsExt;
    for (file, executable) in FILES {
        let scratch = example();
        fs::set_permissions(scratch.file(file), fs::Permissions::from_mode(0o000)).unwrap();
        if fs::read(scratch.file(file)).is_ok() {
            // The superuser may read everything; then there is nothing to see here.
            return;
        }
        assert!(has_code(&fails(&scratch, executable, file), &["unreadable-file"]), "{file}");
    }
}

#[test]
fn empty_evidence_fails() {
    each_file_becomes(b"", ALL, &["empty-file"]);
    each_file_becomes(b" \r\n\t\n", ALL, &["empty-file"]);
    each_file_becomes(b"\xef\xbb\xbf", ALL, &["empty-file"]);
}

#[test]
fn evidence_that_is_not_utf_8_fails() {
    each_file_becomes(b"{\"release\": \"2.4.0\xff\"}", ALL, &["not-utf8"]);
    let utf16: Vec<u8> =
        "{\"release\": \"2.4.0\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    each_file_becomes(&[&[0xff, 0xfe], utf16.as_slice()].concat(), ALL, &["not-utf8"]);
}

#[test]
fn truncated_evidence_fails() {
    for (file, executable) in FILES {
        let scratch = example();
        let text = scratch.read(file);
        let half: String = text.chars().take(text.chars().count() / 3).collect();
        scratch.write(file, half);
        fails(&scratch, executable, file);
    }
}

#[test]
fn a_wrong_type_at_the_top_fails() {
    for content in ["[]", "\"text\"", "42", "null", "true"] {
        each_file_becomes(content.as_bytes(), &[".json", ".yaml"], &["wrong-type"]);
    }
}

#[test]
fn an_empty_object_fails_for_every_key_that_it_lacks() {
    each_file_becomes(b"{}", &[".json", ".yaml"], &["missing-key"]);
    let scratch = example();
    scratch.write(".artifacts/deployment/production-deployment-report.json", "{}");
    let findings =
        fails(&scratch, LAUNCH, ".artifacts/deployment/production-deployment-report.json");
    let missing = findings.iter().filter(|finding| finding["code"] == "missing-key").count();
    assert_eq!(
        missing, 6,
        "release, started_at, completed_at, status, actions, incidents: {findings:#?}"
    );
}

#[test]
fn a_duplicate_key_fails() {
    each_file_becomes(
        b"{\"release\": \"2.3.2\",\n \"release\": \"2.4.0\"}",
        &[".json", ".yaml"],
        &["duplicate-key"],
    );
}

#[test]
fn ten_thousand_levels_fail() {
    let codes = &["nested-too-deep", "syntax-error", "yaml-too-complex"];
    each_file_becomes("[".repeat(10_000).as_bytes(), &[".json", ".yaml"], codes);
    each_file_becomes("{\"a\":".repeat(10_000).as_bytes(), &[".json", ".yaml"], codes);
    for (file, executable) in FILES.iter().filter(|(file, _)| file.ends_with(".md")) {
        let scratch = example();
        scratch.write(file, format!("{} x", "> ".repeat(10_000)));
        fails(&scratch, executable, file);
    }
}

#[test]
fn a_line_of_a_gigabyte_fails_without_being_read() {
    for (file, executable) in FILES {
        let scratch = example();
        let line = fs::File::create(scratch.file(file)).unwrap();
        line.set_len(1 << 30).unwrap();
        assert!(has_code(&fails(&scratch, executable, file), &["file-too-large"]), "{file}");
    }
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

/// The numbers of a run that is the same every time.
fn numbers(seed: u64) -> impl Iterator<Item = usize> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    std::iter::repeat_with(move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap()
    })
}

#[test]
fn evidence_that_was_damaged_anyhow_is_judged_and_never_breaks_the_gate() {
    for (seed, (file, executable)) in (1..).zip(FILES) {
        let scratch = example();
        let intact = fs::read(scratch.file(file)).unwrap();
        let mut numbers = numbers(seed);
        for _ in 0..40 {
            let mut bytes = intact.clone();
            for _ in 0..=numbers.next().unwrap() % 4 {
                let at = numbers.next().unwrap() % bytes.len();
                match numbers.next().unwrap() % 4 {
                    0 => bytes[at] = u8::try_from(numbers.next().unwrap() % 256).unwrap(),
                    1 => drop(bytes.remove(at)),
                    2 => bytes.insert(at, b"{}[]\",:|-#\n\0"[numbers.next().unwrap() % 12]),
                    _ => bytes.truncate(at + 1),
                }
            }
            scratch.write(file, &bytes);
            let outcome = scratch.run(executable, &["--format", "json"]);
            let failed = outcome.json()["status"] == "fail";
            assert_eq!(
                outcome.code,
                i32::from(failed),
                "{file}: {}",
                String::from_utf8_lossy(&bytes)
            );
            assert_eq!(outcome.stderr, "", "{file}: {}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_root_fails() {
    use std::os::unix::fs::symlink;
    let outside = Scratch::empty();
    for (file, executable) in FILES {
        let scratch = example();
        outside.write("evidence", scratch.read(file));
        scratch.remove(file);
        symlink(outside.file("evidence"), scratch.file(file)).unwrap();
        assert!(has_code(&fails(&scratch, executable, file), &["path-outside-root"]), "{file}");
    }
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

#[test]
fn an_empty_repository_fails_every_executable_and_stays_empty() {
    for executable in EXECUTABLES {
        let scratch = Scratch::empty();
        let mut arguments = vec!["--format", "json"];
        let elsewhere = Scratch::empty();
        let manifest = elsewhere.path().to_string_lossy().into_owned();
        if executable.contains("aggregate") {
            arguments.extend(["--output", manifest.as_str()]);
        }
        let before = scratch.contents();
        let outcome: Outcome = scratch.run(executable, &arguments);
        assert_eq!(outcome.code, 1, "{executable}: {}{}", outcome.stdout, outcome.stderr);
        assert!(before == scratch.contents(), "{executable} created something");
    }
}

#[test]
fn whatever_the_evidence_a_gate_that_passes_has_looked_at_something() {
    for (gate, executable) in GATES {
        let json = example().run(executable, &["--format", "json"]).json();
        for criterion in json["criteria"].as_array().unwrap() {
            let looked =
                criterion["measured"]["denominator"].as_u64().is_some_and(|total| total > 0)
                    || criterion["measured"]["value"].is_number();
            let excused =
                criterion["verdict"] == "not_applicable" && criterion["reason"].is_string();
            assert!(looked || excused, "{gate}: {criterion:#?}");
        }
    }
}
