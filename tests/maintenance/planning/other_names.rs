//! The later names of the scripts: they do the same, answer to the name that was typed, and their
//! results name the script.

use super::SUITE;

const RENAMED: [(&str, &str); 5] = [
    (
        env!("CARGO_BIN_EXE_validate_gate_21_backlog"),
        env!("CARGO_BIN_EXE_validate_gate_18_backlog"),
    ),
    (
        env!("CARGO_BIN_EXE_validate_gate_21_approvals"),
        env!("CARGO_BIN_EXE_validate_gate_18_approvals"),
    ),
    (
        env!("CARGO_BIN_EXE_validate_gate_21_governance"),
        env!("CARGO_BIN_EXE_validate_gate_18_governance"),
    ),
    (
        env!("CARGO_BIN_EXE_validate_prerequisites_21"),
        env!("CARGO_BIN_EXE_validate_prerequisites_18"),
    ),
    (env!("CARGO_BIN_EXE_aggregate_evidence_21"), env!("CARGO_BIN_EXE_aggregate_evidence_18")),
];

fn name(executable: &str) -> String {
    std::path::Path::new(executable).file_stem().unwrap().to_string_lossy().into_owned()
}

#[test]
fn a_renamed_script_judges_alike_and_its_results_name_the_script() {
    for (renamed, script) in RENAMED {
        let (one, other) = (SUITE.example(), SUITE.example());
        let arguments = ["--format", "json", "--verified-by", "A. Rivera"];
        let (said, known) = (one.run(renamed, &arguments), other.run(script, &arguments));
        assert_eq!((said.code, &said.stdout), (0, &known.stdout), "{renamed}");
        assert!(!said.stdout.contains(&name(renamed)), "{}", said.stdout);
    }
}

#[test]
fn a_renamed_script_explains_itself_under_the_name_that_was_typed() {
    for (renamed, _) in RENAMED {
        let help = SUITE.example().run(renamed, &["--help"]);
        assert!(help.stdout.contains(&format!("Usage: {}", name(renamed))), "{}", help.stdout);
        let wrong = SUITE.example().run(renamed, &["--no-such-flag"]);
        assert_eq!(wrong.code, 2);
        assert!(wrong.stderr.contains(&name(renamed)), "{}", wrong.stderr);
    }
}
