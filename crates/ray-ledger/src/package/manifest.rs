//! What a package holds, as a document of its own.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use ray_core::checksum::Digest;
use ray_core::place::EvidencePath;
use ray_core::workspace::Fingerprint;
use serde::Serialize;

use super::Contents;
use crate::seal;
use crate::write::WriteError;

/// The manifest of a package.
#[derive(Debug, Serialize)]
pub struct PackageManifest {
    schema_version: u32,
    protocol_id: String,
    release: Option<String>,
    generated_at: String,
    generated_by: String,
    clock_set_by: Option<&'static str>,
    package: Described,
    artifacts: Vec<Artifact>,
}

#[derive(Debug, Serialize)]
struct Described {
    path: EvidencePath,
    sha256: Digest,
    size_bytes: u64,
}

#[derive(Debug, Serialize)]
struct Artifact {
    path: EvidencePath,
    sha256: Digest,
    size_bytes: u64,
    required: bool,
    timestamp: Timestamp,
    verified_by: Option<Arc<str>>,
}

impl PackageManifest {
    /// Describes the archive, whose fingerprint is `archive`, and what was `packed` in it, which is one
    /// fingerprint for each file of `contents`.
    #[must_use]
    pub(super) fn of(
        contents: &Contents<'_>,
        archive: &Fingerprint,
        packed: &[Fingerprint],
    ) -> Self {
        let verified_by: Option<Arc<str>> = contents.verified_by.map(Arc::from);
        let artifacts = contents.files.iter().zip(packed).map(|(path, fingerprint)| Artifact {
            path: path.clone(),
            sha256: fingerprint.digest,
            size_bytes: fingerprint.size,
            required: contents.required.contains(path),
            timestamp: contents.now.instant,
            verified_by: verified_by.clone(),
        });
        Self {
            schema_version: 1,
            protocol_id: contents.protocol_id.to_owned(),
            release: contents.release.map(str::to_owned),
            generated_at: contents.now.instant.to_string(),
            generated_by: contents.generated_by.clone(),
            clock_set_by: contents.now.set_by,
            package: Described {
                path: contents.archive.clone(),
                sha256: archive.digest,
                size_bytes: archive.size,
            },
            artifacts: artifacts.collect(),
        }
    }

    /// Puts the document with its seal in the place of `target`, byte for byte the same for the same
    /// evidence and clock: its digest.
    ///
    /// # Errors
    /// When the system refuses; what stood there still does.
    pub fn write(&self, target: &Path) -> Result<Digest, WriteError> {
        seal::replace_sealed(target, self)
    }

    /// How many files the archive holds.
    #[must_use]
    pub fn files(&self) -> usize {
        self.artifacts.len()
    }

    /// The digest of the archive, and its size in bytes.
    #[must_use]
    pub fn archive(&self) -> (Digest, u64) {
        (self.package.sha256, self.package.size_bytes)
    }
}
