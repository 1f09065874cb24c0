//! `ray-gates list`: every protocol with its gates and the executables that judge them.

use std::fmt::Write;

use clap::Args;
use ray_cli::{End, Exit, to_stdout};
use ray_core::protocol::Protocol;

use super::protocols;

/// Name every protocol, its gates and its executables
#[derive(Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<Exit, End> {
    let listed: String = protocols()?.iter().map(describe).collect::<Vec<_>>().join("\n");
    to_stdout(listed.as_bytes())?;
    Ok(Exit::Passed)
}

fn describe(protocol: &Protocol) -> String {
    let identity = &protocol.descriptor.protocol;
    let edition = identity.edition.as_ref().map(|edition| format!(", {edition} edition"));
    let mut text = format!("{} {}{}\n", identity.id, identity.name, edition.unwrap_or_default());
    let folder = identity.folders.first().map_or("", String::as_str);
    let mut line = |name: &str, what: &str| {
        let others = protocol.descriptor.aliases(name);
        let others = match others {
            [] => String::new(),
            others => format!("; also {}", others.join(", ")),
        };
        let _ = writeln!(text, "  {name}\n      {what}{others}");
    };
    for (at, gate) in protocol.descriptor.gates.iter().enumerate() {
        line(&gate.script, &format!("{}.{} {}", identity.id, at + 1, gate.title));
    }
    line(&identity.prerequisites, "what must be in place before the protocol starts");
    line(&identity.aggregator, &format!("the evidence manifest of {folder}"));
    line(&identity.runner, "all gates");
    text
}
