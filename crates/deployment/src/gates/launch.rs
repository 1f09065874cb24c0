//! Gate 11.3, production launch: approved in time, deployed without a blocking incident, validated.

use jiff::Timestamp;
use ray_core::finding::Code;
use ray_core::gate::{
    Case, Criterion, Evidence, Gate, Judged, Judgement, Reading, Unjudged, declared_mismatch, known,
};
use ray_core::place::Located;
use ray_core::shape::approval::{Wanted, standing};
use ray_core::shape::severity::Severity;
use ray_core::value::instant::show;
use ray_core::value::words::Vocabulary;

use crate::evidence::check::{Check, CheckStatus};
use crate::evidence::post_deployment_validation::PostDeploymentValidation;
use crate::evidence::production_approval::ProductionApproval;
use crate::evidence::production_deployment_report::{
    Action, DeploymentStatus, Incident, IncidentStatus, ProductionDeploymentReport,
};

/// Gate 11.3.
pub static GATE: Gate<Inputs> = Gate { name: "launch", codes: CODES, read, criteria: CRITERIA };

const DEPLOYMENT_NOT_SUCCESSFUL: Code = Code::error(
    "deployment-not-successful",
    "The deployment is not recorded as a success",
    "Follow the rollback plan, or complete the deployment and record how it ended",
    r#"{"status": "partial"}"#,
);
const DEPLOYMENT_SPAN_INVALID: Code = Code::error(
    "deployment-span-invalid",
    "The deployment ends before it starts",
    "Correct started_at and completed_at",
    r#"{"started_at": "2026-11-19T22:00:00Z", "completed_at": "2026-11-19T21:00:00Z"}"#,
);
const ACTION_FAILED: Code = Code::error(
    "action-failed",
    "An action of the deployment did not exit with 0",
    "Find out what the command left behind, repair it, and record the action that did",
    r#"{"name": "migrate", "exit_code": 1}"#,
);
const ACTION_OUTSIDE_DEPLOYMENT: Code = Code::error(
    "action-outside-deployment",
    "An action lies outside the span of the deployment",
    "Correct the times; an action before the start or after the end belongs to another deployment",
    r#"{"started_at": "2026-11-18T22:00:00Z"}   (the deployment ran on the 19th)"#,
);
const INCIDENT_BLOCKING: Code = Code::error(
    "incident-blocking",
    "An incident was blocking",
    "Execute the rollback and engage the incident protocol",
    r#"{"id": "INC-7", "blocking": true}"#,
);
const INCIDENT_OPEN: Code = Code::warning(
    "incident-open",
    "A severe incident is not resolved",
    "Make sure that it really does not block the release",
    r#"{"severity": "high", "blocking": false, "status": "open"}"#,
);
const CHECK_NOT_PASSED: Code = Code::error(
    "check-not-passed",
    "A post-deployment check did not pass",
    "Find the cause; roll back when the service is affected",
    r#"{"name": "health of orders-api", "status": "fail"}"#,
);
const CRITICAL_CHECK_NOT_PASSED: Code = Code::error(
    "critical-check-not-passed",
    "A critical post-deployment check did not pass",
    "Initiate the rollback; no threshold tolerates a critical check",
    r#"{"name": "checkout", "critical": true, "status": "fail"}"#,
);
const NO_CRITICAL_CHECK: Code = Code::warning(
    "no-critical-check",
    "No post-deployment check is marked as critical",
    "Mark the checks without which the service is not up",
    r#"{"checks": [{"name": "favicon", "critical": false, "status": "pass"}]}"#,
);
const VALIDATION_TOO_EARLY: Code = Code::error(
    "validation-too-early",
    "The checks started before the deployment was completed",
    "Run the checks again, against what was deployed",
    r#"{"started_at": "2026-11-19T21:59:00Z"}   (completed at 22:10)"#,
);
const VALIDATION_SPAN_INVALID: Code = Code::error(
    "validation-span-invalid",
    "The checks ended before they started",
    "Correct started_at and completed_at of the validation",
    r#"{"started_at": "2026-11-19T21:51:00Z", "completed_at": "2026-11-19T21:40:00Z"}"#,
);
const VALIDATION_LATE: Code = Code::warning(
    "validation-late",
    "The checks started long after the deployment was completed",
    "Run them within minutes; until then nobody knows whether the release works",
    r#"{"started_at": "2026-11-20T02:00:00Z"}   (completed at 22:10)"#,
);

const CODES: &[&Code] = &[
    &DEPLOYMENT_NOT_SUCCESSFUL,
    &DEPLOYMENT_SPAN_INVALID,
    &ACTION_FAILED,
    &ACTION_OUTSIDE_DEPLOYMENT,
    &INCIDENT_BLOCKING,
    &INCIDENT_OPEN,
    &CHECK_NOT_PASSED,
    &CRITICAL_CHECK_NOT_PASSED,
    &NO_CRITICAL_CHECK,
    &VALIDATION_TOO_EARLY,
    &VALIDATION_SPAN_INVALID,
    &VALIDATION_LATE,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("business-approval", |inputs, judgement| approval(inputs, judgement, "business-roles")),
    ("operations-approval", |inputs, judgement| approval(inputs, judgement, "operations-roles")),
    ("security-approval", security_approval),
    ("deployment-succeeded", deployment_succeeded),
    ("actions-succeeded", actions_succeeded),
    ("actions-within-deployment", actions_within_deployment),
    ("no-blocking-incident", no_blocking_incident),
    ("validation-rate", validation_rate),
    ("success-rate-as-declared", success_rate_as_declared),
    ("critical-checks-pass", critical_checks_pass),
    ("validation-after-deployment", validation_after_deployment),
];

/// The evidence of the gate.
pub struct Inputs {
    approval: Evidence<ProductionApproval>,
    report: Evidence<ProductionDeploymentReport>,
    validation: Evidence<PostDeploymentValidation>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        approval: reading.object("production-approval", ProductionApproval::read),
        report: reading.object("deployment-report-data", ProductionDeploymentReport::read),
        validation: reading.object("post-deployment-validation", PostDeploymentValidation::read),
    }
}

fn approval(inputs: &Inputs, judgement: &mut Judgement<'_>, setting: &str) -> Judged {
    let record = inputs.approval.get(judgement)?;
    let start =
        known(inputs.report.get(judgement)?.started_at.as_ref(), "when the deployment started")?;
    let wanted = Wanted {
        roles: judgement.settings.roles(setting)?,
        before: Some((start.value, "the deployment had started")),
        after: None,
        subject: None,
        list: &record.approvals.place,
    };
    standing(judgement, wanted, &record.approvals.entries);
    Ok(())
}

fn security_approval(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let impact = known(
        inputs.approval.get(judgement)?.security_impact.as_ref(),
        "whether the release has a security impact",
    )?;
    if !impact.value {
        judgement.not_applicable("the release is recorded as having no security impact");
        return Ok(());
    }
    approval(inputs, judgement, "security-roles")
}

fn deployment_succeeded(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let report = inputs.report.get(judgement)?;
    let status = known(report.status.as_ref(), "how the deployment ended")?;
    judgement.count(Case::when(status.value == DeploymentStatus::Success, || {
        DEPLOYMENT_NOT_SUCCESSFUL.at(status).expected("success").actual(status.value.word())
    }));
    let (start, end) = span(report)?;
    judgement.count(Case::when(start.value <= end.value, || {
        DEPLOYMENT_SPAN_INVALID
            .at(end)
            .expected(format!("a time after {}", show(start.value)))
            .actual(show(end.value))
    }));
    Ok(())
}

fn actions_succeeded(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for action in &inputs.report.get(judgement)?.actions {
        judgement.count(match &action.exit_code {
            None => Case::Unreadable,
            Some(code) => Case::when(code.value == 0, || {
                ACTION_FAILED
                    .at(code)
                    .message(format!("The action \"{}\" did not exit with 0", action.name))
                    .expected("0")
                    .actual(code.value.to_string())
            }),
        });
    }
    Ok(())
}

fn actions_within_deployment(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let report = inputs.report.get(judgement)?;
    let (start, end) = span(report)?;
    for action in &report.actions {
        judgement.count(within(action, start.value, end.value));
    }
    Ok(())
}

fn within(action: &Action, start: Timestamp, end: Timestamp) -> Case {
    let (Some(begun), Some(duration), Some(ended)) =
        (&action.started_at, &action.duration, action.ended_at())
    else {
        return Case::Unreadable;
    };
    if begun.value < start || begun.value > end {
        return ACTION_OUTSIDE_DEPLOYMENT
            .at(begun)
            .message(format!("The action \"{}\" did not start during the deployment", action.name))
            .expected(format!("a time from {} to {}", show(start), show(end)))
            .actual(show(begun.value))
            .into();
    }
    Case::when(ended <= end, || {
        ACTION_OUTSIDE_DEPLOYMENT
            .at(duration)
            .message(format!("The action \"{}\" ended after the deployment", action.name))
            .expected(format!("an end by {}", show(end)))
            .actual(show(ended))
    })
}

fn no_blocking_incident(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let incidents = inputs.report.get(judgement)?.incidents.as_ref();
    let incidents = known(incidents, "whether there were incidents")?;
    if incidents.is_empty() {
        judgement.not_applicable("the report records that there was no incident");
    }
    for incident in incidents {
        judgement.count(not_blocking(incident));
        if is_severe_and_open(incident) {
            judgement.warn(
                INCIDENT_OPEN
                    .at(&incident.place)
                    .message(format!("The severe incident {} is not resolved", incident.label)),
            );
        }
    }
    Ok(())
}

fn not_blocking(incident: &Incident) -> Case {
    match &incident.blocking {
        None => Case::Unreadable,
        Some(blocking) => Case::when(!blocking.value, || {
            INCIDENT_BLOCKING
                .at(blocking)
                .message(format!("The incident {} was blocking", incident.label))
                .expected("false")
                .actual("true")
        }),
    }
}

fn is_severe_and_open(incident: &Incident) -> bool {
    let open = incident.status.as_ref().is_some_and(|status| status.value == IncidentStatus::Open);
    let severe =
        incident.severity.as_ref().is_some_and(|severity| severity.value >= Severity::High);
    let blocking = incident.blocking.as_ref().is_some_and(|blocking| blocking.value);
    open && severe && !blocking
}

fn validation_rate(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for check in &inputs.validation.get(judgement)?.checks {
        judgement.count(passed(check, &CHECK_NOT_PASSED));
    }
    Ok(())
}

fn success_rate_as_declared(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let validation = inputs.validation.get(judgement)?;
    let Some(declared) = &validation.success_rate else {
        judgement.not_applicable("the validation declares no success rate");
        return Ok(());
    };
    let (mut held, mut total) = (0, 0);
    for check in &validation.checks {
        total += 1;
        held += u64::from(
            check.status.as_ref().is_some_and(|status| status.value == CheckStatus::Pass),
        );
    }
    judgement.count(declared_mismatch("success rate", declared, held, total));
    Ok(())
}

fn critical_checks_pass(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let validation = inputs.validation.get(judgement)?;
    let mut critical = validation.checks.iter().filter(|check| check.critical).peekable();
    if critical.peek().is_none() && !validation.checks.is_empty() {
        judgement.not_applicable("no check is marked as critical");
        judgement.warn(NO_CRITICAL_CHECK.at(inputs.validation.path()));
    }
    for check in critical {
        judgement.count(passed(check, &CRITICAL_CHECK_NOT_PASSED));
    }
    Ok(())
}

fn passed(check: &Check, code: &'static Code) -> Case {
    match &check.status {
        None => Case::Unreadable,
        Some(status) => Case::when(status.value == CheckStatus::Pass, || {
            code.at(status)
                .message(format!("{}: \"{}\"", code.summary, check.name))
                .expected("pass")
                .actual(status.value.word())
        }),
    }
}

fn validation_after_deployment(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let (_, deployed) = span(inputs.report.get(judgement)?)?;
    let begun =
        known(inputs.validation.get(judgement)?.started_at.as_ref(), "when the checks started")?;
    judgement.count(Case::when(begun.value >= deployed.value, || {
        VALIDATION_TOO_EARLY
            .at(begun)
            .expected(format!("a time after {}", show(deployed.value)))
            .actual(show(begun.value))
    }));
    let ended = &inputs.validation.get(judgement)?.completed_at;
    let ended = known(ended.as_ref(), "when the checks were completed")?;
    judgement.count(Case::when(ended.value >= begun.value, || {
        VALIDATION_SPAN_INVALID
            .at(ended)
            .expected(format!("a time after {}", show(begun.value)))
            .actual(show(ended.value))
    }));
    let delay = judgement.settings.timespan("validation-delay")?;
    if begun.value.duration_since(deployed.value) > delay.duration() {
        judgement.warn(
            VALIDATION_LATE
                .at(begun)
                .expected(format!("a start within {delay} of {}", show(deployed.value)))
                .actual(show(begun.value)),
        );
    }
    Ok(())
}

fn span(
    report: &ProductionDeploymentReport,
) -> Result<(&Located<Timestamp>, &Located<Timestamp>), Unjudged> {
    let start = known(report.started_at.as_ref(), "when the deployment started")?;
    let end = known(report.completed_at.as_ref(), "when the deployment was completed")?;
    Ok((start, end))
}
