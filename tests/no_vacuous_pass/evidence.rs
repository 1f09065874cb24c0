//! What evidence says and does not say.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::{DEPLOYMENT, EXAMPLES, codes, places};

#[test]
fn missing_evidence_is_not_skipped() {
    for example in &EXAMPLES {
        let scratch = example.scratch();
        let files = example.evidence("");
        assert!(files.len() > 2, "{files:?}");
        for file in files {
            let bytes = fs::read(scratch.file(&file)).unwrap();
            scratch.remove(&file);
            assert_eq!(example.judge(&scratch).code, 1, "{}: {file} is missing", example.folder);
            scratch.write(&file, "");
            assert_eq!(example.judge(&scratch).code, 1, "{}: {file} is empty", example.folder);
            scratch.write(&file, bytes);
        }
    }
}

#[test]
fn no_number_of_the_evidence_may_be_none_or_endless() {
    let mut tried = 0;
    for example in &EXAMPLES {
        let scratch = example.scratch();
        for file in example.evidence(".json") {
            let text = scratch.read(&file);
            let value: Value = serde_json::from_str(&text).unwrap();
            for (at, place) in places(&value, &Value::is_number).iter().enumerate() {
                if place.starts_with("/metrics/") {
                    continue;
                }
                let mut changed = value.clone();
                *changed.pointer_mut(place).unwrap() = "HERE".into();
                let number = ["NaN", "1e999", "-1e999", "Infinity"][at % 4];
                scratch.write(&file, changed.to_string().replace("\"HERE\"", number));
                let outcome = example.judge(&scratch);
                assert_eq!(outcome.code, 1, "{}: {file}{place} = {number}", example.folder);
                tried += 1;
            }
            scratch.write(&file, text);
        }
    }
    assert!(tried > 60, "{tried}");
    let scratch = DEPLOYMENT.scratch();
    let log = ".artifacts/deployment/deployment-health-log.md";
    let text = scratch.read(log);
    for number in ["NaN", "inf", "1e999", "∞", "-NaN"] {
        for (find, with) in [("| 212 ms |", "ms |"), ("| <= 500 ms |", "ms |")] {
            let sign = if find.contains('<') { "<= " } else { "" };
            scratch.write(log, text.replacen(find, &format!("| {sign}{number} {with}"), 1));
            assert_eq!(DEPLOYMENT.judge(&scratch).code, 1, "{find} is {number}");
        }
    }
    let sustainment = &EXAMPLES[4];
    let scratch = sustainment.scratch();
    let capacity = ".artifacts/maintenance/capacity-analysis.csv";
    let text = scratch.read(capacity);
    for cell in ["6,6,100%", "4,3.5,0.875"] {
        for number in ["NaN", "inf", "1e999"] {
            let numbers: Vec<&str> = cell.split(',').collect();
            for at in 0..numbers.len() {
                let mut numbers = numbers.clone();
                numbers[at] = number;
                scratch.write(capacity, text.replace(cell, &numbers.join(",")));
                assert_eq!(sustainment.judge(&scratch).code, 1, "{numbers:?}");
            }
        }
    }
}

#[test]
fn a_key_that_is_a_slip_away_from_one_that_is_read_is_refused() {
    let approval = ".artifacts/deployment/production-approval.json";
    let checklist = ".artifacts/deployment/deployment-readiness-checklist.json";
    let validation = ".artifacts/deployment/post-deployment-validation.json";
    for (file, key, slips) in [
        (approval, "expires_at", &["expiresAt", "expire_at", "Expires_at", "exipres_at"][..]),
        (approval, "conditions", &["condition", "conditons", "Conditions"]),
        (approval, "decided_at", &["decidedAt"]),
        (checklist, "evidence", &["evidense", "Evidence"]),
        (checklist, "completion", &["complettion", "Completion"]),
        (validation, "success_rate", &["successRate", "sucess_rate"]),
        (validation, "critical", &["crtical"]),
    ] {
        for slip in slips {
            let scratch = DEPLOYMENT.scratch();
            let text = scratch.read(file);
            let changed = text.replace(&format!("\"{key}\":"), &format!("\"{slip}\":"));
            assert_ne!(text, changed, "{key}");
            scratch.write(file, changed);
            let outcome = DEPLOYMENT.judge(&scratch);
            assert_eq!(outcome.code, 1, "{slip} for {key} in {file}");
        }
    }
    let scratch = DEPLOYMENT.scratch();
    scratch.replace_everywhere("\"expires_at\": \"2026-11-20", "\"expiresAt\": \"2026-11-20");
    assert!(codes(&DEPLOYMENT.judge(&scratch)).contains(&"misspelt-key".to_owned()));
}

/// An approver, an owner or a title of which nothing is seen is nobody and nothing.
#[test]
fn a_text_of_which_nothing_is_seen_is_no_value() {
    for (file, key) in [
        ("production-approval.json", "approver"),
        ("retrospective-inputs.json", "owner"),
        ("retrospective-inputs.json", "summary"),
        ("deployment-readiness-checklist.json", "verified_by"),
        ("post-deployment-validation.json", "name"),
    ] {
        for blank in ["\u{200b}", "\u{3164}", "\u{2800}", "\u{a0}", "\u{ad}", "\u{115f}\u{fe0f}"] {
            let scratch = DEPLOYMENT.scratch();
            let file = format!(".artifacts/deployment/{file}");
            let start = format!("\"{key}\": \"");
            let lines = scratch.read(&file).lines().fold(String::new(), |text, line| {
                match line.split_once(&start) {
                    Some((before, after)) => {
                        let comma = if after.ends_with(',') { "," } else { "" };
                        text + before + &start + blank + "\"" + comma + "\n"
                    }
                    None => text + line + "\n",
                }
            });
            scratch.write(&file, lines);
            assert_eq!(DEPLOYMENT.judge(&scratch).code, 1, "{file} {key} {blank:?}");
        }
    }
}

/// Lists that say something when they are empty: that there were none.
const MAY_BE_EMPTY: [&str; 6] =
    ["conditions", "incidents", "findings", "drifts", "differences", "exceptions"];

#[test]
fn an_empty_list_never_satisfies_a_rule_about_all_of_its_entries() {
    let mut tried = BTreeSet::new();
    for example in &EXAMPLES {
        let scratch = example.scratch();
        for file in example.evidence(".json") {
            let text = scratch.read(&file);
            let value: Value = serde_json::from_str(&text).unwrap();
            for place in places(&value, &|it| it.as_array().is_some_and(|it| !it.is_empty())) {
                let name = place.rsplit('/').next().unwrap().to_owned();
                let depth = place.matches('/').count();
                if MAY_BE_EMPTY.contains(&&*name) || depth > 1 {
                    continue;
                }
                let mut changed = value.clone();
                *changed.pointer_mut(&place).unwrap() = Value::Array(Vec::new());
                scratch.write(&file, changed.to_string());
                let outcome = example.judge(&scratch);
                assert_eq!(outcome.code, 1, "{}: {file}{place} is empty", example.folder);
                tried.insert(name);
            }
            scratch.write(&file, text);
        }
    }
    assert!(tried.len() > 12, "{tried:?}");
}

#[test]
fn a_table_without_rows_is_no_evidence() {
    let mut tried = 0;
    for example in &EXAMPLES {
        let scratch = example.scratch();
        for file in example.evidence(".csv") {
            let text = scratch.read(&file);
            let header = text.lines().next().unwrap();
            for rows in ["", "\n", "\n\n\n", "\n,,,,,,,\n"] {
                scratch.write(&file, format!("{header}{rows}"));
                assert_eq!(example.judge(&scratch).code, 1, "{file} with {rows:?}");
                tried += 1;
            }
            scratch.write(&file, text);
        }
        for file in example.evidence(".md") {
            let text = scratch.read(&file);
            let is_row = |line: &&str| {
                line.starts_with("| ") && !line.contains("---") && !line.starts_with("| Time |")
            };
            let rows: Vec<&str> = text.lines().filter(is_row).collect();
            // The first row is the header of the first table.
            let Some((_, rows)) = rows.split_first().filter(|(_, rows)| rows.len() > 4) else {
                continue;
            };
            let kept = text.lines().filter(|line| !rows.contains(line));
            scratch.write(&file, kept.fold(String::new(), |text, line| text + line + "\n"));
            if !file.ends_with("DEPLOYMENT-REPORT.md") {
                assert_eq!(example.judge(&scratch).code, 1, "{file} without rows");
                tried += 1;
            }
            scratch.write(&file, text);
        }
    }
    assert!(tried > 12, "{tried}");
}

/// What comes behind the first document, table or value of a file is judged or refused.
#[test]
fn whatever_comes_second_is_judged_too() {
    let yaml = "config/release-approvers.yaml";
    let scratch = DEPLOYMENT.scratch();
    let text = scratch.read(yaml);
    for more in ["---\nstakeholders: []\n", "...\n---\nrelease: \"9.9.9\"\n", "---\n"] {
        scratch.write(yaml, format!("{text}{more}"));
        assert_eq!(DEPLOYMENT.judge(&scratch).code, 1, "{more:?}");
    }
    scratch.write(yaml, text);
    for file in DEPLOYMENT.evidence(".json") {
        let text = scratch.read(&file);
        for more in ["{}", "[]", "null", "{\"status\": \"fail\"}", "x"] {
            scratch.write(&file, format!("{text}{more}\n"));
            assert_eq!(DEPLOYMENT.judge(&scratch).code, 1, "{file} and {more}");
        }
        scratch.write(&file, text);
    }
    let log = ".artifacts/deployment/deployment-health-log.md";
    let text = scratch.read(log);
    let head = "| Time | Metric | Value | Threshold | Status |\n| --- | --- | --- | --- | --- |\n";
    let bad = "| 2026-11-19 22:35 UTC | Error rate | 7% | < 1% | FAIL |\n";
    for second in [format!("\n{head}{bad}"), format!("\n## More metrics\n\n{head}{bad}")] {
        scratch.write(log, format!("{text}{second}"));
        assert_eq!(DEPLOYMENT.judge(&scratch).code, 1, "{second}");
    }
}

/// The first gate that fails ends nothing, and the first that passes hides nothing.
#[test]
fn every_gate_and_every_protocol_is_judged_whatever_the_first_one_says() {
    for example in &EXAMPLES {
        let intact = example.judge(&example.scratch()).json();
        let gates = intact["gates"].as_array().unwrap().len();
        let empty = example.judge(&test_support::Scratch::empty()).json();
        assert_eq!(empty["gates"].as_array().unwrap().len(), gates, "{}", example.folder);
    }
    let scratch = DEPLOYMENT.scratch();
    scratch.remove(".artifacts/deployment/retrospective-inputs.json");
    let json = DEPLOYMENT.judge(&scratch).json();
    let failed: Vec<bool> =
        json["gates"].as_array().unwrap().iter().map(|gate| gate["status"] == "fail").collect();
    assert_eq!(failed, [false, false, false, true]);
    let outcome = crate::ray_gates(&scratch, &["check", "--now", DEPLOYMENT.now]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("Protocol 10") && outcome.stdout.contains("Protocol 11"));
}
