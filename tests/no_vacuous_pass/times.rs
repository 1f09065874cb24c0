//! Dates and times that could be read in two ways.

use serde_json::{Value, json};
use test_support::Scratch;

use crate::{DEPLOYMENT, codes, executable};

/// Times that are none, or that depend on where somebody is.
const NOT_AN_INSTANT: [&str; 14] = [
    "2026-11-27",
    "2026-11-27T00:00:00",
    "2026-11-27 00:00",
    "27.11.2026",
    "11/27/2026",
    "2026-11-27T24:00:00Z",
    "2026-11-31T00:00:00Z",
    "2026-11-27T00:00:00+25:00",
    "2026-11-27T00:00:00 CET",
    "1795737600",
    "tomorrow",
    "9999999999999",
    "+292277026596-12-04T15:30:07Z",
    "",
];

/// The example with an improvement that nobody owns, and a waiver until `until`.
fn waived(until: &Value) -> Scratch {
    let scratch = DEPLOYMENT.scratch();
    let file = ".artifacts/deployment/retrospective-inputs.json";
    let mut value: Value = serde_json::from_str(&scratch.read(file)).unwrap();
    value["improvements"][0].as_object_mut().unwrap().remove("owner");
    scratch.write(file, value.to_string());
    let waiver = json!({"waivers": [{
        "gate": "11.4",
        "justification": "The owner of the last improvement is named on Monday",
        "risk": "The improvement is forgotten",
        "mitigation": "The release manager keeps it on the agenda",
        "requested_by": "Tomás Vega",
        "approved_by": "Ada Okafor",
        "role": "CTO",
        "approved_at": "2026-11-20T08:00:00Z",
        "expires_at": until,
        "codes": ["improvement-unowned"],
    }]});
    scratch.write(".artifacts/deployment/gate-waivers.json", waiver.to_string());
    scratch
}

#[test]
fn a_waiver_ends_at_an_instant_and_at_no_local_midnight() {
    assert_eq!(DEPLOYMENT.judge(&waived(&json!("2026-11-27T00:00:00Z"))).code, 0);
    assert_eq!(DEPLOYMENT.judge(&waived(&json!("2026-11-27T00:00:00+09:00"))).code, 0);
    for until in NOT_AN_INSTANT {
        assert_eq!(DEPLOYMENT.judge(&waived(&json!(until))).code, 1, "{until}");
    }
    for until in [json!(1_795_737_600), json!(null), json!(["2026-11-27T00:00:00Z"])] {
        assert_eq!(DEPLOYMENT.judge(&waived(&until)).code, 1, "{until}");
    }
    // Midnight in Tokyo is nine hours earlier than in Greenwich.
    for (until, code) in [("2026-11-21T00:00:00+09:00", 0), ("2026-11-20T18:00:00+09:00", 1)] {
        let outcome = DEPLOYMENT.judge(&waived(&json!(until)));
        assert_eq!(outcome.code, code, "{until}: {:?}", codes(&outcome));
    }
}

#[test]
fn a_time_of_the_evidence_says_where_or_does_not_count() {
    let file = ".artifacts/deployment/production-approval.json";
    let scratch = DEPLOYMENT.scratch();
    let text = scratch.read(file);
    for time in NOT_AN_INSTANT {
        for key in ["decided_at", "expires_at"] {
            let changed = text.lines().fold(String::new(), |all, line| {
                match line.split_once(&format!("\"{key}\": \"")) {
                    Some((before, after)) => {
                        let comma = if after.ends_with(',') { "," } else { "" };
                        format!("{all}{before}\"{key}\": \"{time}\"{comma}\n")
                    }
                    None => all + line + "\n",
                }
            });
            scratch.write(file, changed);
            assert_eq!(DEPLOYMENT.judge(&scratch).code, 1, "{key} {time:?}");
        }
    }
    let launch = executable("validate_gate_11_launch");
    for time in NOT_AN_INSTANT {
        let outcome = DEPLOYMENT.scratch().run(&launch, &["--now", time]);
        assert_eq!(outcome.code, 2, "--now {time:?}");
    }
}
