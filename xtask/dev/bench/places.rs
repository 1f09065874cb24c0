//! The folders of a run of the benchmarks: where the executables lie, and where inputs are made and
//! removed again.

use std::fs;
use std::path::{Path, PathBuf};

use ray_cli::End;
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::bench::{Done, failed};

/// Where things are while one input is measured.
pub(crate) struct Places {
    /// The root of this repository.
    pub(crate) repository: PathBuf,
    /// The folder of the release build.
    pub(crate) executables: PathBuf,
    /// A folder for the input, removed with this value.
    folder: TempDir,
}

impl Places {
    /// With an empty folder for an input below `folder`.
    ///
    /// # Errors
    /// When no folder can be made there.
    pub(crate) fn new(repository: &Path, executables: &Path, folder: &Path) -> Done<Self> {
        let folder = tempfile::Builder::new()
            .prefix("ray-bench-")
            .tempdir_in(folder)
            .map_err(failed("making a folder for the input"))?;
        let places =
            Self { repository: repository.to_owned(), executables: executables.to_owned(), folder };
        for made in [places.root(), places.out()] {
            fs::create_dir_all(made).map_err(failed("making a folder for the input"))?;
        }
        Ok(places)
    }

    /// The repository that is judged.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    /// Where peers write.
    pub(crate) fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// A command with the folders in the place of `{bin}`, `{root}`, `{out}`, `{examples}` and `{peers}`.
    pub(crate) fn fill(&self, command: &[String]) -> Vec<String> {
        let folders = [
            ("{bin}", self.executables.clone()),
            ("{root}", self.root()),
            ("{out}", self.out()),
            ("{examples}", self.repository.join("protocols")),
            ("{peers}", self.repository.join("benches/peers")),
        ];
        let filled = |part: &String| {
            folders.iter().fold(part.clone(), |part, (name, folder)| {
                part.replace(name, &folder.to_string_lossy())
            })
        };
        command.iter().map(filled).collect()
    }

    /// Copies the example of the protocol in `protocols/NAME` to the root, and returns the folder of
    /// its evidence there that is called `evidence`.
    ///
    /// # Errors
    /// When something cannot be copied.
    pub(crate) fn copy_example(&self, name: &str, evidence: &str) -> Done<PathBuf> {
        let example = self.repository.join("protocols").join(name).join("example");
        for entry in WalkDir::new(&example) {
            let entry = entry.map_err(failed("copying an example"))?;
            let below =
                entry.path().strip_prefix(&example).map_err(failed("copying an example"))?;
            let target = self.root().join(below);
            let copied = if entry.file_type().is_dir() {
                fs::create_dir_all(&target)
            } else {
                fs::copy(entry.path(), &target).map(drop)
            };
            copied.map_err(failed("copying an example"))?;
        }
        let folder = self.root().join(".artifacts").join(evidence);
        if folder.is_dir() {
            return Ok(folder);
        }
        Err(End::stopped("copying an example", format!("{name} has no folder {evidence}")))
    }
}
