//! `ray-gates waivers`: every waiver of a repository, the next to expire first.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use jiff::{SignedDuration, Timestamp};
use ray_cli::environment::Environment;
use ray_cli::{End, Exit, Opened, to_stdout};
use ray_core::finding::Finding;
use ray_core::gate::waiver::Waiver;
use ray_core::place::{Place, Placed};
use ray_core::value::timespan::Timespan;
use ray_ledger::waivers::Entry;
use ray_report::escape::terminal;
use ray_report::{FindingDocument, Style, write_findings};
use serde_json::{Value, json};

use super::format::{self, Format, in_words};
use crate::PROTOCOLS;

/// List all waivers, the next to expire first
///
/// Exit code 1 when one has expired or is not sound.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The repository
    #[arg(long, short = 'C', value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Also warn of waivers that expire within this time, such as 14d
    #[arg(long, value_name = "TIME")]
    within: Option<Timespan>,
    /// Look as of this time, RFC 3339; also RAY_NOW
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// What to print
    #[arg(long, default_value = "human")]
    format: Format,
}

/// How a waiver stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    NotSound,
    Expired,
    ExpiresSoon,
    InForce,
}

impl Standing {
    fn words(self) -> &'static str {
        match self {
            Standing::NotSound => "NOT SOUND",
            Standing::Expired => "EXPIRED",
            Standing::ExpiresSoon => "expires soon",
            Standing::InForce => "in force",
        }
    }
}

/// A waiver of a repository.
struct Listed {
    gate: String,
    place: Place,
    standing: Standing,
    expires_at: Option<Timestamp>,
    /// What it says; none when it does not say all that it must.
    granted: Option<Waiver>,
}

/// The waivers of a repository, and what is wrong with them.
struct Found {
    listed: Vec<Listed>,
    faults: Vec<Finding>,
    now: Timestamp,
}

pub(crate) fn run(arguments: &Arguments, environment: &Environment) -> Result<Exit, End> {
    let found = find(arguments, environment)?;
    let text = match arguments.format {
        Format::Human => human(&found, environment)?.into_bytes(),
        Format::Json => format::json(&document(&found))?,
    };
    to_stdout(&text)?;
    let is_over = |listed: &Listed| listed.standing <= Standing::Expired;
    let failed = found.listed.iter().any(is_over) || !found.faults.is_empty();
    Ok(if failed { Exit::Failed } else { Exit::Passed })
}

fn find(arguments: &Arguments, environment: &Environment) -> Result<Found, End> {
    let mut found = Found { listed: Vec::new(), faults: Vec::new(), now: environment.now };
    let mut flags: Vec<OsString> = vec!["--root".into(), arguments.root.clone().into()];
    flags.extend(arguments.now.iter().flat_map(|now| ["--now".into(), now.into()]));
    for source in PROTOCOLS {
        let opened = Opened::open(source, &flags, environment)?;
        found.now = opened.now().instant;
        let Some(waivers) = opened.waivers() else {
            continue;
        };
        found.faults.extend(waivers.broken().iter().cloned());
        for entry in &waivers.entries {
            let mut faults = waivers.faults(entry);
            found.listed.push(listed(entry, faults.is_empty(), found.now, arguments.within));
            found.faults.append(&mut faults);
        }
    }
    found.listed.sort_by_key(|listed| (listed.expires_at.is_none(), listed.expires_at));
    Ok(found)
}

fn listed(entry: &Entry, sound: bool, now: Timestamp, within: Option<Timespan>) -> Listed {
    let expires_at = entry.expires_at.read().map(|expires_at| expires_at.value);
    let left = expires_at.map(|expires_at| expires_at.duration_since(now));
    let soon = within.is_some_and(|within| left.is_some_and(|left| left <= within.duration()));
    let standing = match sound && entry.gate_id.is_some() {
        false => Standing::NotSound,
        true if entry.is_expired(now) => Standing::Expired,
        true if soon => Standing::ExpiresSoon,
        true => Standing::InForce,
    };
    let written = entry.gate.read().map_or("no gate", |gate| gate.value.as_str());
    Listed {
        gate: entry.gate_id.clone().unwrap_or_else(|| written.to_owned()),
        place: entry.place(),
        standing,
        expires_at,
        granted: entry.granted(),
    }
}

fn human(found: &Found, environment: &Environment) -> Result<String, End> {
    let mut out = Vec::new();
    let style = Style { color: environment.stdout_wants_color, ..Style::plain() };
    write_findings(&found.faults, style, &mut out)
        .map_err(|error| End::stopped("writing the result", error))?;
    let mut text = String::from_utf8_lossy(&out).into_owned();
    if found.listed.is_empty() && found.faults.is_empty() {
        text.push_str("no waivers\n");
    }
    for listed in &found.listed {
        describe(listed, found.now, &mut text);
    }
    Ok(text)
}

fn describe(listed: &Listed, now: Timestamp, text: &mut String) {
    let until = match listed.expires_at {
        None => "no expiry".to_owned(),
        Some(at) => {
            let left = at.duration_since(now);
            let ago = if left.is_positive() { "left" } else { "ago" };
            format!("until {at}, {} {ago}", in_words(left))
        }
    };
    let gate = terminal(&listed.gate);
    let _ = writeln!(text, "{:12}  {gate}  {until}", listed.standing.words());
    let line = listed.place.position.map(|position| format!(":{}", position.line()));
    let path = terminal(listed.place.path.as_str());
    let _ = writeln!(text, "              {path}{}", line.unwrap_or_default());
    if let Some(waiver) = &listed.granted {
        let codes = match waiver.codes.as_slice() {
            [] => "everything that can be waived".to_owned(),
            codes => codes.join(", "),
        };
        let by = format!(
            "{} ({}), asked for by {}",
            waiver.approved_by, waiver.role, waiver.requested_by
        );
        for (name, value) in
            [("covers", &codes), ("granted by", &by), ("because", &waiver.justification)]
        {
            let _ = writeln!(text, "              {name}: {}", terminal(value));
        }
    }
}

fn document(found: &Found) -> Value {
    let waivers = found.listed.iter().map(|listed| {
        let granted = listed.granted.as_ref();
        json!({
            "gate": listed.gate,
            "standing": listed.standing.words().to_lowercase().replace(' ', "-"),
            "path": listed.place.path.as_str(),
            "line": listed.place.position.map(|position| position.line()),
            "expires_at": listed.expires_at.map(|at| at.to_string()),
            "seconds_left": listed.expires_at.map(|at| seconds(at.duration_since(found.now))),
            "approved_by": granted.map(|it| &it.approved_by),
            "role": granted.map(|it| &it.role),
            "requested_by": granted.map(|it| &it.requested_by),
            "codes": granted.map(|it| &it.codes),
            "justification": granted.map(|it| &it.justification),
        })
    });
    let faults = found.faults.iter().map(FindingDocument::of);
    json!({
        "schema_version": 1,
        "now": found.now.to_string(),
        "waivers": waivers.collect::<Vec<_>>(),
        "findings": faults.collect::<Vec<_>>(),
    })
}

fn seconds(time: SignedDuration) -> i64 {
    time.as_secs()
}
