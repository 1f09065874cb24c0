//! That what is configured is called. Nothing that runs can see that it is never run; what can be seen
//! is that whatever is called judges, and the tree that is pushed.
#![cfg(unix)]

use std::process::Command;

use test_support::{Scratch, finish};

use crate::{DEPLOYMENT, RAY_GATES, ray_gates};

fn git(scratch: &Scratch, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(scratch.path()).env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_CONFIG_GLOBAL", scratch.path().join("no-such-file"));
    command.args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
    let output = command.args(arguments).output().expect("these tests run git; install it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_hook_that_is_called_judges_and_judges_what_is_pushed() {
    let scratch = DEPLOYMENT.scratch();
    git(&scratch, &["init", "--quiet"]);
    git(&scratch, &["add", "--all"]);
    git(&scratch, &["commit", "--quiet", "--message", "x"]);
    let check = |pushed: &str| {
        let mut command = Scratch::command(RAY_GATES);
        command.current_dir(scratch.path()).env("PRE_COMMIT_TO_REF", pushed);
        command.args(["check", "--protocol", "11", "--now", DEPLOYMENT.now]);
        finish(command).code
    };
    assert_eq!(check("HEAD"), 0);
    for other in ["0123456789abcdef0123456789abcdef01234567", "no-such-branch"] {
        assert_eq!(check(other), 1, "{other} was not judged");
    }
    scratch.remove(".artifacts/deployment/release-manifest.md");
    assert_eq!(check("HEAD"), 1);
}

/// A shim whose executable is gone, and a folder without scripts, are no pass either.
#[test]
fn a_script_that_leads_nowhere_does_not_pass() {
    let scratch = Scratch::empty();
    let installed = ray_gates(&scratch, &["install"]);
    assert_eq!(installed.code, 0, "{}{}", installed.stdout, installed.stderr);
    let script = scratch.file("scripts/validate_gate_11_launch.py");
    let python = ["python3", "python"].into_iter().find_map(|name| {
        let asked = Command::new(name).args(["-c", "import sys; print(sys.executable)"]).output();
        asked.ok().filter(|asked| asked.status.success())
    });
    let python = python.expect("these tests run Python 3; install it").stdout;
    let mut command = Command::new(String::from_utf8(python).unwrap().trim());
    let output = command.arg(script).current_dir(scratch.path()).env("PATH", "/no/such").output();
    let output = output.expect("Python runs");
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
}
