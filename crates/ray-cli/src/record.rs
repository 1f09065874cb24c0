//! `run_protocol_NN_gates`: judges all gates, keeps the record of the run, and adds it to the history.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ray_core::gate::result::GateResult;
use ray_core::place::EvidencePath;
use ray_core::value::words::fold;
use ray_ledger::evidence_manifest::Expected;
use ray_ledger::run_manifest::Run;
use ray_ledger::write;
use ray_report::{Handover, Kind};

use crate::aggregate::expected;
use crate::editions::Chosen;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::gates::{self, Numbered};
use crate::output;
use crate::recording;
use crate::run::{TOOL, print, report};
use crate::session::Session;

/// The folder of the records, from the root.
pub(crate) const FOLDER: &str = ".artifacts/protocol-manifests";

/// Judges the gates, says so, and writes the record unless `--no-write` is given.
///
/// # Errors
/// When nothing can be judged, or the record cannot be written.
pub(crate) fn perform(chosen: &Chosen) -> Result<Exit, Failure> {
    let session = chosen.first()?;
    let (mut results, mut evidence, mut judged) = (Vec::new(), Vec::new(), Vec::new());
    for session in &chosen.sessions {
        let (of_session, settings) = gates::judge_all(session, &wanted(session)?)?;
        evidence.extend(output::evidence_paths(session, &settings));
        judged.push((session, results.len()..results.len() + of_session.len()));
        results.extend(of_session);
    }
    let target = match session.flags.is_set("no-write") {
        true => None,
        false => Some(target(chosen, &evidence)?),
    };
    // Editions hand over to the same protocol; the first one's words are those of the run.
    let complete = &session.protocol.descriptor.protocol.complete;
    let handed_over: Vec<String> = chosen.sessions.iter().flat_map(handed_over).collect();
    let handover =
        Handover { prompt: &complete.prompt, next: &complete.next, evidence: &handed_over };
    if target.is_some() {
        chosen.sessions.iter().try_for_each(recording::ready)?;
    }
    let whole = session.flags.text("stage").is_none();
    let kind = Kind::Protocol(whole.then_some(handover));
    print(session, &report(session, &results, kind))?;
    if let Some(target) = target {
        write::replace(&target, &record(chosen, &results)?)?;
        for (session, own) in judged {
            recording::runs(session, results.get(own).unwrap_or_default())?;
        }
    }
    Ok(Exit::of(&results))
}

/// The files with which the protocol hands over.
fn handed_over(session: &Session) -> Vec<String> {
    let ids = session.protocol.descriptor.protocol.complete.evidence.iter();
    let evidence = ids.filter_map(|id| session.protocol.evidence(id));
    evidence.map(|evidence| evidence.file.clone()).collect()
}

/// All gates, or the one that `--stage` names by its name or number.
fn wanted(session: &Session) -> Result<Vec<Numbered<'_>>, Failure> {
    let all: Vec<Numbered<'_>> = gates::all(session).collect();
    let Some(stage) = session.flags.text("stage") else {
        return Ok(all);
    };
    let id = &session.protocol.descriptor.protocol.id;
    let is_meant = |(number, spec, _): &&Numbered<'_>| {
        let names =
            [spec.name.clone(), number.to_string(), format!("{id}.{number}"), spec.script.clone()];
        names.iter().any(|name| fold(name) == fold(stage.trim_end_matches(".py")))
    };
    let found: Vec<Numbered<'_>> = all.iter().filter(is_meant).copied().collect();
    if found.is_empty() {
        let known: Vec<String> =
            all.iter().map(|(number, spec, _)| format!("{number} {}", spec.name)).collect();
        return Err(Failure::UnknownStage { found: stage.to_owned(), known: known.join(", ") });
    }
    Ok(found)
}

/// The record of a run that is not the usual one has a name of its own, so that whoever reads the usual
/// one is not told about something else.
fn target(chosen: &Chosen, evidence: &[EvidencePath]) -> Result<PathBuf, Failure> {
    let session = chosen.first()?;
    let runner = &session.protocol.descriptor.protocol.runner;
    let usual = match chosen.edition.as_ref().filter(|_| !chosen.by_default) {
        Some(edition) => format!("{FOLDER}/{runner}-{edition}.json"),
        None => format!("{FOLDER}/{runner}.json"),
    };
    output::allowed(session, session.flags.text("output").unwrap_or(&usual), evidence)
}

fn record(chosen: &Chosen, results: &[GateResult]) -> Result<Vec<u8>, Failure> {
    let session = chosen.first()?;
    let descriptor = &session.protocol.descriptor;
    let evidence: Vec<(Expected, bool)> = chosen.sessions.iter().flat_map(present).collect();
    let mut scripts: Vec<(String, bool)> = chosen.sessions.iter().flat_map(scripts).collect();
    let mut seen = BTreeSet::new();
    scripts.retain(|(name, _)| seen.insert(name.clone()));
    let run = Run {
        protocol_id: &descriptor.protocol.id,
        protocol_title: &descriptor.protocol.name,
        edition: chosen.edition.as_deref(),
        results,
        evidence: &evidence,
        scripts: &scripts,
        now: session.context().now.instant,
        verified_by: session.verified_by.as_deref(),
        notes: session.flags.text("notes").unwrap_or_default(),
        generated_by: format!("{} {}", descriptor.protocol.runner, TOOL.version),
    };
    run.to_json().map_err(|error| Failure::Internal(error.to_string()))
}

fn present(session: &Session) -> Vec<(Expected, bool)> {
    let expected = expected(session).into_iter();
    expected
        .map(|expected| {
            let there = session.workspace.exists(&expected.path);
            (expected, there)
        })
        .collect()
}

/// The scripts that the documents call, and whether a workflow can call them: as an executable
/// beside this one, or as a file in the repository's `scripts` folder.
fn scripts(session: &Session) -> Vec<(String, bool)> {
    let scripts = session.protocol.descriptor.scripts();
    scripts
        .map(|name| {
            (name.to_owned(), is_beside_us(session, name) || is_in_repository(session, name))
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
