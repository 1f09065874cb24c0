//! Gate 12.3, observability assurance: monitoring is itself checked, again and again, and what it lacks
//! is somebody's work.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use ray_core::finding::Code;
use ray_core::gate::{Case, Criterion, Evidence, Gate, Judged, Judgement, Peeked, Reading};
use ray_core::place::Located;
use ray_core::shape::person::{self, lacking};
use ray_core::value::day::read_day;
use ray_core::value::instant::show;
use ray_core::value::words::fold;

use crate::evidence::alert_tests::AlertTests;
use crate::evidence::backlog::{Backlog, Entry};
use crate::evidence::cadence::Cadence;
use crate::evidence::schedule::{Check, Schedule};
use crate::evidence::tuning_report::TuningReport;

/// Gate 12.3.
pub static GATE: Gate<Inputs> = Gate { name: "assurance", codes: CODES, read, criteria: CRITERIA };

const ASSET_NOT_SCHEDULED: Code = Code::error(
    "asset-not-scheduled",
    "A monitoring asset is never checked",
    "Add a check for it, with cadence, owner and automation",
    r#"{"assets": [{"name": "api-dashboard"}], "checks": []}"#,
);
const ASSET_LISTED_TWICE: Code = Code::error(
    "asset-listed-twice",
    "The schedule lists an asset twice",
    "Give each asset a name of its own",
    r#"{"assets": [{"name": "api-dashboard"}, {"name": "api-dashboard"}]}"#,
);
const CADENCE_INVALID: Code = Code::error(
    "cadence-invalid",
    "A cadence is none, or never comes",
    "Write a cron expression with five fields, an ISO 8601 duration, or hourly, daily, weekly, monthly, quarterly",
    r#"{"cadence": "0 25 * * *"}"#,
);
const CHECK_WITHOUT_ASSET: Code = Code::warning(
    "check-without-asset",
    "A check is of an asset that the schedule does not list",
    "List the asset, or correct its name",
    r#"{"asset": "api-dashbaord"}"#,
);
const TESTED_ALERT_UNLISTED: Code = Code::warning(
    "tested-alert-unlisted",
    "An alert was tested, and the schedule does not list it",
    "List the alert as an asset, with a check; a test that is not repeated proves one day",
    r#"{"alert": "HighLatency"}   (no such asset in observability-schedule.json)"#,
);
const CHECK_UNOWNED: Code = Code::error(
    "check-unowned",
    "A check has no owner, or its owner is no person",
    "Write the name of the person who sees to it that the check runs",
    r#"{"asset": "api-dashboard", "owner": "SRE"}"#,
);
const CHECK_NOT_AUTOMATED: Code = Code::error(
    "check-not-automated",
    "It is not said what runs a check",
    "Name the job, workflow or tool that runs it; what must be remembered is forgotten",
    r#"{"asset": "api-dashboard", "automation": null}"#,
);
const NEXT_RUN_PASSED: Code = Code::warning(
    "next-run-passed",
    "The next run of a check lies in the past",
    "Make sure that the automation runs, and bring the schedule up to date",
    r#"{"next_run": "2026-01-01T06:00:00Z"}"#,
);
const TUNING_ROW_INCOMPLETE: Code = Code::error(
    "tuning-row-incomplete",
    "A row of the tuning report is not filled",
    "Write what was found, what was adjusted, and how far that is",
    "| HighLatency | | TBD | open | GAP-3 |",
);
const GAP_NOT_IN_BACKLOG: Code = Code::error(
    "gap-not-in-backlog",
    "A gap that the tuning report names is not in the improvement backlog",
    "Add an entry with that id, an owner and a due date",
    "| HighLatency | … | … | open | GAP-9 |   (no GAP-9 in improvement-backlog.md)",
);
const GAP_UNOWNED: Code = Code::error(
    "gap-unowned",
    "The backlog entry of a gap has no owner or no due date",
    "Write who closes the gap, and the day by which, as 2026-11-30",
    "| GAP-3 | Trace the worker | | next release |",
);
const GAP_OVERDUE: Code = Code::warning(
    "gap-overdue",
    "A gap should have been closed by now",
    "Close it, or agree with its owner on another day",
    "| GAP-3 | Trace the worker | M. Osei | 2025-01-31 | open |",
);
const BACKLOG_EMPTY: Code = Code::error(
    "improvement-backlog-empty",
    "The improvement backlog has no entry, and there are gaps",
    "Write a table with the columns Id, Owner and Due, a row for each gap",
    "# Improvement backlog\n\n(nothing below it)",
);
const ENTRY_UNOWNED: Code = Code::warning(
    "entry-unowned",
    "An entry of the backlog has no owner or no due date",
    "Write who does it, and the day by which, as 2026-11-30",
    "| GAP-8 | Trace the worker | | |   (no gap of the report is named GAP-8)",
);

const CODES: &[&Code] = &[
    &BACKLOG_EMPTY,
    &ENTRY_UNOWNED,
    &ASSET_NOT_SCHEDULED,
    &ASSET_LISTED_TWICE,
    &CADENCE_INVALID,
    &CHECK_WITHOUT_ASSET,
    &TESTED_ALERT_UNLISTED,
    &CHECK_UNOWNED,
    &CHECK_NOT_AUTOMATED,
    &NEXT_RUN_PASSED,
    &TUNING_ROW_INCOMPLETE,
    &GAP_NOT_IN_BACKLOG,
    &GAP_UNOWNED,
    &GAP_OVERDUE,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("assets-scheduled", assets_scheduled),
    ("checks-owned", checks_owned),
    ("tuning-documented", tuning_documented),
    ("gaps-in-backlog", gaps_in_backlog),
];

/// The evidence of the gate.
pub struct Inputs {
    schedule: Evidence<Schedule>,
    tuning: Evidence<TuningReport>,
    backlog: Evidence<Backlog>,
    /// The alerts that gate 12.2 judges the tests of, where its evidence is there.
    tested: Vec<Located<String>>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        schedule: reading.object("schedule", Schedule::read),
        tuning: reading.markdown("tuning-report", TuningReport::read),
        backlog: reading.markdown("backlog", Backlog::read),
        tested: match reading.peek("alert-tests", AlertTests::alerts) {
            Peeked::Read(alerts) => alerts,
            Peeked::Absent | Peeked::Unreadable(_) => Vec::new(),
        },
    }
}

fn assets_scheduled(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let schedule = inputs.schedule.get(judgement)?;
    let checked = schedule.checked();
    let mut seen = BTreeSet::new();
    for asset in &schedule.assets {
        let Some(name) = &asset.name else {
            judgement.count(Case::Unreadable);
            continue;
        };
        if !seen.insert(fold(&name.value)) {
            judgement.fail(ASSET_LISTED_TWICE.at(name).actual(name.value.clone()));
        }
        judgement.count(Case::when(checked.contains(&fold(&name.value)), || {
            ASSET_NOT_SCHEDULED
                .at(name)
                .message(format!("The asset \"{}\" is never checked", name.value))
                .expected(format!("a check with \"asset\": \"{}\"", name.value))
                .actual("none")
        }));
    }
    for check in &schedule.checks {
        judgement.count(recurs(check));
        let known = |asset: &&Located<String>| !seen.contains(&fold(&asset.value));
        if let Some(unknown) = check.asset.as_ref().filter(known) {
            judgement.warn(CHECK_WITHOUT_ASSET.at(unknown).actual(unknown.value.clone()));
        }
    }
    for alert in &inputs.tested {
        if !schedule.assets.is_empty() && seen.insert(fold(&alert.value)) {
            judgement.warn(TESTED_ALERT_UNLISTED.at(alert).actual(alert.value.clone()));
        }
    }
    Ok(())
}

fn recurs(check: &Check) -> Case {
    let Some(cadence) = &check.cadence else {
        return Case::Unreadable;
    };
    match cadence.value.parse::<Cadence>() {
        Ok(_) => Case::Holds,
        Err(problem) => CADENCE_INVALID
            .at(cadence)
            .message(format!("The cadence of {} cannot be used: {problem}", check.label()))
            .expected("a cadence that comes, such as `0 6 * * 1`, PT15M or weekly")
            .actual(cadence.value.clone())
            .into(),
    }
}

fn checks_owned(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let now = judgement.now.instant;
    for check in &inputs.schedule.get(judgement)?.checks {
        let label = check.label();
        let of = ("owner", label.as_str());
        judgement.count(person::check(&check.owner, of, &CHECK_UNOWNED, &check.place));
        let absent = || lacking(&CHECK_NOT_AUTOMATED, &check.place, &label, "automation");
        judgement.count(check.automation.or_case(absent).map_or_else(|case| case, |_| Case::Holds));
        if let Some(next) = check.next_run.read().filter(|next| next.value < now) {
            judgement.warn(
                NEXT_RUN_PASSED
                    .at(next)
                    .message(format!("The next run of {label} lies in the past"))
                    .expected(format!("a time after {}", show(now)))
                    .actual(show(next.value)),
            );
        }
    }
    Ok(())
}

fn tuning_documented(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for row in &inputs.tuning.get(judgement)?.rows {
        judgement.count(match row.empty.first() {
            None => Case::Holds,
            Some((column, place)) => TUNING_ROW_INCOMPLETE
                .at(place)
                .message(format!("The row of \"{}\" says nothing under \"{column}\"", row.alert))
                .expected("a real value")
                .actual("nothing")
                .into(),
        });
    }
    Ok(())
}

fn gaps_in_backlog(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let backlog = inputs.backlog.get(judgement)?;
    let tuning = inputs.tuning.get(judgement)?;
    let gaps = || tuning.rows.iter().flat_map(|row| &row.gaps);
    if gaps().next().is_none() && !tuning.rows.is_empty() {
        judgement.not_applicable("the tuning report names no gap");
    }
    if backlog.entries.is_empty() && gaps().next().is_some() {
        judgement.fail(BACKLOG_EMPTY.at(inputs.backlog.path()).expected("an entry for each gap"));
    }
    let wanted: BTreeSet<String> = gaps().map(|gap| fold(&gap.value)).collect();
    for entry in backlog.entries.iter().filter(|entry| !entry.is_planned()) {
        if entry.names().is_disjoint(&wanted) {
            judgement.warn(ENTRY_UNOWNED.at(&entry.place).actual(entry.id.clone()));
        }
    }
    let mut dealt = BTreeSet::new();
    for gap in gaps() {
        let mut entries = backlog.entries_of(&gap.value).peekable();
        if entries.peek().is_some() {
            // However many rows name the gap, its entries are judged once.
            let first = dealt.insert(fold(&gap.value));
            for entry in entries.take_while(|_| first) {
                judgement.count(dealt_with(gap, entry));
                warn_when_overdue(gap, entry, judgement);
            }
        } else {
            judgement.count(
                GAP_NOT_IN_BACKLOG
                    .at(gap)
                    .message(format!("The gap {} is not in the improvement backlog", gap.value))
                    .expected(format!("an entry {} in {}", gap.value, inputs.backlog.path()))
                    .actual("none"),
            );
        }
    }
    Ok(())
}

fn dealt_with(gap: &Located<String>, entry: &Entry) -> Case {
    let what = format!("the entry of {}", gap.value);
    if entry.owner.is_none() {
        return lacking(&GAP_UNOWNED, &entry.place, &what, "owner").into();
    }
    match &entry.due {
        None => lacking(&GAP_UNOWNED, &entry.place, &what, "due date").into(),
        Some(due) => Case::when(read_day(&due.value).is_some(), || {
            GAP_UNOWNED
                .at(due)
                .message(format!("The due date of {what} is no date"))
                .expected("a day, 2026-11-30")
                .actual(due.value.clone())
        }),
    }
}

fn warn_when_overdue(gap: &Located<String>, entry: &Entry, judgement: &mut Judgement<'_>) {
    let today = judgement.now.instant.to_zoned(TimeZone::UTC).date();
    let passed = |due: &&Located<String>| read_day(&due.value).is_some_and(|day| day < today);
    if let Some(due) = entry.due.as_ref().filter(passed).filter(|_| !entry.done) {
        judgement.warn(
            GAP_OVERDUE
                .at(due)
                .message(format!("The gap {} should have been closed by now", gap.value))
                .expected(format!("a day from {today} on, or a status such as done"))
                .actual(due.value.clone()),
        );
    }
}
