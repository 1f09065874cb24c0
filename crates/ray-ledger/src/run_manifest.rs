//! The record of a protocol run, with the keys that existing consumers of such records read.

use jiff::Timestamp;
use ray_core::gate::result::{GateResult, Status};
use serde::Serialize;

use crate::evidence_manifest::Expected;
use crate::json;
use crate::looser::looser_settings;

/// What a record is made of.
#[derive(Debug)]
pub struct Run<'a> {
    /// Number of the protocol.
    pub protocol_id: &'a str,
    /// Name of the protocol.
    pub protocol_title: &'a str,
    /// Its edition, where it exists in several; `all` for all of them.
    pub edition: Option<&'a str>,
    /// The results of its gates.
    pub results: &'a [GateResult],
    /// The evidence that the descriptor lists, and whether it is there.
    pub evidence: &'a [(Expected, bool)],
    /// The scripts that the protocol's documents call, and whether they can be called.
    pub scripts: &'a [(String, bool)],
    /// The instant of the run.
    pub now: Timestamp,
    /// Who stands behind the run.
    pub verified_by: Option<&'a str>,
    /// What `--notes` says.
    pub notes: &'a str,
    /// Name and version of the tool.
    pub generated_by: String,
}

#[derive(Serialize)]
struct RunManifest<'a> {
    schema_version: u32,
    protocol_id: &'a str,
    protocol_title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<&'a str>,
    generated_at: String,
    generated_by: &'a str,
    clock_set_by: Option<&'static str>,
    verified_by: Option<&'a str>,
    status: &'static str,
    automation_coverage: Coverage<'a>,
    artifacts: Vec<Artifact<'a>>,
    validators: Vec<Validator<'a>>,
    notes: &'a str,
}

#[derive(Serialize)]
struct Coverage<'a> {
    referenced_scripts: Vec<&'a str>,
    missing_scripts: Vec<&'a str>,
    coverage: f64,
}

#[derive(Serialize)]
struct Artifact<'a> {
    path: String,
    status: &'static str,
    description: &'a str,
}

#[derive(Serialize)]
struct Validator<'a> {
    name: &'a str,
    command: &'a str,
    status: &'static str,
    notes: String,
    looser_settings: Vec<String>,
}

impl Run<'_> {
    /// The record as JSON, byte for byte the same for the same evidence and clock.
    ///
    /// # Errors
    /// Never for results that a gate made.
    pub fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let manifest = RunManifest {
            schema_version: 1,
            protocol_id: self.protocol_id,
            protocol_title: self.protocol_title,
            edition: self.edition,
            generated_at: self.now.to_string(),
            generated_by: &self.generated_by,
            clock_set_by: self.results.iter().find_map(|result| result.clock_set_by),
            verified_by: self.verified_by,
            status: Status::of_all(self.results).word(),
            automation_coverage: self.coverage(),
            artifacts: self.evidence.iter().map(artifact).collect(),
            validators: self.results.iter().map(validator).collect(),
            notes: self.notes,
        };
        let mut json = Vec::new();
        json::write_pretty(&mut json, &manifest)?;
        json.push(b'\n');
        Ok(json)
    }

    fn coverage(&self) -> Coverage<'_> {
        let names = |wanted: Option<bool>| {
            let chosen = self
                .scripts
                .iter()
                .filter(move |(_, there)| wanted.is_none_or(|wanted| wanted == *there));
            chosen.map(|(name, _)| name.as_str()).collect::<Vec<_>>()
        };
        let (referenced, there) = (names(None), names(Some(true)));
        #[expect(
            clippy::cast_precision_loss,
            reason = "a handful of scripts, shown and never compared"
        )]
        let coverage =
            if referenced.is_empty() { 0.0 } else { there.len() as f64 / referenced.len() as f64 };
        Coverage { referenced_scripts: referenced, missing_scripts: names(Some(false)), coverage }
    }
}

fn artifact((expected, there): &(Expected, bool)) -> Artifact<'_> {
    Artifact {
        path: expected.path.to_string(),
        status: if *there { "exists" } else { "missing" },
        description: &expected.description,
    }
}

fn validator(result: &GateResult) -> Validator<'_> {
    Validator {
        name: &result.gate.name,
        command: &result.gate.script,
        status: result.status.word(),
        notes: result.notes(),
        looser_settings: looser_settings(result),
    }
}
