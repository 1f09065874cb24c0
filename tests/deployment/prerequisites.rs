//! `validate_prerequisites_11`: what must be in place before a deployment starts.

use test_support::Scratch;

use crate::{PREREQUISITES, READINESS, example};

#[cfg(unix)]
#[test]
fn fails_when_a_deployment_script_cannot_be_executed() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = example();
    let script = scratch.file("scripts/deploy_backend.sh");
    std::fs::set_permissions(script, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(scratch.run(PREREQUISITES, &["--format", "json"]).codes(), ["not-executable"]);
}

#[test]
fn finds_an_artifact_by_its_name_when_it_is_in_no_usual_folder() {
    let scratch = example();
    std::fs::rename(scratch.file(".artifacts/uat"), scratch.file(".artifacts/acceptance")).unwrap();
    assert_eq!(scratch.run(PREREQUISITES, &[]).code, 0);
    let zip = std::fs::read(scratch.file(".artifacts/acceptance/UAT-CLOSURE-PACKAGE.zip")).unwrap();
    scratch.write(".artifacts/old/UAT-CLOSURE-PACKAGE.zip", zip);
    assert_eq!(scratch.run(PREREQUISITES, &["--format", "json"]).codes(), ["artifact-ambiguous"]);
}

#[test]
fn security_need_not_sign_off_a_release_without_security_impact() {
    let scratch = example();
    let file = ".artifacts/deployment/prerequisite-approvals.json";
    scratch.edit(file, "\"subject\": \"security-sign-off\"", "\"subject\": \"other\"");
    assert_eq!(scratch.run(PREREQUISITES, &["--format", "json"]).codes(), ["approval-missing"]);
    scratch.edit(file, "\"security_impact\": true", "\"security_impact\": false");
    assert_eq!(scratch.run(PREREQUISITES, &["--format", "json"]).codes(), Vec::<String>::new());
}

#[test]
fn creates_nothing_unless_asked() {
    let scratch = Scratch::empty();
    let before = scratch.contents();
    assert_eq!(scratch.run(PREREQUISITES, &[]).code, 1);
    assert!(before == scratch.contents());
}

#[test]
fn scaffold_never_overwrites() {
    let scratch = example();
    scratch.remove(".artifacts/deployment/system-state.json");
    let checklist = scratch.read(".artifacts/deployment/deployment-readiness-checklist.json");
    let outcome = scratch.run(PREREQUISITES, &["--scaffold"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(
        scratch.read(".artifacts/deployment/deployment-readiness-checklist.json"),
        checklist
    );
    assert!(scratch.file(".artifacts/deployment/system-state.json").is_file());
    assert_eq!(scratch.run(READINESS, &[]).code, 1, "a template is no attestation");
}
