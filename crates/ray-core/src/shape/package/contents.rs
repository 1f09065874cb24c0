//! What an archive holds: the name and the digest of each of its files. Whether the archive is sound
//! its reader says.

use crate::checksum::Digest;
use crate::evidence::zip::{Archive, Entry};
use crate::finding::Notes;
use crate::place::EvidencePath;
use crate::workspace::Readable;

/// The files of an archive.
#[derive(Debug)]
pub(super) struct Contents {
    pub(super) files: Vec<PackedFile>,
}

/// A file in an archive.
#[derive(Debug)]
pub(super) struct PackedFile {
    pub(super) entry: Entry,
    /// None when the entry is not what it declares, which a finding says.
    pub(super) digest: Option<Digest>,
}

/// Where the names in an archive count from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Layout {
    Root,
    Folder(EvidencePath),
}

impl Contents {
    /// Reads every entry once.
    pub(super) fn read(mut archive: Archive<Readable>, notes: &Notes) -> Self {
        let entries = archive.entries().to_vec();
        let read = |(index, entry): (usize, Entry)| PackedFile {
            digest: archive.digest(index, notes),
            entry,
        };
        let files = entries.into_iter().enumerate().map(read);
        Self { files: files.filter(|file| !file.entry.is_dir()).collect() }
    }

    /// From the root when `is_listed` knows a name as it stands, else from `folder`; from the root
    /// also when no name fits either way, since that is how packages should be written.
    pub(super) fn layout(
        &self,
        folder: &EvidencePath,
        is_listed: impl Fn(&EvidencePath) -> bool,
    ) -> Layout {
        let from_folder = Layout::Folder(folder.clone());
        let fits = |layout: &Layout| self.files.iter().any(|file| is_listed(&layout.path(file)));
        if !fits(&Layout::Root) && fits(&from_folder) { from_folder } else { Layout::Root }
    }
}

impl Layout {
    /// The path from the root of the file that was packed as `file`.
    pub(super) fn path(&self, file: &PackedFile) -> EvidencePath {
        match self {
            Layout::Root => EvidencePath::new(file.entry.name()),
            Layout::Folder(folder) => folder.join(file.entry.name()),
        }
    }

    /// The name that the file at `path` has in the archive.
    pub(super) fn name(&self, path: &EvidencePath) -> String {
        let text = path.as_str();
        match self {
            Layout::Root => text,
            Layout::Folder(folder) => text
                .strip_prefix(folder.as_str())
                .and_then(|rest| rest.strip_prefix('/'))
                .unwrap_or(text),
        }
        .to_owned()
    }
}
