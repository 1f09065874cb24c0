//! The hand-off package of a protocol: an archive, and the manifest that describes it, held against
//! each other and against the disk.
//!
//! The descriptor's `[package]` says which evidence the two are and which files the manifest must
//! list. A gate reads a [`Package`] and names the four criteria below in its list; each finding then
//! comes from one of them, so a gate that names one names all. Files and entries are hashed as
//! streams: memory grows with the number of entries, never with their size.

mod checksums;
mod complete;
mod contents;
mod entries;
mod manifest;

use std::thread;

pub use checksums::{PACKAGE_PATH_MISMATCH, SIZE_MISMATCH};
pub use complete::{ARTIFACT_LISTED_TWICE, ARTIFACT_NOT_IN_MANIFEST};
pub use entries::{ENTRY_CHANGED, ENTRY_EXTRA, ENTRY_MISSING, ENTRY_RENAMED};

use self::contents::Contents;
use self::manifest::Manifest;
use crate::finding::Code;
use crate::gate::{Case, Evidence, Judged, Judgement, Reading, Unjudged};
use crate::place::EvidencePath;
use crate::protocol::PackageSpec;

/// The codes of this module.
pub const CODES: &[&Code] = &[
    &ARTIFACT_NOT_IN_MANIFEST,
    &ARTIFACT_LISTED_TWICE,
    &SIZE_MISMATCH,
    &PACKAGE_PATH_MISMATCH,
    &ENTRY_MISSING,
    &ENTRY_EXTRA,
    &ENTRY_RENAMED,
    &ENTRY_CHANGED,
];

/// Files of the evidence folder that record runs. A package never holds them: they go on changing.
const HISTORY: [&str; 2] = ["gate-history.jsonl", "protocol-execution-log.jsonl"];

/// A package and its manifest.
#[derive(Debug)]
pub struct Package {
    parts: Option<Parts>,
}

/// What the descriptor's `[package]` names, read.
#[derive(Debug)]
struct Parts {
    manifest: Evidence<Manifest>,
    archive: Evidence<Contents>,
    /// The files without which the manifest is not complete.
    required: Vec<EvidencePath>,
    /// The evidence folder.
    folder: EvidencePath,
}

impl Package {
    /// Reads the package that the descriptor describes, and every entry of it.
    #[must_use]
    pub fn read(reading: &Reading<'_>) -> Self {
        let spec = reading.context().protocol.descriptor.package.as_ref();
        Self { parts: spec.map(|spec| Parts::read(reading, spec)) }
    }

    /// Counts each required artifact: the manifest lists it, the file is there and is the one that
    /// was recorded, and a person verified it at a recorded time. A file with another checksum does
    /// not count here; [`checksums_match`](Self::checksums_match) reports it. An artifact that is not
    /// required and that nobody verified is a warning.
    ///
    /// # Errors
    /// When the manifest cannot be read; the criterion is then not judged.
    pub fn manifest_complete(&self, judgement: &mut Judgement<'_>) -> Judged {
        complete::judge(self.parts()?, judgement)
    }

    /// Counts each entry of the manifest that lies on the disk: it has the checksum and the size that
    /// were recorded. A required file that cannot be compared is left to
    /// [`manifest_complete`](Self::manifest_complete) and its threshold.
    ///
    /// # Errors
    /// When the manifest cannot be read; the criterion is then not judged.
    pub fn checksums_match(&self, judgement: &mut Judgement<'_>) -> Judged {
        checksums::judge_files(self.parts()?, judgement)
    }

    /// The archive is the one that the manifest describes, with its path, checksum and size: it was
    /// not built again after the manifest was written.
    ///
    /// # Errors
    /// When the manifest cannot be read or describes no package; the criterion is then not judged.
    pub fn package_as_described(&self, judgement: &mut Judgement<'_>) -> Judged {
        checksums::judge_package(self.parts()?, judgement)
    }

    /// Counts each entry of the archive and each of the manifest: the two are the same files with the
    /// same bytes.
    ///
    /// Names in the archive count from the root when one of them is a path of the manifest as it
    /// stands there, else from the evidence folder; one way or the other for the whole archive.
    /// Folders do not count. The package, its manifest and the history of runs are never part of it,
    /// whatever the manifest lists.
    ///
    /// # Errors
    /// When the manifest or the archive cannot be read; the criterion is then not judged.
    pub fn entries_match(&self, judgement: &mut Judgement<'_>) -> Judged {
        entries::judge(self.parts()?, judgement)
    }

    fn parts(&self) -> Result<&Parts, Unjudged> {
        self.parts.as_ref().ok_or_else(|| Unjudged::because("the descriptor describes no package"))
    }
}

impl Parts {
    /// The files on the disk are hashed while the archive is unpacked. When no thread can be had,
    /// judging hashes them later.
    fn read(reading: &Reading<'_>, spec: &PackageSpec) -> Self {
        let workspace = reading.context().workspace;
        let manifest = reading.object(&spec.manifest, Manifest::read);
        let listed = manifest.shape().map(Manifest::paths).unwrap_or_default();
        let archive = thread::scope(|scope| {
            let hash = || listed.iter().for_each(|path| drop(workspace.fingerprint(path)));
            drop(thread::Builder::new().spawn_scoped(scope, hash));
            reading.archive(&spec.archive, Contents::read)
        });
        Self {
            manifest,
            archive,
            required: spec.required.iter().map(|id| reading.path_of(id)).collect(),
            folder: reading.context().folder.clone(),
        }
    }

    /// True for what no package may hold.
    fn never_packed(&self, path: &EvidencePath) -> bool {
        path == self.archive.path()
            || path == self.manifest.path()
            || HISTORY.iter().any(|name| *path == self.folder.join(name))
    }

    fn is_required(&self, path: &EvidencePath) -> bool {
        self.required.contains(path)
    }
}

/// Counts a case that no threshold tolerates.
fn count_strictly(case: Case, judgement: &mut Judgement<'_>) {
    let counted = match case {
        Case::Fails(finding) => {
            judgement.fail(*finding);
            Case::Unreadable
        }
        case => case,
    };
    judgement.count(counted);
}

#[cfg(test)]
mod tests;
