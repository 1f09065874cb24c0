//! `validate_prerequisites_11`: what must be in place before a deployment starts.

use test_support::Scratch;
use test_support::mutation::{Mutation, all_hold};

use crate::{GATES, PREREQUISITES, READINESS, example};

#[test]
fn passes_on_the_example() {
    let outcome = example().run(PREREQUISITES, &["--format", "json"]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    assert_eq!(outcome.codes(), Vec::<String>::new());
}

#[test]
fn notices_every_mutation() {
    let mutations = Mutation::list(include_str!("mutations/prerequisites.toml"));
    all_hold(
        mutations
            .iter()
            .map(|mutation| (mutation.name.clone(), mutation.check(&example(), PREREQUISITES))),
    );
}

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
fn scaffold_writes_templates_that_no_gate_passes_and_fails_itself() {
    let scratch = Scratch::empty();
    let outcome = scratch.run(PREREQUISITES, &["--scaffold"]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stdout.contains("wrote the template .artifacts/deployment/system-state.json"),
        "{}",
        outcome.stdout
    );
    assert!(scratch.file("config/release-approvers.yaml").is_file());
    for (gate, executable) in GATES {
        let outcome = scratch.run(executable, &["--format", "json"]);
        assert_eq!(outcome.code, 1, "{gate}");
        let json = outcome.json();
        let mut findings = json["findings"].as_array().unwrap().iter();
        let absent =
            findings.find(|finding| finding["code"] == "missing-file" && finding["line"].is_null());
        assert_eq!(absent, None, "{gate}: every file was written");
    }
}

#[test]
fn no_template_passes_its_gate_even_when_everything_else_is_in_order() {
    let templates = test_support::workspace_root().join("protocols/11-deployment/templates");
    for entry in std::fs::read_dir(templates).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        let scratch = example();
        let target = match name.as_str() {
            "release-approvers.yaml" => format!("config/{name}"),
            _ => format!(".artifacts/deployment/{name}"),
        };
        scratch.write(&target, std::fs::read(entry.path()).unwrap());
        let failed = GATES.iter().map(|(_, executable)| *executable).chain([PREREQUISITES]).any(
            |executable| {
                let outcome = scratch.run(executable, &["--format", "json"]);
                let findings = outcome.json()["findings"].as_array().cloned().unwrap();
                outcome.code == 1
                    && findings.iter().any(|finding| finding["path"] == target.as_str())
            },
        );
        assert!(failed, "the template {name} passes");
    }
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
