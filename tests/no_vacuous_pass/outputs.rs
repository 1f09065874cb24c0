//! What is wrong is said whole, or it is said that there is more.

use serde_json::Value;

use crate::{DEPLOYMENT, codes, ray_gates};

#[test]
fn every_checksum_that_does_not_fit_is_named() {
    let scratch = DEPLOYMENT.scratch();
    let changed: Vec<String> = scratch
        .evidence_files()
        .into_iter()
        .filter(|file| file.contains("/pre-deployment/") || file.contains("/uat/"))
        .filter(|file| file.ends_with(".json") || file.ends_with(".md"))
        .collect();
    for file in &changed {
        scratch.write(file, scratch.read(file) + "\n");
    }
    let outcome = DEPLOYMENT.judge(&scratch);
    let found = codes(&outcome).iter().filter(|code| *code == "checksum-mismatch").count();
    assert!(found >= 4, "{found} of {changed:?}");
}

#[test]
fn verify_names_every_file_that_was_changed() {
    let scratch = DEPLOYMENT.scratch();
    assert_eq!(scratch.run(&DEPLOYMENT.executables()[2], &["--package"]).code, 0);
    let changed =
        ["release-manifest.md", "system-state.json", "production-approval.json", "ABC.json"];
    for name in changed {
        scratch.write(&format!(".artifacts/deployment/{name}"), "{}");
    }
    let outcome = ray_gates(&scratch, &["verify", ".artifacts/deployment", "--format", "json"]);
    assert_eq!(outcome.code, 1);
    let json = outcome.json();
    let findings = json["findings"].as_array().unwrap();
    for name in changed {
        let named = |it: &Value| it["path"].as_str().unwrap_or_default().ends_with(name);
        assert!(findings.iter().any(named), "{name}: {findings:#?}");
    }
}

#[test]
fn annotations_beyond_those_that_are_shown_are_counted() {
    let scratch = DEPLOYMENT.scratch();
    let file = ".artifacts/deployment/post-deployment-validation.json";
    scratch.write(file, scratch.read(file).replace("\"pass\"", "\"fail\""));
    let runner = &DEPLOYMENT.executables()[0];
    let outcome = scratch.run(runner, &["--no-write", "--format", "github"]);
    let errors: Vec<&str> =
        outcome.stdout.lines().filter(|line| line.starts_with("::error ")).collect();
    assert_eq!((outcome.code, errors.len()), (1, 10), "{}", outcome.stdout);
    let all = codes(&DEPLOYMENT.judge(&scratch)).len();
    let more = format!("{} more errors are not annotated", all - 9);
    assert!(errors[9].contains(&more), "{more}: {}", errors[9]);
}
