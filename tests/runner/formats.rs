//! A whole protocol in the formats for machines: one file for all gates, and names that no two share.

use std::collections::BTreeSet;

use test_support::Scratch;

use crate::{RUNNER, example};

const MAINTENANCE: &str = env!("CARGO_BIN_EXE_run_protocol_18_gates");

#[test]
fn a_run_writes_its_record_and_every_report() {
    let scratch = example();
    scratch.remove(".artifacts/deployment/release-manifest.md");
    let outcome = scratch.run(
        RUNNER,
        &["--save", "sarif=a.sarif", "--save", "junit=a.xml", "--save", "json=a.json"],
    );
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
    assert!(scratch.file(crate::RECORD).is_file());
    let sarif: serde_json::Value = serde_json::from_str(&scratch.read("a.sarif")).unwrap();
    let run = &sarif["runs"][0];
    assert_eq!(run["automationDetails"]["id"], "ray-gates/protocol-11/");
    assert_eq!(run["results"][0]["ruleId"], "missing-file");
    assert_eq!(scratch.read("a.xml").matches("<testsuite ").count(), 4);
}

#[test]
fn a_report_takes_no_place_of_what_is_kept_of_a_run() {
    for kept in [
        crate::RECORD,
        ".artifacts/deployment/evidence-manifest.json",
        ".artifacts/deployment/gate-waivers.json",
        ".artifacts/deployment/gate-history.jsonl",
    ] {
        for format in ["json", "sarif"] {
            let scratch = example();
            let before = scratch.contents();
            assert_eq!(scratch.run(RUNNER, &["--save", &format!("{format}={kept}")]).code, 2);
            assert!(before == scratch.contents(), "{format} {kept}");
        }
    }
}

#[test]
fn no_two_cases_of_all_editions_share_a_name() {
    let outcome =
        Scratch::empty().run(MAINTENANCE, &["--edition", "all", "--no-write", "--format", "junit"]);
    let names: Vec<&str> =
        outcome.stdout.lines().filter(|line| line.trim_start().starts_with("<testcase ")).collect();
    assert!(names.len() > 40, "{}", names.len());
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}
