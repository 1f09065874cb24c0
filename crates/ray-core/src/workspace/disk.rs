//! The only file of this crate that touches the file system, and it only reads.
#![expect(clippy::disallowed_methods, reason = "this is the replacement that the lint names")]

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use walkdir::WalkDir;

use super::{FileProblem, RootError};
use crate::place::EvidencePath;

/// An open regular file inside the root.
#[derive(Debug)]
pub struct Readable {
    file: File,
    metadata: Metadata,
}

impl Readable {
    /// Its size in bytes when it was opened.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.metadata.len()
    }

    /// All its bytes, or the problem that it grew beyond `limit` while it was read.
    pub(super) fn read_up_to(self, limit: u64) -> Result<Vec<u8>, FileProblem> {
        let mut bytes =
            Vec::with_capacity(usize::try_from(self.size()).unwrap_or(0).saturating_add(1));
        let mut limited = self.file.take(limit + 1);
        limited
            .read_to_end(&mut bytes)
            .map_err(|error| FileProblem::Unreadable(error.to_string()))?;
        match u64::try_from(bytes.len()) {
            Ok(size) if size > limit => Err(FileProblem::TooLarge(size)),
            _ => Ok(bytes),
        }
    }
}

impl Read for Readable {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Seek for Readable {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// True when somebody may execute the file. Where the system has no such right, a file that can be
/// read can be executed.
#[must_use]
pub fn is_executable(file: &Readable) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.metadata.permissions().mode() & 0o111 != 0
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        true
    }
}

/// Folders with their symbolic links resolved. Each is resolved once for all of its files, since that
/// takes the system longer than to read a small file.
#[derive(Debug, Default)]
pub(super) struct Folders(Mutex<BTreeMap<PathBuf, PathBuf>>);

impl Folders {
    /// `path` with all symbolic links resolved.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return fs::canonicalize(path);
        };
        let resolved = self.folder(folder)?.join(name);
        if fs::symlink_metadata(&resolved)?.is_symlink() {
            return fs::canonicalize(resolved);
        }
        Ok(resolved)
    }

    fn folder(&self, folder: &Path) -> io::Result<PathBuf> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(resolved) = known().get(folder) {
            return Ok(resolved.clone());
        }
        let resolved = fs::canonicalize(folder)?;
        known().insert(folder.to_owned(), resolved.clone());
        Ok(resolved)
    }
}

pub(super) fn open_root(root: &Path) -> Result<PathBuf, RootError> {
    let unreadable = |reason| RootError::Unreadable { path: root.to_owned(), reason };
    let resolved = fs::canonicalize(root).map_err(unreadable)?;
    if !fs::metadata(&resolved).map_err(unreadable)?.is_dir() {
        return Err(RootError::NotAFolder { path: root.to_owned() });
    }
    Ok(resolved)
}

/// Opens a regular file. What it is, is asked before it is opened, since opening a pipe would wait
/// for a writer that may never come.
pub(super) fn open(
    root: &Path,
    folders: &Folders,
    path: &EvidencePath,
) -> Result<Readable, FileProblem> {
    let resolved = folders.resolve(&root.join(path.as_str())).map_err(problem)?;
    if !resolved.starts_with(root) {
        return Err(FileProblem::OutsideRoot);
    }
    if !fs::metadata(&resolved).map_err(problem)?.is_file() {
        return Err(FileProblem::NotAFile);
    }
    let file = File::open(&resolved).map_err(problem)?;
    let metadata = file.metadata().map_err(problem)?;
    if !metadata.is_file() {
        return Err(FileProblem::NotAFile);
    }
    Ok(Readable { file, metadata })
}

fn problem(error: io::Error) -> FileProblem {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileProblem::Missing,
        _ => FileProblem::Unreadable(error.to_string()),
    }
}

pub(super) fn exists(root: &Path, path: &EvidencePath) -> bool {
    fs::symlink_metadata(root.join(path.as_str())).is_ok()
}

pub(super) fn is_folder(root: &Path, path: &EvidencePath) -> bool {
    fs::canonicalize(root.join(path.as_str()))
        .is_ok_and(|resolved| resolved.starts_with(root) && resolved.is_dir())
}

/// Looks at the nearest folder above that is there. Where the system has no such right, any folder may
/// be written in.
pub(super) fn may_write_below(root: &Path, folder: &EvidencePath) -> bool {
    let wanted = root.join(folder.as_str());
    let Some(existing) = wanted.ancestors().find(|path| fs::symlink_metadata(path).is_ok()) else {
        return false;
    };
    let inside = fs::canonicalize(existing).ok().filter(|resolved| resolved.starts_with(root));
    let metadata = inside.and_then(|resolved| fs::metadata(resolved).ok());
    metadata.is_some_and(|metadata| metadata.is_dir() && may_write(&metadata))
}

fn may_write(metadata: &Metadata) -> bool {
    cfg!(not(unix)) || !metadata.permissions().readonly()
}

pub(super) fn files_below(root: &Path, folder: &EvidencePath) -> Vec<EvidencePath> {
    let start = root.join(folder.as_str());
    let mut files: Vec<EvidencePath> = WalkDir::new(start)
        .follow_links(false)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_type().is_dir())
        .filter_map(|entry| entry.path().strip_prefix(root).ok().map(relative))
        .collect();
    files.sort();
    files
}

/// Resolves the part of the path that exists; what does not exist yet cannot be a link.
pub(super) fn relative_to(root: &Path, on_disk: &Path) -> Option<EvidencePath> {
    let existing = on_disk.ancestors().find(|path| fs::symlink_metadata(path).is_ok())?;
    let rest = on_disk.strip_prefix(existing).ok()?;
    if rest.components().any(|part| !matches!(part, Component::Normal(_))) {
        return None;
    }
    let resolved = fs::canonicalize(existing).ok()?.join(rest);
    resolved.strip_prefix(root).ok().map(relative)
}

fn relative(path: &Path) -> EvidencePath {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    EvidencePath::new(&parts.join("/"))
}
