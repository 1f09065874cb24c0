//! Where the executables are: beside this one, and where a shim would look for them.

use std::path::{Path, PathBuf};

use ray_cli::End;
use ray_cli::environment::{Environment, variable};

use super::FOLDER;

/// The folder of this program, in which all of `names` must be.
///
/// # Errors
/// When one is not there.
pub(crate) fn beside(environment: &Environment, names: &[&str]) -> Result<PathBuf, End> {
    let stopped = |reason: String| End::stopped("looking for the executables", reason);
    let folder = environment.executable.as_ref().and_then(|executable| executable.parent());
    let folder =
        folder.ok_or_else(|| stopped("the system does not say where ray-gates lies".to_owned()))?;
    match names.iter().find(|name| !is_in(folder, name)) {
        None => Ok(folder.to_owned()),
        Some(name) => {
            let folder = folder.display();
            Err(stopped(format!("{name} is not in {folder}; install all executables there")))
        }
    }
}

/// Those of `names` that a shim in the repository at `root` would not find.
#[must_use]
pub(crate) fn not_found<'n>(root: &Path, names: &[&'n str]) -> Vec<&'n str> {
    let folders: Vec<PathBuf> = match variable("RAY_GATES_BIN").filter(|named| !named.is_empty()) {
        Some(named) => vec![named.into()],
        None => {
            let path = variable("PATH").unwrap_or_default();
            std::iter::once(root.join(FOLDER)).chain(std::env::split_paths(&path)).collect()
        }
    };
    let is_found =
        |name: &&str| folders.iter().any(|folder| folder.is_absolute() && is_in(folder, name));
    names.iter().copied().filter(|name| !is_found(name)).collect()
}

/// True when the executable `name` is in `folder`.
#[must_use]
pub(crate) fn is_in(folder: &Path, name: &str) -> bool {
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)).is_file()
}
