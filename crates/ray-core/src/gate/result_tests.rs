use super::*;
use crate::finding::Code;

const OFF: Code = Code::error("off", "Off", "Mend it", "off");

/// A gate whose criteria are all called `criterion` and came out as `verdicts`.
pub(in crate::gate) fn result(
    criterion: &str,
    verdicts: &[Verdict],
    findings: &[Level],
) -> GateResult {
    let judged = |&verdict: &Verdict| CriterionResult {
        id: criterion.into(),
        text: "t".into(),
        verdict,
        measured: None,
        threshold: Threshold::all(),
        cross_reference: false,
        reason: None,
    };
    let reported = |&level: &Level| {
        let finding = Finding { level, ..OFF.at(&EvidencePath::new("a")) };
        Reported { criterion: criterion.into(), finding: Box::new(finding) }
    };
    let text = String::new;
    let result = GateResult {
        gate: GateIdentity {
            protocol_id: text(),
            protocol_name: text(),
            id: text(),
            name: text(),
            title: text(),
            script: text(),
            summary: text(),
            on_failure: text(),
            waivable: true,
        },
        status: Status::Pass,
        release: None,
        criteria: verdicts.iter().map(judged).collect(),
        findings: findings.iter().map(reported).collect(),
        evidence: Vec::new(),
        settings: Vec::new(),
        evaluated_at: Timestamp::UNIX_EPOCH,
        clock_set_by: None,
        waivers: Vec::new(),
    };
    result.settle()
}

fn status(verdicts: &[Verdict], findings: &[Level]) -> Status {
    result("c", verdicts, findings).status
}

#[test]
fn passes_only_when_something_holds_and_nothing_does_not() {
    assert_eq!(status(&[Verdict::Pass, Verdict::NotApplicable], &[Level::Warning]), Status::Pass);
    assert_eq!(status(&[], &[]), Status::Fail, "no criterion");
    assert_eq!(status(&[Verdict::NotApplicable], &[]), Status::Fail, "nothing was judged");
    assert_eq!(status(&[Verdict::Pass, Verdict::Indeterminate], &[]), Status::Fail);
    assert_eq!(status(&[Verdict::Pass, Verdict::Fail], &[]), Status::Fail);
}

#[test]
fn an_error_fails_the_gate_whatever_the_criteria_say() {
    assert_eq!(status(&[Verdict::Pass], &[Level::Error]), Status::Fail);
}

#[test]
fn gates_agree_on_a_release_unless_the_evidence_of_one_names_another() {
    let naming = |criterion: &str, verdict: Verdict, release: Option<&str>| GateResult {
        release: release.map(str::to_owned),
        ..result(criterion, &[verdict], &[])
    };
    let agrees = naming(RELEASE_AGREES, Verdict::Pass, Some("2"));
    let names_none = naming(RELEASE_AGREES, Verdict::Indeterminate, None);
    let fails_elsewhere = naming("c", Verdict::Fail, None);
    let disagrees = naming(RELEASE_AGREES, Verdict::Fail, None);
    assert_eq!(agreed_release(&[agrees.clone(), names_none, fails_elsewhere]), Some("2"));
    assert_eq!(agreed_release(&[agrees, disagrees]), None);
}
