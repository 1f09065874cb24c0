//! What a code host can show: files that are in the repository. Evidence often is not, since its
//! folder is ignored; something that is stands for it then.
//!
//! Plain data. Whoever knows files fills it in.

use std::collections::{BTreeMap, BTreeSet};

use ray_core::place::EvidencePath;

/// The repository around the root that is judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repository {
    /// The root that is judged, from the top of the repository; empty where it is the top.
    pub folder: String,
    /// The paths, from the judged root, that git tracks among those asked for; none when that is not
    /// known, and then every file counts as tracked.
    pub tracked: Option<BTreeSet<EvidencePath>>,
    /// By the name of its executable, the tracked file that stands for a gate.
    pub stand_ins: BTreeMap<String, EvidencePath>,
    /// The tracked file that stands for all others.
    pub stand_in: Option<EvidencePath>,
}

impl Repository {
    /// `path`, which is relative to the judged root, from the top of the repository.
    #[must_use]
    pub fn from_top(&self, path: &EvidencePath) -> EvidencePath {
        EvidencePath::new(&format!("{}/{path}", self.folder))
    }

    /// True when a code host can show the file at `path`, as far as is known.
    #[must_use]
    pub fn shows(&self, path: &EvidencePath) -> bool {
        self.tracked.as_ref().is_none_or(|tracked| tracked.contains(path))
    }

    /// The tracked file that stands for the gate `script`.
    #[must_use]
    pub fn stand_in_for(&self, script: &str) -> Option<&EvidencePath> {
        self.stand_ins.get(script).or(self.stand_in.as_ref())
    }
}
