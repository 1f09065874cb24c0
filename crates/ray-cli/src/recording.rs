//! What is kept of a run beside its result: a line in the history for each gate, and one in the
//! execution log for an aggregation. Both lie in the evidence folder; where there is none, nothing is
//! kept, since a run must not make the folder whose absence it reports.

use std::io::{self, Write};

use ray_core::gate::result::GateResult;
use ray_ledger::chain::{self, Repair};
use ray_ledger::evidence_manifest::EvidenceManifest;
use ray_ledger::execution_log::{self, Aggregation, Written};
use ray_ledger::history::{self, GateRun};

use crate::failure::Failure;
use crate::run::TOOL;
use crate::session::Session;

/// Sees that the history and the log can be added to, before anything is written.
///
/// # Errors
/// When one of them cannot.
pub(crate) fn ready(session: &Session) -> Result<(), Failure> {
    if has_folder(session) {
        for file in [history::FILE_NAME, execution_log::FILE_NAME] {
            chain::ready(&session.on_disk(session.folder.join(file).as_str()))?;
        }
    }
    Ok(())
}

/// Adds `results` to the history.
///
/// # Errors
/// When the history cannot be written; it is then as it was.
pub(crate) fn runs(session: &Session, results: &[GateResult]) -> Result<(), Failure> {
    if !has_folder(session) {
        return Ok(());
    }
    let verified_by = session.verified_by.as_deref();
    let tool = tool();
    let runs: Vec<GateRun> =
        results.iter().map(|result| GateRun::of(result, verified_by, &tool)).collect();
    let path = session.on_disk(session.folder.join(history::FILE_NAME).as_str());
    let (repaired, _) = history::record(&path, &runs)?;
    say(history::FILE_NAME, repaired.as_ref());
    Ok(())
}

/// Adds an aggregation, which came to `results` and `manifest` and wrote `written`, to the log.
///
/// # Errors
/// When the log cannot be written; it is then as it was.
pub(crate) fn aggregation(
    session: &Session,
    results: &[GateResult],
    manifest: &EvidenceManifest,
    written: Vec<Written>,
) -> Result<(), Failure> {
    if !has_folder(session) {
        return Ok(());
    }
    let now = session.context().now;
    let status = |result: &GateResult| (result.gate.id.clone(), result.status.word().to_owned());
    let aggregation = Aggregation {
        kind: execution_log::KIND.to_owned(),
        time: now.instant.to_string(),
        protocol: session.protocol.descriptor.protocol.id.clone(),
        release: manifest.release().map(str::to_owned),
        gates: results.iter().map(status).collect(),
        wrote: written,
        clock_set_by: now.set_by.map(str::to_owned),
        verified_by: session.verified_by.clone(),
        tool: tool(),
    };
    let path = session.on_disk(session.folder.join(execution_log::FILE_NAME).as_str());
    let repaired = execution_log::record(&path, &aggregation, manifest.digests())?;
    say(execution_log::FILE_NAME, repaired.as_ref());
    Ok(())
}

fn has_folder(session: &Session) -> bool {
    session.workspace.is_folder(&session.folder)
}

fn tool() -> String {
    format!("{} {}", TOOL.name, TOOL.version)
}

fn say(file: &str, repaired: Option<&Repair>) {
    if let Some(repair) = repaired {
        let _ = writeln!(
            io::stderr(),
            "note: the last line of {file} was torn after {} bytes; it was taken away, and the file says so",
            repair.torn_bytes
        );
    }
}
