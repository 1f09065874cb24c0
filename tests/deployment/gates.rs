//! Each gate passes on the example, fails for each declared mutation at its place, and still passes
//! for each declared variation.

use std::collections::BTreeSet;

use test_support::mutation::{Mutation, Variation, all_hold};

use crate::{FREEZE, GATES, LAUNCH, READINESS, REPORTING, example};

const MUTATIONS: [(&str, &str, &str); 4] = [
    ("readiness", READINESS, include_str!("mutations/readiness.toml")),
    ("freeze", FREEZE, include_str!("mutations/freeze.toml")),
    ("launch", LAUNCH, include_str!("mutations/launch.toml")),
    ("reporting", REPORTING, include_str!("mutations/reporting.toml")),
];

const VARIATIONS: [(&str, &str, &str); 4] = [
    ("readiness", READINESS, include_str!("variations/readiness.toml")),
    ("freeze", FREEZE, include_str!("variations/freeze.toml")),
    ("launch", LAUNCH, include_str!("variations/launch.toml")),
    ("reporting", REPORTING, include_str!("variations/reporting.toml")),
];

fn every_mutation_is_noticed(gate: &str) {
    let (_, executable, text) = MUTATIONS.iter().find(|(name, ..)| *name == gate).unwrap();
    all_hold(
        Mutation::list(text)
            .iter()
            .map(|mutation| (mutation.name.clone(), mutation.check(&example(), executable))),
    );
}

fn every_variation_passes(gate: &str) {
    let (_, executable, text) = VARIATIONS.iter().find(|(name, ..)| *name == gate).unwrap();
    let variations = Variation::list(text);
    assert!(variations.len() >= 5, "{gate} has {} variations", variations.len());
    all_hold(
        variations
            .iter()
            .map(|variation| (variation.name.clone(), variation.check(&example(), executable))),
    );
}

#[test]
fn every_gate_passes_on_the_example() {
    for (gate, executable) in GATES {
        let outcome = example().run(executable, &["--format", "json"]);
        assert_eq!(outcome.code, 0, "{gate}: {}{}", outcome.stdout, outcome.stderr);
        assert_eq!(outcome.codes(), Vec::<String>::new(), "{gate}");
    }
}

#[test]
fn readiness_notices_every_mutation() {
    every_mutation_is_noticed("readiness");
}

#[test]
fn freeze_notices_every_mutation() {
    every_mutation_is_noticed("freeze");
}

#[test]
fn launch_notices_every_mutation() {
    every_mutation_is_noticed("launch");
}

#[test]
fn reporting_notices_every_mutation() {
    every_mutation_is_noticed("reporting");
}

#[test]
fn readiness_passes_with_every_variation() {
    every_variation_passes("readiness");
}

#[test]
fn freeze_passes_with_every_variation() {
    every_variation_passes("freeze");
}

#[test]
fn launch_passes_with_every_variation() {
    every_variation_passes("launch");
}

#[test]
fn reporting_passes_with_every_variation() {
    every_variation_passes("reporting");
}

#[test]
fn every_criterion_has_a_mutation_that_fails_it_and_every_code_is_raised() {
    let protocol = ray_core::protocol::Protocol::load(&deployment::PROTOCOL).unwrap();
    for (gate, _, text) in MUTATIONS {
        let mutations = Mutation::list(text);
        let failing = mutations.iter().filter(|mutation| mutation.level == "error");
        let mutated: BTreeSet<&str> = failing.map(|mutation| mutation.criterion.as_str()).collect();
        let raised: BTreeSet<&str> =
            mutations.iter().map(|mutation| mutation.code.as_str()).collect();
        let (_, spec, judge) = protocol.gate(gate).unwrap();
        for criterion in spec
            .criteria
            .iter()
            .map(|criterion| criterion.id.as_str())
            .chain(["evidence-sound", "release-agrees"])
        {
            assert!(mutated.contains(criterion), "{gate}: no mutation fails {criterion}");
        }
        for code in judge.codes() {
            assert!(raised.contains(code.word), "{gate}: no mutation raises {}", code.word);
        }
        for mutation in &mutations {
            let known = spec.criteria.iter().any(|criterion| criterion.id == mutation.criterion);
            assert!(
                known
                    || ["evidence-sound", "release-agrees"].contains(&mutation.criterion.as_str()),
                "{gate}: {} is no criterion",
                mutation.criterion
            );
        }
    }
}
