//! Waivers for people: a gate that was let through must never read as one that passed.

use std::io::{self, Write};

use ray_core::gate::result::{GateResult, Status};
use ray_core::gate::waiver::Waiver;

use crate::cautions::covers;
use crate::escape::terminal;
use crate::excerpt;

/// Writes who let the gate through, why, and until when.
pub(crate) fn write(result: &GateResult, out: &mut dyn Write) -> io::Result<()> {
    let title = &result.gate.title;
    writeln!(out)?;
    writeln!(out, "[RAY GATE WAIVED: {title}]")?;
    writeln!(out, "> Quality gate '{title}' did not pass. People answer for what it found:")?;
    for waiver in &result.waivers {
        writeln!(out, ">")?;
        write_one(waiver, out)?;
    }
    Ok(())
}

fn write_one(waiver: &Waiver, out: &mut dyn Write) -> io::Result<()> {
    let name = |name: &str, role: &str| format!("{} ({})", terminal(name), terminal(role));
    let lines = [
        ("Waiver", excerpt::location(&waiver.place)),
        ("Covers", terminal(&covers(waiver))),
        ("Approved by", name(&waiver.approved_by, &waiver.role)),
        ("Requested by", terminal(&waiver.requested_by)),
        ("In force", format!("from {} until {}", waiver.approved_at, waiver.expires_at)),
        ("Justification", terminal(&waiver.justification)),
        ("Risk", terminal(&waiver.risk)),
        ("Mitigation", terminal(&waiver.mitigation)),
    ];
    for (name, text) in lines {
        writeln!(out, "> {name}: {text}")?;
    }
    Ok(())
}

/// The first day on which one of the waivers of `result` no longer holds, in words.
#[must_use]
pub(crate) fn until(result: &GateResult) -> Option<String> {
    let first = result.waivers.iter().map(|waiver| waiver.expires_at).min()?;
    (result.status == Status::Waived).then(|| format!("waived until {first}, not passed"))
}
