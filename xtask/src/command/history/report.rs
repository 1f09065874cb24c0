//! The history for people, as a table, and for programs.

use std::io::{self, Write};

use jiff::SignedDuration;
use ray_cli::End;
use ray_cli::environment::Environment;
use ray_ledger::history::statistics::{Alarm, GateStatistics, Outcomes};
use ray_report::escape::terminal;
use ray_report::{Style, write_findings};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{Gate, Past};
use crate::command::format::{Format, in_words, json, plural};

pub(super) fn render(
    pasts: &[Past],
    format: Format,
    environment: &Environment,
) -> Result<Vec<u8>, End> {
    if format == Format::Json {
        return json(&document(pasts));
    }
    let mut out = Vec::new();
    let style = Style { color: environment.stdout_wants_color, ..Style::plain() };
    let written = human(pasts, style, &mut out);
    written.map_err(|error| End::stopped("writing the result", error))?;
    Ok(out)
}

fn human(pasts: &[Past], style: Style, out: &mut dyn Write) -> io::Result<()> {
    if pasts.is_empty() {
        return writeln!(
            out,
            "no history; runners and aggregators keep one in the evidence folder, and gates with --record"
        );
    }
    for past in pasts {
        write_findings(&past.faults, style, out)?;
        let lines = plural(past.lines, "line");
        writeln!(out, "{}\n  {}: {lines}\n", past.name, terminal(past.path.as_str()))?;
        table(&past.gates, out)?;
        trend(&past.gates, out)?;
        alarms(&past.gates, out)?;
    }
    Ok(())
}

fn table(gates: &[Gate], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  gate    runs  passed  waived  pass rate  target       to green     flaps")?;
    for Gate { title, target, statistics } in gates {
        let Outcomes { runs, passed, waived } = statistics.outcomes;
        let met = target.map(|target| {
            let word = if target.is_met_by(passed, runs) { "met" } else { "MISSED" };
            let percent = (target.value() * Decimal::ONE_HUNDRED).normalize();
            format!("{percent} % {word}")
        });
        let to_green = statistics.median_to_green().map_or_else(|| "-".to_owned(), in_words);
        writeln!(
            out,
            "  {:6} {runs:5} {passed:7} {waived:7} {:>9}  {:11}  {to_green:11} {:6}  {title}",
            terminal(&statistics.gate),
            percent(passed, runs),
            met.unwrap_or_else(|| "-".to_owned()),
            statistics.flaps,
        )?;
    }
    writeln!(out)
}

fn trend(gates: &[Gate], out: &mut dyn Write) -> io::Result<()> {
    for Gate { statistics, .. } in gates {
        let spans = statistics
            .trend
            .iter()
            .map(|(span, outcomes)| format!("{span} {} of {}", outcomes.passed, outcomes.runs));
        let spans: Vec<String> = spans.collect();
        writeln!(out, "  {:6} {}", terminal(&statistics.gate), spans.join(", "))?;
    }
    writeln!(out)
}

fn alarms(gates: &[Gate], out: &mut dyn Write) -> io::Result<()> {
    for Gate { statistics, .. } in gates {
        for alarm in statistics.alarms() {
            writeln!(
                out,
                "  look at {}: {}",
                terminal(&statistics.gate),
                terminal(&words(&alarm))
            )?;
        }
        if statistics.clock_set > 0 {
            let runs = plural(statistics.clock_set, "run");
            writeln!(out, "  {}: {runs} with a clock that was set", terminal(&statistics.gate))?;
        }
    }
    writeln!(out)
}

fn words(alarm: &Alarm) -> String {
    match alarm {
        Alarm::NeverFailed { runs } => {
            format!("it has never failed in {runs} runs; does it look at anything?")
        }
        Alarm::SameEvidence { path, releases } => format!(
            "{path} is the same, byte for byte, for the releases {}; was it copied?",
            releases.join(", ")
        ),
        Alarm::NeverMoves { criterion, value, releases } => format!(
            "{criterion} has come to {value} in all of {releases} releases; does anybody measure?"
        ),
    }
}

/// A share with one digit after the point, cut and never rounded up: what falls short of a target must
/// not read as if it met it.
fn percent(held: u64, total: u64) -> String {
    match (held * 1000).checked_div(total) {
        None => "-".to_owned(),
        Some(thousandths) => format!("{}.{} %", thousandths / 10, thousandths % 10),
    }
}

fn document(pasts: &[Past]) -> Value {
    let pasts = pasts.iter().map(|past| {
        serde_json::json!({
            "protocol": past.name,
            "path": past.path.as_str(),
            "lines": past.lines,
            "holds": past.faults.is_empty(),
            "gates": past.gates.iter().map(gate).collect::<Vec<_>>(),
        })
    });
    serde_json::json!({"schema_version": 1, "protocols": pasts.collect::<Vec<_>>()})
}

fn gate(Gate { title, target, statistics }: &Gate) -> Value {
    let outcomes = statistics.outcomes;
    let trend = statistics.trend.iter().map(|(span, outcomes)| {
        serde_json::json!({"span": span, "runs": outcomes.runs, "passed": outcomes.passed, "waived": outcomes.waived})
    });
    let seconds = |time: SignedDuration| time.as_secs();
    serde_json::json!({
        "gate": statistics.gate,
        "title": title,
        "runs": outcomes.runs,
        "passed": outcomes.passed,
        "waived": outcomes.waived,
        "target": target.map(|target| target.to_string()),
        "target_met": target.map(|target| target.is_met_by(outcomes.passed, outcomes.runs)),
        "median_seconds_to_green": statistics.median_to_green().map(seconds),
        "flaps": statistics.flaps,
        "clock_set": statistics.clock_set,
        "trend": trend.collect::<Vec<_>>(),
        "alarms": alarm_documents(statistics),
    })
}

fn alarm_documents(statistics: &GateStatistics) -> Vec<Value> {
    let alarms = statistics.alarms();
    let documents = alarms.iter().map(|alarm| match alarm {
        Alarm::NeverFailed { runs } => serde_json::json!({"alarm": "never-failed", "runs": runs}),
        Alarm::SameEvidence { path, releases } => {
            serde_json::json!({"alarm": "same-evidence", "path": path, "releases": releases})
        }
        Alarm::NeverMoves { criterion, value, releases } => serde_json::json!({
            "alarm": "never-moves", "criterion": criterion, "value": value, "releases": releases
        }),
    });
    documents.collect()
}
