//! The history of gate runs: a line of a chain for each, with what was counted and found.

pub mod statistics;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use ray_core::checksum::Digest;
use ray_core::gate::result::{CriterionResult, EvidenceFile, GateResult, Measured};
use serde::{Deserialize, Serialize};

use crate::chain::{Chain, ChainError, Repair};
use crate::looser::looser_settings;

/// The file, in the evidence folder.
pub const FILE_NAME: &str = "gate-history.jsonl";

/// The kind of the lines that hold a run of a gate.
pub const KIND: &str = "gate-run";

/// Bytes that are read at a time.
const BUFFER: usize = 256 * 1024;

/// One run of one gate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GateRun {
    /// [`KIND`].
    pub kind: String,
    /// When, in RFC 3339.
    pub time: String,
    /// Number of the protocol.
    pub protocol: String,
    /// Number of the gate.
    pub gate: String,
    /// Its executable; editions of a protocol have gates of the same number.
    pub script: String,
    /// The release that the evidence names.
    pub release: Option<String>,
    /// `pass`, `waived` or `fail`.
    pub status: String,
    /// What each criterion came to.
    pub metrics: Vec<Metric>,
    /// The codes of the findings, each once.
    pub codes: Vec<String>,
    /// What was read.
    pub evidence: Vec<EvidenceDigest>,
    /// Settings in force that are looser than the protocol's own.
    #[serde(default)]
    pub looser_settings: Vec<String>,
    /// Who granted the waivers that let the gate through.
    #[serde(default)]
    pub waived_by: Vec<String>,
    /// Who set the clock; none for the system's own.
    pub clock_set_by: Option<String>,
    /// Who stands behind the run.
    pub verified_by: Option<String>,
    /// Name and version of the tool.
    pub tool: String,
}

/// What a criterion came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// The criterion.
    pub criterion: String,
    /// `pass`, `fail`, `indeterminate` or `not_applicable`.
    pub verdict: String,
    /// How many of `total` hold, where cases were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<u64>,
    /// How many cases there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// The quantity, where one was measured, exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A file that a gate read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceDigest {
    /// Its path from the root.
    pub path: String,
    /// Its SHA-256; none when it could not be read.
    pub sha256: Option<String>,
}

impl GateRun {
    /// The run that came to `result`, behind which `verified_by` stands, by `tool`.
    #[must_use]
    pub fn of(result: &GateResult, verified_by: Option<&str>, tool: &str) -> Self {
        let words = result.findings.iter().map(|reported| reported.finding.code.word);
        let mut codes: Vec<String> = words.map(str::to_owned).collect();
        codes.sort_unstable();
        codes.dedup();
        Self {
            kind: KIND.to_owned(),
            time: result.evaluated_at.to_string(),
            protocol: result.gate.protocol_id.clone(),
            gate: result.gate.id.clone(),
            script: result.gate.script.clone(),
            release: result.release.clone(),
            status: result.status.word().to_owned(),
            metrics: result.criteria.iter().map(Metric::of).collect(),
            codes,
            evidence: result.evidence.iter().map(EvidenceDigest::of).collect(),
            looser_settings: looser_settings(result),
            waived_by: result.waivers.iter().map(|waiver| waiver.approved_by.clone()).collect(),
            clock_set_by: result.clock_set_by.map(str::to_owned),
            verified_by: verified_by.map(str::to_owned),
            tool: tool.to_owned(),
        }
    }
}

impl Metric {
    fn of(criterion: &CriterionResult) -> Self {
        let (held, total, value, unit) = match &criterion.measured {
            None => (None, None, None, None),
            Some(Measured::Count { held, total }) => (Some(*held), Some(*total), None, None),
            Some(Measured::Quantity { value, unit }) => {
                (None, None, Some(value.normalize().to_string()), Some((*unit).to_owned()))
            }
        };
        let verdict = criterion.verdict.word().to_owned();
        Self { criterion: criterion.id.clone(), verdict, held, total, value, unit }
    }
}

impl EvidenceDigest {
    fn of(file: &EvidenceFile) -> Self {
        let digest = file.fingerprint.as_ref().map(|fingerprint| fingerprint.digest.to_string());
        Self { path: file.path.to_string(), sha256: digest }
    }
}

/// Adds `runs` to the history at `path`, whose folder is there: what was repaired first, and the head
/// after that.
///
/// # Errors
/// When the system refuses; the history is then as it was.
pub fn record(
    path: &Path,
    runs: &[GateRun],
) -> Result<(Option<Repair>, Option<Digest>), ChainError> {
    let mut chain = Chain::open(path)?;
    let repaired = chain.torn().cloned();
    let head = chain.append(runs)?;
    Ok((repaired, head))
}

/// The runs that `history` holds, in its order. Lines that hold none are left out: whether the chain holds
/// is for whoever verifies it.
pub fn runs(history: impl Read) -> impl Iterator<Item = GateRun> {
    let lines = BufReader::with_capacity(BUFFER, history).split(b'\n').map_while(Result::ok);
    let runs = lines.filter_map(|line| serde_json::from_slice::<GateRun>(&line).ok());
    runs.filter(|run| run.kind == KIND)
}
