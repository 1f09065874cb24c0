//! Puts files and links in the place of others, keeps what stood there, and puts it back.
#![expect(clippy::disallowed_methods, reason = "this is the replacement that the lint names")]

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{PREFIX, SUFFIX, WriteError, folder_of, refuse_what_is_no_file, sync_folder};

/// Puts a link to `target` at `path`, in one step, where no file or only a link stands; where the
/// system has no links for everybody, a copy of `target`.
///
/// # Errors
/// When something else stands at `path`, or the system refuses.
pub fn link(path: &Path, target: &Path) -> Result<(), WriteError> {
    try_link(path, target).map_err(|reason| WriteError { path: path.to_owned(), reason })
}

#[cfg(unix)]
fn try_link(path: &Path, target: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(there) if !there.is_symlink() => refuse_what_is_no_link(path)?,
        _ => {}
    }
    let folder = folder_of(path);
    fs::create_dir_all(folder)?;
    let made = tempfile::Builder::new()
        .prefix(PREFIX)
        .suffix(SUFFIX)
        .make_in(folder, |temporary| std::os::unix::fs::symlink(target, temporary))?;
    made.persist(path).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

#[cfg(unix)]
fn refuse_what_is_no_link(path: &Path) -> io::Result<()> {
    refuse_what_is_no_file(path)?;
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "a file stands there"))
}

#[cfg(not(unix))]
fn try_link(path: &Path, target: &Path) -> io::Result<()> {
    let bytes = fs::read(target)?;
    replace_executable(path, &bytes).map_err(|error| error.reason)
}

/// Where the link at `path` leads, as it is written there; none when no link stands there.
#[must_use]
pub fn link_target(path: &Path) -> Option<PathBuf> {
    fs::read_link(path).ok()
}

/// Keeps a copy of the file `path` as `kept`, with its mode, before something replaces it. Writes over
/// nothing.
///
/// # Errors
/// When something stands at `kept`, `path` is no regular file, or the system refuses.
pub fn keep(path: &Path, kept: &Path) -> Result<(), WriteError> {
    try_keep(path, kept).map_err(|reason| WriteError { path: kept.to_owned(), reason })
}

fn try_keep(path: &Path, kept: &Path) -> io::Result<()> {
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "only a file can be kept"));
    }
    let folder = folder_of(kept);
    fs::create_dir_all(folder)?;
    let mut copy = tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).tempfile_in(folder)?;
    io::copy(&mut File::open(path)?, copy.as_file_mut())?;
    copy.as_file().set_permissions(metadata.permissions())?;
    copy.as_file().sync_all()?;
    copy.persist_noclobber(kept).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// Puts what was kept as `kept` back to `path`, in one step, over the file or link that stands there.
///
/// # Errors
/// When the system refuses; both are as they were then.
pub fn put_back(kept: &Path, path: &Path) -> Result<(), WriteError> {
    fs::rename(kept, path).map_err(|reason| WriteError { path: path.to_owned(), reason })?;
    sync_folder(folder_of(path));
    Ok(())
}

/// Removes the file or link `path`, never what a link leads to.
///
/// # Errors
/// When a folder stands there, or the system refuses.
pub fn remove(path: &Path) -> Result<(), WriteError> {
    fs::remove_file(path).map_err(|reason| WriteError { path: path.to_owned(), reason })?;
    sync_folder(folder_of(path));
    Ok(())
}

/// Removes the folder `path` if nothing is in it; a link to a folder stays. True when it is gone.
#[must_use]
pub fn remove_empty_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|there| there.is_dir()) && fs::remove_dir(path).is_ok()
}
