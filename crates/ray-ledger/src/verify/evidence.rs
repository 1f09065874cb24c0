//! An evidence manifest against the disk.

use std::collections::BTreeMap;
use std::fmt::Display;

use ray_core::finding::Finding;
use ray_core::place::{EvidencePath, Placed};
use ray_core::workspace::{FileProblem, Loaded, Workspace, resolve};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::codes::{LISTED_TWICE, MALFORMED, MANIFEST_CHANGED, ON_DISK, UNFINISHED, UNSEALED};
use super::differences::{Contents, differences};
use super::{Subject, Verified};
use crate::seal::Seal;
use crate::{RECORDS, write};

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
    size_bytes: Option<u64>,
    #[serde(default)]
    status: String,
    #[serde(default)]
    problem: Option<String>,
}

impl Artifact {
    /// What the manifest says of the file; none when it says that there was none.
    fn content(&self) -> Option<String> {
        match &self.sha256 {
            Some(sha256) => Some(content(sha256, self.size_bytes)),
            None if self.status == "missing" => None,
            None => Some(UNREADABLE.to_owned()),
        }
    }
}

/// What is known of a file that is there and cannot be read.
const UNREADABLE: &str = "a file that cannot be read";

/// What is known of a file, as text to compare and to show.
pub(super) fn content(sha256: impl Display, bytes: Option<u64>) -> String {
    match bytes {
        Some(bytes) => format!("{bytes} bytes, sha256 {sha256}"),
        None => format!("sha256 {sha256}"),
    }
}

/// Verifies the evidence manifest at `path`: every file that it lists, and that there is no other below
/// the evidence folder.
#[must_use]
pub fn verify_evidence(workspace: &Workspace, path: &EvidencePath) -> Verified {
    let mut verified = Verified::new(Subject::EvidenceManifest, path);
    let Some(manifest) = read::<Manifest>(workspace, path, &mut verified.findings) else {
        return verified;
    };
    let missing = missing(&manifest.artifacts);
    let recorded = recorded(manifest.artifacts, path, &mut verified.findings);
    let Ok(folder) = resolve(&manifest.folder) else {
        let outside = MALFORMED.at(path).actual(manifest.folder);
        verified.findings.push(outside.message("The evidence folder leads out of the repository"));
        return verified;
    };
    if recorded.is_empty() {
        verified.findings.push(MALFORMED.at(path).message("The manifest lists no file"));
    }
    let is_evidence = |file: &EvidencePath| {
        let is_record = RECORDS.iter().any(|name| *file == folder.join(name)) || file == path;
        !is_record && !is_missing_still(workspace, file, &missing)
    };
    let below = workspace.files_below(&folder).into_iter().filter(is_evidence);
    let (unfinished, below): (Vec<EvidencePath>, Vec<EvidencePath>) =
        below.partition(|file| write::is_unfinished(file.file_name()));
    verified.findings.extend(unfinished.iter().map(|file| UNFINISHED.at(file)));
    let elsewhere = recorded.keys().filter(|file| !file.is_within(&folder)).cloned();
    let elsewhere: Vec<EvidencePath> = elsewhere.filter(|file| is_there(workspace, file)).collect();
    verified.counted = recorded.len() as u64;
    let found = on_disk(workspace, below.into_iter().chain(elsewhere).collect());
    verified.findings.extend(differences(&recorded, &found, &ON_DISK, None));
    verified
}

/// The files of which the manifest says that they are not there, and whether that is because something
/// stands there that cannot be read.
fn missing(artifacts: &[Artifact]) -> BTreeMap<EvidencePath, bool> {
    let missing = artifacts.iter().filter(|artifact| artifact.content().is_none());
    missing.map(|it| (EvidencePath::new(&it.path), it.problem.is_some())).collect()
}

/// True for what is listed below the folder and is no file as far as can be read, as when the manifest
/// was written: a link that leads to nothing, for example.
fn is_missing_still(
    workspace: &Workspace,
    file: &EvidencePath,
    missing: &BTreeMap<EvidencePath, bool>,
) -> bool {
    missing.get(file).is_some_and(|unreadable| match workspace.fingerprint(file) {
        Err(FileProblem::Missing) => true,
        Err(_) => *unreadable,
        Ok(_) => false,
    })
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

/// What the manifest says of each artifact that was there.
pub(super) fn recorded(
    artifacts: Vec<Artifact>,
    manifest: &EvidencePath,
    findings: &mut Vec<Finding>,
) -> Contents {
    let mut recorded = Contents::new();
    for artifact in artifacts {
        let path = EvidencePath::new(&artifact.path);
        if let Some(content) = artifact.content()
            && recorded.insert(path.clone(), content).is_some()
        {
            let twice = LISTED_TWICE.at(&manifest.place());
            findings.push(twice.message(format!("The manifest lists {path} twice")));
        }
    }
    recorded
}

/// True when something stands at `file`; what lies out of the repository is nobody's business here.
pub(super) fn is_there(workspace: &Workspace, file: &EvidencePath) -> bool {
    resolve(file.as_str()).is_ok() && workspace.exists(file)
}

/// What is known of `files`, which are there.
pub(super) fn on_disk(workspace: &Workspace, files: Vec<EvidencePath>) -> Contents {
    workspace.hash_all(&files);
    let read = |file: EvidencePath| match workspace.fingerprint(&file) {
        Ok(print) => (file, content(print.digest, Some(print.size))),
        Err(_) => (file, UNREADABLE.to_owned()),
    };
    files.into_iter().map(read).collect()
}
