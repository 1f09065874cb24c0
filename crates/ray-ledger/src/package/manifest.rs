//! What a package holds, as a document of its own.

use ray_core::workspace::Fingerprint;
use serde::Serialize;

use super::Contents;
use crate::seal;

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
    path: String,
    sha256: String,
    size_bytes: u64,
}

#[derive(Debug, Serialize)]
struct Artifact {
    path: String,
    sha256: String,
    size_bytes: u64,
    required: bool,
    timestamp: String,
    verified_by: Option<String>,
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
        let artifacts = contents.files.iter().zip(packed).map(|(path, fingerprint)| Artifact {
            path: path.to_string(),
            sha256: fingerprint.digest.to_string(),
            size_bytes: fingerprint.size,
            required: contents.required.contains(path),
            timestamp: contents.now.instant.to_string(),
            verified_by: contents.verified_by.map(str::to_owned),
        });
        Self {
            schema_version: 1,
            protocol_id: contents.protocol_id.to_owned(),
            release: contents.release.map(str::to_owned),
            generated_at: contents.now.instant.to_string(),
            generated_by: contents.generated_by.clone(),
            clock_set_by: contents.now.set_by,
            package: Described {
                path: contents.archive.to_string(),
                sha256: archive.digest.to_string(),
                size_bytes: archive.size,
            },
            artifacts: artifacts.collect(),
        }
    }

    /// The document with its seal, byte for byte the same for the same evidence and clock.
    ///
    /// # Errors
    /// Never for a manifest of files that were packed.
    pub fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        seal::sealed(self)
    }

    /// How many files the archive holds.
    #[must_use]
    pub fn files(&self) -> usize {
        self.artifacts.len()
    }

    /// The digest of the archive, and its size in bytes.
    #[must_use]
    pub fn archive(&self) -> (&str, u64) {
        (&self.package.sha256, self.package.size_bytes)
    }
}
