//! The manifest of a package: what was packed, with the checksum, size and verification of each
//! file, and the package itself as it was when the manifest was written.

use crate::evidence::view::{Fields, View};
use crate::place::{EvidencePath, Located, Spot};
use crate::shape::link::Link;
use crate::shape::stamp::Stamp;

/// The manifest.
#[derive(Debug)]
pub(super) struct Manifest {
    /// The package.
    pub(super) package: Option<RecordedFile>,
    /// What it holds.
    pub(super) artifacts: Vec<Artifact>,
    /// The list of artifacts, for what is missing in it.
    pub(super) list: Spot,
}

/// A file with its checksum and size.
#[derive(Debug)]
pub(super) struct RecordedFile {
    pub(super) link: Link,
    /// In bytes.
    pub(super) size: Option<Located<i64>>,
}

/// One of the files that the package holds.
#[derive(Debug)]
pub(super) struct Artifact {
    pub(super) file: RecordedFile,
    /// Who verified it.
    pub(super) stamp: Stamp,
}

impl Manifest {
    pub(super) fn read(fields: Fields<'_>) -> Self {
        let _ = fields.required("generated_at").and_then(View::past_instant);
        let list = fields.required("artifacts");
        Self {
            package: fields.required("package").and_then(View::object).map(RecordedFile::read),
            list: list.map_or_else(|| fields.spot(), |list| list.spot()),
            artifacts: list
                .and_then(View::filled_list)
                .unwrap_or_default()
                .into_iter()
                .filter_map(View::object)
                .map(Artifact::read)
                .collect(),
        }
    }

    /// Every file that it names, the package first.
    pub(super) fn paths(&self) -> Vec<EvidencePath> {
        let artifacts = self.artifacts.iter().map(|artifact| &artifact.file);
        self.package.iter().chain(artifacts).filter_map(|file| file.link.target()).collect()
    }
}

impl RecordedFile {
    fn read(fields: Fields<'_>) -> Self {
        Self {
            link: Link::read(fields),
            size: fields.required("size_bytes").and_then(View::integer),
        }
    }
}

impl Artifact {
    /// Which files are required is for the descriptor to say; the manifest only repeats it.
    fn read(fields: Fields<'_>) -> Self {
        let _ = fields.required("required").and_then(View::boolean);
        Self { file: RecordedFile::read(fields), stamp: Stamp::read_timed_by(fields, "timestamp") }
    }
}
