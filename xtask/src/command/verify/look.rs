//! What there is to verify: the documents at or below a path, each with the repository it belongs to.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use ray_cli::End;
use ray_core::place::EvidencePath;
use ray_core::workspace::Workspace;
use ray_ledger::{evidence_manifest, execution_log, history};
use walkdir::{DirEntry, WalkDir};

use crate::command::protocols;

/// The folder below which evidence lies in a repository.
const ARTIFACTS: &str = ".artifacts";

/// Folders that hold other people's files.
const FOREIGN: [&str; 2] = ["node_modules", "target"];

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An evidence manifest.
    Evidence,
    /// The manifest of a package.
    Package,
    /// A history of gate runs.
    History,
    /// An execution log.
    ExecutionLog,
}

/// A document to verify.
pub(super) struct Document {
    /// The repository.
    pub(super) root: PathBuf,
    pub(super) workspace: Rc<Workspace>,
    pub(super) path: EvidencePath,
    pub(super) kind: Kind,
}

/// The documents at `path`, or below it when it is a folder, sorted by path.
///
/// # Errors
/// When there is nothing at `path`, or nothing in `root`.
pub(super) fn documents(path: &Path, root: Option<&Path>) -> Result<Vec<Document>, End> {
    let names = Names::known()?;
    let mut found = Vec::new();
    let walk = WalkDir::new(path).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(is_ours) {
        let entry = entry.map_err(|error| unreadable(&error))?;
        let is_named = entry.depth() == 0;
        if let Some((file, kind)) = names.document(entry.path(), is_named) {
            found.push((file, kind));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.dedup();
    found.into_iter().map(|(file, kind)| document(&file, kind, path, root)).collect()
}

fn unreadable(error: &walkdir::Error) -> End {
    let path = error.path().map_or_else(String::new, |path| path.display().to_string());
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    let reason =
        format!("{path}: {reason}; name a repository, an evidence folder or one of the files");
    End::stopped("looking for manifests", reason)
}

/// A folder that was named is always looked into.
fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let hidden = name.starts_with('.') && name != ARTIFACTS;
    entry.depth() == 0 || !(entry.file_type().is_dir() && (hidden || FOREIGN.contains(&&*name)))
}

fn document(file: &Path, kind: Kind, named: &Path, root: Option<&Path>) -> Result<Document, End> {
    let root = match root {
        Some(root) => root.to_owned(),
        None => root_of(file).unwrap_or_else(|| folder_of(named)),
    };
    let workspace =
        Workspace::open(&root).map_err(|error| End::stopped("opening the root", error))?;
    // Links are not resolved: where one leads is for whoever reads the document to judge.
    let below = absolute(file).strip_prefix(absolute(&root)).map(Path::to_owned);
    let path = below.map_err(|_| {
        let reason = format!("{} lies outside of {}", file.display(), root.display());
        End::stopped("opening the root", reason)
    })?;
    let path = EvidencePath::new(&path.to_string_lossy());
    let here = absolute(Path::new("."));
    let root = match root.strip_prefix(&here) {
        Ok(below) if below.as_os_str().is_empty() => PathBuf::from("."),
        Ok(below) => below.to_owned(),
        Err(_) => root,
    };
    Ok(Document { root, workspace: Rc::new(workspace), path, kind })
}

/// The folder that holds the `.artifacts` in which `file` lies.
fn root_of(file: &Path) -> Option<PathBuf> {
    let file = absolute(file);
    let artifacts = file.ancestors().find(|path| path.ends_with(ARTIFACTS))?;
    artifacts.parent().map(Path::to_owned)
}

fn folder_of(path: &Path) -> PathBuf {
    if path.is_dir() {
        return path.to_owned();
    }
    absolute(path).parent().map_or_else(|| path.to_owned(), Path::to_owned)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The names of documents that protocols write.
struct Names {
    /// The archive of each package, and its manifest.
    packages: Vec<(String, String)>,
}

impl Names {
    fn known() -> Result<Self, End> {
        let protocols = protocols()?;
        let packages = protocols.iter().filter_map(|it| it.descriptor.package.as_ref());
        let packages = packages.map(|package| (package.archive.clone(), package.manifest.clone()));
        Ok(Self { packages: packages.collect() })
    }

    /// The document that is at `file`: by its name, or when the user named it by what its name ends in.
    /// A package stands for its manifest.
    fn document(&self, file: &Path, is_named: bool) -> Option<(PathBuf, Kind)> {
        let name = file.file_name()?.to_string_lossy();
        let package = self.packages.iter().find(|(archive, _)| *archive == name);
        let kind = match &*name {
            evidence_manifest::FILE_NAME => Kind::Evidence,
            history::FILE_NAME => Kind::History,
            execution_log::FILE_NAME => Kind::ExecutionLog,
            name if self.packages.iter().any(|(_, manifest)| manifest == name) => Kind::Package,
            _ if package.is_some() => {
                let manifest = package.map(|(_, manifest)| file.with_file_name(manifest));
                return manifest.map(|manifest| (manifest, Kind::Package));
            }
            name if is_named && name.ends_with(".jsonl") => Kind::History,
            name if is_named && name.ends_with(".json") => Kind::Evidence,
            _ => return None,
        };
        Some((file.to_owned(), kind))
    }
}
