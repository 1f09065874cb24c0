//! The first edition of protocol 18 from outside: its four gates over copies of its example.
//!
//! Its prerequisites and its manifest are reached through executables that both editions share, by
//! `--edition sustainment`; so the suite is declared here by hand, and tries these two below.

use test_support::Scratch;
use test_support::mutation::{Mutation, all_hold};
use test_support::suite::{GateUnderTest, Suite};

/// The instant at which the example is judged.
const NOW: &str = "2026-11-24T09:00:00Z";

const CHARTER: &str = env!("CARGO_BIN_EXE_validate_gate_18_sustainment_charter");
const ENABLEMENT: &str = env!("CARGO_BIN_EXE_validate_gate_18_sustainment_enablement");
const GOVERNANCE: &str = env!("CARGO_BIN_EXE_validate_gate_18_sustainment_governance");
const READINESS: &str = env!("CARGO_BIN_EXE_validate_gate_18_sustainment_readiness");

const PREREQUISITES: &str = env!("CARGO_BIN_EXE_validate_prerequisites_18");
const AGGREGATE: &str = env!("CARGO_BIN_EXE_aggregate_evidence_18");

const GATES: [&str; 4] = [CHARTER, ENABLEMENT, GOVERNANCE, READINESS];
const EDITION: [&str; 2] = ["--edition", "sustainment"];

static SUITE: Suite = Suite {
    protocol: &maintenance::sustainment::SUSTAINMENT,
    now: NOW,
    gates: &[
        GateUnderTest {
            executable: CHARTER,
            mutations: include_str!("mutations/sustainment_charter.toml"),
            variations: include_str!("variations/sustainment_charter.toml"),
        },
        GateUnderTest {
            executable: ENABLEMENT,
            mutations: include_str!("mutations/sustainment_enablement.toml"),
            variations: include_str!("variations/sustainment_enablement.toml"),
        },
        GateUnderTest {
            executable: GOVERNANCE,
            mutations: include_str!("mutations/sustainment_governance.toml"),
            variations: include_str!("variations/sustainment_governance.toml"),
        },
        GateUnderTest {
            executable: READINESS,
            mutations: include_str!("mutations/sustainment_readiness.toml"),
            variations: include_str!("variations/sustainment_readiness.toml"),
        },
    ],
    prerequisites: PREREQUISITES,
    prerequisite_mutations: include_str!("mutations/sustainment_prerequisites.toml"),
    aggregator: AGGREGATE,
};

mod charter {
    test_support::suite!(@tests super::SUITE, (super::CHARTER):
        passes_on_the_example,
        notices_every_mutation,
        passes_with_every_variation,
        every_criterion_has_a_mutation_that_fails_it_and_every_code_is_raised,
    );
}

mod enablement {
    test_support::suite!(@tests super::SUITE, (super::ENABLEMENT):
        passes_on_the_example,
        notices_every_mutation,
        passes_with_every_variation,
        every_criterion_has_a_mutation_that_fails_it_and_every_code_is_raised,
    );
}

mod governance {
    test_support::suite!(@tests super::SUITE, (super::GOVERNANCE):
        passes_on_the_example,
        notices_every_mutation,
        passes_with_every_variation,
        every_criterion_has_a_mutation_that_fails_it_and_every_code_is_raised,
    );
}

mod readiness {
    test_support::suite!(@tests super::SUITE, (super::READINESS):
        passes_on_the_example,
        notices_every_mutation,
        passes_with_every_variation,
        every_criterion_has_a_mutation_that_fails_it_and_every_code_is_raised,
    );
}

mod every_gate {
    test_support::suite!(@tests super::SUITE, ():
        missing_evidence_fails,
        a_folder_in_the_place_of_evidence_fails,
        a_pipe_in_the_place_of_evidence_fails_and_does_not_hang,
        unreadable_evidence_fails,
        a_symbolic_link_out_of_the_root_fails,
        empty_evidence_fails,
        evidence_that_is_not_utf_8_fails,
        truncated_evidence_fails,
        a_wrong_type_at_the_top_fails,
        an_empty_object_fails_for_every_key_that_it_lacks,
        a_duplicate_key_fails,
        ten_thousand_levels_fail,
        a_line_of_a_gigabyte_fails_without_being_read,
        evidence_that_was_damaged_anyhow_is_judged_and_never_breaks_the_gate,
        whatever_passes_has_looked_at_something,
        the_root_may_be_named_from_anywhere,
        the_same_evidence_gives_the_same_bytes,
    );
}

#[test]
fn prerequisites_pass_on_the_example() {
    let [flag, edition] = EDITION;
    let outcome = SUITE.example().run(PREREQUISITES, &[flag, edition, "--format", "json"]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    assert_eq!(outcome.codes(), Vec::<String>::new());
}

#[test]
fn prerequisites_notice_every_mutation() {
    let mut mutations = Mutation::list(SUITE.prerequisite_mutations);
    for mutation in &mut mutations {
        mutation.flags.extend(EDITION.map(str::to_owned));
    }
    all_hold(
        mutations.iter().map(|mutation| {
            (mutation.name.clone(), mutation.check(&SUITE.example(), PREREQUISITES))
        }),
    );
}

#[test]
fn scaffold_writes_templates_that_no_gate_passes_and_fails_itself() {
    let scratch = Scratch::empty();
    let [flag, edition] = EDITION;
    assert_eq!(scratch.run(PREREQUISITES, &[flag, edition, "--scaffold"]).code, 1);
    for (name, template) in maintenance::sustainment::SUSTAINMENT.templates {
        assert_eq!(scratch.read(&format!(".artifacts/maintenance/{name}")), *template, "{name}");
    }
    for gate in GATES {
        assert_eq!(scratch.run(gate, &[]).code, 1, "{gate}");
    }
}

#[test]
fn no_template_passes_even_when_everything_else_is_in_order() {
    for (name, template) in maintenance::sustainment::SUSTAINMENT.templates {
        let scratch = SUITE.example();
        let target = format!(".artifacts/maintenance/{name}");
        scratch.write(&target, template);
        let fails_there = |executable: &str, flags: &[&str]| {
            let outcome = scratch.run(executable, &[flags, &["--format", "json"]].concat());
            let json = outcome.json();
            let mut findings = json["findings"].as_array().expect("a list").iter();
            outcome.code == 1 && findings.any(|finding| finding["path"] == target.as_str())
        };
        let found =
            GATES.iter().any(|gate| fails_there(gate, &[])) || fails_there(PREREQUISITES, &EDITION);
        assert!(found, "the template of {name} passes");
    }
}

#[test]
fn the_manifest_has_the_digest_of_every_file() {
    let (scratch, elsewhere) = (SUITE.example(), Scratch::empty());
    let output = elsewhere.path().to_string_lossy().into_owned();
    let [flag, edition] = EDITION;
    let outcome = scratch.run(AGGREGATE, &[flag, edition, "--output", &output]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    let manifest: serde_json::Value =
        serde_json::from_str(&elsewhere.read("evidence-manifest.json")).expect("JSON");
    assert_eq!(manifest["summary"]["validators_passed"], GATES.len());
    assert_eq!(manifest["summary"]["evidence_completeness"], 1.0);
    for artifact in manifest["artifacts"].as_array().expect("a list") {
        let path = artifact["path"].as_str().expect("a path");
        assert_eq!(artifact["sha256"], scratch.digest(path), "{path}");
    }
}

#[test]
fn a_team_may_say_which_titles_stand_for_leadership() {
    let scratch = SUITE.example();
    let log = ".artifacts/maintenance/readiness-approval-log.csv";
    scratch.edit(log, "Lindqvist,Leadership,", "Lindqvist,Managing Partner,");
    let codes =
        |scratch: &test_support::Scratch| scratch.run(READINESS, &["--format", "json"]).codes();
    assert_eq!(codes(&scratch), ["approval-missing"]);
    scratch
        .write("ray.toml", "[sustainment.readiness]\nleadership_roles = [\"Managing Partner\"]\n");
    assert_eq!(codes(&scratch), Vec::<String>::new());
}
