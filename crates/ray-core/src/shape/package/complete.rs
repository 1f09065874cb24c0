//! The manifest lists every artifact that the protocol requires, and each of them counts.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::Parts;
use super::manifest::{Artifact, Manifest};
use crate::evidence::view::Given;
use crate::finding::Code;
use crate::gate::{Case, Judged, Judgement};
use crate::place::EvidencePath;
use crate::shape::link::Link;

/// The manifest says nothing about an artifact.
pub const ARTIFACT_NOT_IN_MANIFEST: Code = Code::error(
    "artifact-not-in-manifest",
    "The manifest does not list a required artifact",
    "Add the artifact to the package, and write package and manifest anew",
    r#"{"artifacts": [{"path": ".artifacts/a.json"}]}   (b.json is required too)"#,
);

/// The manifest says two things about one artifact.
pub const ARTIFACT_LISTED_TWICE: Code = Code::error(
    "artifact-listed-twice",
    "The manifest lists an artifact twice",
    "Keep the entry of the file that was packed",
    r#"{"artifacts": [{"path": "a.json"}, {"path": "./a.json"}]}"#,
);

pub(super) fn judge(parts: &Parts, judgement: &mut Judgement<'_>) -> Judged {
    let manifest = parts.manifest.get(judgement)?;
    let listed = by_path(manifest, judgement);
    for required in &parts.required {
        let case = match listed.get(required) {
            Some(artifact) => counts(artifact, required, judgement),
            None => ARTIFACT_NOT_IN_MANIFEST
                .at(&manifest.list)
                .message(format!("The manifest does not list {required}, which is required"))
                .expected(format!("an entry with \"path\": \"{required}\""))
                .actual("none")
                .into(),
        };
        judgement.count(case);
    }
    for (path, artifact) in listed.iter().filter(|(path, _)| !parts.is_required(path)) {
        if let Case::Fails(finding) = stamped(artifact, path) {
            judgement.warn(*finding);
        }
    }
    Ok(())
}

/// The first entry of each path; a second one fails the criterion.
fn by_path<'m>(
    manifest: &'m Manifest,
    judgement: &mut Judgement<'_>,
) -> BTreeMap<EvidencePath, &'m Artifact> {
    let mut listed = BTreeMap::new();
    for artifact in &manifest.artifacts {
        let link = &artifact.file.link;
        let (Some(target), Some(path)) = (link.target(), link.path()) else {
            continue;
        };
        match listed.entry(target) {
            Entry::Vacant(free) => {
                free.insert(artifact);
            }
            Entry::Occupied(taken) => judgement.fail(
                ARTIFACT_LISTED_TWICE
                    .at(path)
                    .message(format!("The manifest lists {} twice", taken.key()))
                    .expected("one entry for a path")
                    .actual("a second entry"),
            ),
        }
    }
    listed
}

fn counts(artifact: &Artifact, path: &EvidencePath, judgement: &Judgement<'_>) -> Case {
    let file = artifact.file.link.check(judgement.workspace);
    if Link::is_mismatch(&file) {
        return Case::Unreadable;
    }
    let Case::Holds = file else {
        return file;
    };
    match &artifact.stamp.verified_at {
        Given::Read(at) if judgement.now.is_before(at.value) => Case::Unreadable,
        _ => stamped(artifact, path),
    }
}

fn stamped(artifact: &Artifact, path: &EvidencePath) -> Case {
    artifact.stamp.check(&format!("the artifact {path}"))
}
