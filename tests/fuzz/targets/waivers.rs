//! `gate-waivers.json`: whatever stands in it, a gate is let through only by a person who may, for a time
//! that is not over, and for what can be waived.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use bolero::{TypeGenerator, check};
use ray_core::finding::Level;
use ray_core::gate::result::{GateResult, Status};
use serde_json::{Value, json};

use crate::bounds::bounded;
use crate::edit::{Edit, up_to};
use crate::example::{Clock, Content, Example, Protocol};
use crate::oracle;

const FILE: &str = ".artifacts/deployment/gate-waivers.json";
const RETROSPECTIVE: &str = ".artifacts/deployment/retrospective-inputs.json";

/// The gates of protocol 11 that may be waived; the others may not.
const WAIVABLE: &str = "11.4";

#[derive(Debug, Clone, TypeGenerator)]
struct Waived {
    clock: Clock,
    #[generator(up_to(4))]
    edits: Vec<Edit>,
    /// Changes to the evidence of the gate.
    #[generator(up_to(1))]
    evidence: Vec<Edit>,
}

/// Two waivers that hold together, for what [`unowned`] breaks.
fn waivers() -> Vec<u8> {
    let waiver = |codes: Value| {
        json!({
            "gate": "11.4",
            "justification": "The owner of the last improvement is named in Monday's meeting",
            "risk": "The improvement is forgotten",
            "mitigation": "The release manager keeps it on the agenda",
            "requested_by": "Tomás Vega",
            "approved_by": "Ada Okafor",
            "role": "CTO",
            "approved_at": "2026-11-20T08:00:00Z",
            "expires_at": "2026-11-27T08:00:00Z",
            "release": "2.4.0",
            "codes": codes,
        })
    };
    let two = [waiver(json!(["improvement-unowned"])), waiver(json!(["missing-key"]))];
    serde_json::to_vec_pretty(&json!({ "waivers": two })).expect("JSON")
}

/// The retrospective with an improvement that nobody owns, so that gate 11.4 fails.
fn unowned() -> Vec<u8> {
    let intact = &Example::files(Protocol::Deployment)[RETROSPECTIVE];
    let mut retrospective: Value = serde_json::from_slice(intact).expect("JSON");
    let improvements = retrospective["improvements"].as_array_mut().expect("a list");
    improvements[0].as_object_mut().expect("an object").remove("owner").expect("an owner");
    serde_json::to_vec_pretty(&retrospective).expect("JSON")
}

fn judge(example: &Mutex<Example>, waivers: Vec<u8>, evidence: Vec<u8>, clock: Clock) {
    let mut example = example.lock().unwrap_or_else(PoisonError::into_inner);
    let files = [(FILE, waivers), (RETROSPECTIVE, evidence)];
    let changes = files.map(|(name, bytes)| (name.to_owned(), Content::Bytes(bytes)));
    example.spoil(&BTreeMap::from(changes));
    let results = match example.judge(clock) {
        Ok(results) => results,
        Err(end) => return oracle::ended(&end),
    };
    results.iter().for_each(oracle::sound);
    results.iter().for_each(oracle::on_its_side);
    results.iter().for_each(let_through_rightly);
    oracle::rendered(&results);
}

fn let_through_rightly(result: &GateResult) {
    if result.status != Status::Waived {
        assert!(result.waivers.is_empty(), "{:#?}", result.waivers);
        return;
    }
    assert_eq!(result.gate.id, WAIVABLE);
    let errors = result.findings.iter().filter(|it| it.finding.level == Level::Error);
    for error in errors {
        assert!(error.finding.code.waivable, "{:#?}", error.finding);
        let code = error.finding.code.word.to_owned();
        let named = result.waivers.iter().any(|it| it.codes.is_empty() || it.codes.contains(&code));
        assert!(named, "{code}: {:#?}", result.waivers);
    }
    for waiver in &result.waivers {
        assert!(waiver.expires_at > result.evaluated_at, "{waiver:#?}");
        assert_ne!(waiver.approved_by.to_lowercase(), waiver.requested_by.to_lowercase());
        assert!(waiver.justification.trim().chars().count() > 10, "{waiver:#?}");
    }
}

#[test]
fn with_changes_let_through_what_they_may() {
    let example = Mutex::new(Example::of(Protocol::Deployment));
    let (waivers, unowned) = (waivers(), unowned());
    check!().with_type().for_each(|waived: &Waived| {
        bounded("waivers::with_changes", || {
            let edited = |edits: &[Edit], intact: &[u8]| {
                edits.iter().fold(intact.to_vec(), |bytes, edit| edit.apply("a.json", &bytes))
            };
            let waivers = edited(&waived.edits, &waivers);
            let evidence = edited(&waived.evidence, &unowned);
            judge(&example, waivers, evidence, waived.clock);
        });
    });
}

#[test]
fn of_any_bytes_let_through_what_they_may() {
    let example = Mutex::new(Example::of(Protocol::Deployment));
    let unowned = unowned();
    check!().for_each(|bytes: &[u8]| {
        bounded("waivers::of_any_bytes", || {
            judge(&example, bytes.to_vec(), unowned.clone(), Clock::Example);
        });
    });
}

/// Otherwise nothing would ever be let through, and nothing here would be shown.
#[test]
fn that_hold_let_their_gate_through() {
    let mut example = Example::of(Protocol::Deployment);
    let changes = [(FILE, waivers()), (RETROSPECTIVE, unowned())];
    let changes = changes.map(|(name, bytes)| (name.to_owned(), Content::Bytes(bytes)));
    example.spoil(&BTreeMap::from(changes));
    let results = example.judge(Clock::Example).expect("a verdict");
    assert_eq!(results.last().map(|it| it.status), Some(Status::Waived), "{results:#?}");
}
