//! How a process ends: every class of failure, on every executable, and a fault is no verdict.

use test_support::{Mutation, Scratch};

use crate::{DEPLOYMENT, EXAMPLES, executable, ray_gates};

#[test]
fn every_class_of_failure_has_its_exit_code_on_every_executable() {
    for example in &EXAMPLES {
        for executable in example.executables() {
            let scratch = example.scratch();
            let run = |more: &[&str]| scratch.run(&executable, &[example.flags, more].concat());
            for refused in [
                &["--no-such-flag"][..],
                &["--format", "yaml"],
                &["--root", "no-such-folder"],
                &["--root", "README.md"],
                &["--config", "no-such.toml"],
                &["--artifacts", "../elsewhere"],
                &["--now", "yesterday"],
                &["--save", "json=.artifacts"],
                &["--save", "pdf=x.pdf"],
                &["--output", "README.md/below"],
            ] {
                let outcome = run(refused);
                let what = format!("{executable} {refused:?}: {}", outcome.stdout);
                assert_eq!(outcome.code, 2, "{what}");
                assert!(outcome.stderr.contains("[RAY ERROR]"), "{what}{}", outcome.stderr);
            }
            scratch.write("ray.toml", "release = \n");
            assert_eq!(run(&[]).code, 2, "{executable} with a broken ray.toml");
            scratch.write("ray.toml", "");
            let folder = example.evidence("")[0].rsplit_once('/').unwrap().0.to_owned();
            for file in scratch.evidence_files().iter().filter(|it| it.starts_with(&folder)) {
                scratch.write(file, "{");
            }
            assert_eq!(run(&[]).code, 1, "{executable} over broken evidence");
        }
    }
}

#[test]
fn every_class_of_failure_has_its_exit_code_in_verify() {
    let kept = || {
        let scratch = DEPLOYMENT.scratch();
        let flags = ["--package"];
        assert_eq!(scratch.run(&DEPLOYMENT.executables()[2], &flags).code, 0);
        scratch
    };
    let folder = ".artifacts/deployment";
    let verify = |scratch: &Scratch, more: &[&str]| {
        ray_gates(scratch, &[&["verify", folder], more].concat()).code
    };
    assert_eq!(verify(&kept(), &[]), 0, "the intact one");
    for file in [
        "evidence-manifest.json",
        "deployment-evidence-manifest.json",
        "gate-history.jsonl",
        "protocol-execution-log.jsonl",
        "DEPLOYMENT-EVIDENCE.zip",
        "production-approval.json",
    ] {
        let path = format!("{folder}/{file}");
        let scratch = kept();
        let mut bytes = std::fs::read(scratch.file(&path)).unwrap();
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        scratch.write(&path, bytes);
        assert_eq!(verify(&scratch, &[]), 1, "a bit of {file} was changed");
        let scratch = kept();
        let bytes = std::fs::read(scratch.file(&path)).unwrap();
        scratch.write(&path, &bytes[..bytes.len() / 2]);
        assert_eq!(verify(&scratch, &[]), 1, "{file} was cut");
        let scratch = kept();
        scratch.write(&path, "");
        assert_eq!(verify(&scratch, &[]), 1, "{file} is empty");
    }
    for file in ["DEPLOYMENT-EVIDENCE.zip", "production-approval.json"] {
        let scratch = kept();
        scratch.remove(&format!("{folder}/{file}"));
        assert_eq!(verify(&scratch, &[]), 1, "{file} is gone");
    }
    let nowhere = "0".repeat(64);
    assert_eq!(verify(&kept(), &["--expect-head", &nowhere]), 1);
    for refused in [&["--expect-head", "12"][..], &["--expect-head", ""], &["--format", "x"]] {
        assert_eq!(verify(&kept(), refused), 2, "{refused:?}");
    }
    assert_eq!(ray_gates(&kept(), &["verify", "gone"]).code, 2);
    assert_eq!(ray_gates(&Scratch::empty(), &["verify"]).code, 1, "nothing to verify");
}

/// A mutation counts as noticed only by the finding it names: neither a usage error nor another finding
/// will do.
#[test]
fn a_gate_that_could_not_judge_has_detected_nothing() {
    let launch = executable("validate_gate_11_launch");
    let mutation = |criterion: &str, flags: &str| {
        let text = format!(
            "[[mutation]]\nname = 'x'\ncriterion = '{criterion}'\ncode = 'missing-file'\nflags = [{flags}]\n\
             file = '.artifacts/deployment/production-approval.json'\nremove = true\n"
        );
        Mutation::list(&text).remove(0).check(&DEPLOYMENT.scratch(), &launch)
    };
    assert_eq!(mutation("evidence-sound", ""), Ok(()));
    let usage = mutation("evidence-sound", "'--no-such-flag'").unwrap_err();
    assert!(usage.starts_with("exit 2 instead of 1"), "{usage}");
    let other = mutation("critical-checks-pass", "").unwrap_err();
    assert!(other.starts_with("no missing-file of critical-checks-pass"), "{other}");
}
