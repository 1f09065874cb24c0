//! The typed model of a protocol's descriptor, `protocols/NN-name/protocol.toml`.
//!
//! The descriptor holds what a protocol *is*: names, files, texts, numbers, roles. It is data that
//! ships inside the executables; a fault in it is a fault of this project and refuses to start.

mod load;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::value::ratio::Ratio;

pub use load::{DescriptorError, Protocol, ProtocolSource};

/// A whole descriptor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Descriptor {
    /// Who the protocol is.
    pub protocol: Identity,
    /// The evidence files that its gates read.
    #[serde(default)]
    pub evidence: Vec<EvidenceSpec>,
    /// Its gates, in order.
    pub gates: Vec<GateSpec>,
    /// The package with which it hands over, where it has one.
    pub package: Option<PackageSpec>,
    /// Who may let a gate through that failed; nobody where this is missing.
    pub waivers: Option<WaiversSpec>,
    /// What must be in place before it starts.
    pub prerequisites: PrerequisitesSpec,
}

/// Who may grant waivers, and for how long.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaiversSpec {
    /// The roles in which one may be granted.
    pub roles: Vec<String>,
    /// The longest time for which one may hold, such as `30d`.
    pub longest: String,
}

impl Descriptor {
    /// Every script of the protocol: those of its gates, then the three of the protocol itself.
    pub fn scripts(&self) -> impl Iterator<Item = &str> {
        let gates = self.gates.iter().map(|gate| gate.script.as_str());
        let identity = &self.protocol;
        gates.chain([&*identity.prerequisites, &*identity.aggregator, &*identity.runner])
    }

    /// The other names of `script`.
    #[must_use]
    pub fn aliases(&self, script: &str) -> &[String] {
        self.protocol.aliases.get(script).map_or(&[], Vec::as_slice)
    }
}

/// Names and numbers of a protocol.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The number in the script names.
    pub id: String,
    /// Its table in `ray.toml`.
    pub key: String,
    /// The name of its edition, where the protocol exists in several.
    pub edition: Option<String>,
    /// Its name.
    pub name: String,
    /// The number in its document's title.
    pub title_number: String,
    /// Other numbers under which documents cite it.
    #[serde(default)]
    pub cited_as: Vec<String>,
    /// True when its JSON evidence must name a release.
    pub names_release: bool,
    /// Where its evidence lies: the proper folder first, then others in use.
    pub folders: Vec<String>,
    /// The executable that runs all its gates.
    pub runner: String,
    /// The executable that checks its prerequisites.
    pub prerequisites: String,
    /// The executable that writes its evidence manifest.
    pub aggregator: String,
    /// Other names by which documents call a script. The executable of such a name does the same, and
    /// its results name the script.
    #[serde(default)]
    pub aliases: BTreeMap<String, Vec<String>>,
    /// What a run that passes says.
    pub complete: Completion,
}

/// The words with which a protocol hands over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Completion {
    /// The sentence before the list of evidence.
    pub prompt: String,
    /// The protocol that comes next.
    pub next: String,
    /// Ids of the evidence handed over.
    pub evidence: Vec<String>,
}

/// An evidence file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceSpec {
    /// The name by which gates refer to it.
    pub id: String,
    /// Its path in the evidence folder, or from the root where `from_root` says so.
    pub file: String,
    /// True when `file` is a path from the root.
    #[serde(default)]
    pub from_root: bool,
    /// What it records.
    pub description: String,
    /// For Markdown: the sections that it must have. The first name is the proper one, the others
    /// are accepted for it.
    #[serde(default)]
    pub sections: Vec<Vec<String>>,
    /// For Markdown: names of table columns, likewise.
    #[serde(default)]
    pub columns: Vec<Vec<String>>,
    /// For Markdown: names of headings and labels that are looked up, likewise.
    #[serde(default)]
    pub labels: Vec<Vec<String>>,
}

/// The archive that a protocol hands over, and the manifest that describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageSpec {
    /// The archive, in the evidence folder.
    pub archive: String,
    /// The manifest, in the evidence folder.
    pub manifest: String,
    /// Ids of the evidence without which the manifest is not complete.
    pub required: Vec<String>,
}

/// A gate.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateSpec {
    /// Its short name; `--stage` takes it.
    pub name: String,
    /// Its name in the documents.
    pub title: String,
    /// Its executable.
    pub script: String,
    /// Its criteria in one line, for the block that a failure prints.
    pub summary: String,
    /// What the protocol asks for when it fails.
    pub on_failure: String,
    /// True when a waiver may cover it.
    pub waivable: bool,
    /// The share of its runs that should pass, where the protocol states one.
    pub pass_rate_target: Option<Ratio>,
    /// Ids of the evidence it reads.
    pub evidence: Vec<String>,
    /// What can be set for it.
    #[serde(default)]
    pub settings: Vec<SettingSpec>,
    /// Its criteria, in order.
    pub criteria: Vec<CriterionSpec>,
}

/// A value that a flag or `ray.toml` may set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingSpec {
    /// The name by which gates ask for it.
    pub id: String,
    /// What kind of value it is.
    pub kind: SettingKind,
    /// The flag that sets it, without `--`.
    pub flag: Option<String>,
    /// The key in `ray.toml` that sets it.
    pub key: Option<String>,
    /// For a file: the evidence whose path it replaces.
    pub evidence: Option<String>,
    /// The protocol's own value.
    pub default: Option<DefaultValue>,
    /// For a word: the words, from the strictest.
    #[serde(default)]
    pub options: Vec<String>,
    /// Which way is looser than the default.
    pub looser: Option<Looser>,
    /// What it is, for `--help` and `--explain`.
    pub help: String,
}

/// The kind of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettingKind {
    /// A share, `0.95` or `95%`.
    Ratio,
    /// A length of time, in minutes or with a unit.
    Timespan,
    /// A file below the root.
    File,
    /// A list of roles, one of which is wanted.
    Roles,
    /// A number of things.
    Count,
    /// One of the setting's options.
    Word,
    /// A list of patterns with reasons, in `ray.toml` only; anything in it is looser.
    Allowances,
    /// A number of bytes, `500 MB`.
    Size,
}

/// A default as the descriptor writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum DefaultValue {
    /// One value.
    One(String),
    /// A list of roles.
    Many(Vec<String>),
}

/// The direction in which a value is looser than the protocol's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Looser {
    /// A lower value lets more through.
    Lower,
    /// A higher value lets more through.
    Higher,
}

/// One sentence of a gate's rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionSpec {
    /// Its stable name.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// The setting that holds its threshold; without one, all of what it counts must hold.
    pub setting: Option<String>,
    /// True when it compares one piece of evidence with another; the manifest counts these.
    #[serde(default)]
    pub cross_reference: bool,
}

/// What must be in place before the protocol starts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrerequisitesSpec {
    /// The title of the check.
    pub title: String,
    /// Its criteria in one line.
    pub summary: String,
    /// What the protocol asks for when it fails.
    pub on_failure: String,
    /// Files that upstream protocols hand over.
    #[serde(default)]
    pub artifacts: Vec<ArtifactSpec>,
    /// Approvals that must stand.
    #[serde(default)]
    pub approvals: Vec<ApprovalSpec>,
    /// System state that must be seen or attested.
    #[serde(default)]
    pub system: Vec<SystemSpec>,
    /// What can be set for the check.
    #[serde(default)]
    pub settings: Vec<SettingSpec>,
}

/// A file or folder that an upstream protocol hands over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArtifactSpec {
    /// Its name in findings.
    pub id: String,
    /// Its file name; that of a folder ends in a slash.
    pub file: String,
    /// The folders in which it may lie; if it is in none, it is looked up by name.
    pub folders: Vec<String>,
    /// What it is.
    pub description: String,
    /// True when the documents ask for it only "if available".
    #[serde(default)]
    pub optional: bool,
}

impl ArtifactSpec {
    /// True when a folder is asked for.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        self.file.ends_with('/')
    }
}

/// An approval that must stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalSpec {
    /// What is approved; the `subject` of the approval.
    pub subject: String,
    /// The roles of which one must approve.
    pub roles: Vec<String>,
    /// A boolean key of the approvals file that says whether the approval is needed at all.
    pub when: Option<String>,
    /// What it confirms.
    pub description: String,
}

/// A piece of system state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SystemSpec {
    /// The `id` of its attestation.
    pub id: String,
    /// What must be so.
    pub description: String,
    /// A pattern from the root, `scripts/deploy_*.sh`: seen by looking, not attested.
    pub executables: Option<String>,
    /// Folders from the root in which files are going to be written: likewise.
    #[serde(default)]
    pub writable: Vec<String>,
}
