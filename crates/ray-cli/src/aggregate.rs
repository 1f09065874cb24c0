//! `aggregate_evidence_NN`: builds the package where that is asked for, judges all gates, hashes all
//! evidence, and writes the manifest and what it saw change.

use std::path::Path;

use ray_core::gate::result::GateResult;
use ray_core::place::EvidencePath;
use ray_core::protocol::PackageSpec;
use ray_ledger::evidence_manifest::{EvidenceManifest, Expected, FILE_NAME, Inventory};
use ray_ledger::execution_log::Written;
use ray_ledger::waivers;
use ray_report::{Kind, Manifest};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::gates::{self, Numbered};
use crate::output;
use crate::pack;
use crate::recording;
use crate::run::{TOOL, print, report};
use crate::session::Session;

/// Writes the manifest, also when it is not complete; that is then said, with exit code 1.
///
/// # Errors
/// When nothing can be judged, or something cannot be written.
pub(crate) fn perform(session: &Session) -> Result<Exit, Failure> {
    let folder =
        session.flags.text("output").map_or_else(|| session.folder.to_string(), str::to_owned);
    let said = format!("{}/{FILE_NAME}", folder.trim_end_matches(['/', '\\']));
    let mut evidence = output::evidence_paths(session, &[]);
    if output::is_evidence(session, &session.on_disk(&folder), &evidence) {
        return Err(Failure::OutputIsEvidence { flag: "--output", path: folder });
    }
    evidence.retain(|path| *path != session.folder.join(FILE_NAME));
    let target = output::allowed(session, &said, &evidence)?;
    recording::ready(session)?;
    let (results, mut written) = judge(session)?;
    let manifest = take(session, &results, &target);
    let missing: Vec<&str> = manifest.missing().collect();
    let (present, total) = manifest.counts();
    let kind = Kind::Manifest(Manifest { path: &said, present, total, missing: &missing });
    print(session, &report(session, &results, kind))?;
    let digest = manifest.write(&target)?;
    written.push(pack::written(session, &target, digest));
    recording::runs(session, &results)?;
    recording::aggregation(session, &results, &manifest, written)?;
    Ok(if manifest.is_complete() { Exit::Passed } else { Exit::Failed })
}

/// Judges all gates. Those that read the package are judged after it was built, so that what they judge
/// is what is handed over; the documents of the package come with them.
fn judge(session: &Session) -> Result<(Vec<GateResult>, Vec<Written>), Failure> {
    let all: Vec<Numbered<'_>> = gates::all(session).collect();
    let package = session.protocol.descriptor.package.as_ref();
    // What is missing as a whole is not packed: a run must not make the folder whose absence it reports.
    let wanted = session.flags.is_set("package") && session.workspace.is_folder(&session.folder);
    let Some(package) = package.filter(|_| wanted) else {
        let (results, _) = gates::judge_all(session, &all)?;
        return Ok((results, Vec::new()));
    };
    let (after, before): (Vec<Numbered<'_>>, Vec<Numbered<'_>>) =
        all.into_iter().partition(|(_, gate, _)| reads(session, &gate.evidence, package));
    let (mut results, _) = gates::judge_all(session, &before)?;
    let written = pack::perform(session, package, &results)?;
    results.extend(gates::judge_all(session, &after)?.0);
    results.sort_by(|a, b| a.gate.id.cmp(&b.gate.id));
    Ok((results, written))
}

fn reads(session: &Session, evidence: &[String], package: &PackageSpec) -> bool {
    let files = evidence.iter().filter_map(|id| session.protocol.evidence(id));
    files.into_iter().any(|it| it.file == package.archive || it.file == package.manifest)
}

fn take(session: &Session, results: &[GateResult], target: &Path) -> EvidenceManifest {
    let own: Vec<EvidencePath> =
        session.workspace.relative(target).into_iter().chain(own_files(session)).collect();
    EvidenceManifest::take(&Inventory {
        workspace: &session.workspace,
        folder: &session.folder,
        expected: &expected(session),
        own: &own,
        results,
        now: session.context().now.instant,
        verified_by: session.verified_by.as_deref(),
        generated_by: generated_by(session),
    })
}

/// Name and version of the executable, for documents.
#[must_use]
pub(crate) fn generated_by(session: &Session) -> String {
    format!("{} {}", session.protocol.descriptor.protocol.aggregator, TOOL.version)
}

/// The files of the evidence folder that record runs and are no evidence.
#[must_use]
pub(crate) fn own_files(session: &Session) -> [EvidencePath; 3] {
    ray_ledger::RECORDS.map(|name| session.folder.join(name))
}

/// Every file that the descriptor or the configuration asks for.
#[must_use]
pub(crate) fn expected(session: &Session) -> Vec<Expected> {
    let descriptor = &session.protocol.descriptor;
    let declared = descriptor.evidence.iter().map(|evidence| Expected {
        path: session.path_of(evidence),
        description: evidence.description.clone(),
        required: true,
    });
    let extra = session.config.required_artifacts.iter().map(|file| Expected {
        path: session.folder.join(file),
        description: format!("required by {}", session.config.path),
        required: true,
    });
    let optional = |file: &str, description: &str| Expected {
        path: session.folder.join(file),
        description: description.to_owned(),
        required: false,
    };
    let prerequisites = [
        optional(
            ray_core::prerequisites::APPROVALS_FILE,
            "Approvals that must stand before the protocol starts",
        ),
        optional(
            ray_core::prerequisites::SYSTEM_STATE_FILE,
            "Attestations of system state before the protocol starts",
        ),
    ];
    let package = descriptor.package.iter().flat_map(|package| {
        [
            optional(&package.archive, "The package with which the protocol hands over"),
            optional(&package.manifest, "What is in the package, with checksums"),
        ]
    });
    let waivers = optional(waivers::FILE_NAME, "Waivers for gates that failed");
    let required: Vec<Expected> = declared.chain(extra).collect();
    let where_there = package.chain([waivers]).filter(|expected| {
        session.workspace.exists(&expected.path)
            && !required.iter().any(|known| known.path == expected.path)
    });
    let where_there: Vec<Expected> = where_there.collect();
    required.into_iter().chain(prerequisites).chain(where_there).collect()
}
