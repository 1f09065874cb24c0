//! The only place that asks the system for variables, the clock, the terminal, and files that are
//! no evidence.
#![expect(clippy::disallowed_methods, reason = "this is the replacement that the lints name")]

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// What the process was started with.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The command line, with the name of the program.
    pub arguments: Vec<OsString>,
    /// The system's time.
    pub now: Timestamp,
    /// The executable itself, where the system knows.
    pub executable: Option<PathBuf>,
    /// `RAY_NOW`.
    pub(crate) ray_now: Option<String>,
    /// `RAY_VERIFIED_BY`.
    pub(crate) ray_verified_by: Option<String>,
    /// `GITHUB_ACTOR`.
    pub(crate) github_actor: Option<String>,
    /// True when a step of GitHub Actions started the process.
    pub(crate) github_actions: bool,
    /// `GITHUB_STEP_SUMMARY`, the page to which a step adds.
    pub(crate) github_step_summary: Option<PathBuf>,
    /// The folders in which git looks for the user's settings.
    pub(crate) git_config_folders: Vec<PathBuf>,
    /// `SOURCE_DATE_EPOCH`.
    pub(crate) source_date_epoch: Option<String>,
    /// True when standard error is a terminal.
    pub(crate) stderr_is_terminal: bool,
    /// True when standard output wants colour by itself.
    pub stdout_wants_color: bool,
}

impl Environment {
    /// Of this process.
    #[must_use]
    pub fn of_process() -> Self {
        // One that is no text is set all the same: what reads it refuses it, and does not go on as if it
        // were not there.
        let variable =
            |name: &str| std::env::var_os(name).map(|it| it.to_string_lossy().into_owned());
        let folder = |name: &str, below: &str| {
            std::env::var_os(name).map(|path| PathBuf::from(path).join(below))
        };
        Self {
            arguments: std::env::args_os().collect(),
            now: Timestamp::now(),
            executable: std::env::current_exe().ok(),
            ray_now: variable("RAY_NOW"),
            ray_verified_by: variable("RAY_VERIFIED_BY"),
            github_actor: variable("GITHUB_ACTOR").filter(|actor| !actor.is_empty()),
            github_actions: variable("GITHUB_ACTIONS").as_deref() == Some("true"),
            github_step_summary: std::env::var_os("GITHUB_STEP_SUMMARY")
                .filter(|path| !path.is_empty())
                .map(PathBuf::from),
            git_config_folders: [
                folder("XDG_CONFIG_HOME", "git/config"),
                folder("HOME", ".config/git/config"),
                folder("HOME", ".gitconfig"),
                folder("USERPROFILE", ".gitconfig"),
            ]
            .into_iter()
            .flatten()
            .collect(),
            source_date_epoch: variable("SOURCE_DATE_EPOCH").filter(|it| !it.is_empty()),
            stderr_is_terminal: io::stderr().is_terminal(),
            stdout_wants_color: stdout_wants_color(),
        }
    }

    /// The name by which `script` was called: one of its `aliases` where the command line starts with
    /// that, else its own.
    #[must_use]
    pub(crate) fn called_as(&self, script: &str, aliases: &[String]) -> String {
        let called = self.arguments.first().map(Path::new).and_then(Path::file_stem);
        let alias = aliases.iter().find(|alias| called == Some(OsStr::new(alias)));
        alias.map_or(script, String::as_str).to_owned()
    }
}

/// The arguments of this process as text, for what is said when they cannot be used.
pub(crate) fn arguments() -> impl Iterator<Item = String> {
    std::env::args_os().map(|argument| argument.to_string_lossy().into_owned())
}

/// The value of a variable that one command alone asks for.
#[must_use]
pub fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// The text of a file that is no evidence: configuration, git's settings, an earlier result.
///
/// # Errors
/// When the system does not let us read it, or it is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path)
}

/// The bytes of a file that is no evidence: git's list of tracked files, an earlier result.
///
/// # Errors
/// When the system does not let us read it.
pub(crate) fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// Opens a file that is no evidence.
///
/// # Errors
/// When the system does not let us read it.
pub(crate) fn open(path: &Path) -> io::Result<std::fs::File> {
    std::fs::File::open(path)
}

/// The first `length` bytes of a file that is no evidence, or all where it is shorter.
///
/// # Errors
/// When the system does not let us read it.
pub(crate) fn read_beginning(path: &Path, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Terminals want colour unless `NO_COLOR` is set; `CLICOLOR_FORCE` asks for it everywhere.
fn stdout_wants_color() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("NO_COLOR") {
        return false;
    }
    let forced =
        std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    forced || (std::io::stdout().is_terminal() && !dumb)
}
