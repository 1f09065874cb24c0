//! `run_protocol_NN_gates`: judges all gates and keeps the record of the run.

use std::path::PathBuf;

use ray_core::gate::result::GateResult;
use ray_core::place::EvidencePath;
use ray_core::value::words::fold;
use ray_ledger::run_manifest::Run;
use ray_ledger::write;
use ray_report::{Handover, Kind};

use crate::aggregate::expected;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::gates::{self, Numbered};
use crate::output;
use crate::run::{TOOL, print, report};
use crate::session::Session;

/// The folder of the records, from the root.
const FOLDER: &str = ".artifacts/protocol-manifests";

/// Judges the gates, says so, and writes the record unless `--no-write` is given.
///
/// # Errors
/// When nothing can be judged, or the record cannot be written.
pub(crate) fn perform(session: &Session) -> Result<Exit, Failure> {
    let numbered = chosen(session)?;
    let (results, settings) = gates::judge_all(session, &numbered)?;
    let target = match session.flags.is_set("no-write") {
        true => None,
        false => Some(target(session, &output::evidence_paths(session, &settings))?),
    };
    let complete = &session.protocol.descriptor.protocol.complete;
    let handed_over: Vec<String> = complete
        .evidence
        .iter()
        .filter_map(|id| session.protocol.evidence(id))
        .map(|evidence| evidence.file.clone())
        .collect();
    let handover =
        Handover { prompt: &complete.prompt, next: &complete.next, evidence: &handed_over };
    let whole = session.flags.text("stage").is_none();
    let kind = Kind::Protocol(whole.then_some(handover));
    print(session, &report(session, &results, kind))?;
    if let Some(target) = target {
        write::replace(&target, &record(session, &results)?)?;
    }
    Ok(Exit::of(&results))
}

/// All gates, or the one that `--stage` names by its name or number.
fn chosen(session: &Session) -> Result<Vec<Numbered<'_>>, Failure> {
    let all: Vec<Numbered<'_>> = gates::all(session).collect();
    let Some(stage) = session.flags.text("stage") else {
        return Ok(all);
    };
    let id = &session.protocol.descriptor.protocol.id;
    let is_meant = |(number, spec, _): &&Numbered<'_>| {
        let names =
            [spec.name.clone(), number.to_string(), format!("{id}.{number}"), spec.script.clone()];
        names.iter().any(|name| fold(name) == fold(stage))
    };
    let found: Vec<Numbered<'_>> = all.iter().filter(is_meant).copied().collect();
    if found.is_empty() {
        let known: Vec<String> =
            all.iter().map(|(number, spec, _)| format!("{number} {}", spec.name)).collect();
        return Err(Failure::UnknownStage { found: stage.to_owned(), known: known.join(", ") });
    }
    Ok(found)
}

fn target(session: &Session, evidence: &[EvidencePath]) -> Result<PathBuf, Failure> {
    let usual = format!("{FOLDER}/{}.json", session.protocol.descriptor.protocol.runner);
    output::allowed(session, session.flags.text("output").unwrap_or(&usual), evidence)
}

fn record(session: &Session, results: &[GateResult]) -> Result<Vec<u8>, Failure> {
    let descriptor = &session.protocol.descriptor;
    let evidence: Vec<_> = expected(session)
        .into_iter()
        .map(|expected| {
            let there = session.workspace.exists(&expected.path);
            (expected, there)
        })
        .collect();
    let run = Run {
        protocol_id: &descriptor.protocol.id,
        protocol_title: &descriptor.protocol.name,
        results,
        evidence: &evidence,
        scripts: &scripts(session),
        now: session.context().now.instant,
        verified_by: session.verified_by.as_deref(),
        notes: session.flags.text("notes").unwrap_or_default(),
        generated_by: format!("{} {}", descriptor.protocol.runner, TOOL.version),
    };
    run.to_json().map_err(|error| Failure::Internal(error.to_string()))
}

/// The scripts that the documents call, and whether a workflow can call them: as an executable
/// beside this one, or as a file in the repository's `scripts` folder.
fn scripts(session: &Session) -> Vec<(String, bool)> {
    let identity = &session.protocol.descriptor.protocol;
    let gates = session.protocol.descriptor.gates.iter().map(|gate| gate.script.clone());
    let others =
        [&identity.prerequisites, &identity.aggregator, &identity.runner].map(String::clone);
    gates
        .chain(others)
        .map(|name| {
            let there = is_beside_us(session, &name) || is_in_repository(session, &name);
            (name, there)
        })
        .collect()
}

fn is_beside_us(session: &Session, name: &str) -> bool {
    let folder = session.environment.executable.as_ref().and_then(|executable| executable.parent());
    folder.is_some_and(|folder| {
        folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)).is_file()
    })
}

fn is_in_repository(session: &Session, name: &str) -> bool {
    [format!("scripts/{name}.py"), format!("scripts/{name}")]
        .iter()
        .any(|script| session.workspace.exists(&EvidencePath::new(script)))
}
