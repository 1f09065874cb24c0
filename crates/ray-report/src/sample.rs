//! Results to render in tests.

use jiff::Timestamp;
use ray_core::finding::Code;
use ray_core::gate::result::{
    Bound, CriterionResult, EvidenceFile, GateIdentity, GateResult, Measured, Reported, Status,
    Threshold, Verdict,
};
use ray_core::gate::waiver::Waiver;
use ray_core::place::{EvidencePath, Excerpt, Place, Position};
use rust_decimal::Decimal;

pub(crate) const OFF: Code =
    Code::error("item-incomplete", "An item is not complete", "Complete the item", "pending");

pub(crate) fn criterion(id: &str, verdict: Verdict, measured: Option<Measured>) -> CriterionResult {
    CriterionResult {
        id: id.to_owned(),
        text: format!("What {id} says"),
        verdict,
        measured,
        threshold: Threshold::all(),
        cross_reference: false,
        reason: None,
    }
}

pub(crate) fn gate(criteria: Vec<CriterionResult>, findings: Vec<Reported>) -> GateResult {
    let gate = GateIdentity {
        protocol_id: "11".into(),
        protocol_name: "Production Deployment".into(),
        id: "11.1".into(),
        name: "readiness".into(),
        title: "Readiness Confirmation Gate".into(),
        script: "validate_gate_11_readiness".into(),
        summary: "All items verified".into(),
        on_failure: "Halt deployment".into(),
        waivable: true,
    };
    let result = GateResult {
        gate,
        status: Status::Fail,
        release: Some("2.4.0".into()),
        criteria,
        findings,
        evidence: vec![EvidenceFile { path: EvidencePath::new("a.json"), fingerprint: None }],
        settings: Vec::new(),
        evaluated_at: "2026-11-20T09:00:00Z".parse::<Timestamp>().unwrap(),
        clock_set_by: None,
        waivers: Vec::new(),
    };
    result.settle()
}

pub(crate) fn finding(text: &str, start: usize, width: usize) -> Reported {
    let place = Place {
        path: EvidencePath::new("a.json"),
        position: Some(Position::from_zero_based(11, start)),
        pointer: Some("/items/3/status".into()),
        excerpt: Some(Excerpt { text: text.to_owned(), start, width }),
    };
    let finding = OFF.at(&place).expected("complete").actual("pending");
    Reported { criterion: "complete".into(), finding: Box::new(finding) }
}

pub(crate) fn count(held: u64, total: u64) -> Option<Measured> {
    Some(Measured::Count { held, total })
}

/// One of each verdict, and a finding.
pub(crate) fn failing() -> GateResult {
    let mut rate = criterion("rate", Verdict::Pass, count(19, 20));
    rate.threshold = Threshold {
        value: Decimal::new(9, 1),
        bound: Bound::AtLeast,
        setting: Some("threshold".into()),
        source: "ray.toml:4".into(),
        looser: true,
    };
    let mut soak = criterion(
        "soak",
        Verdict::Fail,
        Some(Measured::Quantity { value: Decimal::new(125, 1), unit: "minutes" }),
    );
    soak.threshold.value = Decimal::from(30);
    let mut gone = criterion("gone", Verdict::Indeterminate, None);
    gone.reason = Some("b.json is missing or cannot be read".into());
    let mut unneeded = criterion("unneeded", Verdict::NotApplicable, None);
    unneeded.reason = Some("there is no security impact".into());
    let complete = criterion("complete", Verdict::Fail, count(9, 10));
    let findings = vec![finding("      \"status\": \"pending\",", 16, 9)];
    gate(vec![rate, complete, soak, gone, unneeded], findings)
}

pub(crate) fn passing() -> GateResult {
    gate(vec![criterion("complete", Verdict::Pass, count(10, 10))], Vec::new())
}

/// The failing gate, let through by two waivers.
pub(crate) fn waived() -> GateResult {
    let waiver = |line, codes: &[&str]| Waiver {
        place: Place {
            path: EvidencePath::new(".artifacts/deployment/gate-waivers.json"),
            position: Some(Position::from_zero_based(line, 4)),
            pointer: Some("/waivers/0".into()),
            excerpt: None,
        },
        justification: "The report follows within a day; support reads the log meanwhile".into(),
        risk: "Support looks up changes more slowly".into(),
        mitigation: "The release manager is on call tonight".into(),
        requested_by: "Tomás Vega".into(),
        approved_by: "Ada Okafor".into(),
        role: "CTO".into(),
        approved_at: "2026-11-20T08:00:00Z".parse().unwrap(),
        expires_at: format!("2026-11-2{line}T08:00:00Z").parse().unwrap(),
        codes: codes.iter().map(|&code| code.to_owned()).collect(),
    };
    failing().waived_by(vec![waiver(2, &["item-incomplete"]), waiver(1, &[])])
}
