//! Gate 11.2, approval and change freeze: staging is still healthy, and everybody has stopped.

use jiff::{SignedDuration, Timestamp};
use ray_core::evidence::view::Given;
use ray_core::finding::Code;
use ray_core::gate::{Case, Criterion, Evidence, Gate, Judged, Judgement, Reading, known};
use ray_core::place::Located;
use ray_core::value::instant::show;
use ray_core::value::words::Vocabulary;

use crate::evidence::acknowledgement::Acknowledgement;
use crate::evidence::check::{Check, CheckStatus};
use crate::evidence::freeze_confirmation::FreezeConfirmation;
use crate::evidence::release_approvers::{ReleaseApprovers, Stakeholder};
use crate::evidence::staging_validation::StagingValidation;

/// Gate 11.2.
pub static GATE: Gate<Inputs> = Gate { name: "freeze", codes: CODES, read, criteria: CRITERIA };

const STAGING_CHECK_FAILED: Code = Code::error(
    "staging-check-failed",
    "A staging check does not pass",
    "Repair staging and validate it again before the freeze",
    r#"{"name": "smoke", "critical": true, "status": "fail"}"#,
);
const STAGING_CHECK_WARNED: Code = Code::warning(
    "staging-check-warned",
    "A non-critical staging check warns",
    "Decide with its owner whether the release can go on",
    r#"{"name": "disk usage", "critical": false, "status": "warn"}"#,
);
const DRIFT_DETECTED: Code = Code::error(
    "drift-detected",
    "Staging differs from production",
    "Remove the drift and validate staging again",
    r#"{"drift_detected": true}"#,
);
const VALIDATION_STALE: Code = Code::error(
    "validation-stale",
    "Staging was validated too long before the freeze",
    "Validate staging again; what was healthy then may not be now",
    r#"{"validated_at": "2026-11-12T09:00:00Z"}   (the freeze starts on the 19th)"#,
);
const FREEZE_OVER: Code = Code::error(
    "freeze-over",
    "Staging was validated after the freeze had ended",
    "Confirm a freeze for this release; one that is over keeps nobody from changing anything",
    "- End: 2026-10-20 06:00 UTC   (staging was validated on 19 November)",
);
const WINDOW_MISSING: Code = Code::error(
    "freeze-window-missing",
    "The confirmation does not name the freeze window",
    "Add a section \"Freeze window\" with `- Start: 2026-11-19 18:00 UTC` and `- End: …`",
    "a change-freeze-confirmation.md without a heading \"Freeze window\"",
);
const WINDOW_INVALID: Code = Code::error(
    "freeze-window-invalid",
    "The freeze window does not end after it starts",
    "Correct the start or the end",
    "- Start: 2026-11-20 06:00 UTC\n- End: 2026-11-19 18:00 UTC",
);
const NOBODY_REQUIRED: Code = Code::error(
    "nobody-required",
    "No stakeholder is required to acknowledge the freeze",
    "Mark those who must acknowledge with `required: true`",
    "stakeholders:\n  - {name: A. Rivera, role: SRE Lead, required: false}",
);
const ACKNOWLEDGEMENT_MISSING: Code = Code::error(
    "acknowledgement-missing",
    "A required stakeholder has not acknowledged the freeze",
    "Ask for the acknowledgement and add the row or task",
    "a table \"Acknowledgements\" without a row for A. Rivera",
);
const NOT_ACKNOWLEDGED: Code = Code::error(
    "not-acknowledged",
    "A required stakeholder is listed, but has not said yes",
    "Obtain the acknowledgement; only a yes or a checked task counts",
    "| A. Rivera | SRE Lead | no | |",
);
const ACKNOWLEDGEMENT_UNDATED: Code = Code::error(
    "acknowledgement-undated",
    "An acknowledgement has no time",
    "Record when the stakeholder acknowledged, such as 2026-11-19 18:09 UTC",
    "| A. Rivera | SRE Lead | yes | |",
);
const ACKNOWLEDGEMENT_UNLISTED: Code = Code::warning(
    "acknowledgement-unlisted",
    "Somebody acknowledged who is not a listed stakeholder",
    "Add the person to the stakeholder file, or correct the name",
    "| M. Stranger | Guest | yes | 2026-11-19 18:09 UTC |",
);

const CODES: &[&Code] = &[
    &STAGING_CHECK_FAILED,
    &STAGING_CHECK_WARNED,
    &DRIFT_DETECTED,
    &VALIDATION_STALE,
    &FREEZE_OVER,
    &WINDOW_MISSING,
    &WINDOW_INVALID,
    &NOBODY_REQUIRED,
    &ACKNOWLEDGEMENT_MISSING,
    &NOT_ACKNOWLEDGED,
    &ACKNOWLEDGEMENT_UNDATED,
    &ACKNOWLEDGEMENT_UNLISTED,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("staging-checks-pass", staging_checks_pass),
    ("no-drift", no_drift),
    ("validation-fresh", validation_fresh),
    ("freeze-window-named", freeze_window_named),
    ("required-stakeholders-listed", required_stakeholders_listed),
    ("freeze-acknowledged", freeze_acknowledged),
];

/// The evidence of the gate.
pub struct Inputs {
    staging: Evidence<StagingValidation>,
    freeze: Evidence<FreezeConfirmation>,
    approvers: Evidence<ReleaseApprovers>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        staging: reading.object("staging-validation", StagingValidation::read),
        freeze: reading.markdown("freeze-confirmation", FreezeConfirmation::read),
        approvers: reading.object("release-approvers", ReleaseApprovers::read),
    }
}

fn staging_checks_pass(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for check in &inputs.staging.get(judgement)?.checks {
        judgement.count(passes(check));
        let warned = check
            .status
            .as_ref()
            .filter(|status| status.value == CheckStatus::Warn && !check.critical);
        if let Some(status) = warned {
            judgement.warn(
                STAGING_CHECK_WARNED
                    .at(status)
                    .message(format!("The non-critical check \"{}\" warns", check.name)),
            );
        }
    }
    Ok(())
}

fn passes(check: &Check) -> Case {
    let Some(status) = &check.status else {
        return Case::Unreadable;
    };
    let tolerated = status.value == CheckStatus::Warn && !check.critical;
    Case::when(status.value == CheckStatus::Pass || tolerated, || {
        STAGING_CHECK_FAILED
            .at(status)
            .message(format!("The staging check \"{}\" does not pass", check.name))
            .expected("pass")
            .actual(status.value.word())
    })
}

fn no_drift(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let drift = inputs.staging.get(judgement)?.drift_detected.as_ref();
    let drift = known(drift, "whether there is drift")?;
    judgement.count(Case::when(!drift.value, || {
        DRIFT_DETECTED.at(drift).expected("false").actual("true")
    }));
    Ok(())
}

fn validation_fresh(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let validated = inputs.staging.get(judgement)?.validated_at.as_ref();
    let validated = known(validated, "when staging was validated")?;
    let freeze = inputs.freeze.get(judgement)?;
    let window = freeze.window.as_ref().and_then(|window| window.start.as_ref());
    let start = known(window, "when the freeze starts")?;
    let end = freeze.window.as_ref().and_then(|window| window.end.as_ref());
    if let Some(end) = end.filter(|end| end.value < validated.value) {
        judgement.fail(
            FREEZE_OVER
                .at(end)
                .expected(format!("a time after {}", show(validated.value)))
                .actual(show(end.value)),
        );
    }
    let freshness = judgement.settings.timespan("freshness")?;
    let age = start.value.duration_since(validated.value).max(SignedDuration::ZERO);
    judgement.measure(age, age <= freshness.duration(), || {
        VALIDATION_STALE
            .at(validated)
            .expected(format!("a time no more than {freshness} before {}", show(start.value)))
            .actual(show(validated.value))
    });
    Ok(())
}

fn freeze_window_named(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let freeze = inputs.freeze.get(judgement)?;
    let ends = freeze.window.as_ref().map(|window| (&window.start, &window.end));
    judgement.count(match ends {
        Some((Some(start), Some(end))) => ordered(start, end),
        _ => WINDOW_MISSING.at(&freeze.window_place).expected("a start and an end").into(),
    });
    Ok(())
}

fn ordered(start: &Located<Timestamp>, end: &Located<Timestamp>) -> Case {
    Case::when(start.value < end.value, || {
        WINDOW_INVALID
            .at(end)
            .expected(format!("a time after {}", show(start.value)))
            .actual(show(end.value))
    })
}

fn required_stakeholders_listed(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let approvers = inputs.approvers.get(judgement)?;
    judgement.count(Case::when(approvers.required().next().is_some(), || {
        NOBODY_REQUIRED
            .at(&approvers.place)
            .expected("at least one stakeholder with `required: true`")
            .actual("none")
    }));
    Ok(())
}

fn freeze_acknowledged(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let (approvers, freeze) = (inputs.approvers.get(judgement)?, inputs.freeze.get(judgement)?);
    judgement.home_at(&approvers.place);
    for stakeholder in approvers.required() {
        judgement.count(acknowledged(stakeholder, freeze));
    }
    for stranger in &freeze.acknowledgements {
        let listed = |stakeholder: &Stakeholder| stranger.is_by(&stakeholder.name.value);
        if !approvers.stakeholders.iter().any(listed) {
            judgement.warn(ACKNOWLEDGEMENT_UNLISTED.at(&stranger.name).message(format!(
                "{} acknowledged, but is not a listed stakeholder",
                stranger.name.value
            )));
        }
    }
    Ok(())
}

/// The latest word of a stakeholder counts: the last row with the name.
fn acknowledged(stakeholder: &Stakeholder, freeze: &FreezeConfirmation) -> Case {
    let name = &stakeholder.name.value;
    let last =
        freeze.acknowledgements.iter().rev().find(|acknowledgement| acknowledgement.is_by(name));
    match last {
        Some(acknowledgement) => valid(acknowledgement),
        None => ACKNOWLEDGEMENT_MISSING
            .at(&freeze.acknowledgements_place)
            .message(format!("{name} must acknowledge the freeze and is not listed here"))
            .expected(format!("an acknowledgement by {name}"))
            .actual("none")
            .into(),
    }
}

fn valid(acknowledgement: &Acknowledgement) -> Case {
    let name = &acknowledgement.name.value;
    if !acknowledgement.given {
        return NOT_ACKNOWLEDGED
            .at(&acknowledgement.said_at)
            .message(format!("{name} has not acknowledged the freeze"))
            .expected("yes, or a checked task")
            .actual(acknowledgement.said.clone())
            .into();
    }
    match acknowledgement.time {
        Given::Read(_) => Case::Holds,
        Given::Faulty => Case::Unreadable,
        Given::Absent => ACKNOWLEDGEMENT_UNDATED
            .at(&acknowledgement.place)
            .message(format!("The acknowledgement of {name} has no time"))
            .expected("a time such as 2026-11-19 18:09 UTC")
            .actual("none")
            .into(),
    }
}
