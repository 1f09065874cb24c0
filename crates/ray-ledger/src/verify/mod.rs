//! Holds what was kept against what is there: manifests against the disk, packages against their
//! manifests, chains from end to end. It needs nothing but the files, and trusts none of them.

mod chain;
mod codes;
mod differences;
mod evidence;
mod package;

use ray_core::checksum::Digest;
use ray_core::finding::{Finding, Level};
use ray_core::place::EvidencePath;

pub use chain::{documents, verify_chain};
pub use codes::{CODES, HEAD_NOT_FOUND, NOTHING_TO_VERIFY};
pub use evidence::verify_evidence;
pub use package::verify_package;

/// What was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An evidence manifest, against the files that it lists.
    EvidenceManifest,
    /// The manifest of a package, against the package and the files that it lists.
    Package,
    /// A chain of lines.
    Chain,
}

/// What came of verifying one document.
#[derive(Debug)]
pub struct Verified {
    /// What it is.
    pub subject: Subject,
    /// Where it lies, from the root.
    pub path: EvidencePath,
    /// How many files it lists, or lines it has.
    pub counted: u64,
    /// The digest of the last line of a chain.
    pub head: Option<Digest>,
    /// Of the digests that were looked for, those that a line of the chain has, and which line.
    pub found: Vec<(Digest, u64)>,
    /// Everything that is not as it was recorded.
    pub findings: Vec<Finding>,
    /// What could not be held against anything, in a sentence each.
    pub remarks: Vec<String>,
}

impl Verified {
    fn new(subject: Subject, path: &EvidencePath) -> Self {
        Self {
            subject,
            path: path.clone(),
            counted: 0,
            head: None,
            found: Vec::new(),
            findings: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// True when nothing is different.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.findings.iter().any(|finding| finding.level == Level::Error)
    }
}

#[cfg(test)]
mod tests;
