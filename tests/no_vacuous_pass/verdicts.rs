//! Verdicts of others: that they are there, and what they are about.

use serde_json::Value;

use crate::{DEPLOYMENT, EXAMPLES, codes, places};

/// Keys under which evidence says how something came out.
const VERDICTS: [&str; 8] =
    ["status", "decision", "result", "outcome", "verdict", "approved", "detected", "exit_code"];

#[test]
fn a_verdict_that_is_missing_is_not_taken_for_a_good_one() {
    let mut tried = 0;
    for example in &EXAMPLES {
        let scratch = example.scratch();
        for file in scratch.evidence_files().iter().filter(|file| file.ends_with(".json")) {
            let text = scratch.read(file);
            scratch.write(file, "{}");
            let is_judged = !example.passes(&scratch);
            scratch.write(file, &text);
            if !is_judged {
                continue;
            }
            let value: Value = serde_json::from_str(&text).unwrap();
            let has = |it: &Value| VERDICTS.iter().any(|key| it.get(key).is_some());
            for place in places(&value, &has).into_iter().take(3) {
                let mut changed = value.clone();
                let object = changed.pointer_mut(&place).unwrap().as_object_mut().unwrap();
                VERDICTS.iter().for_each(|key| drop(object.remove(*key)));
                scratch.write(file, changed.to_string());
                assert!(!example.passes(&scratch), "{}: {file}{place}", example.folder);
                tried += 1;
            }
            scratch.write(file, text);
        }
    }
    assert!(tried > 30, "{tried}");
}

#[test]
fn a_verdict_on_another_release_or_another_file_does_not_count() {
    for example in &EXAMPLES {
        let scratch = example.scratch();
        for file in scratch.evidence_files().iter().filter(|file| file.ends_with(".json")) {
            let text = scratch.read(file);
            let other = text.replace("\"release\": \"2.4.0\"", "\"release\": \"2.3.2\"");
            if other == text || !example.evidence(".json").contains(file) {
                continue;
            }
            scratch.write(file, other);
            assert_eq!(example.judge(&scratch).code, 1, "{}: {file}", example.folder);
            scratch.write(file, text);
        }
        // Maintenance is about a service, and its evidence names no release.
        if example.number != "18" {
            scratch.write("ray.toml", "release = \"2.5.0\"\n");
            assert_eq!(example.judge(&scratch).code, 1, "{}: last month's", example.folder);
        }
    }
    let scratch = DEPLOYMENT.scratch();
    let approved = ".artifacts/pre-deployment/rollback-verification-report.json";
    scratch.write(approved, scratch.read(approved) + " ");
    let outcome = DEPLOYMENT.judge(&scratch);
    assert_eq!(outcome.code, 1, "the checklist was verified on another file");
    assert!(codes(&outcome).contains(&"checksum-mismatch".to_owned()));
}
