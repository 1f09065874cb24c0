//! Gate 11.4, stabilization and reporting: the service held during the soak, and it is written down.

use jiff::{SignedDuration, Timestamp};
use ray_core::evidence::page::SectionProblem;
use ray_core::evidence::view::View;
use ray_core::finding::Code;
use ray_core::gate::{
    Case, Criterion, Evidence, Gate, Judged, Judgement, Peeked, Reading, Unjudged, known,
};
use ray_core::place::{Located, Placed};
use ray_core::value::day::read_day;
use ray_core::value::instant::{INVALID_TIME, show};
use ray_core::value::placeholder::is_no_name_or_time;

use crate::evidence::health_log::{HealthLog, Sample, SampleStatus};
use crate::evidence::release_report::ReleaseReport;
use crate::evidence::retrospective_inputs::{Improvement, RetrospectiveInputs};

/// Gate 11.4.
pub static GATE: Gate<Inputs> = Gate { name: "reporting", codes: CODES, read, criteria: CRITERIA };

/// The first and the last sample may lie this part of the window from its ends.
const EDGE: i32 = 10;

const SOAK_MISSING: Code = Code::error(
    "soak-window-missing",
    "The health log does not name the soak window",
    "Add a section \"Soak window\" with `- Start: 2026-11-19 22:05 UTC` and `- End: …`",
    "a deployment-health-log.md without a heading \"Soak window\"",
);
const SOAK_TOO_SHORT: Code = Code::error(
    "soak-too-short",
    "The soak window is shorter than the configured soak",
    "Go on watching; the gate can be judged when the window has passed",
    "- Start: 2026-11-19 22:05 UTC\n- End: 2026-11-19 22:15 UTC",
);
const SOAK_BEFORE_DEPLOYMENT: Code = Code::error(
    "soak-before-deployment",
    "The soak window began before the deployment was completed",
    "Watch the release that was deployed; a log of an earlier time says nothing about it",
    "- Start: 2026-10-19 22:05 UTC   (the deployment was completed on 19 November)",
);
const METRIC_BREACH: Code = Code::error(
    "metric-breach",
    "A sampled value does not meet its threshold",
    "Extend the monitoring window and escalate; a breach is not repaired by a later sample",
    "| 2026-11-19 22:35 UTC | Error rate | 1.4% | < 1% | Breach |",
);
const UNITS_DIFFER: Code = Code::error(
    "units-differ",
    "A value and its threshold have different units",
    "Write both in the same unit",
    "| 2026-11-19 22:35 UTC | Latency p95 | 0.2 s | <= 500 ms | OK |",
);
const STATUS_CONTRADICTS: Code = Code::error(
    "status-contradicts-value",
    "A sample's status says something else than its value and threshold",
    "Correct the status or the value, whichever is wrong",
    "| 2026-11-19 22:35 UTC | Error rate | 1.4% | < 1% | OK |",
);
const SAMPLES_SHORT: Code = Code::error(
    "samples-do-not-span-window",
    "The samples do not reach from one end of the soak window to the other",
    "Sample the metrics over the whole window",
    "a window of an hour whose last sample is after 40 minutes",
);
const REPORT_INCOMPLETE: Code = Code::error(
    "report-incomplete",
    "A required section of the report is missing or says nothing",
    "Write the section; placeholders, comments and code blocks do not count",
    "a DEPLOYMENT-REPORT.md without a heading \"Incidents\"",
);
const IMPROVEMENT_UNOWNED: Code = Code::error(
    "improvement-unowned",
    "An improvement has no owner or no due date",
    "Name who will do it, and by which day",
    r#"{"title": "Automate the canary rollback", "owner": "TBD"}"#,
);

const CODES: &[&Code] = &[
    &SOAK_MISSING,
    &SOAK_TOO_SHORT,
    &SOAK_BEFORE_DEPLOYMENT,
    &METRIC_BREACH,
    &UNITS_DIFFER,
    &STATUS_CONTRADICTS,
    &SAMPLES_SHORT,
    &REPORT_INCOMPLETE,
    &IMPROVEMENT_UNOWNED,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("soak-long-enough", soak_long_enough),
    ("soak-after-deployment", soak_after_deployment),
    ("metrics-within-thresholds", metrics_within_thresholds),
    ("status-as-measured", status_as_measured),
    ("samples-span-window", samples_span_window),
    ("report-complete", report_complete),
    ("improvements-owned", improvements_owned),
];

/// The evidence of the gate.
pub struct Inputs {
    log: Evidence<HealthLog>,
    report: Evidence<ReleaseReport>,
    retrospective: Evidence<RetrospectiveInputs>,
    /// When the deployment was completed, where its report is there.
    deployed_at: Peeked<Located<Timestamp>>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        log: reading.markdown("health-log", HealthLog::read),
        report: reading.markdown("deployment-report", ReleaseReport::read),
        retrospective: reading.object("retrospective-inputs", RetrospectiveInputs::read),
        deployed_at: reading.peek("deployment-report-data", |fields| {
            fields.optional("completed_at").and_then(View::instant)
        }),
    }
}

/// The start and the end of the soak window.
fn window(log: &HealthLog) -> Option<(&Located<Timestamp>, &Located<Timestamp>)> {
    let window = log.window.as_ref()?;
    Some((window.start.as_ref()?, window.end.as_ref()?))
}

fn soak_long_enough(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let log = inputs.log.get(judgement)?;
    let soak = judgement.settings.timespan("soak")?;
    let Some((start, end)) = window(log) else {
        judgement.fail(SOAK_MISSING.at(&log.window_place).expected("a start and an end"));
        return Ok(());
    };
    judgement.not_in_future(end);
    let length = end.value.duration_since(start.value);
    judgement.measure(length, length >= soak.duration(), || {
        SOAK_TOO_SHORT
            .at(end)
            .expected(format!("an end {soak} or more after {}", show(start.value)))
            .actual(show(end.value))
    });
    Ok(())
}

fn soak_after_deployment(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let log = inputs.log.get(judgement)?;
    let Some(deployed) = inputs.deployed_at.where_there()? else {
        judgement.not_applicable("no report says when the deployment was completed");
        return Ok(());
    };
    let start = log.window.as_ref().and_then(|window| window.start.as_ref());
    let start = known(start, "when the soak window starts")?;
    judgement.count(Case::when(start.value >= deployed.value, || {
        SOAK_BEFORE_DEPLOYMENT
            .at(start)
            .expected(format!("a time after {}", show(deployed.value)))
            .actual(show(start.value))
    }));
    Ok(())
}

fn metrics_within_thresholds(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for sample in &inputs.log.get(judgement)?.samples {
        judgement.count(within(sample));
    }
    Ok(())
}

fn within(sample: &Sample) -> Case {
    let (Some(value), Some(threshold)) = (&sample.value, &sample.threshold) else {
        return Case::Unreadable;
    };
    match threshold.value.is_met_by(&value.value) {
        Some(true) => Case::Holds,
        Some(false) => METRIC_BREACH
            .at(value)
            .message(format!("{} does not meet its threshold", sample.metric))
            .expected(written(threshold))
            .actual(value.value.to_string())
            .into(),
        None => UNITS_DIFFER
            .at(value)
            .message(format!(
                "The value of {} and its threshold have different units",
                sample.metric
            ))
            .expected(format!("a value in {}", unit(&threshold.value.limit.unit)))
            .actual(format!("a value in {}", unit(&value.value.unit)))
            .into(),
    }
}

fn unit(unit: &str) -> String {
    if unit.is_empty() { "no unit".to_owned() } else { format!("\"{unit}\"") }
}

fn status_as_measured(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for sample in &inputs.log.get(judgement)?.samples {
        judgement.count(agrees(sample));
    }
    Ok(())
}

fn agrees(sample: &Sample) -> Case {
    let (Some(value), Some(threshold), Some(status)) =
        (&sample.value, &sample.threshold, &sample.status)
    else {
        return Case::Unreadable;
    };
    let shown = match threshold.value.is_met_by(&value.value) {
        Some(true) => SampleStatus::Within,
        Some(false) => SampleStatus::Breach,
        None => return Case::Unreadable,
    };
    Case::when(status.value == shown, || {
        STATUS_CONTRADICTS
            .at(status)
            .message(format!(
                "The status of {} says something else than its value and threshold",
                sample.metric
            ))
            .expected(shown.word())
            .actual(status.value.word())
    })
}

fn samples_span_window(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let log = inputs.log.get(judgement)?;
    let (start, end) = window(log)
        .ok_or_else(|| Unjudged::because("the health log does not name the soak window"))?;
    let times = || log.samples.iter().filter_map(|sample| sample.time.as_ref());
    let first = times().min_by_key(|time| time.value);
    let last = times().max_by_key(|time| time.value);
    let edge = end.value.duration_since(start.value) / EDGE;
    for (sample, bound, name) in [(first, start, "start"), (last, end, "end")] {
        if let Some(sample) = sample {
            judgement.count(near(sample, bound, edge, name));
        }
    }
    Ok(())
}

fn near(
    sample: &Located<Timestamp>,
    bound: &Located<Timestamp>,
    edge: SignedDuration,
    name: &str,
) -> Case {
    Case::when(sample.value.duration_since(bound.value).abs() <= edge, || {
        let which = if name == "start" { "first" } else { "last" };
        SAMPLES_SHORT
            .at(sample)
            .message(format!("The {which} sample is not near the {name} of the soak window"))
            .expected(format!("a time within {edge:#} of {}", show(bound.value)))
            .actual(show(sample.value))
    })
}

fn report_complete(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for section in &inputs.report.get(judgement)?.sections {
        judgement.count(section.check(|problem| match problem {
            SectionProblem::Missing | SectionProblem::Empty => &REPORT_INCOMPLETE,
        }));
    }
    Ok(())
}

fn improvements_owned(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let retrospective = inputs.retrospective.get(judgement)?;
    if retrospective.summary.is_none() {
        judgement.count(Case::Unreadable);
    }
    for improvement in &retrospective.improvements {
        judgement.count(owned(improvement));
    }
    Ok(())
}

fn owned(improvement: &Improvement) -> Case {
    let title = match &improvement.title {
        Some(title) => &title.value,
        None => return Case::Unreadable,
    };
    for (key, value) in [("owner", &improvement.owner), ("due", &improvement.due)] {
        let filled = value.as_ref().is_some_and(|value| !is_no_name_or_time(&value.value));
        if !filled {
            let place = value.as_ref().map_or_else(|| improvement.place.place(), Placed::place);
            return IMPROVEMENT_UNOWNED
                .at(&place)
                .message(format!("The improvement \"{title}\" has no {key}"))
                .expected(format!("a value for \"{key}\""))
                .actual(
                    value.as_ref().map_or_else(
                        || "nothing".to_owned(),
                        |value| format!("\"{}\"", value.value),
                    ),
                )
                .into();
        }
    }
    let due = improvement.due.as_ref().filter(|due| read_day(&due.value).is_none());
    due.map_or(Case::Holds, |due| {
        INVALID_TIME
            .at(due)
            .message(format!("The due date of \"{title}\" cannot be read"))
            .expected("a day such as 2026-12-01, or a time with an offset")
            .actual(due.value.clone())
            .into()
    })
}

fn written(threshold: &impl Placed) -> String {
    let excerpt = threshold.place().excerpt;
    excerpt.map_or_else(String::new, |excerpt| {
        excerpt.text.chars().skip(excerpt.start).take(excerpt.width).collect()
    })
}
