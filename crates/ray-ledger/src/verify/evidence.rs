//! An evidence manifest against the disk.

use ray_core::finding::Finding;
use ray_core::place::{EvidencePath, Placed};
use ray_core::workspace::{Loaded, Workspace};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::codes::{LISTED_TWICE, MALFORMED, MANIFEST_CHANGED, ON_DISK, UNSEALED};
use super::differences::{Digests, differences};
use super::{Subject, Verified};
use crate::seal::Seal;
use crate::{evidence_manifest, execution_log, history, write};

#[derive(Deserialize)]
struct Manifest {
    folder: String,
    artifacts: Vec<Artifact>,
}

/// A file that a manifest lists.
#[derive(Deserialize)]
pub(super) struct Artifact {
    path: String,
    sha256: Option<String>,
}

/// Verifies the evidence manifest at `path`: every file that it lists, and that there is no other below
/// the evidence folder.
#[must_use]
pub fn verify_evidence(workspace: &Workspace, path: &EvidencePath) -> Verified {
    let mut verified = Verified::new(Subject::EvidenceManifest, path);
    let Some(manifest) = read::<Manifest>(workspace, path, &mut verified.findings) else {
        return verified;
    };
    let recorded = recorded(manifest.artifacts, path, &mut verified.findings);
    let folder = EvidencePath::new(&manifest.folder);
    let own = [evidence_manifest::FILE_NAME, history::FILE_NAME, execution_log::FILE_NAME];
    let is_evidence = |file: &EvidencePath| {
        let is_own = own.iter().any(|name| *file == folder.join(name)) || file == path;
        !is_own && !write::is_unfinished(file.file_name())
    };
    let below = workspace.files_below(&folder).into_iter().filter(is_evidence);
    let elsewhere = recorded.keys().filter(|file| !file.is_within(&folder)).cloned();
    let files: Vec<EvidencePath> = below.chain(elsewhere).collect();
    verified.counted = recorded.len() as u64;
    let found = on_disk(workspace, &files);
    verified.findings.extend(differences(&recorded, &found, &ON_DISK, None));
    verified
}

/// The document at `path`, where it can be read; whether it is as it was written is found out too.
pub(super) fn read<T: DeserializeOwned>(
    workspace: &Workspace,
    path: &EvidencePath,
    findings: &mut Vec<Finding>,
) -> Option<T> {
    let Loaded { bytes, .. } = match workspace.read(path) {
        Ok(loaded) => loaded,
        Err(problem) => {
            findings.push(problem.finding(path, path));
            return None;
        }
    };
    match Seal::of(&bytes) {
        Seal::Whole => {}
        Seal::Broken => findings.push(MANIFEST_CHANGED.at(path)),
        Seal::None => findings.push(UNSEALED.at(path)),
    }
    match serde_json::from_slice(&bytes) {
        Ok(document) => Some(document),
        Err(problem) => {
            findings.push(MALFORMED.at(path).actual(problem.to_string()));
            None
        }
    }
}

/// The digest of each artifact that has one.
pub(super) fn recorded(
    artifacts: Vec<Artifact>,
    manifest: &EvidencePath,
    findings: &mut Vec<Finding>,
) -> Digests {
    let mut recorded = Digests::new();
    for Artifact { path, sha256 } in artifacts {
        let path = EvidencePath::new(&path);
        if let Some(digest) = sha256
            && recorded.insert(path.clone(), digest).is_some()
        {
            let twice = LISTED_TWICE.at(&manifest.place());
            findings.push(twice.message(format!("The manifest lists {path} twice")));
        }
    }
    recorded
}

/// The digests of those of `files` that are there. One that cannot be read counts as one that is gone.
pub(super) fn on_disk(workspace: &Workspace, files: &[EvidencePath]) -> Digests {
    workspace.hash_all(files);
    let read = files.iter().filter_map(|file| Some((file, workspace.fingerprint(file).ok()?)));
    read.map(|(file, print)| (file.clone(), print.digest.to_string())).collect()
}
