//! The user's repository, opened read-only: every file is read and hashed once, whoever asks.
//!
//! Nothing leaves the root, neither by `..` nor by a symbolic link, and nothing here writes. The
//! system is touched in `disk` alone.

mod disk;
mod path;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

pub use disk::{Readable, is_executable};
pub use path::{PathProblem, resolve};

use crate::checksum::{Digest, HashingAside, digest};
use crate::finding::{Code, Finding};
use crate::place::{EvidencePath, Placed};

/// A file that should be there is not.
pub const MISSING_FILE: Code = Code::error(
    "missing-file",
    "A file is missing",
    "Produce the evidence and put it there, or name the folder with --artifacts",
    "no file .artifacts/deployment/release-manifest.md",
);

/// Something that is no regular file stands where a file should.
pub const NOT_A_FILE: Code = Code::error(
    "not-a-file",
    "A folder or something else stands where a file should be",
    "Put the evidence file itself there",
    "a folder .artifacts/deployment/release-manifest.md/",
)
.never_waived();

/// The system does not let us read a file.
pub const UNREADABLE_FILE: Code = Code::error(
    "unreadable-file",
    "A file cannot be read",
    "Give the user who runs the gate permission to read the file",
    "a file with mode 0000",
)
.never_waived();

/// A file is larger than evidence of its format can be.
pub const FILE_TOO_LARGE: Code = Code::error(
    "file-too-large",
    "A file is too large to be evidence of its kind",
    "Keep the evidence and move bulk data elsewhere; JSON, YAML and Markdown are read up to 64 MiB",
    "a release-manifest.md of 1 GiB",
)
.never_waived();

/// A path leads out of the root.
pub const PATH_OUTSIDE_ROOT: Code = Code::error(
    "path-outside-root",
    "A path leads out of the repository",
    "Name a file inside the repository, relative to its root",
    r#"{"path": "../../etc/passwd"}"#,
)
.never_waived();

/// The codes that reading a file can raise.
pub const CODES: &[&Code] =
    &[&MISSING_FILE, &NOT_A_FILE, &UNREADABLE_FILE, &FILE_TOO_LARGE, &PATH_OUTSIDE_ROOT];

/// Largest JSON, YAML or Markdown file that is read, in bytes: these are held in memory.
pub const MAX_DOCUMENT_BYTES: u64 = 64 * 1024 * 1024;

/// The root cannot be opened: the run cannot judge anything.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// It is not there, or not readable.
    #[error("the root `{}` cannot be opened: {reason}", path.display())]
    Unreadable {
        /// What was given.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// It is a file.
    #[error("the root `{}` is not a folder", path.display())]
    NotAFolder {
        /// What was given.
        path: PathBuf,
    },
}

/// Why a file cannot be used as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileProblem {
    /// Nothing is there.
    Missing,
    /// A folder, a pipe or a device is there.
    NotAFile,
    /// The system refused, with this reason.
    Unreadable(String),
    /// It leads out of the root.
    OutsideRoot,
    /// It has this many bytes.
    TooLarge(u64),
}

impl FileProblem {
    /// The finding for the file at `path`, reported at `place`: the file itself, or the value that
    /// names it.
    #[must_use]
    pub fn finding(&self, path: &EvidencePath, place: &(impl Placed + ?Sized)) -> Finding {
        match self {
            FileProblem::Missing => MISSING_FILE
                .at(place)
                .message(format!("The file {path} is missing"))
                .expected("the file")
                .actual("nothing there"),
            FileProblem::NotAFile => NOT_A_FILE
                .at(place)
                .message(format!("{path} is not a regular file"))
                .expected("a regular file")
                .actual("a folder or a special file"),
            FileProblem::Unreadable(reason) => UNREADABLE_FILE
                .at(place)
                .message(format!("The file {path} cannot be read: {reason}")),
            FileProblem::OutsideRoot => PATH_OUTSIDE_ROOT
                .at(place)
                .message(format!("{path} leads out of the repository"))
                .expected("a file inside the repository"),
            FileProblem::TooLarge(bytes) => FILE_TOO_LARGE
                .at(place)
                .message(format!("{path} is too large to be read as a document"))
                .expected(format!("at most {MAX_DOCUMENT_BYTES} bytes"))
                .actual(format!("{bytes} bytes")),
        }
    }
}

/// What a file was when it was read: its digest is of the very bytes that were judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// How many bytes.
    pub size: u64,
}

/// A document that was read whole.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The bytes.
    pub bytes: Arc<Vec<u8>>,
    /// Their fingerprint.
    pub fingerprint: Fingerprint,
}

type Once<T> = Arc<OnceLock<Result<T, FileProblem>>>;

/// A repository. Shared by all gates of a run, also across threads.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    folders: disk::Folders,
    documents: Mutex<BTreeMap<EvidencePath, Once<Loaded>>>,
    fingerprints: Mutex<BTreeMap<EvidencePath, Once<Fingerprint>>>,
}

impl Workspace {
    /// Opens the folder `root`.
    ///
    /// # Errors
    /// When it is not a folder that can be read.
    pub fn open(root: &Path) -> Result<Self, RootError> {
        Ok(Self {
            root: disk::open_root(root)?,
            folders: disk::Folders::default(),
            documents: Mutex::default(),
            fingerprints: Mutex::default(),
        })
    }

    /// The root as an absolute path, with symbolic links resolved.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path from the root of a file or folder on disk, or of one that could be created there;
    /// none when it lies outside the root.
    #[must_use]
    pub fn relative(&self, on_disk: &Path) -> Option<EvidencePath> {
        disk::relative_to(&self.root, on_disk)
    }

    /// The whole file at `path`, with its fingerprint; read once however often it is asked for.
    ///
    /// # Errors
    /// When it is not a readable file inside the root, or too large to be a document.
    pub fn read(&self, path: &EvidencePath) -> Result<Loaded, FileProblem> {
        let once = entry(&self.documents, path);
        once.get_or_init(|| self.load(path)).clone()
    }

    /// Opens the file at `path` for a reader that streams it.
    ///
    /// # Errors
    /// When it is not a readable file inside the root.
    pub fn open_file(&self, path: &EvidencePath) -> Result<Readable, FileProblem> {
        disk::open(&self.root, &self.folders, path)
    }

    /// Hands the bytes of the file at `path` to `read` as they come, and hashes them on the way: what
    /// `read` made of them, and the fingerprint of the whole file, which is read to its end whether
    /// or not `read` does.
    ///
    /// # Errors
    /// When it is not a readable file inside the root, or reading it fails at the end.
    pub fn stream<T>(
        &self,
        path: &EvidencePath,
        read: impl FnOnce(&mut dyn Read) -> T,
    ) -> Result<(T, Fingerprint), FileProblem> {
        let mut hashing = HashingAside::new(self.open_file(path)?);
        let made = read(&mut hashing);
        let (digest, size) =
            hashing.finish().map_err(|error| FileProblem::Unreadable(error.to_string()))?;
        let fingerprint = Fingerprint { digest, size };
        let _ = entry(&self.fingerprints, path).set(Ok(fingerprint.clone()));
        Ok((made, fingerprint))
    }

    /// The fingerprint of the file at `path`, whatever its size; hashed once.
    ///
    /// # Errors
    /// When it is not a readable file inside the root.
    pub fn fingerprint(&self, path: &EvidencePath) -> Result<Fingerprint, FileProblem> {
        let read = self.documents.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some(Ok(loaded)) = read.as_deref().and_then(OnceLock::get) {
            return Ok(loaded.fingerprint.clone());
        }
        let once = entry(&self.fingerprints, path);
        once.get_or_init(|| {
            let (digest, size) = digest(self.open_file(path)?)
                .map_err(|error| FileProblem::Unreadable(error.to_string()))?;
            Ok(Fingerprint { digest, size })
        })
        .clone()
    }

    /// Hashes all of `paths` on all processors, so that [`fingerprint`](Self::fingerprint) knows them.
    pub fn hash_all(&self, paths: &[EvidencePath]) {
        let workers = thread::available_parallelism().map_or(1, usize::from).min(paths.len());
        let next = AtomicUsize::new(0);
        let hash = || {
            while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                drop(self.fingerprint(path));
            }
        };
        thread::scope(|scope| {
            for _ in 1..workers {
                // Without a thread the others do its part.
                drop(thread::Builder::new().spawn_scoped(scope, hash));
            }
            hash();
        });
    }

    /// True when something, whatever it is, stands at `path`.
    #[must_use]
    pub fn exists(&self, path: &EvidencePath) -> bool {
        disk::exists(&self.root, path)
    }

    /// All regular files below `folder`, sorted; links are listed and not followed into folders.
    #[must_use]
    pub fn files_below(&self, folder: &EvidencePath) -> Vec<EvidencePath> {
        disk::files_below(&self.root, folder)
    }

    /// True when a folder stands at `path`, inside the root.
    #[must_use]
    pub fn is_folder(&self, path: &EvidencePath) -> bool {
        disk::is_folder(&self.root, path)
    }

    /// True when files may be written below `folder`, or below the folder in which it would have to be
    /// made, as far as permissions tell.
    #[must_use]
    pub fn may_write_below(&self, folder: &EvidencePath) -> bool {
        disk::may_write_below(&self.root, folder)
    }

    /// True when the file at `path` can be executed.
    #[must_use]
    pub fn is_executable(&self, path: &EvidencePath) -> bool {
        self.open_file(path).is_ok_and(|file| is_executable(&file))
    }

    fn load(&self, path: &EvidencePath) -> Result<Loaded, FileProblem> {
        let file = self.open_file(path)?;
        let size = file.size();
        if size > MAX_DOCUMENT_BYTES {
            return Err(FileProblem::TooLarge(size));
        }
        let bytes = file.read_up_to(MAX_DOCUMENT_BYTES)?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let fingerprint = Fingerprint { digest: Digest::of(&bytes), size };
        Ok(Loaded { bytes: Arc::new(bytes), fingerprint })
    }
}

fn entry<T>(map: &Mutex<BTreeMap<EvidencePath, Once<T>>>, path: &EvidencePath) -> Once<T> {
    map.lock().unwrap_or_else(PoisonError::into_inner).entry(path.clone()).or_default().clone()
}

#[cfg(test)]
#[path = "workspace_tests.rs"]
mod tests;
