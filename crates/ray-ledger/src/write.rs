//! Writes files whole or not at all, and puts them in the place of others. The only code in the project
//! that creates a file, beside that of chains.
#![expect(clippy::disallowed_methods, reason = "this is the replacement that the lint names")]

mod place;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

pub use place::{keep, link, link_target, put_back, remove, remove_empty_folder};

/// How the names of unfinished files begin and end.
const PREFIX: &str = ".ray-";
const SUFFIX: &str = ".tmp";

/// What everybody may do with a result, and with an executable.
const EVERYBODY: u32 = 0o666;
const EXECUTABLE: u32 = 0o777;

/// The age from which on an unfinished file belongs to a run that was killed.
const ABANDONED: Duration = Duration::from_secs(600);

/// A file could not be written. What stood there before still does.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be written: {reason}", path.display())]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// What the system said.
    #[source]
    pub reason: io::Error,
}

/// Writes `bytes` to `path`, creating its folders: to a temporary file beside it first, flushed to
/// the disk, then put in place in one step. A reader sees the old file or the new one, never half.
///
/// # Errors
/// When the system refuses, for example because the disk is full or the folder read-only.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    replace_whole(path, bytes, EVERYBODY)
}

/// Like [`replace`], for a file that can be executed.
///
/// # Errors
/// When the system refuses.
pub fn replace_executable(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    replace_whole(path, bytes, EXECUTABLE)
}

fn replace_whole(path: &Path, bytes: &[u8], mode: u32) -> Result<(), WriteError> {
    let failed = |reason| WriteError { path: path.to_owned(), reason };
    fill(path, mode, |file| file.write_all(bytes).map_err(failed))
}

/// Sees that a file may be put in the place of `path`.
///
/// # Errors
/// When a folder, a link, a device or a pipe stands there.
pub fn may_replace(path: &Path) -> Result<(), WriteError> {
    refuse_what_is_no_file(path).map_err(|reason| WriteError { path: path.to_owned(), reason })
}

/// Puts what `fill` writes into an empty file in the place of `path`, like [`replace`]: also when it
/// fails half way, what stood there still does.
///
/// # Errors
/// When `fill` fails, or the system refuses.
pub fn replace_by<T, E: From<WriteError>>(
    path: &Path,
    fill: impl FnOnce(&mut File) -> Result<T, E>,
) -> Result<T, E> {
    self::fill(path, EVERYBODY, fill)
}

fn fill<T, E: From<WriteError>>(
    path: &Path,
    mode: u32,
    fill: impl FnOnce(&mut File) -> Result<T, E>,
) -> Result<T, E> {
    let failed = |reason| E::from(WriteError { path: path.to_owned(), reason });
    let (mut file, folder) = beside(path, mode).map_err(failed)?;
    let made = fill(file.as_file_mut())?;
    put_in_place(file, path, &folder).map_err(failed)?;
    Ok(made)
}

/// Writes `bytes` to `path` unless something stands there. True when it was written.
///
/// # Errors
/// When the system refuses.
pub fn create(path: &Path, bytes: &[u8]) -> Result<bool, WriteError> {
    if fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    replace(path, bytes).map(|()| true)
}

/// An empty file in the folder of `path`, and that folder. `mode` is what everybody may do with the file,
/// as far as the umask allows; it means nothing where the system has no such rights.
fn beside(path: &Path, mode: u32) -> io::Result<(NamedTempFile, PathBuf)> {
    refuse_what_is_no_file(path)?;
    let folder = folder_of(path);
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // The default is a file that only its owner may read.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    let _ = mode;
    let file = builder.tempfile_in(folder)?;
    // Whoever sweeps leaves a file alone that somebody holds. Where files cannot be locked, none is old.
    let _ = file.as_file().try_lock();
    sweep(folder, file.as_file());
    Ok((file, folder.to_owned()))
}

/// True for the name of a file that a run has begun and not put in place: it is nothing yet.
#[must_use]
pub fn is_unfinished(file_name: &str) -> bool {
    file_name.strip_prefix(PREFIX).is_some_and(|rest| rest.ends_with(SUFFIX))
}

/// Takes away what runs that were killed left in `folder`: unfinished files that nobody holds and that
/// are much older than `new`.
fn sweep(folder: &Path, new: &File) {
    let modified = |file: &File| file.metadata().and_then(|metadata| metadata.modified());
    let (Ok(entries), Ok(now)) = (fs::read_dir(folder), modified(new)) else {
        return;
    };
    let names = entries.filter_map(Result::ok).map(|entry| entry.file_name());
    for name in names.filter(|name| name.to_str().is_some_and(is_unfinished)) {
        let path = folder.join(name);
        let Ok(file) = File::options().read(true).write(true).open(&path) else {
            continue;
        };
        let age = modified(&file).ok().and_then(|then| now.duration_since(then).ok());
        if age.is_some_and(|age| age > ABANDONED) && file.try_lock().is_ok() {
            let _ = fs::remove_file(path);
        }
    }
}

fn put_in_place(file: NamedTempFile, path: &Path, folder: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Putting a file in the place of a device, a pipe or a link would take away what others rely on.
pub(crate) fn refuse_what_is_no_file(path: &Path) -> io::Result<()> {
    let what = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
        Ok(there) if there.is_file() => return Ok(()),
        Ok(there) if there.is_dir() => "a folder stands there",
        Ok(there) if there.is_symlink() => "a link stands there; name the file itself",
        Ok(_) => "a device or a pipe stands there",
    };
    Err(io::Error::new(io::ErrorKind::AlreadyExists, what))
}

/// Makes the new name survive a power loss. Not every system can; the file itself is safe by now.
pub(crate) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Adds to the end of `path` what `make` returns, and creates the file where there is none. `make` is
/// told how many bytes are there already. For files that several programs add to, such as the step
/// summary of a workflow: what they wrote stays.
///
/// # Errors
/// When the system refuses.
pub fn append(path: &Path, make: impl FnOnce(u64) -> Vec<u8>) -> Result<(), WriteError> {
    try_append(path, make).map_err(|reason| WriteError { path: path.to_owned(), reason })
}

fn try_append(path: &Path, make: impl FnOnce(u64) -> Vec<u8>) -> io::Result<()> {
    refuse_what_is_no_file(path)?;
    let mut file = File::options().append(true).create(true).open(path)?;
    let bytes = make(file.metadata()?.len());
    file.write_all(&bytes)?;
    file.flush()
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
