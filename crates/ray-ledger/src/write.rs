//! Writes files whole or not at all. The only code in the project that creates one.
#![expect(clippy::disallowed_methods, reason = "this is the replacement that the lint names")]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
    try_replace(path, bytes).map_err(|reason| WriteError { path: path.to_owned(), reason })
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

fn try_replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    refuse_what_is_no_file(path)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ray-").suffix(".tmp");
    // The default is a file that only its owner may read; a result is for everybody, as far as the
    // umask allows.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
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

#[cfg(test)]
mod tests {
    use assert_fs::TempDir;
    use assert_fs::prelude::*;

    use super::*;

    #[test]
    fn replaces_the_whole_file_and_leaves_nothing_beside_it() {
        let folder = TempDir::new().unwrap();
        let file = folder.child("deep/result.json");
        replace(file.path(), b"old and long").unwrap();
        replace(file.path(), b"new").unwrap();
        file.assert("new");
        assert_eq!(fs::read_dir(folder.path().join("deep")).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_in_its_place_is_an_error_and_stays() {
        let folder = TempDir::new().unwrap();
        folder.child("out/keep").touch().unwrap();
        let error = replace(folder.child("out").path(), b"x").unwrap_err();
        assert!(error.to_string().contains("a folder stands there"), "{error}");
        folder.child("out/keep").assert("");
    }

    #[test]
    fn create_never_overwrites() {
        let folder = TempDir::new().unwrap();
        let file = folder.child("a");
        assert!(create(file.path(), b"first").unwrap());
        assert!(!create(file.path(), b"second").unwrap());
        file.assert("first");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_or_a_pipe_in_its_place_is_an_error_and_stays() {
        let folder = TempDir::new().unwrap();
        let link = folder.child("link");
        std::os::unix::fs::symlink(folder.child("target").path(), link.path()).unwrap();
        let error = replace(link.path(), b"x").unwrap_err();
        assert!(error.to_string().contains("a link stands there"), "{error}");
        assert!(fs::symlink_metadata(link.path()).unwrap().is_symlink());
        let pipe = folder.child("pipe");
        assert!(std::process::Command::new("mkfifo").arg(pipe.path()).status().unwrap().success());
        assert!(replace(pipe.path(), b"x").is_err());
        assert!(!fs::symlink_metadata(pipe.path()).unwrap().is_file());
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_what_was_written() {
        use std::os::unix::fs::PermissionsExt;
        let folder = TempDir::new().unwrap();
        let file = folder.child("a");
        replace(file.path(), b"x").unwrap();
        assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o444, 0o444);
    }
}
