//! Each gate passes on the example, fails for each declared mutation at its place, and still passes
//! for each declared variation; and nothing of its rule goes untried.

use std::collections::BTreeSet;

use ray_core::gate::Judge;

use super::{GateUnderTest, Suite};
use crate::mutation::{Mutation, Variation, all_hold};

/// Variations that a gate has at least.
const FEWEST_VARIATIONS: usize = 5;

/// The criteria that the engine adds to every gate, as far as the protocol names a release.
const COMMON: [&str; 2] = ["evidence-sound", "release-agrees"];

impl Suite {
    fn gate(&self, executable: &str) -> &GateUnderTest {
        self.gates.iter().find(|gate| gate.executable == executable).expect("a gate of the suite")
    }

    /// The gate passes on the example, without a finding.
    pub fn passes_on_the_example(&self, executable: &str) {
        let outcome = self.example().run(executable, &["--format", "json"]);
        assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
        let json = outcome.json();
        let findings = json["findings"].as_array().expect("a list");
        let errors: Vec<_> =
            findings.iter().filter(|finding| finding["level"] == "error").collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }

    /// Each mutation fails with its code at its place.
    pub fn notices_every_mutation(&self, executable: &str) {
        let mutations = Mutation::list(self.gate(executable).mutations);
        all_hold(
            mutations.iter().map(|mutation| {
                (mutation.name.clone(), mutation.check(&self.example(), executable))
            }),
        );
    }

    /// Each variation passes.
    pub fn passes_with_every_variation(&self, executable: &str) {
        let variations = Variation::list(self.gate(executable).variations);
        assert!(variations.len() >= FEWEST_VARIATIONS, "only {} variations", variations.len());
        all_hold(variations.iter().map(|variation| {
            (variation.name.clone(), variation.check(&self.example(), executable))
        }));
    }

    /// No criterion and no code of the gate goes untried.
    pub fn every_criterion_has_a_mutation_that_fails_it_and_every_code_is_raised(
        &self,
        executable: &str,
    ) {
        let protocol = self.load();
        let gate = self.gate(executable);
        let (_, spec, judge) =
            protocol.gate(&self.spec(&protocol, gate).name).expect("a gate of the protocol");
        let common = match protocol.descriptor.protocol.names_release {
            true => &COMMON[..],
            false => &COMMON[..1],
        };
        let own = spec.criteria.iter().map(|criterion| criterion.id.as_str());
        let criteria: BTreeSet<&str> = own.chain(common.iter().copied()).collect();
        let mutations = Mutation::list(gate.mutations);
        let failing = mutations.iter().filter(|mutation| mutation.level == "error");
        // Where no file has to name a release, those that do must agree all the same.
        let optional = |criterion: &&str| common.len() < COMMON.len() && *criterion == COMMON[1];
        let mutated: BTreeSet<&str> = failing
            .map(|mutation| mutation.criterion.as_str())
            .filter(|criterion| !optional(criterion))
            .collect();
        assert_eq!(mutated, criteria, "left: what mutations fail; right: what the gate has");
        let raised: BTreeSet<&str> =
            mutations.iter().map(|mutation| mutation.code.as_str()).collect();
        for code in Judge::codes(judge) {
            assert!(raised.contains(code.word), "no mutation raises {}", code.word);
        }
    }
}
