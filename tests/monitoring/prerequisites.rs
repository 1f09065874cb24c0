//! What the prerequisites of protocol 12 alone have: an artifact that may be missing, an approval that
//! two offices may give, folders to write in.

use crate::SUITE;

const PREREQUISITES: &str = env!("CARGO_BIN_EXE_validate_prerequisites_12");

#[test]
fn passes_without_the_baselines_of_earlier_releases() {
    let scratch = SUITE.example();
    scratch.remove(".artifacts/monitoring/baseline-metrics.json");
    assert_eq!(scratch.run(PREREQUISITES, &[]).code, 0);
}

#[test]
fn passes_when_compliance_agrees_to_the_thresholds_instead_of_security() {
    let scratch = SUITE.example();
    let file = ".artifacts/monitoring/prerequisite-approvals.json";
    scratch.edit(file, "\"role\": \"Security Lead\"", "\"role\": \"Compliance Lead\"");
    assert_eq!(scratch.run(PREREQUISITES, &["--format", "json"]).codes(), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn fails_when_a_folder_has_no_write_permission() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = SUITE.example();
    let folder = scratch.file(".cursor");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    let codes = scratch.run(PREREQUISITES, &["--format", "json"]).codes();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(codes, ["folder-not-writable"]);
    assert_eq!(scratch.run(PREREQUISITES, &["--format", "json"]).codes(), Vec::<String>::new());
}
