//! `ray.toml`, flags and the protocol's own values: which one is in force, and that it is said.

use serde_json::Value;
use test_support::Scratch;

use crate::{FREEZE, LAUNCH, PREREQUISITES, READINESS, REPORTING, example};

fn setting(json: &Value, id: &str) -> Value {
    let settings = json["settings"].as_array().cloned().unwrap_or_default();
    settings.into_iter().find(|setting| setting["id"] == id).unwrap_or_default()
}

/// The example with one of its twenty checks failed, which the protocol's own threshold tolerates.
fn with_two_failed_checks() -> Scratch {
    let scratch = example();
    let file = ".artifacts/deployment/post-deployment-validation.json";
    let text = scratch.read(file).replace(
        "\"critical\": false,\n      \"status\": \"pass\"",
        "\"critical\": false,\n      \"status\": \"fail\"",
    );
    scratch.write(file, text.replace("\"success_rate\": 1.0,", ""));
    scratch
}

#[test]
fn a_flag_goes_before_ray_toml_and_ray_toml_before_the_protocol() {
    let scratch = with_two_failed_checks();
    assert_eq!(scratch.run(LAUNCH, &[]).code, 1);
    scratch.write(
        "ray.toml",
        "release = \"2.4.0\"\n\n[deployment.launch]\nvalidation_threshold = 0.5\n",
    );
    let json = scratch.run(LAUNCH, &["--format", "json"]).json();
    assert_eq!(json["status"], "pass");
    let in_force = setting(&json, "validation-threshold");
    assert_eq!(
        (in_force["source"].as_str(), in_force["looser"].as_bool()),
        (Some("ray.toml:4"), Some(true))
    );
    let json = scratch.run(LAUNCH, &["--format", "json", "--validation-threshold", "0.99"]).json();
    assert_eq!(json["status"], "fail");
    let in_force = setting(&json, "validation-threshold");
    assert_eq!(
        (in_force["source"].as_str(), in_force["looser"].as_bool()),
        (Some("--validation-threshold"), Some(false))
    );
}

#[test]
fn a_looser_value_is_said_to_people_too() {
    let scratch = with_two_failed_checks();
    let outcome = scratch.run(LAUNCH, &["--validation-threshold", "0.5"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("looser"), "{}", outcome.stdout);
}

#[test]
fn a_clock_that_was_set_is_said_in_every_output() {
    let human = example().run(LAUNCH, &[]).stdout;
    assert!(human.contains("2026-11-20T09:00:00Z") && human.contains("--now"), "{human}");
    let quiet = example().run(LAUNCH, &["--quiet"]).stdout;
    assert!(quiet.contains("--now"), "{quiet}");
    let json = example().run(LAUNCH, &["--format", "json"]).json();
    assert_eq!(json["clock_set_by"], "--now");
}

#[test]
fn the_pinned_release_keeps_last_months_evidence_out() {
    let scratch = example();
    scratch.write("ray.toml", "release = \"2.5.0\"\n");
    let outcome = scratch.run(LAUNCH, &["--format", "json"]);
    assert_eq!(outcome.code, 1);
    let codes = outcome.codes();
    assert_eq!(codes.iter().filter(|code| *code == "release-mismatch").count(), 5, "{codes:?}");
}

#[test]
fn roles_freshness_soak_and_delay_can_be_set() {
    let scratch = example();
    scratch.write(
        "ray.toml",
        "[deployment.launch]\nbusiness_roles = [\"Chief Baker\"]\nvalidation_delay = \"1m\"\n\
         [deployment.freeze]\nfreshness = \"1h\"\n[deployment.reporting]\nsoak = \"2h\"\n",
    );
    let launch = scratch.run(LAUNCH, &["--format", "json"]).codes();
    assert!(
        launch.contains(&"approval-missing".to_owned())
            && launch.contains(&"validation-late".to_owned()),
        "{launch:?}"
    );
    assert_eq!(scratch.run(FREEZE, &["--format", "json"]).codes(), ["validation-stale"]);
    assert_eq!(scratch.run(REPORTING, &["--format", "json"]).codes(), ["soak-too-short"]);
}

#[test]
fn a_misspelt_key_in_ray_toml_is_an_error_with_its_place() {
    let scratch = example();
    scratch
        .write("ray.toml", "release = \"2.4.0\"\n[deployment.launch]\nvalidation_treshold = 0.9\n");
    let outcome = scratch.run(LAUNCH, &[]);
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!(outcome.stderr, @"[RAY ERROR] - Failed at reading the configuration. Reason: ray.toml:3:1: the key `validation_treshold` cannot be used; did you mean `validation_threshold`?. Awaiting instructions.");
}

#[test]
fn the_evidence_folder_may_be_another() {
    let scratch = example();
    std::fs::rename(scratch.file(".artifacts/deployment"), scratch.file(".artifacts/protocol-15"))
        .unwrap();
    scratch.replace_everywhere(".artifacts/deployment/", ".artifacts/protocol-15/");
    assert_eq!(scratch.run(READINESS, &[]).code, 0);
    std::fs::rename(scratch.file(".artifacts/protocol-15"), scratch.file("proof")).unwrap();
    assert_eq!(scratch.run(LAUNCH, &[]).code, 1);
    assert_eq!(scratch.run(LAUNCH, &["--artifacts", "proof"]).code, 0);
    scratch.write("ray.toml", "[deployment]\nartifacts = \"proof\"\n");
    assert_eq!(scratch.run(LAUNCH, &[]).code, 0);
}

#[test]
fn archives_may_have_other_limits_and_a_looser_one_is_said() {
    let scratch = example();
    assert_eq!(scratch.run(PREREQUISITES, &[]).code, 0);
    scratch.write("ray.toml", "[archives]\nmax_entries = 0\n");
    let outcome = scratch.run(PREREQUISITES, &["--format", "json"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.codes().contains(&"too-many-entries".to_owned()), "{:?}", outcome.codes());
    scratch.write("ray.toml", "[archives]\nmax_unpacked = \"8 GiB\"\n");
    let human = scratch.run(PREREQUISITES, &[]);
    assert_eq!(human.code, 0);
    let said = "archives.max-unpacked = 8 GiB";
    assert!(human.stdout.contains(&format!("{said} is looser")), "{}", human.stdout);
    assert!(scratch.run(PREREQUISITES, &["--explain"]).stdout.contains(said));
    let json = scratch.run(PREREQUISITES, &["--format", "json"]).json();
    assert_eq!(setting(&json, "archives.max-unpacked")["looser"], true);
    scratch.write("ray.toml", "[archives]\nmax_unpaked = 1\n");
    let outcome = scratch.run(PREREQUISITES, &[]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("ray.toml:2:1: the key `max_unpaked`"), "{}", outcome.stderr);
}
