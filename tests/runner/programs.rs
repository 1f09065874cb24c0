//! The programs that these tests need and that are not built for them by themselves: the gates of
//! another package, and Python.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use test_support::workspace_root;

/// A folder with all executables of protocol 11.
pub(crate) struct Executables(pub(crate) PathBuf);

impl Executables {
    /// `PATH` with the folder in front.
    pub(crate) fn path_with_them(&self) -> OsString {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.0.clone()).chain(std::env::split_paths(&path));
        std::env::join_paths(folders).unwrap()
    }
}

/// The gates of protocol 11, beside the runner of this package; built now if they were not before.
pub(crate) fn gates() -> Executables {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_BIN_EXE_ray-gates")).parent().unwrap();
        let mut command = Command::new(env!("CARGO"));
        command.args(["build", "--quiet", "--locked", "--package", "deployment", "--bins"]);
        if folder.ends_with("release") {
            command.arg("--release");
        }
        command.arg("--target-dir").arg(folder.parent().unwrap());
        let built = command.current_dir(workspace_root()).status().unwrap();
        assert!(built.success(), "the gates of protocol 11 cannot be built");
        folder.to_owned()
    });
    Executables(folder.clone())
}

/// Python 3, without which half of what is promised cannot be tested.
pub(crate) fn python() -> String {
    let is_there = |name: &&str| {
        Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
    };
    let found = ["python3", "python"].into_iter().find(is_there);
    found.expect("these tests run Python 3; install it").to_owned()
}
