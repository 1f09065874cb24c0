//! A repository in a temporary folder, and what an executable says about it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_fs::TempDir;
use serde_json::Value;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

/// Variables that change what an executable does or says.
const SCRUBBED: &[&str] = &[
    "RAY_NOW",
    "RAY_VERIFIED_BY",
    "GITHUB_ACTOR",
    "GITHUB_ACTIONS",
    "GITHUB_STEP_SUMMARY",
    "CI",
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "TERM",
    "HOME",
    "XDG_CONFIG_HOME",
    "COLUMNS",
];

/// A repository of its own for one test.
pub struct Scratch {
    folder: TempDir,
    now: Option<String>,
}

/// How a run ended.
#[derive(Debug)]
pub struct Outcome {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Outcome {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| {
            panic!("no JSON ({error})\nstdout: {}\nstderr: {}", self.stdout, self.stderr)
        })
    }

    /// The codes of all findings, in order.
    pub fn codes(&self) -> Vec<String> {
        let json = self.json();
        let findings = json["findings"].as_array().cloned().unwrap_or_default();
        findings
            .iter()
            .map(|finding| finding["code"].as_str().unwrap_or_default().to_owned())
            .collect()
    }
}

impl Scratch {
    /// An empty repository, judged at the system's time.
    pub fn empty() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder"), now: None }
    }

    /// A copy of the example of the protocol in `protocols/NAME`, judged at `now`.
    pub fn of_example(name: &str, now: &str) -> Self {
        let scratch = Self { now: Some(now.to_owned()), ..Self::empty() };
        let example = crate::workspace_root().join("protocols").join(name).join("example");
        for entry in WalkDir::new(&example)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
        {
            let relative = entry.path().strip_prefix(&example).expect("below the example");
            if relative.starts_with(".artifacts/protocol-manifests") {
                continue;
            }
            let target = scratch.path().join(relative);
            fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
            fs::copy(entry.path(), target).expect("a copy");
        }
        scratch
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file in it.
    pub fn file(&self, relative: &str) -> PathBuf {
        self.path().join(relative)
    }

    /// The text of a file in it.
    pub fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.file(relative))
            .unwrap_or_else(|error| panic!("{relative}: {error}"))
    }

    /// Writes a file in it.
    pub fn write(&self, relative: &str, content: impl AsRef<[u8]>) {
        let file = self.file(relative);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, content).unwrap_or_else(|error| panic!("{relative}: {error}"));
    }

    /// Replaces the one occurrence of `find` by `with`.
    pub fn edit(&self, relative: &str, find: &str, with: &str) {
        let text = self.read(relative);
        assert_eq!(text.matches(find).count(), 1, "{relative} must hold this once: {find}");
        self.write(relative, text.replacen(find, with, 1));
    }

    /// The SHA-256 of a file in hexadecimal; of nothing when it is not there.
    pub fn digest(&self, relative: &str) -> String {
        let bytes = fs::read(self.file(relative)).unwrap_or_default();
        Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Replaces `find` by `with` in every evidence file that is text.
    pub fn replace_everywhere(&self, find: &str, with: &str) {
        for file in self.evidence_files() {
            if let Ok(text) = fs::read_to_string(self.file(&file))
                && text.contains(find)
            {
                self.write(&file, text.replace(find, with));
            }
        }
    }

    /// Every file below `.artifacts`, by its path from the root.
    pub fn evidence_files(&self) -> Vec<String> {
        WalkDir::new(self.file(".artifacts"))
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .filter_map(|entry| {
                Some(entry.path().strip_prefix(self.path()).ok()?.to_str()?.replace('\\', "/"))
            })
            .collect()
    }

    /// Removes a file.
    pub fn remove(&self, relative: &str) {
        fs::remove_file(self.file(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"));
    }

    /// Runs `executable` with this repository as its root.
    pub fn run(&self, executable: &str, arguments: &[&str]) -> Outcome {
        self.run_with(executable, arguments, &[])
    }

    /// Runs `executable` with this repository as its root and with `variables` set.
    pub fn run_with(
        &self,
        executable: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Outcome {
        let mut command = Self::command(executable);
        command.current_dir(self.path()).args(arguments).envs(variables.iter().copied());
        if let Some(now) = &self.now
            && !arguments.contains(&"--now")
        {
            command.args(["--now", now]);
        }
        finish(command)
    }

    /// A command in a scrubbed environment.
    pub fn command(executable: &str) -> Command {
        let mut command = Command::new(executable);
        for name in SCRUBBED {
            command.env_remove(name);
        }
        command
    }

    /// Every path below the folder with the bytes of its file: what a run must not change.
    pub fn contents(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        WalkDir::new(self.path())
            .into_iter()
            .filter_map(Result::ok)
            .map(|entry| (entry.path().to_owned(), fs::read(entry.path()).ok()))
            .collect()
    }
}

/// Runs `command` to its end.
pub fn finish(mut command: Command) -> Outcome {
    let output = command.output().expect("the executable runs");
    Outcome {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
