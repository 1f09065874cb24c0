//! Adds lines to a chain: one process at a time, all of them or none, on the disk before it returns.
//!
//! A process that is killed may leave the beginning of a line, and so may a power loss. The next one
//! that appends takes that away and says so in the chain.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use memchr::memrchr;
use ray_core::checksum::{Digest, digest};
use serde::Serialize;

use super::line;
use crate::write;

/// How often it is tried to get hold of a chain that another process holds, and how long it is waited
/// in between: half a minute in all.
const TRIES: u32 = 6_000;
const PAUSE: Duration = Duration::from_millis(5);

/// Bytes that are read at a time from the end.
const STEP: u64 = 64 * 1024;

/// Bytes after the last newline that may be a whole line.
const LONGEST_REST: u64 = 64 * 1024 * 1024;

/// Characters of a torn line that are kept.
const KEPT: usize = 2_000;

/// A chain could not be read or added to. What stood in it still does.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// The system refused.
    #[error("{} cannot be {attempt}: {reason}", path.display())]
    System {
        /// The file.
        path: PathBuf,
        /// What was tried, such as `written`.
        attempt: &'static str,
        /// What the system said.
        #[source]
        reason: io::Error,
    },
    /// Another process does not let go of it.
    #[error("{} has been held by another process for half a minute", path.display())]
    Held {
        /// The file.
        path: PathBuf,
    },
    /// A record cannot be written as JSON: a fault of this project.
    #[error("a record cannot be written: {0}")]
    Record(#[from] serde_json::Error),
}

impl ChainError {
    /// The chain at `path` cannot be read, for `reason`.
    #[must_use]
    pub fn unreadable(path: &Path, reason: io::Error) -> Self {
        system(path, "read", reason)
    }
}

/// A last line that was not written to its end, and was taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repair {
    kind: &'static str,
    /// How many bytes there were.
    pub torn_bytes: u64,
    /// Their digest.
    torn_sha256: String,
    /// How they began.
    torn_text: String,
}

/// A chain that this process alone may add to until it is dropped.
#[derive(Debug)]
pub struct Chain {
    path: PathBuf,
    file: File,
    /// The length of the whole lines.
    length: u64,
    /// The digest of the last of them.
    head: Option<Digest>,
    end: End,
}

/// How a chain ends.
#[derive(Debug)]
enum End {
    /// With a whole line, or it is empty.
    Whole,
    /// With a line to which only the newline is missing; an editor may have taken that away.
    NoNewline,
    /// With a line that was not written to its end.
    Torn(Repair),
}

impl Chain {
    /// Opens the chain at `path`, waits until no other process holds it, and looks at its end. It is
    /// made when it is not there; its folder is not.
    ///
    /// # Errors
    /// When the system refuses, something else than a file stands there, or another process does not
    /// let go of it.
    pub fn open(path: &Path) -> Result<Self, ChainError> {
        let at = |attempt| move |reason| system(path, attempt, reason);
        write::refuse_what_is_no_file(path).map_err(at("opened"))?;
        let mut file = hold(path)?;
        let (length, head) = last_line(&mut file).map_err(at("read"))?;
        let mut chain = Self { path: path.to_owned(), file, length, head, end: End::Whole };
        chain.look_at_the_end().map_err(at("read"))?;
        Ok(chain)
    }

    /// What was found torn at the end; appending takes it away and records that.
    #[must_use]
    pub fn torn(&self) -> Option<&Repair> {
        match &self.end {
            End::Torn(repair) => Some(repair),
            End::Whole | End::NoNewline => None,
        }
    }

    /// The whole lines, from the first.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn lines(&mut self) -> Result<impl Read + '_, ChainError> {
        let rewound = self.file.seek(SeekFrom::Start(0));
        rewound.map_err(|reason| system(&self.path, "read", reason))?;
        Ok((&mut self.file).take(self.length))
    }

    /// Adds a line for each of `records`, which are objects with at least one key, and waits until
    /// they are on the disk. The head of the chain after that; none when it is still empty.
    ///
    /// # Errors
    /// When the system refuses, for example because the disk is full; the chain is then as it was.
    pub fn append<R: Serialize>(&mut self, records: &[R]) -> Result<Option<Digest>, ChainError> {
        let mut bytes = Vec::new();
        let mut previous = self.head;
        match &self.end {
            End::Whole => {}
            End::NoNewline => bytes.push(b'\n'),
            End::Torn(repair) => previous = Some(line::add(&mut bytes, previous, repair)?),
        }
        for record in records {
            previous = Some(line::add(&mut bytes, previous, record)?);
        }
        self.put(&bytes).map_err(|reason| system(&self.path, "written", reason))?;
        self.head = previous;
        self.length += bytes.len() as u64;
        self.end = End::Whole;
        Ok(previous)
    }

    /// Looks at what stands after the whole lines.
    fn look_at_the_end(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.length))?;
        let mut rest = Vec::new();
        (&mut self.file).take(LONGEST_REST).read_to_end(&mut rest)?;
        if rest.is_empty() {
            return Ok(());
        }
        match line::check(&rest, None) {
            Ok(shown) if shown.previous == line::hex(self.head) => {
                self.length += rest.len() as u64;
                self.head = Some(shown.digest);
                self.end = End::NoNewline;
            }
            _ => {
                self.file.seek(SeekFrom::Start(self.length))?;
                let (digest, torn_bytes) = digest(&mut self.file)?;
                self.end = End::Torn(Repair {
                    kind: line::REPAIR,
                    torn_bytes,
                    torn_sha256: digest.to_string(),
                    torn_text: String::from_utf8_lossy(&rest).chars().take(KEPT).collect(),
                });
            }
        }
        Ok(())
    }

    /// Writes `bytes` after the whole lines; when that fails, nothing of them stays.
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        let written = self.try_put(bytes);
        if written.is_err() {
            // A process that dies here leaves a torn line, which the next one takes away.
            let _ = self.file.set_len(self.length);
            let _ = self.file.sync_data();
        }
        written
    }

    fn try_put(&mut self, bytes: &[u8]) -> io::Result<()> {
        let is_new = self.length == 0;
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(bytes)?;
        self.file.set_len(self.length + bytes.len() as u64)?;
        self.file.sync_data()?;
        if is_new && let Some(folder) = self.path.parent() {
            write::sync_folder(folder);
        }
        Ok(())
    }
}

/// Sees that the chain at `path` can be added to, where there is one.
///
/// # Errors
/// When something else than a file stands there, or the system does not let us write it.
pub fn ready(path: &Path) -> Result<(), ChainError> {
    let at = |attempt| move |reason| system(path, attempt, reason);
    write::refuse_what_is_no_file(path).map_err(at("opened"))?;
    match OpenOptions::new().read(true).write(true).open(path) {
        Err(reason) if reason.kind() != io::ErrorKind::NotFound => {
            Err(system(path, "opened", reason))
        }
        _ => Ok(()),
    }
}

fn system(path: &Path, attempt: &'static str, reason: io::Error) -> ChainError {
    ChainError::System { path: path.to_owned(), attempt, reason }
}

/// Opens the file and locks it. Somebody may put another file in its place meanwhile; what was locked
/// is then nobody's, and it is tried again.
fn hold(path: &Path) -> Result<File, ChainError> {
    let at = |attempt| move |reason| system(path, attempt, reason);
    for _ in 0..TRIES {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = options.open(path).map_err(at("opened"))?;
        match file.try_lock() {
            Ok(()) if is_still_at(&file, path) => return Ok(file),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(reason)) => return Err(system(path, "locked", reason)),
        }
    }
    Err(ChainError::Held { path: path.to_owned() })
}

/// True when `file` is what stands at `path`, as far as the system can tell.
fn is_still_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let there = OpenOptions::new().read(true).open(path).and_then(|file| file.metadata());
        let (Ok(there), Ok(ours)) = (there, file.metadata()) else {
            return false;
        };
        (there.dev(), there.ino()) == (ours.dev(), ours.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

/// The length of the whole lines, and the digest of the last of them.
fn last_line(file: &mut File) -> io::Result<(u64, Option<Digest>)> {
    let size = file.seek(SeekFrom::End(0))?;
    let Some(end) = newline_before(file, size)? else {
        return Ok((0, None));
    };
    let start = newline_before(file, end)?.map_or(0, |at| at + 1);
    file.seek(SeekFrom::Start(start))?;
    let (digest, _) = digest(file.take(end - start))?;
    Ok((end + 1, Some(digest)))
}

/// Where the last newline before `end` stands.
fn newline_before(file: &mut File, end: u64) -> io::Result<Option<u64>> {
    let mut end = end;
    let mut block = Vec::new();
    while end > 0 {
        let start = end.saturating_sub(STEP);
        block.clear();
        file.seek(SeekFrom::Start(start))?;
        file.take(end - start).read_to_end(&mut block)?;
        if let Some(at) = memrchr(b'\n', &block) {
            return Ok(Some(start + at as u64));
        }
        end = start;
    }
    Ok(None)
}
