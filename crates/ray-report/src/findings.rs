//! Findings for people: what, where, the line itself, what was wanted, what was found, what to do.

use std::collections::BTreeMap;
use std::io::{self, Write};

use ray_core::finding::{Finding, Level};
use ray_core::gate::result::GateResult;

use crate::escape;
use crate::excerpt;
use crate::style::{Role, Style, Verbosity};

/// Findings of one kind that are shown before the rest is only counted.
const SHOWN: usize = 20;

/// Writes the findings of `result`, errors first.
pub(crate) fn write(result: &GateResult, style: Style, out: &mut dyn Write) -> io::Result<()> {
    write_all(result.findings.iter().map(|reported| &*reported.finding), style, out)
}

/// Writes `findings`, errors first.
pub(crate) fn write_all<'f>(
    findings: impl Iterator<Item = &'f Finding> + Clone,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for level in [Level::Error, Level::Warning] {
        write_level(findings.clone().filter(|finding| finding.level == level), style, out)?;
    }
    Ok(())
}

fn write_level<'f>(
    findings: impl Iterator<Item = &'f Finding>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        let count = seen.entry(finding.code.word).or_default();
        *count += 1;
        if *count <= SHOWN || style.verbosity == Verbosity::Verbose {
            write_one(finding, style, out)?;
        }
    }
    for (word, count) in seen {
        if count > SHOWN && style.verbosity != Verbosity::Verbose {
            let more = count - SHOWN;
            writeln!(
                out,
                "… and {more} more of {word}; --verbose shows them, --format json has them all"
            )?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn write_one(finding: &Finding, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (role, level) = match finding.level {
        Level::Error => (Role::Bad, "error"),
        Level::Warning => (Role::Warning, "warning"),
    };
    let kind = style.paint(role, &format!("{level}[{}]", finding.code.word));
    let message = escape::terminal(&finding.message);
    if style.verbosity == Verbosity::Quiet {
        return writeln!(out, "{kind}: {message} at {}", excerpt::location(&finding.place));
    }
    writeln!(out, "{kind}: {}", style.paint(Role::Strong, &message))?;
    for line in excerpt::lines(&finding.place, role, style) {
        writeln!(out, "{line}")?;
    }
    let facts = [
        ("expected", finding.expected.as_deref()),
        ("found", finding.actual.as_deref()),
        ("help", Some(&*finding.help)),
    ];
    for (name, text) in facts {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            writeln!(out, "  = {name}: {}", escape::terminal(text))?;
        }
    }
    writeln!(out)
}
