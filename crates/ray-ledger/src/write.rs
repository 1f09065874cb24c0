//! Writes files whole or not at all. The only code in the project that creates one.
#![expect(clippy::disallowed_methods, reason = "this is the replacement that the lint names")]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

/// How the names of unfinished files begin and end.
const PREFIX: &str = ".ray-";
const SUFFIX: &str = ".tmp";

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
    replace_by(path, |file| {
        file.write_all(bytes).map_err(|reason| WriteError { path: path.to_owned(), reason })
    })
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
    let failed = |reason| E::from(WriteError { path: path.to_owned(), reason });
    let (mut file, folder) = beside(path).map_err(failed)?;
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

/// An empty file in the folder of `path`, and that folder.
fn beside(path: &Path) -> io::Result<(NamedTempFile, PathBuf)> {
    refuse_what_is_no_file(path)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // The default is a file that only its owner may read; a result is for everybody, as far as the
    // umask allows.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
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

    #[test]
    fn what_a_killed_run_left_is_swept_when_it_is_old_and_nobody_holds_it() {
        let folder = TempDir::new().unwrap();
        let old = |name: &str| {
            let path = folder.path().join(name);
            let file = File::create(&path).unwrap();
            let then = file.metadata().unwrap().modified().unwrap() - 2 * ABANDONED;
            file.set_modified(then).unwrap();
            (path, file)
        };
        let (left, file) = old(".ray-left.tmp");
        drop(file);
        let (held, file) = old(".ray-held.tmp");
        file.lock().unwrap();
        let (other, _) = old("notes.tmp");
        let young = folder.child(".ray-young.tmp");
        young.touch().unwrap();
        replace(folder.child("result.json").path(), b"x").unwrap();
        let there = [&left, &held, &other].map(|path| path.exists());
        assert_eq!((there, young.exists()), ([false, true, true], true));
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
