//! `aggregate_evidence_11`: the manifest of everything below the evidence folder.

use serde_json::Value;
use test_support::Scratch;

use crate::{AGGREGATE, example};

const MANIFEST: &str = ".artifacts/deployment/evidence-manifest.json";

fn manifest(scratch: &Scratch) -> Value {
    serde_json::from_str(&scratch.read(MANIFEST)).unwrap()
}

fn artifact<'m>(manifest: &'m Value, name: &str) -> &'m Value {
    let artifacts = manifest["artifacts"].as_array().unwrap();
    artifacts.iter().find(|artifact| artifact["path"].as_str().unwrap().ends_with(name)).unwrap()
}

#[test]
fn the_manifest_of_the_example() {
    let scratch = example();
    let outcome = scratch
        .run(AGGREGATE, &["--output", ".artifacts/deployment/", "--verified-by", "A. Okafor"]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    insta::assert_snapshot!(scratch.read(MANIFEST).replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn the_same_evidence_gives_the_same_manifest_however_often_it_is_taken() {
    let scratch = example();
    scratch.run(AGGREGATE, &[]);
    let first = scratch.read(MANIFEST);
    scratch.run(AGGREGATE, &[]);
    assert_eq!(first, scratch.read(MANIFEST));
}

#[test]
fn a_missing_file_is_listed_and_the_manifest_is_written_all_the_same() {
    let scratch = example();
    scratch.remove(".artifacts/deployment/DEPLOYMENT-REPORT.md");
    let outcome = scratch.run(AGGREGATE, &[]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("DEPLOYMENT-REPORT.md"), "{}", outcome.stdout);
    let manifest = manifest(&scratch);
    assert_eq!(artifact(&manifest, "DEPLOYMENT-REPORT.md")["status"], "missing");
    assert_eq!(manifest["summary"]["validators_passed"], 3);
    assert_eq!(manifest["summary"]["artifacts_present"], 10);
    assert!(manifest["summary"]["evidence_completeness"].as_f64().unwrap() < 1.0);
}

#[test]
fn an_unexpected_file_is_kept_and_hashed() {
    let scratch = example();
    scratch.write(".artifacts/deployment/notes/extra.txt", "extra");
    assert_eq!(scratch.run(AGGREGATE, &[]).code, 0);
    let manifest = manifest(&scratch);
    let extra = artifact(&manifest, "notes/extra.txt");
    assert_eq!(
        (&extra["status"], &extra["required"]),
        (&Value::from("unexpected"), &Value::from(false))
    );
    assert_eq!(extra["sha256"], scratch.digest(".artifacts/deployment/notes/extra.txt"));
}

#[test]
fn a_broken_cross_reference_lowers_the_integrity() {
    let scratch = example();
    scratch.write("scripts/deploy_backend.sh", "changed");
    assert_eq!(scratch.run(AGGREGATE, &[]).code, 1);
    let integrity = manifest(&scratch)["summary"]["integration_integrity"].as_f64().unwrap();
    assert!(integrity > 0.9 && integrity < 1.0, "{integrity}");
}

#[test]
fn a_team_may_require_more_files() {
    let scratch = example();
    scratch.write(
        "ray.toml",
        "release = \"2.4.0\"\n[deployment]\nrequired_artifacts = [\"signoff.pdf\"]\n",
    );
    assert_eq!(scratch.run(AGGREGATE, &[]).code, 1);
    scratch.write(".artifacts/deployment/signoff.pdf", "%PDF");
    assert_eq!(scratch.run(AGGREGATE, &[]).code, 0);
    assert_eq!(artifact(&manifest(&scratch), "signoff.pdf")["required"], true);
}

#[test]
fn the_manifest_replaces_no_file_of_another_hand() {
    let scratch = example();
    scratch.write(MANIFEST, "{\"mine\": true}");
    let outcome = scratch.run(AGGREGATE, &[]);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    assert_eq!(scratch.read(MANIFEST), "{\"mine\": true}");
}
