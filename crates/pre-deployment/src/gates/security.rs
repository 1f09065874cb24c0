//! Gate 10.3, rollback and security: the way back is quick enough, and nothing that a scan found
//! stands in the way.

use jiff::Timestamp;
use ray_core::evidence::view::Given;
use ray_core::finding::{Code, Finding};
use ray_core::gate::{
    Case, Criterion, Evidence, Gate, Judged, Judgement, Reading, Unjudged, declared_differs, known,
};
use ray_core::place::Located;
use ray_core::shape::approval::{Wanted, standing};
use ray_core::shape::person;
use ray_core::shape::severity::Severity;
use ray_core::value::instant::show;
use ray_core::value::timespan::minutes;
use ray_core::value::words::Vocabulary;

use crate::evidence::rollback_report::{Outcome, RollbackReport, Step};
use crate::evidence::security_report::{
    FindingStatus, Scan, ScanFinding, ScanKind, ScanStatus, SecurityReport,
};

/// Gate 10.3.
pub static GATE: Gate<Inputs> = Gate { name: "security", codes: CODES, read, criteria: CRITERIA };

const RECOVERY_TOO_SLOW: Code = Code::error(
    "recovery-too-slow",
    "The rollback took longer than the recovery time objective",
    "Make the rollback faster and rehearse it again, or agree on another objective with those who depend on it",
    r#"{"started_at": "2026-11-17T10:00:00Z", "completed_at": "2026-11-17T10:25:00Z"}"#,
);
const ROLLBACK_SPAN_INVALID: Code = Code::error(
    "rollback-span-invalid",
    "The rollback, or a step of it, ends before it starts",
    "Correct started_at and completed_at",
    r#"{"started_at": "2026-11-17T10:08:00Z", "completed_at": "2026-11-17T10:02:00Z"}"#,
);
const ROLLBACK_NOT_SUCCESSFUL: Code = Code::error(
    "rollback-not-successful",
    "The rollback, or a step of it, did not succeed",
    "Mend the rollback and rehearse it again; it is needed when everything else has failed",
    r#"{"outcome": "partial"}"#,
);
const STEP_OUTSIDE_ROLLBACK: Code = Code::error(
    "step-outside-rollback",
    "A step lies outside the span of the rollback",
    "Correct the times; what users wait for counts, from the first step to the last",
    r#"{"name": "switch traffic", "completed_at": "2026-11-17T10:30:00Z"}   (completed at 10:08)"#,
);
const SCAN_MISSING: Code = Code::error(
    "scan-missing",
    "A kind of scan was not run",
    "Run the scan; security (sast, dast, sca, container, secrets), license and compliance are needed",
    r#"{"scans": [{"kind": "sast"}]}   (no license scan)"#,
);
const SCAN_NOT_COMPLETED: Code = Code::error(
    "scan-not-completed",
    "A scan was not completed",
    "Run the scan to its end and record when that was; half a scan finds half of it",
    r#"{"tool": "ZAP", "kind": "dast", "status": "partial"}"#,
);
const FINDING_BLOCKS: Code = Code::error(
    "finding-blocks",
    "An unresolved finding stands in the way of the release",
    "Resolve the finding and record when, or have its risk accepted by a person, for a reason and a time",
    r#"{"id": "SF-7", "severity": "high", "status": "open"}"#,
);
const FINDING_CLOSED_BY_NOBODY: Code = Code::error(
    "finding-closed-by-nobody",
    "A finding is marked as closed, but not who closed it, when or why",
    "Resolved needs resolved_at; accepted and false_positive need approved_by, approved_at and reason; accepted also expires_at",
    r#"{"id": "SF-7", "severity": "high", "status": "accepted"}"#,
);
const ACCEPTANCE_EXPIRED: Code = Code::error(
    "acceptance-expired",
    "The time for which a finding was accepted is over",
    "Resolve the finding, or have it accepted anew",
    r#"{"id": "SF-7", "status": "accepted", "expires_at": "2026-01-01T00:00:00Z"}"#,
);

const CODES: &[&Code] = &[
    &RECOVERY_TOO_SLOW,
    &ROLLBACK_SPAN_INVALID,
    &ROLLBACK_NOT_SUCCESSFUL,
    &STEP_OUTSIDE_ROLLBACK,
    &SCAN_MISSING,
    &SCAN_NOT_COMPLETED,
    &FINDING_BLOCKS,
    &FINDING_CLOSED_BY_NOBODY,
    &ACCEPTANCE_EXPIRED,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("recovery-in-time", recovery_in_time),
    ("recovery-as-declared", recovery_as_declared),
    ("rollback-succeeded", rollback_succeeded),
    ("steps-within-rollback", steps_within_rollback),
    ("scans-completed", scans_completed),
    ("no-blocking-finding", no_blocking_finding),
    ("security-approval", security_approval),
];

/// The evidence of the gate.
pub struct Inputs {
    rollback: Evidence<RollbackReport>,
    security: Evidence<SecurityReport>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        rollback: reading.object("rollback-report", RollbackReport::read),
        security: reading.object("security-report", SecurityReport::read),
    }
}

type Span<'a> = (&'a Located<Timestamp>, &'a Located<Timestamp>);

fn span(rollback: &RollbackReport) -> Result<Span<'_>, Unjudged> {
    let start = known(rollback.started_at.as_ref(), "when the rollback started")?;
    let end = known(rollback.completed_at.as_ref(), "when the rollback was completed")?;
    Ok((start, end))
}

fn recovery_in_time(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let objective = judgement.settings.timespan("rto")?;
    let (start, end) = span(inputs.rollback.get(judgement)?)?;
    if end.value < start.value {
        judgement.fail(backwards(start, end));
        return Ok(());
    }
    let taken = end.value.duration_since(start.value);
    judgement.measure(taken, taken <= objective.duration(), || {
        RECOVERY_TOO_SLOW
            .at(end)
            .message("The rollback took longer than the recovery time objective")
            .expected(format!("at most {objective}"))
            .actual(format!("{} minutes", minutes(taken).round_dp(2).normalize()))
    });
    Ok(())
}

fn backwards(start: &Located<Timestamp>, end: &Located<Timestamp>) -> Finding {
    ROLLBACK_SPAN_INVALID
        .at(end)
        .expected(format!("a time after {}", show(start.value)))
        .actual(show(end.value))
}

fn recovery_as_declared(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let rollback = inputs.rollback.get(judgement)?;
    let (start, end) = span(rollback)?;
    match &rollback.recovery_minutes {
        None => judgement.not_applicable("the report declares no recovery time"),
        Some(declared) => {
            let taken = minutes(end.value.duration_since(start.value));
            judgement.count(declared_differs("recovery time", declared, taken, "minutes"));
        }
    }
    Ok(())
}

fn rollback_succeeded(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let rollback = inputs.rollback.get(judgement)?;
    judgement.count(succeeded("The rollback", rollback.outcome.as_ref()));
    if rollback.steps.is_empty() {
        return Err(Unjudged::because("the report lists no step that could be read"));
    }
    for step in &rollback.steps {
        judgement.count(succeeded(&format!("The step \"{}\"", step.name), step.status.as_ref()));
    }
    Ok(())
}

fn succeeded(what: &str, outcome: Option<&Located<Outcome>>) -> Case {
    let Some(outcome) = outcome else {
        return Case::Unreadable;
    };
    Case::when(outcome.value == Outcome::Success, || {
        ROLLBACK_NOT_SUCCESSFUL
            .at(outcome)
            .message(format!("{what} did not succeed"))
            .expected("success")
            .actual(outcome.value.word())
    })
}

fn steps_within_rollback(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let rollback = inputs.rollback.get(judgement)?;
    let (start, end) = span(rollback)?;
    for step in &rollback.steps {
        judgement.count(within(step, start.value, end.value));
    }
    Ok(())
}

fn within(step: &Step, start: Timestamp, end: Timestamp) -> Case {
    let (Some(begun), Some(ended)) = (&step.started_at, &step.completed_at) else {
        return Case::Unreadable;
    };
    if ended.value < begun.value {
        return backwards(begun, ended).into();
    }
    let outside = [begun, ended].into_iter().find(|at| at.value < start || at.value > end);
    match outside {
        None => Case::Holds,
        Some(at) => STEP_OUTSIDE_ROLLBACK
            .at(at)
            .message(format!("The step \"{}\" lies outside the rollback", step.name))
            .expected(format!("a time from {} to {}", show(start), show(end)))
            .actual(show(at.value))
            .into(),
    }
}

fn scans_completed(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let report = inputs.security.get(judgement)?;
    for wanted in [ScanKind::Security, ScanKind::License, ScanKind::Compliance] {
        let mut kinds = report.scans.iter().filter_map(|scan| scan.kind.as_ref());
        judgement.count(Case::when(kinds.any(|kind| kind.value == wanted), || {
            SCAN_MISSING
                .at(&report.scans_place)
                .message(format!("No {} scan was run", wanted.word()))
                .expected(format!("a scan of the kind {}", wanted.word()))
                .actual("none")
        }));
    }
    for scan in &report.scans {
        judgement.count(completed(scan));
    }
    Ok(())
}

fn completed(scan: &Scan) -> Case {
    let Some(status) = &scan.status else {
        return Case::Unreadable;
    };
    if status.value != ScanStatus::Completed {
        return SCAN_NOT_COMPLETED
            .at(status)
            .message(format!("The scan by {} was not completed", scan.tool))
            .expected("completed")
            .actual(status.value.word())
            .into();
    }
    match scan.completed_at {
        Given::Read(_) => Case::Holds,
        Given::Faulty => Case::Unreadable,
        Given::Absent => SCAN_NOT_COMPLETED
            .at(&scan.place)
            .message(format!("The scan by {} does not say when it was completed", scan.tool))
            .expected("a value for completed_at")
            .actual("nothing")
            .into(),
    }
}

fn no_blocking_finding(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let threshold: Severity = judgement.settings.word("severity-threshold")?;
    let now = judgement.now.instant;
    let findings = inputs.security.get(judgement)?.findings.as_ref();
    let findings = known(findings, "what the scans found")?;
    if findings.is_empty() {
        judgement.not_applicable("the report records no finding");
    }
    for finding in findings {
        judgement.count(tolerable(finding, threshold, now));
    }
    Ok(())
}

fn tolerable(finding: &ScanFinding, threshold: Severity, now: Timestamp) -> Case {
    let (Some(severity), Some(status)) = (&finding.severity, &finding.status) else {
        return Case::Unreadable;
    };
    let blocking = finding.blocking.read().is_some_and(|blocking| blocking.value);
    if !blocking && severity.value < threshold {
        return match finding.blocking {
            Given::Faulty => Case::Unreadable,
            Given::Absent | Given::Read(_) => Case::Holds,
        };
    }
    match status.value {
        FindingStatus::Open | FindingStatus::InProgress => FINDING_BLOCKS
            .at(status)
            .message(format!(
                "The finding {} ({}{}) is not resolved",
                finding.label,
                severity.value.word(),
                if blocking { ", blocking" } else { "" }
            ))
            .expected("resolved, or accepted with who, when, why and until when")
            .actual(status.value.word())
            .into(),
        FindingStatus::Resolved => {
            vouched(finding, &[("resolved_at", state(&finding.resolved_at))])
        }
        FindingStatus::FalsePositive => decided(finding),
        FindingStatus::Accepted => accepted(finding, now),
    }
}

/// Whether a value is there: none when it is there and cannot be used.
fn state<T>(given: &Given<T>) -> Option<bool> {
    match given {
        Given::Absent => Some(false),
        Given::Faulty => None,
        Given::Read(_) => Some(true),
    }
}

/// Holds when everything in `needed` is given.
fn vouched(finding: &ScanFinding, needed: &[(&str, Option<bool>)]) -> Case {
    if let Some((key, _)) = needed.iter().find(|(_, there)| *there == Some(false)) {
        return closed_by_nobody(finding)
            .message(format!("The finding {} is closed without {key}", finding.label))
            .expected(format!("a value for {key}"))
            .actual("nothing")
            .into();
    }
    match needed.iter().any(|(_, there)| there.is_none()) {
        true => Case::Unreadable,
        false => Case::Holds,
    }
}

fn closed_by_nobody(finding: &ScanFinding) -> Finding {
    FINDING_CLOSED_BY_NOBODY.at(&finding.place)
}

fn decided(finding: &ScanFinding) -> Case {
    let by = ("approved_by", format!("the finding {}", finding.label));
    let by = person::check(
        &finding.approved_by,
        (by.0, &by.1),
        &FINDING_CLOSED_BY_NOBODY,
        &finding.place,
    );
    if !matches!(by, Case::Holds) {
        return by;
    }
    let needed = [("approved_at", state(&finding.approved_at)), ("reason", state(&finding.reason))];
    vouched(finding, &needed)
}

fn accepted(finding: &ScanFinding, now: Timestamp) -> Case {
    match decided(finding) {
        Case::Holds => {}
        case => return case,
    }
    match &finding.expires_at {
        Given::Read(expires) => Case::when(expires.value > now, || {
            ACCEPTANCE_EXPIRED
                .at(expires)
                .message(format!("The finding {} was accepted until now only", finding.label))
                .expected(format!("a time after {}", show(now)))
                .actual(show(expires.value))
        }),
        other => vouched(finding, &[("expires_at", state(other))]),
    }
}

fn security_approval(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let report = inputs.security.get(judgement)?;
    let scanned = report.scans.iter().filter_map(|scan| scan.completed_at.read());
    let last = scanned.map(|at| at.value).max();
    let wanted = Wanted {
        roles: judgement.settings.roles("security-roles")?,
        before: None,
        after: last.map(|at| (at, "the last scan was completed")),
        subject: None,
        list: &report.approvals.place,
    };
    standing(judgement, wanted, &report.approvals.entries);
    Ok(())
}
