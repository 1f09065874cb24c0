//! SARIF 2.1.0, for GitHub code scanning: one run, a rule per kind of finding, a result per finding.
//!
//! Passing criteria are no results. Results of a waived gate are suppressed, by name and with the date
//! on which that ends. What must be said besides stands in notifications. Limits of the code host are
//! kept by leaving results out, warnings first, and one result says how many.

mod fingerprint;
mod items;
mod model;
mod places;
mod results;
mod rules;

use std::io::{self, Write};

use ray_core::gate::result::{GateResult, Status};

use crate::cautions;
use crate::escape::{JsonWriter, visible};
use crate::{Kind, Report};

use items::Selection;
use model::{
    AutomationDetails, Driver, Invocation, Level, Log, Message, Notification, Reference, Run,
    RunProperties, Tool,
};
use results::Results;
use rules::Rules;

/// How every SARIF file of ours begins.
pub(crate) const SIGNATURE: &str = concat!(
    r#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","#,
    r#""runs":[{"tool":{"driver":{"name":"ray-gates","#
);

/// Writes `report`.
pub(crate) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let selection = Selection::of(report);
    let rules = Rules::of(&selection.items);
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: report.tool.name,
                    semantic_version: report.tool.version,
                    rules: rules.list(),
                },
            },
            automation_details: AutomationDetails { id: category(report) },
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: notifications(report, &selection),
            }],
            column_kind: "unicodeCodePoints",
            results: Results { items: &selection.items, rules: &rules, report },
            properties: properties(report),
        }],
    };
    let mut safe = JsonWriter::new(out);
    serde_json::to_writer(&mut safe, &log)?;
    writeln!(safe)?;
    safe.flush()
}

/// What the run is about: a later upload with the same words replaces this one.
fn category(report: &Report<'_>) -> String {
    let about = match (report.kind, report.results) {
        (Kind::Manifest(_), [first, ..]) => {
            format!("protocol-{}-evidence", first.gate.protocol_id)
        }
        (_, [only]) => only.gate.script.clone(),
        (_, [first, ..]) => format!("protocol-{}", first.gate.protocol_id),
        (_, []) => "nothing".to_owned(),
    };
    format!("ray-gates/{about}/")
}

fn notifications(report: &Report<'_>, selection: &Selection<'_>) -> Vec<Notification> {
    let cautions = cautions::of_all(report.results).into_iter();
    let mut notifications: Vec<Notification> = cautions
        .map(|(gates, it)| notification(it.id, format!("{gates}: {}", visible(&it.text))))
        .collect();
    if let Some(text) = selection.overflow() {
        notifications.push(notification("findings-left-out", text));
    }
    notifications
}

fn notification(id: &'static str, text: String) -> Notification {
    Notification { descriptor: Reference { id }, level: Level::Warning, message: Message { text } }
}

fn properties(report: &Report<'_>) -> RunProperties {
    let status = Status::of_all(report.results).word();
    let gates = report.results.iter().map(|result| {
        let GateResult { gate, status, .. } = result;
        format!("{} {}: {}; {}", gate.id, gate.title, status.word(), result.notes())
    });
    RunProperties {
        status,
        gates: gates.collect(),
        releases: {
            let named = report.results.iter().filter_map(|result| result.release.as_deref());
            named.map(visible).collect::<std::collections::BTreeSet<String>>()
        },
        evaluated_at: report.results.first().map(|result| result.evaluated_at.to_string()),
        verified_by: report.verified_by.map(visible),
    }
}
