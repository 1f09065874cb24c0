//! SARIF: the published schema, what GitHub wants, places, fingerprints, suppressions and limits.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

pub(super) fn sarif(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

pub(super) fn results_of(sarif: &Value) -> &Vec<Value> {
    sarif["runs"][0]["results"].as_array().unwrap()
}

#[test]
fn sarif_holds_to_the_published_schema() {
    let schema = include_str!("../../../tests/formats/sarif-2.1.0.schema.json");
    let mut schema: Value = serde_json::from_str(schema).unwrap();
    // The pattern of a key that is never written here has a bracket too many, which not every engine
    // takes.
    for owner in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][owner]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, results, kind) in matrix() {
        let value = sarif(&rendered(&results, kind, Format::Sarif));
        let problems: Vec<String> = validator
            .iter_errors(&value)
            .map(|it| format!("{}: {it}", it.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{name}: {problems:?}");
    }
    assert!(!validator.is_valid(&serde_json::json!({"version": "2.1.0"})), "the schema bites");
}

#[test]
fn sarif_has_no_empty_text_and_every_result_has_what_github_wants() {
    fn texts(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
            Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
            _ => {}
        }
    }
    for (name, results, kind) in matrix() {
        let value = sarif(&rendered(&results, kind, Format::Sarif));
        let mut found = Vec::new();
        texts(&value, &mut found);
        assert!(found.iter().all(|text| !text.trim().is_empty()), "{name}");
        let rules = value["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        for result in results_of(&value) {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], result["ruleId"], "{name}");
            let place = &result["locations"][0]["physicalLocation"];
            assert!(place["region"]["startLine"].as_u64() >= Some(1), "{name}");
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(!uri.contains([':', '?', '#', '"', '\n']), "{uri}");
        }
        let passed = !results.is_empty() && Status::of_all(&results) == Status::Pass;
        let manifest = matches!(kind, Kind::Manifest(_));
        assert_eq!(results_of(&value).is_empty(), passed && !manifest, "{name}");
    }
}

#[test]
fn a_result_of_a_waived_gate_is_suppressed_and_says_by_whom_and_until_when() {
    let value = sarif(&rendered(&[waived()], Kind::Gate, Format::Sarif));
    let results = results_of(&value);
    assert_eq!(results.len(), 3, "a finding, and two criteria that no finding names");
    for result in results {
        let suppression = &result["suppressions"][0];
        assert_eq!(
            (&suppression["kind"], &suppression["status"]),
            (&"external".into(), &"accepted".into())
        );
        let why = suppression["justification"].as_str().unwrap();
        assert!(why.contains("Ada Okafor (CTO)") && why.contains("until 2026-11-2"), "{why}");
    }
    let failed = sarif(&rendered(&[failing()], Kind::Gate, Format::Sarif));
    let unsuppressed = |result: &Value| result["suppressions"].as_array().unwrap().is_empty();
    assert!(results_of(&failed).iter().all(unsuppressed));
}

#[test]
fn evidence_that_git_does_not_track_is_shown_beside_a_file_that_it_does() {
    let path = |text: &str| EvidencePath::new(text);
    let place = |repository: &Repository| {
        let text = with(&[failing()], Kind::Gate, Format::Sarif, Some(repository));
        let result = results_of(&sarif(&text))[0].clone();
        let uri = |place: &Value| {
            place["physicalLocation"]["artifactLocation"]["uri"].as_str().map(str::to_owned)
        };
        (uri(&result["locations"][0]), uri(&result["relatedLocations"][0]))
    };
    let shim = "scripts/validate_gate_11_readiness.py";
    let mut repository = Repository {
        folder: "services/orders".into(),
        tracked: Some(BTreeSet::new()),
        stand_ins: BTreeMap::from([("validate_gate_11_readiness".to_owned(), path(shim))]),
        stand_in: Some(path("README.md")),
    };
    let evidence = Some("services/orders/a.json".to_owned());
    assert_eq!(place(&repository), (Some(format!("services/orders/{shim}")), evidence.clone()));
    repository.stand_ins.clear();
    assert_eq!(place(&repository), (Some("services/orders/README.md".into()), evidence.clone()));
    repository.tracked = Some(BTreeSet::from([path("a.json")]));
    assert_eq!(place(&repository), (evidence, None));
    let gitlab = |repository: &Repository| {
        with(&[failing()], Kind::Gate, Format::JunitGitlab, Some(repository))
    };
    assert!(gitlab(&repository).contains("file=\"services/orders/a.json\""));
    repository.tracked = Some(BTreeSet::new());
    assert!(!gitlab(&repository).contains("file="));
    assert!(
        !rendered(&[failing()], Kind::Gate, Format::Junit).contains("file="),
        "Jenkins forbids it"
    );
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_differs_for_everything_else() {
    let prints = |findings: Vec<_>| {
        let result = gate(vec![criterion("complete", Verdict::Fail, count(0, 1))], findings);
        let value = sarif(&rendered(&[result], Kind::Gate, Format::Sarif));
        let hash = |it: &Value| {
            it["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned()
        };
        results_of(&value).iter().map(hash).collect::<Vec<String>>()
    };
    let original = finding("x", 0, 1);
    let mut moved = original.clone();
    moved.finding.place.position = Some(ray_core::place::Position::from_zero_based(400, 3));
    assert_eq!(prints(vec![original.clone()]), prints(vec![moved.clone()]));
    let twice = prints(vec![original.clone(), moved]);
    assert_ne!(twice[0], twice[1], "two findings are two alerts");
    let mut other = original.clone();
    other.finding.actual = Some("blocked".into());
    assert_ne!(prints(vec![original]), prints(vec![other]));
}

#[test]
fn text_that_does_not_compress_is_limited_in_bytes() {
    let mut reported = finding("x", 0, 1);
    let findings = (0..20_000).map(|at| {
        reported.finding.actual = Some(format!("{at:0>400}"));
        reported.finding.message = "é".repeat(400).into();
        reported.clone()
    });
    let result = gate(vec![criterion("complete", Verdict::Fail, count(0, 1))], findings.collect());
    let value = sarif(&rendered(&[result], Kind::Gate, Format::Sarif));
    let number = results_of(&value).len();
    assert!((1_000..8_000).contains(&number), "{number}");
    assert_eq!(results_of(&value).last().unwrap()["ruleId"], "findings-left-out");
}
