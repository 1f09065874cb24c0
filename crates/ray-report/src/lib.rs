//! Results of gates into text.
//!
//! Results go in, a writer takes what comes out; one file per format. This crate knows no reader, no
//! protocol, no file, no clock, no exit code and no standard output, and it changes no verdict.

mod cautions;
pub mod escape;
mod excerpt;
mod finding_document;
mod findings;
mod github;
mod human;
mod json;
mod junit;
mod markdown;
mod measured;
mod repository;
mod sarif;
mod style;
mod unexplained;
mod waivers;

use std::io::{self, Write};

use ray_core::finding::Finding;
use ray_core::gate::result::GateResult;

pub use finding_document::FindingDocument;
pub use markdown::STEP_SUMMARY_BYTES;
pub use repository::Repository;
pub use style::{Style, Verbosity};

/// The program that judged.
#[derive(Debug, Clone, Copy)]
pub struct Tool<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its version.
    pub version: &'a str,
}

/// What is reported.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The results, in the order of the gates.
    pub results: &'a [GateResult],
    /// The program that judged.
    pub tool: Tool<'a>,
    /// Who stands behind the run.
    pub verified_by: Option<&'a str>,
    /// What the results belong to.
    pub kind: Kind<'a>,
    /// What a code host can show of the files; unknown where there is none.
    pub repository: Option<&'a Repository>,
}

/// What a report is about.
#[derive(Debug, Clone, Copy)]
pub enum Kind<'a> {
    /// One gate by itself.
    Gate,
    /// The gates of a protocol; the words with which it hands over when all of them passed.
    Protocol(Option<Handover<'a>>),
    /// An evidence manifest and the gates that it lists.
    Manifest(Manifest<'a>),
}

/// The words with which a protocol that passed hands over.
#[derive(Debug, Clone, Copy)]
pub struct Handover<'a> {
    /// The sentence before the list of evidence.
    pub prompt: &'a str,
    /// The protocol that comes next.
    pub next: &'a str,
    /// The files that are handed over.
    pub evidence: &'a [String],
}

/// What an evidence manifest holds.
#[derive(Debug, Clone, Copy)]
pub struct Manifest<'a> {
    /// Where it is written.
    pub path: &'a str,
    /// How many of the required files are there.
    pub present: usize,
    /// How many there should be.
    pub total: usize,
    /// Those that are not.
    pub missing: &'a [&'a str],
}

/// A form in which results can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Human,
    /// For programs; versioned.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML in the form that Jenkins' strict schema allows; every other reader knows it too.
    Junit,
    /// JUnit XML with the file of a test case, which GitLab links to and Jenkins' schema forbids.
    JunitGitlab,
    /// Workflow commands that become annotations on GitHub.
    Github,
    /// A page in GitHub's Markdown, for a step summary or a comment.
    Markdown,
}

impl Format {
    /// The formats and their names on a command line.
    pub const NAMES: [(&'static str, Format); 7] = [
        ("human", Format::Human),
        ("json", Format::Json),
        ("sarif", Format::Sarif),
        ("junit", Format::Junit),
        ("junit-gitlab", Format::JunitGitlab),
        ("github", Format::Github),
        ("markdown", Format::Markdown),
    ];

    /// The format called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }

    /// The bytes with which every file of this format begins that this crate wrote, so that a later
    /// run can tell its own file from another; none where a file cannot be told by its beginning.
    #[must_use]
    pub fn signature(self) -> Option<&'static str> {
        match self {
            Format::Sarif => Some(sarif::SIGNATURE),
            Format::Junit | Format::JunitGitlab => Some(junit::SIGNATURE),
            Format::Markdown => Some(markdown::SIGNATURE),
            Format::Human | Format::Json | Format::Github => None,
        }
    }
}

/// Writes `report` as `format` asks.
///
/// # Errors
/// When `out` cannot be written.
pub fn render(
    report: &Report<'_>,
    format: Format,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, style, out),
        Format::Json => json::write(report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Junit => junit::write(report, junit::Dialect::Jenkins, out),
        Format::JunitGitlab => junit::write(report, junit::Dialect::Gitlab, out),
        Format::Github => github::write(report, out),
        Format::Markdown => out.write_all(step_summary(report, STEP_SUMMARY_BYTES).as_bytes()),
    }
}

/// Writes `findings` that belong to no result, as a gate's are written: errors first, each with its
/// line.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_findings(findings: &[Finding], style: Style, out: &mut dyn Write) -> io::Result<()> {
    findings::write_all(findings.iter(), style, out)
}

/// `report` as a page in GitHub's Markdown of at most `room` bytes. What does not fit is left out,
/// findings first, and that is said on the page.
#[must_use]
pub fn step_summary(report: &Report<'_>, room: usize) -> String {
    markdown::page(report, room)
}

#[cfg(test)]
mod matrix_tests;
#[cfg(test)]
mod sample;
#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
