//! Results of gates into text.
//!
//! Results go in, a writer takes what comes out; one file per format. This crate knows no reader, no
//! protocol, no file, no clock, no exit code and no standard output, and it changes no verdict.

pub mod escape;
mod excerpt;
mod findings;
mod human;
mod json;
mod style;
mod waivers;

use std::io::{self, Write};

use ray_core::finding::Finding;
use ray_core::gate::result::GateResult;

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

#[cfg(test)]
mod sample;
#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
