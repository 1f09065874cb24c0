//! Results for people and for agents that read over their shoulder: every criterion with what was
//! counted, every finding with its line, a summary, and on failure the block that the protocols'
//! users know.

use std::io::{self, Write};

use ray_core::gate::result::{CriterionResult, GateResult, Status, Verdict};

use crate::cautions;
use crate::escape::terminal;
use crate::findings;
use crate::measured::measured;
use crate::style::{Role, Style, Verbosity};
use crate::waivers;
use crate::{Handover, Kind, Manifest, Report};

/// Writes `report`.
pub(crate) fn write(report: &Report<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for result in report.results {
        write_gate(result, style, out)?;
    }
    match report.kind {
        Kind::Gate => Ok(()),
        Kind::Protocol(handover) => write_protocol(report, handover, style, out),
        Kind::Manifest(manifest) => {
            write_table(report, style, out)?;
            write_manifest(manifest, style, out)
        }
    }?;
    if style.verbosity == Verbosity::Verbose {
        let verified_by = report.verified_by.map_or_else(|| "nobody named".to_owned(), terminal);
        writeln!(
            out,
            "verified by {verified_by}, with {} {}",
            report.tool.name, report.tool.version
        )?;
    }
    Ok(())
}

fn write_gate(result: &GateResult, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if style.verbosity != Verbosity::Quiet {
        write_head(result, style, out)?;
        for criterion in &result.criteria {
            write_criterion(criterion, style, out)?;
        }
        write_looser_settings(result, style, out)?;
        writeln!(out)?;
    }
    findings::write(result, style, out)?;
    if style.verbosity == Verbosity::Verbose {
        write_what_was_in_force(result, out)?;
    }
    write_summary(result, style, out)?;
    if style.verbosity != Verbosity::Quiet {
        match result.status {
            Status::Pass => {}
            Status::Waived => waivers::write(result, out)?,
            Status::Fail => write_failure(result, out)?,
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_head(result: &GateResult, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let gate = &result.gate;
    let release =
        result.release.as_deref().map(|release| format!(", release {}", terminal(release)));
    let head = format!("{} {}", gate.id, gate.title);
    writeln!(out, "{}{}", style.paint(Role::Strong, &head), release.unwrap_or_default())?;
    if let Some(clock) = cautions::clock(result) {
        writeln!(out, "{}", style.paint(Role::Warning, &clock))?;
    }
    writeln!(out)
}

fn write_criterion(
    criterion: &CriterionResult,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (role, mark) = match criterion.verdict {
        Verdict::Pass => (Role::Good, "pass"),
        Verdict::Fail => (Role::Bad, "FAIL"),
        Verdict::Indeterminate => (Role::Doubt, "??? "),
        Verdict::NotApplicable => (Role::Faint, "n/a "),
    };
    let counted = measured(criterion).map(|measured| format!(" ({measured})")).unwrap_or_default();
    writeln!(out, "  {}  {}{counted}", style.paint(role, mark), criterion.text)?;
    if criterion.threshold.looser {
        let warning = format!(
            "looser than the protocol's own, set by {}",
            terminal(&criterion.threshold.source)
        );
        writeln!(out, "        {}", style.paint(Role::Warning, &warning))?;
    }
    if let Some(reason) = &criterion.reason {
        writeln!(out, "        {}", style.paint(Role::Faint, &terminal(reason)))?;
    }
    Ok(())
}

/// Settings that let through more than the protocol's own and are no criterion's threshold.
fn write_looser_settings(result: &GateResult, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for setting in
        cautions::looser_settings(result).filter(|it| !cautions::is_threshold(it, result))
    {
        let warning = terminal(&cautions::looser(setting));
        writeln!(out, "  {}", style.paint(Role::Warning, &warning))?;
    }
    Ok(())
}

fn write_what_was_in_force(result: &GateResult, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "settings")?;
    for setting in &result.settings {
        let value =
            setting.value.as_ref().map_or_else(|| "not set".to_owned(), ToString::to_string);
        writeln!(
            out,
            "  {} = {} ({})",
            setting.id,
            terminal(&value),
            terminal(&setting.source.to_string())
        )?;
    }
    writeln!(out, "evidence")?;
    for file in &result.evidence {
        let digest = file
            .fingerprint
            .as_ref()
            .map_or_else(|| "not read".to_owned(), |print| print.digest.to_string());
        writeln!(out, "  {digest}  {}", terminal(file.path.as_str()))?;
    }
    writeln!(out)
}

fn write_summary(result: &GateResult, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (role, word) = verdict(result.status);
    let mut line =
        format!("{}  {}: {}", style.paint(role, word), result.gate.title, result.notes());
    if let Some(until) = waivers::until(result) {
        line.push_str(&format!("; {until}"));
    }
    if style.verbosity == Verbosity::Quiet {
        if let Some(clock) = cautions::clock(result) {
            line.push_str(&format!("; {clock}"));
        }
        if cautions::is_looser(result) {
            line.push_str("; with a setting looser than the protocol's own");
        }
    }
    writeln!(out, "{line}")
}

fn verdict(status: Status) -> (Role, &'static str) {
    match status {
        Status::Pass => (Role::Good, "PASS"),
        Status::Waived => (Role::Doubt, "WAIVED"),
        Status::Fail => (Role::Bad, "FAIL"),
    }
}

/// The block that the protocols' users already read.
fn write_failure(result: &GateResult, out: &mut dyn Write) -> io::Result<()> {
    let gate = &result.gate;
    let unmet: Vec<String> = result
        .unmet()
        .map(|criterion| match measured(criterion) {
            Some(measured) => format!("{} {measured}", criterion.id),
            None => format!("{} not judged", criterion.id),
        })
        .collect();
    writeln!(out)?;
    writeln!(out, "[RAY GATE FAILED: {}]", gate.title)?;
    writeln!(out, "> Quality gate '{}' failed.", gate.title)?;
    writeln!(out, "> Criteria: {}", gate.summary)?;
    writeln!(out, "> Actual: {}", unmet.join("; "))?;
    writeln!(out, "> Required action: {}", gate.on_failure)?;
    writeln!(out, ">")?;
    writeln!(out, "> Options:")?;
    let waiver = gate.waivable.then_some("Request gate waiver with justification");
    let options = ["Fix issues and retry validation"]
        .into_iter()
        .chain(waiver)
        .chain(["Halt protocol execution"]);
    for (number, option) in options.enumerate() {
        writeln!(out, "> {}. {option}", number + 1)?;
    }
    Ok(())
}

fn write_protocol(
    report: &Report<'_>,
    handover: Option<Handover<'_>>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_table(report, style, out)?;
    let go_on = Status::of_all(report.results) != Status::Fail;
    let Some(handover) = handover.filter(|_| go_on && style.verbosity != Verbosity::Quiet) else {
        return Ok(());
    };
    let waived = report.results.iter().filter(|result| result.status == Status::Waived).count();
    let complete = match waived {
        0 => "PROTOCOL COMPLETE".to_owned(),
        waived => {
            format!("PROTOCOL COMPLETE, {waived} OF {} GATES WAIVED", report.results.len())
        }
    };
    writeln!(out)?;
    writeln!(out, "[MASTER RAY™ | {complete}] Ready for {}", handover.next)?;
    writeln!(out)?;
    writeln!(out, "[RAY CONFIRMATION REQUIRED]")?;
    writeln!(out, "> {}", handover.prompt)?;
    for file in handover.evidence {
        writeln!(out, "> - {}", terminal(file))?;
    }
    writeln!(out, ">")?;
    writeln!(out, "> Confirm readiness to transition to {}?", handover.next)
}

fn write_table(report: &Report<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if style.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    if let Some(result) = report.results.first() {
        let gate = &result.gate;
        let head = format!("Protocol {}: {}", gate.protocol_id, gate.protocol_name);
        writeln!(out, "{}", style.paint(Role::Strong, &head))?;
    }
    for result in report.results {
        let (role, word) = verdict(result.status);
        writeln!(out, "  {}  {} {}", style.paint(role, word), result.gate.id, result.gate.title)?;
    }
    Ok(())
}

fn write_manifest(manifest: Manifest<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let Manifest { path, present, total, missing } = manifest;
    writeln!(out, "{present} of {total} required files are there; manifest: {}", terminal(path))?;
    for file in missing {
        writeln!(out, "  {}  {}", style.paint(Role::Bad, "missing"), terminal(file))?;
    }
    Ok(())
}
