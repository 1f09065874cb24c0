//! Which tree a verdict is about: the commit that is checked out, and what differs from it.
//!
//! Git is asked where it is installed; it never decides a verdict.

use std::path::Path;
use std::process::{Command, Stdio};

use ray_cli::environment::variable;
use ray_core::place::EvidencePath;
use ray_report::escape::terminal;

/// What a hook is told by git about another place than the root; it would mislead.
const MISLEADING: &[&str] = &["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/// What differs from the commit.
#[derive(Debug, Default, PartialEq, Eq)]
struct Changes {
    /// Changed or new files below the evidence folders.
    evidence: usize,
    /// Other changed or new files.
    others: usize,
    /// True when git ignores files below the evidence folders.
    ignored_evidence: bool,
}

/// One line on the tree below `root`, with evidence in `folders`.
#[must_use]
pub(super) fn describe(root: &Path, folders: &[&EvidencePath]) -> String {
    let shown = terminal(&root.display().to_string());
    match git(root, &["rev-parse", "--is-inside-work-tree"]) {
        Asked::NoGit => {
            return format!("the files in {shown}; git is not installed, so no commit is known");
        }
        Asked::Refused(reason) => {
            return format!("the files in {shown}; no commit is known: {}", terminal(&reason));
        }
        Asked::Said(_) => {}
    }
    let commit = match git(root, &["rev-parse", "--verify", "HEAD"]) {
        Asked::Said(commit) => commit.trim().to_owned(),
        _ => return format!("the files in {shown}; there is no commit yet"),
    };
    let status = git(
        root,
        &[
            "status",
            "--porcelain=v1",
            "-z",
            "--untracked-files=all",
            "--ignored=traditional",
            "--no-renames",
        ],
    );
    let Asked::Said(status) = status else {
        return format!("the working tree at {}; git does not say what differs", short(&commit));
    };
    let below = match git(root, &["rev-parse", "--show-prefix"]) {
        Asked::Said(prefix) => prefix.trim_end_matches(['\n', '\r']).to_owned(),
        _ => String::new(),
    };
    let changes = count(&status, &below, folders);
    format!("the working tree at {}, {}", short(&commit), in_words(&changes))
}

fn in_words(changes: &Changes) -> String {
    let mut said = match (changes.evidence, changes.others) {
        (0, 0) => "without uncommitted changes".to_owned(),
        (0, others) => format!("without uncommitted evidence; other uncommitted files: {others}"),
        (evidence, others) => {
            format!(
                "WITH UNCOMMITTED EVIDENCE, files: {evidence}; other uncommitted files: {others}"
            )
        }
    };
    if changes.ignored_evidence {
        said.push_str("; evidence that git ignores is in no commit");
    }
    said
}

/// The commit that is pushed, if it is another one than is checked out below `root`: pre-commit says
/// what is pushed, and a verdict on another tree is none.
#[must_use]
pub(super) fn pushed_unjudged(root: &Path) -> Option<String> {
    let pushed = variable("PRE_COMMIT_TO_REF")?.into_string().ok()?;
    let commit = |name: &str| match git(root, &["rev-parse", "--verify", "--end-of-options", name])
    {
        Asked::Said(commit) => Some(commit.trim().to_owned()),
        _ => None,
    };
    let checked_out = commit("HEAD")?;
    let pushed = Some(pushed).filter(|pushed| !pushed.is_empty())?;
    let resolved = commit(&format!("{pushed}^{{commit}}"));
    (resolved.as_ref() != Some(&checked_out)).then(|| short(&terminal(&resolved.unwrap_or(pushed))))
}

fn short(commit: &str) -> String {
    commit.chars().take(12).collect()
}

/// Counts what `git status -z` lists. Its paths start at the top of the working tree, in which the root
/// may be a folder, `below`.
fn count(status: &str, below: &str, folders: &[&EvidencePath]) -> Changes {
    let mut changes = Changes::default();
    for (kind, path) in status.split('\0').filter_map(|entry| entry.split_at_checked(3)) {
        let path = path.strip_prefix(below).map(EvidencePath::new);
        let is_evidence = |path: &EvidencePath| folders.iter().any(|folder| path.is_within(folder));
        if kind.starts_with("!!") {
            // A folder that is ignored as a whole is one entry.
            changes.ignored_evidence |= path.is_some_and(|path| {
                is_evidence(&path) || folders.iter().any(|folder| folder.is_within(&path))
            });
        } else if path.as_ref().is_some_and(is_evidence) {
            changes.evidence += 1;
        } else {
            changes.others += 1;
        }
    }
    changes
}

enum Asked {
    Said(String),
    Refused(String),
    NoGit,
}

fn git(root: &Path, arguments: &[&str]) -> Asked {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments).stdin(Stdio::null());
    // A gate writes nothing, not even the index of git.
    command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    for name in MISLEADING {
        command.env_remove(name);
    }
    match command.output() {
        Err(_) => Asked::NoGit,
        Ok(output) if output.status.success() => {
            Asked::Said(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Ok(output) => {
            let reason = String::from_utf8_lossy(&output.stderr).into_owned();
            let line = reason.lines().next().unwrap_or("git fails").trim_start_matches("fatal: ");
            Asked::Refused(line.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_evidence_from_other_files() {
        let folder = EvidencePath::new(".artifacts/deployment");
        let counted = |status: &str, below| count(status, below, &[&folder]);
        let changes =
            |evidence, others, ignored_evidence| Changes { evidence, others, ignored_evidence };
        assert_eq!(counted("", ""), changes(0, 0, false));
        let status = " M .artifacts/deployment/a.json\0?? .artifacts/deployment-old/b\0D  src/x\0";
        assert_eq!(counted(status, ""), changes(1, 2, false));
        assert_eq!(counted("!! .artifacts/\0", ""), changes(0, 0, true));
        assert_eq!(counted("!! target/\0!! .art/\0", ""), changes(0, 0, false));
        let nested = "?? service/.artifacts/deployment/a\0?? .artifacts/deployment/a\0";
        assert_eq!(counted(nested, "service/"), changes(1, 1, false));
    }
}
