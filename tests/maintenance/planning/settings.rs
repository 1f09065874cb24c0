//! What a team can set for the planning edition, and that it is said.

use super::SUITE;

const GATE: &str = env!("CARGO_BIN_EXE_validate_gate_18_approvals");

#[test]
fn letting_one_person_approve_for_two_is_shown_as_looser() {
    let scratch = SUITE.example();
    scratch.write("ray.toml", "[maintenance.approvals]\nshared_approver = \"allow\"\n");
    let outcome = scratch.run(GATE, &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    let said = "looser than the protocol's own, set by ray.toml:2";
    assert!(outcome.stdout.contains(said), "{}", outcome.stdout);
}

#[test]
fn a_function_that_nobody_speaks_for_cannot_be_configured() {
    let scratch = SUITE.example();
    for (text, said) in [
        ("security_roles = []", "the value is empty"),
        ("shared_approver = \"sometimes\"", "is none of: refuse, allow"),
        ("shared_approver = true", "a text, a number or a list of texts was expected"),
        ("legal_roles = [\"Legal\"]", "the key `legal_roles` cannot be used"),
    ] {
        scratch.write("ray.toml", format!("[maintenance.approvals]\n{text}\n"));
        let outcome = scratch.run(GATE, &[]);
        assert_eq!(outcome.code, 2, "{text}: {}", outcome.stdout);
        assert!(outcome.stderr.contains(said), "{text}: {}", outcome.stderr);
    }
}
