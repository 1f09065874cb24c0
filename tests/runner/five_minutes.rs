//! A new user's first five minutes: the commands of `docs/getting-started.md`, run as they stand there
//! in an empty repository. A comment behind a command says its exit code, where that is not 0.

use std::path::{Path, PathBuf};

use test_support::scratch::finish;
use test_support::{Outcome, Scratch, workspace_root};

use crate::programs::{gates, python};

const PAGE: &str = "docs/getting-started.md";

/// What the page calls the folder of this repository.
const SOURCE: &str = "~/ray-gates/";

#[test]
fn every_command_of_the_page_does_what_the_page_says() {
    let page = std::fs::read_to_string(workspace_root().join(PAGE)).unwrap();
    let scratch = Scratch::empty();
    scratch.write("docs/mine.md", "mine");
    let mut folder = scratch.path().to_owned();
    let mut ran = Vec::new();
    for line in commands(&page) {
        let (command, comment) = line.split_once('#').unwrap_or((line, ""));
        let words: Vec<&str> = command.split_whitespace().collect();
        let Some(outcome) = run(&words, &mut folder, scratch.path()) else { continue };
        let wanted = comment.trim().strip_prefix("exit code ").map_or(0, |rest| {
            rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
        });
        let said = format!("{line}\n{}{}", outcome.stdout, outcome.stderr);
        assert_eq!(outcome.code, wanted, "{said}");
        ran.push((words.join(" "), outcome));
    }
    let failed_and_passed = |start: &str| {
        let codes = ran.iter().filter(|it| it.0.starts_with(start)).map(|it| it.1.code);
        codes.collect::<Vec<i32>>()
    };
    assert_eq!(
        failed_and_passed("python3"),
        [1, 1, 0],
        "without evidence, with templates, with it"
    );
    assert_eq!(failed_and_passed("ray-gates check"), [0]);
    let left: Vec<PathBuf> = scratch.contents().into_keys().collect();
    let is_left = |end: &str| left.iter().any(|path| path.to_string_lossy().ends_with(end));
    assert!(is_left("mine.md") && is_left("deploy_backend.sh"), "{left:?}");
    assert!(!is_left(".py") && !is_left(".ray-gates"), "{left:?}");
}

/// The lines of the shell blocks behind the first one, which installs from the source.
fn commands(page: &str) -> impl Iterator<Item = &str> {
    let blocks = page.split("```sh\n").skip(2).map(|rest| rest.split("```").next().unwrap());
    blocks.flat_map(str::lines).filter(|line| !line.trim().is_empty())
}

/// Runs one command in `folder`; `cd` and `cp` are done here, since not every system has them.
fn run(words: &[&str], folder: &mut PathBuf, root: &Path) -> Option<Outcome> {
    let executables = gates();
    let program = match words[0] {
        "cd" => {
            *folder = folder.join(words[1]).canonicalize().unwrap();
            assert!(folder.starts_with(root.canonicalize().unwrap()));
            return None;
        }
        "mkdir" => {
            assert_eq!(words[1], "-p", "{words:?}");
            std::fs::create_dir_all(folder.join(words[2])).unwrap();
            return None;
        }
        "cp" => {
            assert_eq!((words[1], words[3]), ("-R", "."), "{words:?}");
            let from = words[2].strip_prefix(SOURCE).unwrap().trim_end_matches("/.");
            copy(&workspace_root().join(from), folder);
            return None;
        }
        "python3" => python(),
        "ray-gates" => env!("CARGO_BIN_EXE_ray-gates").to_owned(),
        other => panic!("the page has a command that is not known here: {other}"),
    };
    let mut command = Scratch::command(&program);
    command.current_dir(&folder).args(&words[1..]).env_remove("RAY_GATES_BIN");
    command.env("PATH", executables.path_with_them());
    Some(finish(command))
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
