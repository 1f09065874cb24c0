//! Documents that carry a checksum of themselves, so that a slip in one of their bytes is noticed even
//! where nothing else describes them. It is no signature: whoever can change the document can seal it
//! anew.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use ray_core::checksum::{Digest, Hasher};
use serde::Serialize;

use crate::json;
use crate::write::{self, WriteError};

/// What stands before the checksum: it is that of everything before this.
const BEFORE: &[u8] = b",\n  \"seal\": \"";

/// What stands after it.
const AFTER: &[u8] = b"\"\n}\n";

/// Bytes that are written at a time.
const BUFFER: usize = 64 * 1024;

/// Hexadecimal digits of the checksum.
const DIGITS: usize = 64;

/// How a document ends before it is sealed.
const END: &[u8] = b"\n}";

/// Puts `document`, sealed, in the place of `target`: its digest.
///
/// # Errors
/// When the system refuses; what stood there still does.
pub(crate) fn replace_sealed(
    target: &Path,
    document: &impl Serialize,
) -> Result<Digest, WriteError> {
    let failed = |reason| WriteError { path: target.to_owned(), reason };
    write::replace_by(target, |file| write_sealed(document, file).map_err(failed))
}

/// Writes `document`, an object with at least one key, as JSON with its seal as the last key: the digest
/// of what was written. It is never in memory as a whole.
///
/// # Errors
/// When `out` cannot be written.
fn write_sealed(document: &impl Serialize, out: impl Write) -> io::Result<Digest> {
    let mut open = Open { out, hasher: Hasher::default(), held: Vec::with_capacity(END.len()) };
    let mut buffered = BufWriter::with_capacity(BUFFER, &mut open);
    json::write_pretty(&mut buffered, document)?;
    buffered.flush()?;
    drop(buffered);
    // What is held back is the end, which the seal comes before.
    open.held.clear();
    let seal = open.hasher.clone().digest().hex();
    open.put(&[BEFORE, &seal, AFTER].concat())?;
    open.out.flush()?;
    Ok(open.hasher.digest())
}

/// A document whose end is held back.
struct Open<W> {
    out: W,
    hasher: Hasher,
    /// The last bytes, as many as the end has.
    held: Vec<u8>,
}

impl<W: Write> Open<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.out.write_all(bytes)
    }
}

impl<W: Write> Write for Open<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.held);
        all.extend_from_slice(bytes);
        let held = all.split_off(all.len().saturating_sub(END.len()));
        self.put(&all)?;
        self.held = held;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Whether a document is as it was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// It is.
    Whole,
    /// It was changed since.
    Broken,
    /// It has no seal.
    None,
}

impl Seal {
    /// Looks at the bytes of a document.
    #[must_use]
    pub fn of(document: &[u8]) -> Self {
        let parts = document.len().checked_sub(BEFORE.len() + DIGITS + AFTER.len());
        let parts = parts.and_then(|at| document.split_at_checked(at));
        let seal = parts.and_then(|(start, rest)| {
            Some((start, rest.strip_prefix(BEFORE)?.strip_suffix(AFTER)?))
        });
        match seal {
            Some((start, seal)) if Digest::of(start).hex() == seal => Seal::Whole,
            Some(_) => Seal::Broken,
            None if is_ours(document) => Seal::Broken,
            None => Seal::None,
        }
    }
}

/// Every document that was sealed says which version of its form it has, and who wrote it.
fn is_ours(document: &[u8]) -> bool {
    let has = |key: &str| memchr::memmem::find(document, key.as_bytes()).is_some();
    has("\"seal\"") || (has("\"schema_version\"") && has("\"generated_by\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_document_is_json_and_whole() {
        let mut json = Vec::new();
        let document = serde_json::json!({"a": [1, 2], "b": "}\n".repeat(BUFFER)});
        let digest = write_sealed(&document, &mut json).unwrap();
        assert_eq!(digest, Digest::of(&json));
        assert_eq!(Seal::of(&json), Seal::Whole);
        let read: serde_json::Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(read["a"][1], 2);
    }

    #[test]
    fn a_document_of_somebody_else_has_none() {
        assert_eq!(Seal::of(b"{\"a\": 1}\n"), Seal::None);
        assert_eq!(Seal::of(b""), Seal::None);
    }
}
