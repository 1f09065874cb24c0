//! Joins a descriptor with the code that judges it, and refuses to start when the two disagree.

use std::collections::BTreeSet;

use super::{Descriptor, EvidenceSpec, GateSpec, SettingKind};
use crate::gate::Judge;

/// What a protocol's crate brings: its descriptor, its gates, its templates and its schemas.
pub struct ProtocolSource {
    /// The text of `protocol.toml`.
    pub descriptor: &'static str,
    /// The gates, in the descriptor's order.
    pub gates: &'static [&'static dyn Judge],
    /// File name and text of each template.
    pub templates: &'static [(&'static str, &'static str)],
    /// File name and text of each JSON Schema; `NAME.schema.json` is that of `NAME.json` or
    /// `NAME.yaml`.
    pub schemas: &'static [(&'static str, &'static str)],
}

/// A loaded protocol: the descriptor, and for each of its gates the code that judges it.
pub struct Protocol {
    /// What the protocol is.
    pub descriptor: Descriptor,
    /// What it was loaded from.
    pub source: &'static ProtocolSource,
}

/// The descriptor is broken, or says something else than the code. A fault of this project.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DescriptorError {
    /// It is no TOML, or has an unknown or missing key.
    #[error("the protocol descriptor cannot be read: {0}")]
    Unreadable(String),
    /// A list in it and a list in the code differ.
    #[error(
        "the protocol descriptor and the code disagree on {what}: {declared:?} against {judged:?}"
    )]
    Disagreement {
        /// What the lists are of.
        what: String,
        /// What the descriptor lists.
        declared: Vec<String>,
        /// What the code lists.
        judged: Vec<String>,
    },
    /// A name refers to nothing.
    #[error("the protocol descriptor refers to {0}, which it does not declare")]
    Dangling(String),
}

impl Protocol {
    /// Reads the descriptor and compares it with the gates.
    ///
    /// # Errors
    /// When the descriptor is broken or lists other gates or criteria than the code judges.
    pub fn load(source: &'static ProtocolSource) -> Result<Self, DescriptorError> {
        Self::described_by(source.descriptor, source)
    }

    /// Reads `descriptor` in place of the one that `source` brings.
    ///
    /// # Errors
    /// When it is broken or lists other gates or criteria than the code judges.
    pub fn described_by(
        descriptor: &str,
        source: &'static ProtocolSource,
    ) -> Result<Self, DescriptorError> {
        let descriptor: Descriptor = toml::from_str(descriptor)
            .map_err(|error| DescriptorError::Unreadable(error.to_string()))?;
        let protocol = Self { descriptor, source };
        protocol.compare_gates()?;
        protocol.check_references()?;
        Ok(protocol)
    }

    /// The gates with their code, in order.
    pub fn gates(&self) -> impl Iterator<Item = (&GateSpec, &'static dyn Judge)> {
        self.descriptor.gates.iter().zip(self.source.gates.iter().copied())
    }

    /// The gate called `name`, and its number within the protocol, from 1.
    #[must_use]
    pub fn gate(&self, name: &str) -> Option<(usize, &GateSpec, &'static dyn Judge)> {
        self.gates()
            .enumerate()
            .find(|(_, (spec, _))| spec.name == name)
            .map(|(at, (spec, judge))| (at + 1, spec, judge))
    }

    /// The evidence called `id`.
    #[must_use]
    pub fn evidence(&self, id: &str) -> Option<&EvidenceSpec> {
        self.descriptor.evidence.iter().find(|evidence| evidence.id == id)
    }

    fn compare_gates(&self) -> Result<(), DescriptorError> {
        let declared = self.descriptor.gates.iter().map(|gate| gate.name.clone()).collect();
        let judged = self.source.gates.iter().map(|gate| gate.name().to_owned()).collect();
        compare("gates", declared, judged)?;
        for (spec, judge) in self.gates() {
            let declared = spec.criteria.iter().map(|criterion| criterion.id.clone()).collect();
            let judged = judge.criteria().into_iter().map(str::to_owned).collect();
            compare(&format!("the criteria of gate {}", spec.name), declared, judged)?;
        }
        Ok(())
    }

    fn check_references(&self) -> Result<(), DescriptorError> {
        let known: BTreeSet<&str> =
            self.descriptor.evidence.iter().map(|evidence| &*evidence.id).collect();
        let handed_over = self.descriptor.protocol.complete.evidence.iter();
        let read = self.descriptor.gates.iter().flat_map(|gate| &gate.evidence);
        let replaced = self
            .descriptor
            .gates
            .iter()
            .flat_map(|gate| &gate.settings)
            .filter_map(|s| s.evidence.as_ref());
        let packed = self.descriptor.package.iter().flat_map(|package| &package.required);
        for id in handed_over.chain(read).chain(replaced).chain(packed) {
            if !known.contains(id.as_str()) {
                return Err(DescriptorError::Dangling(format!("the evidence `{id}`")));
            }
        }
        let renamed = self.descriptor.protocol.aliases.keys();
        let mut unknown = renamed.filter(|name| !self.descriptor.scripts().any(|it| it == *name));
        if let Some(name) = unknown.next() {
            return Err(DescriptorError::Dangling(format!("the script `{name}`")));
        }
        let waivable = self.descriptor.gates.iter().find(|gate| gate.waivable);
        if let Some(gate) = waivable.filter(|_| self.descriptor.waivers.is_none()) {
            let what = format!("who may waive the gate `{}`", gate.name);
            return Err(DescriptorError::Dangling(what));
        }
        self.descriptor.gates.iter().try_for_each(check_thresholds)
    }
}

/// Every threshold is a setting of its gate. Of a length of time it must be said which way is looser, since
/// results say from that on which side of it the measurement lies.
fn check_thresholds(gate: &GateSpec) -> Result<(), DescriptorError> {
    for id in gate.criteria.iter().filter_map(|criterion| criterion.setting.as_ref()) {
        let what = format!("the setting `{id}` of gate {}", gate.name);
        let Some(setting) = gate.settings.iter().find(|declared| declared.id == *id) else {
            return Err(DescriptorError::Dangling(what));
        };
        if setting.kind == SettingKind::Timespan && setting.looser.is_none() {
            return Err(DescriptorError::Dangling(format!("which way {what} is looser")));
        }
    }
    Ok(())
}

fn compare(what: &str, declared: Vec<String>, judged: Vec<String>) -> Result<(), DescriptorError> {
    if declared == judged {
        return Ok(());
    }
    Err(DescriptorError::Disagreement { what: what.to_owned(), declared, judged })
}
