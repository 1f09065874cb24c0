//! `aggregate_evidence_NN`: hashes all evidence, judges all gates, and writes the manifest.

use ray_core::place::EvidencePath;
use ray_ledger::evidence_manifest::{EvidenceManifest, Expected, FILE_NAME, Inventory};
use ray_ledger::{waivers, write};
use ray_report::{Kind, Manifest};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::gates;
use crate::output;
use crate::run::{TOOL, print, report};
use crate::session::Session;

/// Writes the manifest, also when it is not complete; that is then said, with exit code 1.
///
/// # Errors
/// When nothing can be judged, or the manifest cannot be written.
pub(crate) fn perform(session: &Session) -> Result<Exit, Failure> {
    let numbered: Vec<_> = gates::all(session).collect();
    let (results, settings) = gates::judge_all(session, &numbered)?;
    let folder =
        session.flags.text("output").map_or_else(|| session.folder.to_string(), str::to_owned);
    let written = format!("{}/{FILE_NAME}", folder.trim_end_matches(['/', '\\']));
    let target = output::allowed(session, &written, &output::evidence_paths(session, &settings))?;
    let own: Vec<EvidencePath> = session
        .workspace
        .relative(&target)
        .into_iter()
        .chain([session.folder.join(FILE_NAME)])
        .collect();
    let expected = expected(session);
    let context = session.context();
    let manifest = EvidenceManifest::take(&Inventory {
        workspace: &session.workspace,
        folder: &session.folder,
        expected: &expected,
        own: &own,
        results: &results,
        now: context.now.instant,
        verified_by: session.verified_by.as_deref(),
        generated_by: format!(
            "{} {}",
            session.protocol.descriptor.protocol.aggregator, TOOL.version
        ),
    });
    let json = manifest.to_json().map_err(|error| Failure::Internal(error.to_string()))?;
    let missing: Vec<&str> = manifest.missing().collect();
    let (present, total) = manifest.counts();
    let kind = Kind::Manifest(Manifest { path: &written, present, total, missing: &missing });
    print(session, &report(session, &results, kind))?;
    write::replace(&target, &json)?;
    Ok(if manifest.is_complete() { Exit::Passed } else { Exit::Failed })
}

/// Every file that the descriptor or the configuration asks for.
#[must_use]
pub(crate) fn expected(session: &Session) -> Vec<Expected> {
    let descriptor = &session.protocol.descriptor;
    let declared = descriptor.evidence.iter().map(|evidence| Expected {
        path: if evidence.from_root {
            EvidencePath::new(&evidence.file)
        } else {
            session.folder.join(&evidence.file)
        },
        description: evidence.description.clone(),
        required: true,
    });
    let extra = session.config.required_artifacts.iter().map(|file| Expected {
        path: session.folder.join(file),
        description: format!("required by {}", session.config.path),
        required: true,
    });
    let prerequisites = [
        (
            ray_core::prerequisites::APPROVALS_FILE,
            "Approvals that must stand before the protocol starts",
        ),
        (
            ray_core::prerequisites::SYSTEM_STATE_FILE,
            "Attestations of system state before the protocol starts",
        ),
    ];
    let waivers = session.folder.join(waivers::FILE_NAME);
    let waivers = session.workspace.exists(&waivers).then(|| Expected {
        path: waivers,
        description: "Waivers for gates that failed".to_owned(),
        required: false,
    });
    let prerequisites = prerequisites.into_iter().map(|(file, description)| Expected {
        path: session.folder.join(file),
        description: description.to_owned(),
        required: false,
    });
    declared.chain(extra).chain(prerequisites).chain(waivers).collect()
}
