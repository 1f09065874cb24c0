//! SHA-256 checksums: how they are written, and how a stream is hashed while it is read.
//!
//! It opens no files and compares nothing: a mismatch is for a gate to judge.

use std::fmt::{self, Write as _};
use std::io::{self, Read};
use std::str::FromStr;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use sha2::{Digest as _, Sha256};

/// Bytes that are read at a time.
const BUFFER: usize = 64 * 1024;

/// Hexadecimal digits in which a digest is written.
const DIGITS: usize = 64;

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of `start`, and that of `start` followed by `rest`; the former is hashed once.
    #[must_use]
    pub fn of_start_and_whole(start: &[u8], rest: &[u8]) -> (Self, Self) {
        let mut hasher = Sha256::new();
        hasher.update(start);
        let of_start = Self(hasher.clone().finalize().into());
        hasher.update(rest);
        (of_start, Self(hasher.finalize().into()))
    }

    /// The 64 lowercase hexadecimal digits, as bytes.
    #[must_use]
    pub fn hex(&self) -> [u8; DIGITS] {
        let digit = |nibble: u8| match nibble {
            0..=9 => b'0' + nibble,
            _ => b'a' + nibble - 10,
        };
        let mut digits = [0; DIGITS];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        digits
    }

    /// The 32 bytes of the digest.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    /// 64 lowercase hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.hex().iter().try_for_each(|&digit| f.write_char(char::from(digit)))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Why text is not a SHA-256 digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DigestProblem {
    /// It is too short or too long; the number of its characters.
    #[error("has {0} characters; write the 64 hexadecimal digits that sha256sum prints")]
    Length(usize),
    /// A character is no hexadecimal digit; the character, and its place from 1.
    #[error(
        "has {character:?} as character {place}; write 64 hexadecimal digits, 0 to 9 and a to f"
    )]
    Character {
        /// What stands there.
        character: char,
        /// Where, in characters from 1.
        place: usize,
    },
}

impl FromStr for Digest {
    type Err = DigestProblem;

    /// Reads 64 hexadecimal digits of either case, with nothing around them.
    fn from_str(text: &str) -> Result<Self, DigestProblem> {
        let length = text.chars().count();
        if length != DIGITS {
            return Err(DigestProblem::Length(length));
        }
        let mut bytes = [0; 32];
        for (at, character) in text.chars().enumerate() {
            let digit = character.to_digit(16).and_then(|it| u8::try_from(it).ok());
            let Some(digit) = digit else {
                return Err(DigestProblem::Character { character, place: at + 1 });
            };
            if let Some(byte) = bytes.get_mut(at / 2) {
                *byte = *byte << 4 | digit;
            }
        }
        Ok(Self(bytes))
    }
}

/// Reads `read` to its end: its digest, and its length in bytes. Memory does not grow with it.
///
/// # Errors
/// When reading fails.
pub fn digest(read: impl Read) -> io::Result<(Digest, u64)> {
    Hashing::new(read).finish()
}

/// Hashes what is read through it, so that a file is read once for its content and its digest.
#[derive(Debug)]
pub struct Hashing<R> {
    read: R,
    hasher: Sha256,
    bytes: u64,
}

impl<R: Read> Hashing<R> {
    /// Nothing is read yet.
    #[must_use]
    pub fn new(read: R) -> Self {
        Self { read, hasher: Sha256::new(), bytes: 0 }
    }

    /// Reads what is left: the digest and the length in bytes of all that came through.
    ///
    /// # Errors
    /// When reading fails.
    pub fn finish(mut self) -> io::Result<(Digest, u64)> {
        let mut buffer = vec![0; BUFFER];
        loop {
            match self.read(&mut buffer) {
                Ok(0) => return Ok((Digest(self.hasher.finalize().into()), self.bytes)),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.read.read(buffer)?;
        self.hasher.update(buffer.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }
}

/// Files up to this many bytes are hashed where they are read; a thread would cost more than it saves.
const WORTH_A_THREAD: u64 = 4 * 1024 * 1024;

/// Bytes that the hashing thread gets at a time, and how many such blocks may wait for it.
const BLOCK: usize = 256 * 1024;
const WAITING: usize = 4;

/// Hashes what is read through it, like [`Hashing`], but moves the work of a large stream to a second
/// thread: whoever reads it looks at the bytes meanwhile. Needs about 1.5 MiB, whatever the length.
#[derive(Debug)]
pub struct HashingAside<R> {
    read: R,
    bytes: u64,
    worker: Worker,
}

#[derive(Debug)]
enum Worker {
    /// Still hashed here.
    Here(Sha256),
    /// Hashed by the thread, which gives each block back.
    Aside {
        block: Vec<u8>,
        full: SyncSender<Vec<u8>>,
        empty: Receiver<Vec<u8>>,
        thread: JoinHandle<Sha256>,
    },
}

impl Worker {
    fn aside(mut hasher: Sha256) -> Self {
        let (full, blocks) = sync_channel::<Vec<u8>>(WAITING);
        let (give_back, empty) = sync_channel(WAITING + 2);
        let thread = thread::spawn(move || {
            for mut block in blocks {
                hasher.update(&block);
                block.clear();
                // Nobody takes blocks back once all is read.
                let _ = give_back.try_send(block);
            }
            hasher
        });
        Worker::Aside { block: Vec::with_capacity(BLOCK), full, empty, thread }
    }

    fn update(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Worker::Here(hasher) => hasher.update(bytes),
            Worker::Aside { block, full, empty, .. } => {
                block.extend_from_slice(bytes);
                if block.len() >= BLOCK {
                    let next = empty.try_recv().unwrap_or_else(|_| Vec::with_capacity(BLOCK));
                    full.send(std::mem::replace(block, next)).map_err(|_| gone())?;
                }
            }
        }
        Ok(())
    }

    fn finish(self) -> io::Result<Digest> {
        let hasher = match self {
            Worker::Here(hasher) => hasher,
            Worker::Aside { block, full, thread, .. } => {
                full.send(block).map_err(|_| gone())?;
                drop(full);
                thread.join().map_err(|_| gone())?
            }
        };
        Ok(Digest(hasher.finalize().into()))
    }
}

fn gone() -> io::Error {
    io::Error::other("the thread that hashes has ended")
}

impl<R: Read> HashingAside<R> {
    /// Nothing is read yet.
    #[must_use]
    pub fn new(read: R) -> Self {
        Self { read, bytes: 0, worker: Worker::Here(Sha256::new()) }
    }

    /// Reads what is left: the digest and the length in bytes of all that came through.
    ///
    /// # Errors
    /// When reading fails.
    pub fn finish(mut self) -> io::Result<(Digest, u64)> {
        io::copy(&mut self, &mut io::sink())?;
        Ok((self.worker.finish()?, self.bytes))
    }
}

impl<R: Read> Read for HashingAside<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.read.read(buffer)?;
        self.worker.update(buffer.get(..count).unwrap_or_default())?;
        self.bytes += count as u64;
        if self.bytes > WORTH_A_THREAD
            && let Worker::Here(hasher) = &mut self.worker
        {
            self.worker = Worker::aside(std::mem::take(hasher));
        }
        Ok(count)
    }
}

#[cfg(test)]
#[path = "checksum_tests.rs"]
mod tests;
