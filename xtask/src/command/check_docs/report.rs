//! What was found, for people and for programs.

use std::fmt::Write;

use ray_cli::End;
use ray_core::finding::{Finding, Level};
use ray_report::{FindingDocument, Style, Verbosity, escape, write_findings};
use serde::Serialize;

use super::allow::Allowed;
use super::check::Counts;
use crate::command::format::{self, plural};

/// Version of the JSON form. It rises when a key is removed or changes its meaning.
const SCHEMA_VERSION: u32 = 1;

/// What was found in one document.
pub(super) struct Checked {
    /// The document.
    pub(super) path: String,
    /// The protocol whose document it is.
    pub(super) protocol: Option<String>,
    /// What was looked at.
    pub(super) counts: Counts,
    /// What is wrong, by place.
    pub(super) findings: Vec<Finding>,
    /// What may be wrong, by place.
    pub(super) unsure: Vec<Finding>,
    /// What is wrong and allowed.
    pub(super) allowed: Vec<Allowed>,
}

/// How many findings of `level` there are.
pub(super) fn count(documents: &[Checked], level: Level) -> usize {
    let findings = documents.iter().flat_map(|document| &document.findings);
    findings.filter(|finding| finding.level == level).count()
}

/// The report for people; `unreadable` is true when a document could not be read.
///
/// # Errors
/// When text cannot be put together: a fault of this project.
pub(super) fn human(documents: &[Checked], unreadable: bool, style: Style) -> Result<Vec<u8>, End> {
    let failed = |error| End::stopped("writing the report", error);
    let mut out = Vec::new();
    let all: Vec<Finding> = documents.iter().flat_map(|it| it.findings.clone()).collect();
    write_findings(&all, style, &mut out).map_err(failed)?;
    let mut text = String::new();
    if style.verbosity == Verbosity::Verbose {
        verbose(documents, &mut text);
    }
    if style.verbosity != Verbosity::Quiet {
        summary(documents, style.verbosity, &mut text);
    }
    let (errors, warnings) = (count(documents, Level::Error), count(documents, Level::Warning));
    let verdict = match errors + warnings {
        0 => "nothing disagrees",
        _ if unreadable => "not every document could be read",
        _ => "documents and executables disagree",
    };
    let _ =
        writeln!(text, "{verdict}: {}, {}", plural(errors, "error"), plural(warnings, "warning"));
    out.extend(text.into_bytes());
    Ok(out)
}

fn verbose(documents: &[Checked], text: &mut String) {
    for document in documents {
        for finding in &document.unsure {
            let _ = writeln!(text, "unsure: {}", line(finding));
        }
        for Allowed { found, reason } in &document.allowed {
            let reason = escape::terminal(reason);
            let _ = writeln!(text, "allowed: {} ({reason})", line(&found.finding));
        }
    }
}

/// A finding in a line.
fn line(finding: &Finding) -> String {
    let path = finding.place.path.as_str();
    let at = match finding.place.position {
        Some(position) => format!("{path}:{}:{}", position.line(), position.column()),
        None => path.to_owned(),
    };
    let (expected, found) = (finding.expected.as_deref(), finding.actual.as_deref());
    let facts =
        [expected.map(|it| format!(", expected {it}")), found.map(|it| format!(", found {it}"))];
    let facts: String = facts.into_iter().flatten().collect();
    escape::terminal(&format!("{at} {}: {}{facts}", finding.code.word, finding.message))
}

/// What was looked at, so that silence is not taken for a check.
fn summary(documents: &[Checked], verbosity: Verbosity, text: &mut String) {
    if verbosity == Verbosity::Verbose {
        for document in documents {
            let of = document.protocol.as_deref().unwrap_or("of no one protocol");
            let looked_at = looked_at(document.counts);
            let _ = writeln!(text, "{} ({of}): {looked_at}", escape::terminal(&document.path));
        }
    }
    let all = documents.iter().fold(Counts::default(), |sum, document| sum.plus(document.counts));
    let _ = writeln!(text, "{}: {}", plural(documents.len(), "document"), looked_at(all));
    let allowed: usize = documents.iter().map(|document| document.allowed.len()).sum();
    if allowed > 0 {
        let _ = writeln!(text, "{} allowed by comments", plural(allowed, "deviation"));
    }
}

fn looked_at(counts: Counts) -> String {
    let Counts { scripts, files, gates, thresholds } = counts;
    let counted = [
        plural(scripts, "script"),
        plural(files, "evidence file"),
        plural(gates, "gate"),
        plural(thresholds, "threshold"),
    ];
    counted.join(", ")
}

/// The report for programs.
///
/// # Errors
/// When it cannot be put together: a fault of this project.
pub(super) fn json(documents: &[Checked], failed: bool) -> Result<Vec<u8>, End> {
    let report = Report {
        schema_version: SCHEMA_VERSION,
        status: if failed { "fail" } else { "pass" },
        documents: documents.iter().map(Document::of).collect(),
    };
    format::json(&report)
}

#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    status: &'static str,
    documents: Vec<Document<'a>>,
}

#[derive(Serialize)]
struct Document<'a> {
    path: &'a str,
    protocol: Option<&'a str>,
    scripts: usize,
    evidence_files: usize,
    gates: usize,
    thresholds: usize,
    findings: Vec<FindingDocument<'a>>,
    unsure: Vec<FindingDocument<'a>>,
    allowed: Vec<FindingDocument<'a>>,
}

impl<'a> Document<'a> {
    fn of(checked: &'a Checked) -> Self {
        Self {
            path: &checked.path,
            protocol: checked.protocol.as_deref(),
            scripts: checked.counts.scripts,
            evidence_files: checked.counts.files,
            gates: checked.counts.gates,
            thresholds: checked.counts.thresholds,
            findings: checked.findings.iter().map(FindingDocument::of).collect(),
            unsure: checked.unsure.iter().map(FindingDocument::of).collect(),
            allowed: checked
                .allowed
                .iter()
                .map(|it| FindingDocument::of(&it.found.finding).allowed_for(&it.reason))
                .collect(),
        }
    }
}
