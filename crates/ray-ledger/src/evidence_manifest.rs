//! The evidence manifest: every file below the evidence folder with its digest, and what the gates
//! said about it. A document of its own with a version, not a dump of our types.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use ray_core::checksum::Digest;
use ray_core::gate::result::{GateResult, Measured, Status, Verdict, agreed_release};
use ray_core::place::EvidencePath;
use ray_core::workspace::{FileProblem, Workspace};
use serde::Serialize;

use crate::seal;
use crate::write::{self, WriteError};

/// What is said of a file that the descriptor does not list.
const UNEXPECTED: &str = "not in the protocol's descriptor";

/// The file in which the manifest is kept, in the folder that `--output` names.
pub const FILE_NAME: &str = "evidence-manifest.json";

/// A file that the descriptor lists.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Where it lies, or should.
    pub path: EvidencePath,
    /// What it records.
    pub description: String,
    /// True when the manifest is incomplete without it.
    pub required: bool,
}

/// What a manifest is made of.
#[derive(Debug)]
pub struct Inventory<'a> {
    /// The repository.
    pub workspace: &'a Workspace,
    /// The evidence folder; everything below it is hashed.
    pub folder: &'a EvidencePath,
    /// The files that the descriptor lists.
    pub expected: &'a [Expected],
    /// Files that this tool wrote itself, which are no evidence.
    pub own: &'a [EvidencePath],
    /// The results of the gates.
    pub results: &'a [GateResult],
    /// The instant of the run.
    pub now: Timestamp,
    /// Who stands behind the run.
    pub verified_by: Option<&'a str>,
    /// Name and version of the tool.
    pub generated_by: String,
}

/// The manifest.
#[derive(Debug, Serialize)]
pub struct EvidenceManifest {
    schema_version: u32,
    protocol_id: String,
    protocol_name: String,
    release: Option<String>,
    folder: String,
    generated_at: String,
    generated_by: String,
    clock_set_by: Option<&'static str>,
    artifacts: Vec<Artifact>,
    validators: Vec<Validator>,
    summary: Summary,
}

/// A piece of evidence as the manifest has it.
#[derive(Debug, Serialize)]
struct Artifact {
    path: EvidencePath,
    description: Cow<'static, str>,
    status: &'static str,
    required: bool,
    size_bytes: Option<u64>,
    sha256: Option<Digest>,
    timestamp: Timestamp,
    verified_by: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

#[derive(Debug, Serialize)]
struct Validator {
    name: String,
    command: String,
    status: &'static str,
    notes: String,
}

#[derive(Debug, Serialize)]
struct Summary {
    validators_passed: usize,
    validators_waived: usize,
    validators_total: usize,
    artifacts_present: usize,
    artifacts_total: usize,
    evidence_completeness: f64,
    integration_integrity: f64,
}

impl EvidenceManifest {
    /// Hashes everything below the evidence folder and joins it with the results.
    #[must_use]
    pub fn take(inventory: &Inventory<'_>) -> Self {
        let artifacts = artifacts(inventory);
        let gate = inventory.results.first().map(|result| &result.gate);
        Self {
            schema_version: 1,
            protocol_id: gate.map_or_else(String::new, |gate| gate.protocol_id.clone()),
            protocol_name: gate.map_or_else(String::new, |gate| gate.protocol_name.clone()),
            release: agreed_release(inventory.results).map(str::to_owned),
            folder: inventory.folder.to_string(),
            generated_at: inventory.now.to_string(),
            generated_by: inventory.generated_by.clone(),
            clock_set_by: inventory.results.iter().find_map(|result| result.clock_set_by),
            validators: inventory.results.iter().map(validator).collect(),
            summary: summary(inventory, &artifacts),
            artifacts,
        }
    }

    /// True when nothing required is missing and every gate passed or was let through by a waiver.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let missing =
            self.artifacts.iter().any(|artifact| artifact.required && artifact.status != "exists");
        let Summary { validators_passed, validators_waived, validators_total, .. } = self.summary;
        !missing && validators_passed + validators_waived == validators_total
    }

    /// The release that the evidence names, where all of it names one.
    #[must_use]
    pub fn release(&self) -> Option<&str> {
        self.release.as_deref()
    }

    /// Each file that is there, sorted by its path from the root, with its SHA-256.
    pub fn digests(&self) -> impl Iterator<Item = (&str, Digest)> {
        let there = self.artifacts.iter();
        there.filter_map(|artifact| Some((artifact.path.as_str(), artifact.sha256?)))
    }

    /// The required files that are not there.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.artifacts
            .iter()
            .filter(|artifact| artifact.required && artifact.status == "missing")
            .map(|artifact| artifact.path.as_str())
    }

    /// How many of the required files are there, and how many there should be.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.summary.artifacts_present, self.summary.artifacts_total)
    }

    /// Puts the document with its seal in the place of `target`, byte for byte the same for the same
    /// evidence and clock: its digest.
    ///
    /// # Errors
    /// When the system refuses; what stood there still does.
    pub fn write(&self, target: &Path) -> Result<Digest, WriteError> {
        seal::replace_sealed(target, self)
    }
}

fn artifacts(inventory: &Inventory<'_>) -> Vec<Artifact> {
    let files = inventory.workspace.files_below(inventory.folder);
    let is_evidence = |path: &EvidencePath| {
        !inventory.own.contains(path) && !write::is_unfinished(path.file_name())
    };
    let files: Vec<EvidencePath> = files.into_iter().filter(is_evidence).collect();
    inventory.workspace.hash_all(&files);
    let taken = Taken {
        workspace: inventory.workspace,
        now: inventory.now,
        verified_by: inventory.verified_by.map(Arc::from),
    };
    let mut by_path: BTreeMap<EvidencePath, Artifact> = BTreeMap::new();
    for expected in inventory.expected {
        let described = Cow::Owned(expected.description.clone());
        let artifact = taken.of(&expected.path, described, expected.required);
        by_path.insert(expected.path.clone(), artifact);
    }
    for path in files {
        if by_path.contains_key(&path) {
            continue;
        }
        let mut artifact = taken.of(&path, Cow::Borrowed(UNEXPECTED), false);
        artifact.status = "unexpected";
        by_path.insert(path, artifact);
    }
    by_path.into_values().collect()
}

/// What all artifacts of a manifest share.
struct Taken<'a> {
    workspace: &'a Workspace,
    now: Timestamp,
    verified_by: Option<Arc<str>>,
}

impl Taken<'_> {
    fn of(&self, path: &EvidencePath, description: Cow<'static, str>, required: bool) -> Artifact {
        let fingerprint = self.workspace.fingerprint(path);
        let problem = match &fingerprint {
            Ok(_) | Err(FileProblem::Missing) => None,
            Err(problem) => Some(problem.finding(path, path).message.into_owned()),
        };
        let fingerprint = fingerprint.ok();
        Artifact {
            path: path.clone(),
            description,
            status: if fingerprint.is_some() { "exists" } else { "missing" },
            required,
            size_bytes: fingerprint.as_ref().map(|fingerprint| fingerprint.size),
            sha256: fingerprint.map(|fingerprint| fingerprint.digest),
            timestamp: self.now,
            verified_by: self.verified_by.clone(),
            problem,
        }
    }
}

fn validator(result: &GateResult) -> Validator {
    Validator {
        name: format!("gate_{}", result.gate.name),
        command: result.gate.script.clone(),
        status: result.status.word(),
        notes: result.notes(),
    }
}

fn summary(inventory: &Inventory<'_>, artifacts: &[Artifact]) -> Summary {
    let with = |status| inventory.results.iter().filter(|it| it.status == status).count();
    let required = artifacts.iter().filter(|artifact| artifact.required);
    let present = required.clone().filter(|artifact| artifact.status == "exists").count();
    let total = required.count();
    let (held, crossed) = cross_references(inventory.results);
    Summary {
        validators_passed: with(Status::Pass),
        validators_waived: with(Status::Waived),
        validators_total: inventory.results.len(),
        artifacts_present: present,
        artifacts_total: total,
        evidence_completeness: share(present, total),
        integration_integrity: share(held, crossed),
    }
}

/// How many comparisons of one piece of evidence with another hold. A criterion that could not be
/// judged counts as one that does not.
fn cross_references(results: &[GateResult]) -> (usize, usize) {
    let crossing = results
        .iter()
        .flat_map(|result| &result.criteria)
        .filter(|criterion| criterion.cross_reference);
    crossing.fold((0, 0), |(held, total), criterion| {
        match (&criterion.measured, criterion.verdict) {
            (Some(Measured::Count { held: h, total: t }), _) => {
                (held + usize::try_from(*h).unwrap_or(0), total + usize::try_from(*t).unwrap_or(0))
            }
            (_, Verdict::Indeterminate | Verdict::Fail) => (held, total + 1),
            _ => (held, total),
        }
    })
}

/// A share for reading, to six digits; 0 of 0 is 0, since nothing was shown.
fn share(held: usize, total: usize) -> f64 {
    if total == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "shown to six digits, never compared")]
    let share = held as f64 / total as f64;
    // Rounding up to 1 would claim what is not so.
    (share * 1e6).floor() / 1e6
}
