//! Text that stands in a file: either all of it on standard output, or a file each in a folder.

use std::path::Path;

use ray_cli::{End, Exit, to_stdout};
use ray_core::protocol::Protocol;
use ray_ledger::write;

use crate::catalogue::{did_you_mean, executables, near};

/// A file that can be written.
pub(super) struct Written {
    /// Its name.
    pub(super) name: String,
    /// What is in it.
    pub(super) text: Vec<u8>,
}

/// Writes each of `all` into `folder`, which is taken from the current folder, and says how many.
///
/// # Errors
/// When the folder is named by an empty text, or a file cannot be written.
pub(super) fn into_folder(folder: &str, all: &[Written]) -> Result<Exit, End> {
    if folder.trim().is_empty() {
        let reason = "--dir: the value is empty; name a folder";
        return Err(End::stopped("reading the flags", reason));
    }
    for file in all {
        write::replace(&Path::new(folder).join(&file.name), &file.text)
            .map_err(|error| End::stopped("writing the result", error))?;
    }
    to_stdout(format!("wrote {} files into {folder}\n", all.len()).as_bytes())?;
    Ok(Exit::Passed)
}

/// The command lines under all their names, that of `ray-gates` first.
///
/// # Errors
/// When a descriptor is broken: a fault of this project.
pub(super) fn command_lines(protocols: &[Protocol]) -> Result<Vec<clap::Command>, End> {
    let mut all = vec![super::command_line()];
    for executable in executables(protocols) {
        all.extend(executable.commands()?);
    }
    Ok(all)
}

/// There is no executable called `name`.
pub(super) fn no_executable(name: &str, known: &[&str]) -> End {
    let hint = match near(name, known.iter().copied()).as_slice() {
        [] => "; `ray-gates list` names them".to_owned(),
        near => did_you_mean(near),
    };
    End::stopped("reading the flags", format!("`{name}` is no executable of ray-gates{hint}"))
}
