//! `aggregate_evidence_NN --package`: what is handed over, and that the gates judge just that.

use serde_json::Value;
use test_support::{Scratch, finish};

use crate::{FOLDER, LOG, NOW, aggregator, beside, example, ray_gates};

const ARCHIVE: &str = ".artifacts/deployment/DEPLOYMENT-EVIDENCE.zip";
const MANIFEST: &str = ".artifacts/deployment/deployment-evidence-manifest.json";

/// A protocol: folder, script, instant, further flags, archive and manifest.
type Handover =
    (&'static str, &'static str, &'static str, &'static [&'static str], &'static str, &'static str);

const PROTOCOLS: [Handover; 5] = [
    (
        "10-pre-deployment",
        "aggregate_evidence_10",
        "2026-11-18T16:00:00Z",
        &[],
        ".artifacts/pre-deployment/PRE-DEPLOYMENT-PACKAGE.zip",
        ".artifacts/pre-deployment/pre-deployment-manifest.json",
    ),
    ("11-deployment", "aggregate_evidence_11", NOW, &[], ARCHIVE, MANIFEST),
    (
        "12-monitoring",
        "aggregate_evidence_12",
        "2026-11-21T09:00:00Z",
        &[],
        ".artifacts/monitoring/MONITORING-PACKAGE.zip",
        ".artifacts/monitoring/monitoring-package-manifest.json",
    ),
    (
        "18-maintenance",
        "aggregate_evidence_18",
        "2026-11-24T09:00:00Z",
        &[],
        ".artifacts/protocol-21/MAINTENANCE-CLOSURE-PACKAGE.zip",
        ".artifacts/protocol-21/maintenance-closure-manifest.json",
    ),
    (
        "18-sustainment",
        "aggregate_evidence_18",
        "2026-11-24T09:00:00Z",
        &["--edition", "sustainment"],
        ".artifacts/maintenance/SUSTAINMENT-CLOSURE-PACKAGE.zip",
        ".artifacts/maintenance/sustainment-closure-manifest.json",
    ),
];

fn json(scratch: &Scratch, file: &str) -> Value {
    serde_json::from_str(&scratch.read(file)).unwrap()
}

#[test]
fn every_protocol_hands_over_a_package_that_its_gates_pass_and_that_verifies() {
    for (folder, script, now, flags, archive, manifest) in PROTOCOLS {
        let scratch = Scratch::of_example(folder, now);
        let flags = [&["--package", "--verified-by", "Ada Okafor"], flags].concat();
        let outcome = scratch.run(&beside(script), &flags);
        assert_eq!(outcome.code, 0, "{folder}: {}{}", outcome.stdout, outcome.stderr);
        assert!(outcome.stderr.contains("packed "), "{}", outcome.stderr);
        let described = json(&scratch, manifest);
        assert_eq!(described["package"]["sha256"], scratch.digest(archive));
        let artifacts = described["artifacts"].as_array().unwrap();
        assert!(artifacts.iter().any(|it| it["required"] == true), "{folder}");
        let paths: Vec<&str> =
            artifacts.iter().map(|artifact| artifact["path"].as_str().unwrap()).collect();
        assert!(paths.is_sorted(), "{paths:?}");
        for never in [".jsonl", "evidence-manifest.json", ".zip"] {
            assert!(!paths.iter().any(|path| path.ends_with(never)), "{paths:?}");
        }
        for file in [archive, manifest] {
            let verified = ray_gates(&scratch, &["verify", file]);
            assert_eq!(verified.code, 0, "{folder}: {}", verified.stdout);
        }
    }
}

#[test]
fn two_runs_over_the_same_evidence_give_the_same_bytes() {
    let (first, second) = (example(), example());
    for scratch in [&first, &second] {
        scratch.run(&aggregator(), &["--package", "--verified-by", "Ada Okafor"]);
    }
    first.run(&aggregator(), &["--package", "--verified-by", "Ada Okafor"]);
    for file in [ARCHIVE, MANIFEST] {
        assert_eq!(first.digest(file), second.digest(file), "{file}");
    }
}

#[test]
fn the_time_of_entries_is_that_of_source_date_epoch() {
    let built = |epoch: &str| {
        let scratch = example();
        let mut command = Scratch::command(&aggregator());
        command.current_dir(scratch.path()).env("SOURCE_DATE_EPOCH", epoch);
        command.args(["--package", "--now", NOW, "--quiet"]);
        let outcome = finish(command);
        (outcome.code, outcome.stderr, scratch.digest(ARCHIVE))
    };
    let (code, _, plain) = built("");
    assert_eq!(code, 0);
    let (code, _, dated) = built("1700000000");
    assert_eq!(code, 0);
    assert_ne!(plain, dated);
    let (code, stderr, _) = built("yesterday");
    assert_eq!(code, 2);
    assert!(stderr.contains("SOURCE_DATE_EPOCH: `yesterday` is not"), "{stderr}");
    let (code, stderr, _) = built("4354819200");
    assert_eq!(code, 2);
    assert!(stderr.contains("knows the years 1980 to 2107"), "{stderr}");
}

#[test]
fn a_package_of_incomplete_evidence_is_built_and_does_not_pass() {
    let scratch = Scratch::of_example("10-pre-deployment", "2026-11-18T16:00:00Z");
    scratch.remove(".artifacts/pre-deployment/staging-test-results.json");
    let flags = ["--package", "--verified-by", "Ada Okafor", "--format", "json"];
    let outcome = scratch.run(&beside("aggregate_evidence_10"), &flags);
    assert_eq!(outcome.code, 1);
    let text = outcome.stdout;
    assert!(text.contains("artifact-not-in-manifest"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_packed_is_exit_2_and_the_old_package_stays() {
    let scratch = example();
    scratch.run(&aggregator(), &["--package"]);
    let before = scratch.digest(ARCHIVE);
    let link = scratch.file(".artifacts/deployment/outside");
    std::os::unix::fs::symlink("/etc/hostname", link).unwrap();
    let outcome = scratch.run(&aggregator(), &["--package"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("outside cannot be packed"), "{}", outcome.stderr);
    assert_eq!((before, crate::unfinished(&scratch)), (scratch.digest(ARCHIVE), vec![]));
}

#[cfg(unix)]
#[test]
fn a_name_that_no_archive_may_hold_is_refused_before_anything_is_written() {
    let scratch = example();
    scratch.write(".artifacts/deployment/a\nb.txt", "x");
    let outcome = scratch.run(&aggregator(), &["--package"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("its name has a character"), "{}", outcome.stderr);
    assert!(!scratch.file(ARCHIVE).exists());
}

#[test]
fn the_folder_for_the_manifest_is_not_made_in_the_place_of_a_file() {
    let scratch = example();
    let waivers = ".artifacts/deployment/gate-waivers.json";
    assert_eq!(scratch.run(&aggregator(), &["--output", waivers]).code, 2);
    assert!(!scratch.file(waivers).exists());
}

#[test]
fn a_folder_that_is_not_there_is_not_made_for_a_package() {
    let scratch = example();
    let outcome =
        scratch.run(&aggregator(), &["--package", "--artifacts", "nope", "--output", "out"]);
    assert_eq!(outcome.code, 1);
    assert!(!scratch.file("nope").exists());
}

#[test]
fn the_execution_log_says_what_each_aggregation_saw_change() {
    let scratch = example();
    let report = format!("{FOLDER}/DEPLOYMENT-REPORT.md");
    let run = || scratch.run(&aggregator(), &["--package"]);
    run();
    scratch.write(&report, scratch.read(&report) + "\n");
    scratch.write(&format!("{FOLDER}/new.txt"), "new");
    scratch.remove(&format!("{FOLDER}/system-state.json"));
    run();
    let log = scratch.read(LOG);
    let last: Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    let said: Vec<(&str, &str)> = last["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["path"].as_str().unwrap(), it["change"].as_str().unwrap()))
        .filter(|(path, _)| *path != ARCHIVE && *path != MANIFEST)
        .collect();
    assert_eq!(
        said,
        [
            (report.as_str(), "changed"),
            (".artifacts/deployment/new.txt", "added"),
            (".artifacts/deployment/system-state.json", "removed"),
        ]
    );
    assert_eq!(last["wrote"].as_array().unwrap().len(), 3);
    assert_eq!(log.lines().count(), 2);
}
