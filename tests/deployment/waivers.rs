//! Waivers: what lets a failed gate through, and everything that must not.

use serde_json::{Value, json};
use test_support::{Outcome, Scratch};

use crate::{AGGREGATE, LAUNCH, READINESS, REPORTING, example};

const FILE: &str = ".artifacts/deployment/gate-waivers.json";

/// A waiver that holds, for what [`unowned`] breaks.
fn waiver() -> Value {
    json!({
        "gate": "11.4",
        "justification": "The owner of the last improvement is named in Monday's planning meeting",
        "risk": "The improvement is forgotten",
        "mitigation": "The release manager keeps it on the agenda",
        "requested_by": "Tomás Vega",
        "approved_by": "Ada Okafor",
        "role": "CTO",
        "approved_at": "2026-11-20T08:00:00Z",
        "expires_at": "2026-11-27T08:00:00Z",
        "codes": ["improvement-unowned"],
    })
}

/// The example with an improvement that nobody owns, so that gate 11.4 fails with one finding.
fn unowned() -> Scratch {
    let scratch = example();
    let file = ".artifacts/deployment/retrospective-inputs.json";
    let mut retrospective: Value = serde_json::from_str(&scratch.read(file)).unwrap();
    let improvements = retrospective["improvements"].as_array_mut().unwrap();
    improvements[0].as_object_mut().unwrap().remove("owner").unwrap();
    scratch.write(file, serde_json::to_string_pretty(&retrospective).unwrap());
    scratch
}

fn with(scratch: Scratch, waivers: &[Value]) -> Scratch {
    let text = serde_json::to_string_pretty(&json!({ "waivers": waivers })).unwrap();
    scratch.write(FILE, text);
    scratch
}

fn judge(scratch: &Scratch) -> Outcome {
    scratch.run(REPORTING, &["--format", "json"])
}

/// The waiver with `key` replaced, or removed where `value` is null.
fn changed(key: &str, value: Value) -> Value {
    let mut waiver = waiver();
    if value.is_null() {
        waiver.as_object_mut().unwrap().remove(key).unwrap();
    } else {
        waiver[key] = value;
    }
    waiver
}

#[test]
fn a_sound_waiver_lets_its_gate_through_and_says_so_everywhere() {
    let scratch = with(unowned(), &[waiver()]);
    let outcome = judge(&scratch);
    let json = outcome.json();
    assert_eq!((outcome.code, json["status"].as_str()), (0, Some("waived")), "{json:#}");
    assert_eq!(json["waiver"]["granted"][0]["approved_by"], "Ada Okafor");
    assert_eq!(json["waiver"]["findings_covered"], 1);
    assert!(json["evidence"].as_array().unwrap().iter().any(|file| file["path"] == FILE));
    let human = scratch.run(REPORTING, &[]).stdout;
    assert!(human.contains("[RAY GATE WAIVED: Stabilization & Reporting Gate]"), "{human}");
    assert!(!human.contains("PASS"), "{human}");
    scratch.run(AGGREGATE, &[]);
    let manifest = scratch.read(".artifacts/deployment/evidence-manifest.json");
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let summary = &manifest["summary"];
    assert_eq!(
        (&summary["validators_passed"], &summary["validators_waived"]),
        (&json!(3), &json!(1))
    );
    let file = manifest["artifacts"].as_array().unwrap().iter().find(|it| it["path"] == FILE);
    assert_eq!(file.unwrap()["status"], "exists");
}

#[test]
fn a_waiver_may_name_the_script_and_cover_every_code_of_its_gate() {
    let script = changed("gate", json!("validate_gate_11_reporting"));
    let all = changed("codes", Value::Null);
    let renewed = [changed("expires_at", json!("2026-11-20T08:30:00Z")), waiver()];
    let for_this_release = {
        let mut waiver = waiver();
        waiver["release"] = json!("2.4.0");
        waiver
    };
    for waivers in [vec![script], vec![all], renewed.to_vec(), vec![for_this_release]] {
        let outcome = judge(&with(unowned(), &waivers));
        assert_eq!((outcome.code, outcome.json()["status"].as_str()), (0, Some("waived")));
    }
}

/// Judges with `waiver` alone, which must fail the gate with `code` at the waiver, or at its `key`.
fn expect_fault(waiver: &Value, code: &str, key: Option<&str>) {
    let scratch = with(unowned(), std::slice::from_ref(waiver));
    let outcome = judge(&scratch);
    let json = outcome.json();
    assert_eq!((outcome.code, json["status"].as_str()), (1, Some("fail")), "{code}: {waiver:#}");
    assert!(json["waiver"].is_null());
    let findings = json["findings"].as_array().unwrap();
    let finding = findings.iter().find(|it| it["code"] == code);
    let finding = finding.unwrap_or_else(|| panic!("no {code}: {findings:#?}"));
    assert_eq!((finding["path"].as_str(), finding["level"].as_str()), (Some(FILE), Some("error")));
    if let Some(key) = key {
        let at = finding["pointer"].as_str().unwrap();
        assert!(at.starts_with(&format!("/waivers/0/{key}")), "{code} at {at}");
        let line = usize::try_from(finding["line"].as_u64().unwrap()).unwrap();
        let text = scratch.read(FILE);
        let near: String = text.lines().skip(line - 2).take(2).collect();
        assert!(near.contains(key), "{code} at line {line}: {near}");
    }
}

#[test]
fn a_waiver_that_is_not_sound_fails_its_gate_with_a_code_of_its_own() {
    let cases = [
        (
            changed("justification", json!("urgent, urgent, urgent!")),
            "waiver-unjustified",
            Some("justification"),
        ),
        (changed("justification", json!("TBD")), "placeholder", Some("justification")),
        (
            changed("approved_by", json!("Engineering")),
            "waiver-not-by-a-person",
            Some("approved_by"),
        ),
        (changed("requested_by", json!("CI bot")), "waiver-not-by-a-person", Some("requested_by")),
        (changed("approved_by", json!("tomás  vega")), "waiver-self-granted", Some("approved_by")),
        (changed("approved_by", json!("Vega, Tomas")), "waiver-self-granted", Some("approved_by")),
        (
            changed("approved_by", json!("Ada\u{200b} Okafor")),
            "waiver-not-by-a-person",
            Some("approved_by"),
        ),
        (changed("role", json!("Developer")), "waiver-role-not-allowed", Some("role")),
        (
            changed("expires_at", json!("2026-11-20T09:00:00Z")),
            "waiver-expired",
            Some("expires_at"),
        ),
        (
            changed("expires_at", json!("2026-12-21T08:00:00Z")),
            "waiver-too-long",
            Some("expires_at"),
        ),
        (
            changed("expires_at", json!("2026-11-20T07:00:00Z")),
            "waiver-incomplete",
            Some("expires_at"),
        ),
        (changed("expires_at", json!("next week")), "invalid-time", Some("expires_at")),
        (
            changed("approved_at", json!("2026-11-20T09:30:00Z")),
            "time-in-future",
            Some("approved_at"),
        ),
        (changed("codes", json!(["improvement-unownd"])), "waiver-code-unknown", Some("codes")),
        (changed("codes", json!(["checksum-mismatch"])), "waiver-not-allowed", Some("codes")),
        (changed("codes", json!([])), "empty-list", Some("codes")),
        (changed("codes", json!("improvement-unowned")), "wrong-type", Some("codes")),
    ];
    for (waiver, code, key) in cases {
        expect_fault(&waiver, code, key);
    }
}

#[test]
fn a_waiver_that_does_not_say_all_that_it_must_fails_its_gate() {
    let keys = ["justification", "risk", "mitigation", "requested_by", "approved_by", "role"];
    for key in keys.into_iter().chain(["approved_at", "expires_at"]) {
        expect_fault(&changed(key, Value::Null), "waiver-incomplete", None);
    }
}

#[test]
fn a_waiver_for_this_release_counts_also_where_the_evidence_that_names_it_is_missing() {
    let scratch = example();
    scratch.write("ray.toml", "release = \"2.4.0\"\n");
    for file in ["deployment-health-log.md", "retrospective-inputs.json", "DEPLOYMENT-REPORT.md"] {
        scratch.remove(&format!(".artifacts/deployment/{file}"));
    }
    let mut waiver = changed("codes", Value::Null);
    waiver["release"] = json!("2.4.0");
    assert_eq!(judge(&with(scratch, &[waiver])).json()["status"], "waived");
}

#[test]
fn a_justification_may_be_written_without_spaces() {
    let waiver = changed("justification", json!("报告将在一天内完成，支持团队暂时直接查看日志。"));
    assert_eq!(judge(&with(unowned(), &[waiver])).json()["status"], "waived");
}

#[test]
fn a_misspelt_key_does_not_widen_a_waiver() {
    let mut waiver = changed("codes", Value::Null);
    waiver["code"] = json!(["improvement-unowned"]);
    let outcome = judge(&with(unowned(), &[waiver]));
    assert_eq!(outcome.code, 1);
    assert!(outcome.codes().contains(&"waiver-key-unknown".to_owned()), "{:?}", outcome.codes());
}

#[test]
fn a_waiver_covers_all_that_its_gate_found_or_nothing() {
    let scratch = with(unowned(), &[waiver()]);
    let log = ".artifacts/deployment/DEPLOYMENT-REPORT.md";
    scratch.write(log, "# Report\n");
    let outcome = judge(&scratch);
    assert_eq!(outcome.code, 1);
    let codes = outcome.codes();
    assert!(codes.contains(&"waiver-not-enough".to_owned()), "{codes:?}");
    assert!(codes.contains(&"improvement-unowned".to_owned()), "the finding stays: {codes:?}");
}

#[test]
fn evidence_that_nobody_can_read_is_never_waived() {
    let scratch = with(unowned(), &[changed("codes", Value::Null)]);
    scratch.write(".artifacts/deployment/retrospective-inputs.json", "{");
    let outcome = judge(&scratch);
    assert_eq!(outcome.code, 1);
    assert!(outcome.codes().contains(&"syntax-error".to_owned()));
}

#[test]
fn a_file_that_is_missing_may_be_waived() {
    let scratch = with(example(), &[changed("codes", Value::Null)]);
    scratch.remove(".artifacts/deployment/retrospective-inputs.json");
    assert_eq!(judge(&scratch).json()["status"], "waived");
    let scratch = with(example(), &[changed("codes", json!(["missing-file"]))]);
    scratch.remove(".artifacts/deployment/retrospective-inputs.json");
    assert_eq!(judge(&scratch).json()["status"], "waived");
}

#[test]
fn a_gate_that_cannot_be_waived_fails_on_a_waiver_for_it() {
    let scratch = with(example(), &[changed("gate", json!("11.3"))]);
    let outcome = scratch.run(LAUNCH, &["--format", "json"]);
    assert_eq!(
        (outcome.code, outcome.codes()),
        (1, vec!["waiver-not-allowed".to_owned(), "waiver-code-unknown".to_owned()])
    );
}

#[test]
fn a_waiver_that_covers_nothing_is_reported_and_changes_nothing() {
    let scratch = with(example(), &[waiver()]);
    let outcome = judge(&scratch);
    assert_eq!((outcome.code, outcome.codes()), (0, vec!["waiver-stale".to_owned()]));
    assert_eq!(outcome.json()["status"], "pass");
    let expired = changed("expires_at", json!("2026-11-20T08:30:00Z"));
    let outcome = judge(&with(example(), &[expired]));
    assert_eq!((outcome.code, outcome.codes()), (0, vec!["waiver-stale".to_owned()]));
}

#[test]
fn a_waiver_for_another_gate_or_release_is_left_alone() {
    let scratch = with(unowned(), &[changed("gate", json!("11.1"))]);
    assert_eq!(judge(&scratch).codes(), ["improvement-unowned"]);
    let mut other = waiver();
    other["release"] = json!("2.3.0");
    let outcome = judge(&with(unowned(), &[other]));
    assert_eq!(
        (outcome.code, outcome.codes()),
        (1, vec!["waiver-stale".to_owned(), "improvement-unowned".to_owned()])
    );
    let typo = with(unowned(), &[changed("gate", json!("11.44"))]);
    let codes = judge(&typo).codes();
    assert_eq!(codes, ["waiver-gate-unknown", "improvement-unowned"]);
}

#[test]
fn a_waiver_file_that_cannot_be_read_fails_every_gate() {
    for broken in ["{", "[]", r#"{"waiver": []}"#, r#"{"waivers": 5}"#, "\u{0}"] {
        let scratch = example();
        scratch.write(FILE, broken);
        for gate in [READINESS, REPORTING] {
            let outcome = scratch.run(gate, &["--format", "json"]);
            assert_eq!(outcome.code, 1, "{broken}: {}", outcome.stdout);
        }
    }
}

#[test]
fn an_entry_that_is_no_waiver_is_said_and_lets_nothing_through() {
    for entry in [json!(5), json!({}), json!({"gate": null}), json!([])] {
        let outcome = judge(&with(unowned(), std::slice::from_ref(&entry)));
        assert_eq!(outcome.code, 1, "{entry}");
        let codes = outcome.codes();
        assert!(codes.iter().any(|code| code.starts_with("waiver-")), "{entry}: {codes:?}");
    }
}

#[test]
fn roles_and_the_longest_time_can_be_set_and_that_is_said() {
    let scratch = with(unowned(), &[changed("role", json!("Head of Platform"))]);
    scratch.write("ray.toml", "[waivers]\nroles = [\"Head of Platform\"]\n");
    let outcome = judge(&scratch);
    let json = outcome.json();
    assert_eq!(json["status"], "waived");
    let set = json["settings"].as_array().unwrap().iter().find(|it| it["id"] == "waivers.roles");
    assert_eq!(set.unwrap()["source"], "ray.toml:2");
    assert_eq!(set.unwrap()["looser"], true);
    let scratch = with(unowned(), &[changed("expires_at", json!("2027-01-20T08:00:00Z"))]);
    scratch.write("ray.toml", "[waivers]\nlongest = \"90d\"\n");
    assert_eq!(judge(&scratch).json()["status"], "waived");
    scratch.write("ray.toml", "[waivers]\nlongst = \"90d\"\n");
    let outcome = judge(&scratch);
    assert!(outcome.stderr.contains("did you mean `longest`?"), "{}", outcome.stderr);
    let explained = example().run(REPORTING, &["--explain"]).stdout;
    assert!(explained.contains("may be waived by CTO or VP Engineering"), "{explained}");
}
