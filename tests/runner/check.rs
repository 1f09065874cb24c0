//! `ray-gates check` from outside: which protocols it judges, and which tree it says it judged.

use std::process::Command;

use test_support::scratch::finish;
use test_support::{Outcome, Scratch};

const GATES: &str = env!("CARGO_BIN_EXE_ray-gates");

fn example() -> Scratch {
    Scratch::of_example("11-deployment", "2026-11-20T09:00:00Z")
}

fn check(scratch: &Scratch, more: &[&str]) -> Outcome {
    scratch.run(GATES, &[&["check", "--protocol", "11"], more].concat())
}

/// Runs git in the repository, without the settings of whoever runs the tests.
fn git(scratch: &Scratch, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(scratch.path()).env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_CONFIG_GLOBAL", scratch.path().join("no-such-file"));
    command.args([
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "core.autocrlf=false",
    ]);
    let output = command.args(arguments).output().expect("these tests run git; install it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn last_line(outcome: &Outcome) -> &str {
    outcome.stdout.lines().last().unwrap()
}

#[test]
fn judges_what_is_there_writes_nothing_and_says_what_it_did_not_judge() {
    let scratch = example();
    let before = scratch.contents();
    let outcome = check(&scratch, &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert!(scratch.contents() == before);
    let unasked = scratch.run(GATES, &["check"]);
    assert_eq!(unasked.code, 1, "it holds evidence of protocol 10, which is not complete");
    assert!(unasked.stdout.contains("not judged: Protocol 12"), "{}", unasked.stdout);
    scratch.remove(".artifacts/deployment/release-manifest.md");
    assert_eq!(check(&scratch, &[]).code, 1);
}

#[test]
fn nothing_to_judge_is_no_pass() {
    let scratch = Scratch::empty();
    let outcome = scratch.run(GATES, &["check"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("FAIL  nothing was judged"), "{}", outcome.stdout);
    let asked = scratch.run(GATES, &["check", "--protocol", "18"]);
    assert_eq!(asked.code, 1);
    assert!(asked.stdout.contains("FAIL  Maintenance Backlog Integrity"), "{}", asked.stdout);
    assert!(asked.stdout.contains("not judged: Protocol 18"), "{}", asked.stdout);
}

#[test]
fn what_cannot_be_looked_at_ends_with_2() {
    let scratch = example();
    for arguments in [
        &["check", "--protocol", "13"][..],
        &["check", "--root", "no-such-folder"],
        &["check", "--root", ""],
        &["check", "--now", "yesterday"],
    ] {
        assert_eq!(scratch.run(GATES, arguments).code, 2, "{arguments:?}");
    }
    scratch.write("ray.toml", "relaese = '2.4.0'");
    assert_eq!(check(&scratch, &[]).code, 2);
}

#[test]
fn says_which_tree_was_judged() {
    let scratch = example();
    assert!(last_line(&check(&scratch, &[])).contains("no commit is known"));
    git(&scratch, &["init", "--quiet"]);
    assert!(last_line(&check(&scratch, &[])).ends_with("there is no commit yet"));
    git(&scratch, &["add", "--all"]);
    git(&scratch, &["commit", "--quiet", "--message", "x"]);
    let commit = git(&scratch, &["rev-parse", "HEAD"]);
    let short = |commit: &str| commit.chars().take(12).collect::<String>();
    let tree = format!("judged: the working tree at {}", short(&commit));
    assert_eq!(last_line(&check(&scratch, &[])), format!("{tree}, without uncommitted changes"));
    scratch.write("src/new", "x");
    let others = format!("{tree}, without uncommitted evidence; other uncommitted files: 1");
    assert_eq!(last_line(&check(&scratch, &[])), others);
    scratch.write(".artifacts/deployment/new.txt", "x");
    let evidence =
        format!("{tree}, WITH UNCOMMITTED EVIDENCE, files: 1; other uncommitted files: 1");
    assert_eq!(last_line(&check(&scratch, &[])), evidence);
    scratch.write(".gitignore", "src\n.gitignore\nnew.txt\n");
    let ignored = last_line(&check(&scratch, &[])).to_owned();
    assert!(ignored.ends_with("; evidence that git ignores is in no commit"), "{ignored}");
    let pushed = |what: &str| {
        let mut command = Scratch::command(GATES);
        command.current_dir(scratch.path()).args(["check", "--protocol", "11"]);
        command.args(["--now", "2026-11-20T09:00:00Z"]).env("PRE_COMMIT_TO_REF", what);
        command.env("GIT_DIR", "elsewhere");
        finish(command)
    };
    assert_eq!(pushed("HEAD").code, 0);
    assert_eq!(pushed(&commit).code, 0);
    git(&scratch, &["commit", "--quiet", "--allow-empty", "--message", "y"]);
    for unjudged in [&*commit, "0123456789abcdef"] {
        let outcome = pushed(unjudged);
        assert_eq!(outcome.code, 1, "{}", outcome.stdout);
        let said = format!("FAIL  {} is pushed, and was not judged", short(unjudged));
        assert!(outcome.stdout.contains(&said), "{}", outcome.stdout);
    }
}

/// The hooks of `docs/hooks.md` and of pre-commit call what there is.
#[test]
fn the_hooks_call_a_command_that_judges() {
    let scratch = example();
    let mut called = 0;
    for file in ["docs/hooks.md", ".pre-commit-hooks.yaml"] {
        let text = std::fs::read_to_string(test_support::workspace_root().join(file)).unwrap();
        for line in text.lines() {
            let Some((_, arguments)) = line.split_once(": ray-gates ") else { continue };
            let arguments: Vec<&str> = arguments.split_whitespace().collect();
            let outcome = scratch.run(GATES, &arguments);
            assert!(outcome.stdout.contains("judged: "), "{line}: {}", outcome.stderr);
            called += 1;
        }
    }
    assert_eq!(called, 2);
}
