//! The executables of all protocols, for tests of a package that does not build them by itself.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The packages whose executables judge.
const PACKAGES: [&str; 4] = ["pre-deployment", "deployment", "monitoring", "maintenance"];

/// The executable `name`, which lies beside `known`; all of them are built now if they were not before.
///
/// # Panics
/// When they cannot be built, or there is no such executable.
pub fn executable(known: &str, name: &str) -> String {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = Path::new(known).parent().expect("an executable lies in a folder");
        build(folder);
        folder.to_owned()
    });
    let path = folder.join(format!("{name}{EXE_SUFFIX}"));
    assert!(path.is_file(), "{} is no executable of ray-gates", path.display());
    path.to_string_lossy().into_owned()
}

/// Builds them into `folder`, with the profile whose folder that is.
fn build(folder: &Path) {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--quiet", "--locked", "--bins"]);
    command.args(PACKAGES.iter().flat_map(|package| ["--package", package]));
    let profile = folder.file_name().and_then(|name| name.to_str()).unwrap_or("debug");
    command.args(["--profile", if profile == "debug" { "dev" } else { profile }]);
    command.arg("--target-dir").arg(folder.parent().unwrap_or(folder));
    let built = command.current_dir(crate::workspace_root()).status().expect("cargo runs");
    assert!(built.success(), "the gates cannot be built");
}
