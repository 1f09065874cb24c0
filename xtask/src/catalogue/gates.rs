//! Every gate there is, and the checks of prerequisites, which are gates without a number.

use ray_core::finding::Code;
use ray_core::gate::common_criteria;
use ray_core::prerequisites;
use ray_core::protocol::{CriterionSpec, GateSpec, Protocol};

/// A gate, or a check of prerequisites.
pub struct KnownGate<'p> {
    /// The protocol.
    pub protocol: &'p Protocol,
    /// The number in the protocol, from 1; none for the check of prerequisites.
    pub number: Option<usize>,
    /// What it is.
    pub spec: GateSpec,
    /// Every code that it can raise by itself.
    pub codes: &'static [&'static Code],
}

/// Every gate, protocol by protocol, after the check of the protocol's prerequisites.
#[must_use]
pub fn gates(protocols: &[Protocol]) -> Vec<KnownGate<'_>> {
    protocols.iter().flat_map(of_protocol).collect()
}

fn of_protocol(protocol: &Protocol) -> Vec<KnownGate<'_>> {
    let check =
        KnownGate { protocol, number: None, spec: prerequisites::spec(protocol), codes: &[] };
    let gates = protocol.gates().enumerate().map(|(at, (spec, judge))| KnownGate {
        protocol,
        number: Some(at + 1),
        spec: spec.clone(),
        codes: judge.codes(),
    });
    std::iter::once(check).chain(gates).collect()
}

impl KnownGate<'_> {
    /// The number with that of the protocol, `11.3`; none for the check of prerequisites.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        let number = self.number?;
        Some(format!("{}.{number}", self.protocol.descriptor.protocol.id))
    }

    /// Number and title; the edition too, where the protocol has several.
    #[must_use]
    pub fn title(&self) -> String {
        let edition = self.protocol.descriptor.protocol.edition.as_ref();
        let edition = edition.map(|edition| format!(" ({edition} edition)")).unwrap_or_default();
        match self.id() {
            Some(id) => format!("{id} {}{edition}", self.spec.title),
            None => format!("{}{edition}", self.spec.title),
        }
    }

    /// Its criteria: those that every gate has, then its own.
    #[must_use]
    pub fn criteria(&self) -> Vec<CriterionSpec> {
        common_criteria().into_iter().chain(self.spec.criteria.clone()).collect()
    }

    /// The table of `ray.toml` that holds its settings.
    #[must_use]
    pub fn table(&self) -> String {
        format!("{}.{}", self.protocol.descriptor.protocol.key, self.spec.name)
    }

    /// The name of its page, which tells it from all others: that of its script, but the prerequisites
    /// of a protocol with several editions share one.
    #[must_use]
    pub fn page(&self) -> String {
        match (self.number, &self.protocol.descriptor.protocol.edition) {
            (None, Some(edition)) => {
                format!("{}-{}-{edition}", self.spec.name, self.protocol.descriptor.protocol.id)
            }
            _ => self.spec.script.clone(),
        }
    }

    /// True when `name` is one of its names: number, short name, script or a further name of that.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let aliases = self.protocol.descriptor.aliases(&self.spec.script);
        [self.spec.name.as_str(), &self.spec.script]
            .into_iter()
            .chain(aliases.iter().map(String::as_str))
            .any(|known| known.eq_ignore_ascii_case(name))
            || self.id().as_deref() == Some(name)
            || self.page().eq_ignore_ascii_case(name)
    }
}
