//! A page in GitHub's Markdown, for a step summary or a comment; it also reads as plain text.
//!
//! Verdicts and what must be said of them come first, then tables of criteria, then findings, so that
//! a page that is cut still says what counts. GitHub drops a summary above 1 MiB without failing the
//! step, so a page has a limit of its own and says what it left out.

mod findings;
mod text;

use ray_core::gate::result::{CriterionResult, GateResult, Status, Verdict};

use crate::measured::measured;
use crate::{Kind, Manifest, Report, cautions, unexplained};

use text::{cell, inline};

/// Bytes of a step summary: GitHub takes 1 MiB, and other programs write to it too.
pub const STEP_SUMMARY_BYTES: usize = 900 * 1024;

/// How every page of ours begins.
pub(crate) const SIGNATURE: &str = "<!-- written by ray-gates -->\n";

/// Bytes kept for the sentence on what was left out.
const CLOSING: usize = 300;

/// Missing files that are named before the rest is only counted.
const MISSING_NAMED: usize = 50;

/// The report within `room` bytes.
pub(crate) fn page(report: &Report<'_>, room: usize) -> String {
    let mut page = Page { text: String::new(), room: room.saturating_sub(CLOSING), is_cut: false };
    page.add(&format!("{SIGNATURE}\n{}", head(report)));
    for result in report.results {
        page.add(&gate(result));
    }
    if let Kind::Manifest(manifest) = report.kind {
        page.add(&missing(manifest));
    }
    for result in report.results {
        findings::add(result, &mut page);
    }
    page.add(&footer(report));
    page.close(room)
}

/// A page that takes whole pieces until one does not fit, and nothing after that.
struct Page {
    text: String,
    room: usize,
    is_cut: bool,
}

impl Page {
    /// False when `piece` did not fit.
    fn add(&mut self, piece: &str) -> bool {
        self.is_cut |= self.text.len() + piece.len() > self.room;
        if !self.is_cut {
            self.text.push_str(piece);
        }
        !self.is_cut
    }

    fn close(mut self, room: usize) -> String {
        if self.is_cut {
            let closing = "\n**This page is cut.** A step summary may hold 1 MiB, and there is more \
                 than fits. `--save json=FILE` writes everything.\n";
            if self.text.len() + closing.len() <= room {
                self.text.push_str(closing);
            }
        }
        self.text
    }
}

fn head(report: &Report<'_>) -> String {
    let worst = Status::of_all(report.results);
    let incomplete =
        matches!(report.kind, Kind::Manifest(manifest) if !manifest.missing.is_empty());
    let word = if incomplete { "FAIL" } else { verdict(worst) };
    let about = match (report.kind, report.results) {
        (_, []) => return format!("# FAIL: nothing was judged\n\n{}\n", unexplained::NOTHING_HELD),
        (Kind::Gate, [result, ..]) => format!("{} {}", result.gate.id, result.gate.title),
        (Kind::Protocol(_), [result, ..]) => {
            format!("Protocol {}: {}", result.gate.protocol_id, result.gate.protocol_name)
        }
        (Kind::Manifest(_), [result, ..]) => {
            format!(
                "Evidence of protocol {}: {}",
                result.gate.protocol_id, result.gate.protocol_name
            )
        }
    };
    let mut head = format!("# {word}: {}\n", inline(&about));
    if worst == Status::Waived {
        head.push_str("\n**Waived, not passed.** People answer for what the gates found.\n");
    }
    for (gates, caution) in cautions::of_all(report.results) {
        head.push_str(&format!("\n> **{gates}**: {}\n", inline(&caution.text)));
    }
    if !matches!(report.kind, Kind::Gate) {
        head.push_str("\n| verdict | gate | |\n| --- | --- | --- |\n");
        for result in report.results {
            let gate = format!("{} {}", result.gate.id, result.gate.title);
            let row = [verdict(result.status), &cell(&gate), &cell(&result.notes())].join(" | ");
            head.push_str(&format!("| {row} |\n"));
        }
    }
    head
}

fn gate(result: &GateResult) -> String {
    let release = result.release.as_deref().map(|release| format!(", release {}", inline(release)));
    let title = format!("{} {}", result.gate.id, result.gate.title);
    let mut text = format!(
        "\n## {}: {}{}\n\n{}\n\n| verdict | criterion | counted |\n| --- | --- | --- |\n",
        verdict(result.status),
        inline(&title),
        release.unwrap_or_default(),
        inline(&result.notes())
    );
    for criterion in &result.criteria {
        text.push_str(&row(criterion));
    }
    if unexplained::nothing_held(result) {
        text.push_str(&format!("\n{}\n", unexplained::NOTHING_HELD));
    }
    match result.status {
        Status::Pass => {}
        Status::Fail => {
            text.push_str(&format!("\nRequired action: {}\n", inline(&result.gate.on_failure)));
        }
        Status::Waived => text.push_str(&waivers(result)),
    }
    text
}

fn row(criterion: &CriterionResult) -> String {
    let verdict = match criterion.verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "**FAIL**",
        Verdict::Indeterminate => "**not judged**",
        Verdict::NotApplicable => "n/a",
    };
    let mut said = cell(&criterion.text);
    for more in criterion.reason.iter() {
        said.push_str(&format!("; {}", cell(more)));
    }
    if criterion.threshold.looser {
        said.push_str(&format!(
            "; **looser than the protocol's own**, set by {}",
            cell(&criterion.threshold.source)
        ));
    }
    let counted = measured(criterion).map(|counted| cell(&counted)).unwrap_or_default();
    format!("| {verdict} | {said} | {counted} |\n")
}

/// Everything that people put down to let the gate through.
fn waivers(result: &GateResult) -> String {
    let mut text = String::from("\nWaived by:\n\n");
    for waiver in result.waivers.iter().take(cautions::WAIVERS_NAMED) {
        text.push_str(&format!("- {}\n", inline(&cautions::granted(waiver))));
        let facts = [
            ("written in", crate::excerpt::location(&waiver.place)),
            ("requested by", waiver.requested_by.clone()),
            ("justification", waiver.justification.clone()),
            ("risk", waiver.risk.clone()),
            ("mitigation", waiver.mitigation.clone()),
        ];
        for (name, fact) in facts {
            text.push_str(&format!("  - {name}: {}\n", inline(&fact)));
        }
    }
    text
}

fn missing(manifest: Manifest<'_>) -> String {
    let Manifest { path, present, total, missing } = manifest;
    let mut text = format!(
        "\n## Evidence manifest\n\n{present} of {total} required files are there; manifest: {}\n",
        inline(path)
    );
    if !missing.is_empty() {
        text.push('\n');
    }
    for file in missing.iter().take(MISSING_NAMED) {
        text.push_str(&format!("- **missing** {}\n", inline(file)));
    }
    if let Some(more) = missing.len().checked_sub(MISSING_NAMED).filter(|&more| more > 0) {
        text.push_str(&format!("- and {more} more\n"));
    }
    text
}

fn footer(report: &Report<'_>) -> String {
    let at = report.results.first().map(|result| inline(&result.evaluated_at.to_string()));
    let at = at.map(|at| format!(" at {at}")).unwrap_or_default();
    let who = report.verified_by.map(|name| format!(", verified by {}", inline(name)));
    let tool = inline(&format!("{} {}", report.tool.name, report.tool.version));
    format!("\nJudged{at}{}, with {tool}\n", who.unwrap_or_default())
}

fn verdict(status: Status) -> &'static str {
    match status {
        Status::Pass => "PASS",
        Status::Waived => "WAIVED",
        Status::Fail => "FAIL",
    }
}
