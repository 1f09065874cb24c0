//! Whether an executable answers to each script that a document names.

use std::collections::BTreeMap;

use clap::Command;
use ray_cli::End;
use ray_core::finding::Code;
use ray_core::place::EvidencePath;
use ray_core::workspace::Workspace;

use super::call::Call;
use super::check::Check;
use super::flags;

/// No executable has the name.
pub(super) const UNKNOWN_SCRIPT: Code = Code::error(
    "doc-unknown-script",
    "The document names a script that no executable answers to",
    "Use the name of an executable; `ray-gates list` names them all",
    "python scripts/validate_gate_10_intak.py",
);

/// A script that belongs to no gate.
pub(super) const HELPER_SCRIPT: Code = Code::warning(
    "doc-helper-script",
    "The document calls a script that belongs to no gate, and it is not in the repository",
    "Add the script to the repository, or take the call out of the document",
    "python scripts/collect_numbers.py",
);

/// The codes that this module can raise.
pub(super) const CODES: &[&Code] = &[&UNKNOWN_SCRIPT, &HELPER_SCRIPT];

/// Checks every call.
///
/// # Errors
/// When a descriptor is broken: a fault of this project.
pub(super) fn check(check: &mut Check<'_>, workspace: &Workspace) -> Result<(), End> {
    let known = check.known;
    let calls = std::mem::take(&mut check.calls);
    let mut commands: BTreeMap<&str, Option<Command>> = BTreeMap::new();
    for call in &calls {
        check.counts.scripts += 1;
        let Some(script) = known.script(&call.name) else {
            name(check, call, workspace);
            continue;
        };
        if !commands.contains_key(script.proper.as_str()) {
            commands.insert(&script.proper, known.command(script)?);
        }
        let command = commands.get_mut(script.proper.as_str()).and_then(Option::as_mut);
        if let (Some(words), Some(command)) = (&call.words, command) {
            flags::check(check, call, script, words, command);
        }
    }
    check.calls = calls;
    Ok(())
}

fn name(check: &mut Check<'_>, call: &Call, workspace: &Workspace) {
    let near = check.known.nearest_script(&call.name);
    let families = ["validate_gate_", "validate_prerequisites_", "aggregate_", "run_protocol_"];
    let is_ours = families.iter().any(|family| call.name.starts_with(family));
    let file = format!("scripts/{}.py", call.name);
    if near.is_some() || is_ours {
        let found = check.at(&UNKNOWN_SCRIPT, call.span).with(|finding| {
            let finding = finding
                .message(format!("No executable is called {}", call.name))
                .actual(call.name.clone());
            match near {
                Some(near) => finding.expected(near),
                None => finding,
            }
        });
        check.found.push(found);
    } else if !workspace.exists(&EvidencePath::new(&file))
        && check.first_time(&HELPER_SCRIPT, &call.name)
    {
        let found = check.at(&HELPER_SCRIPT, call.span).with(|finding| {
            finding
                .message(format!("{} belongs to no gate, and there is no {file}", call.name))
                .actual(call.name.clone())
        });
        check.found.push(found);
    }
}
