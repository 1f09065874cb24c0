//! Documents that carry a checksum of themselves, so that a slip in one of their bytes is noticed even
//! where nothing else describes them. It is no signature: whoever can change the document can seal it
//! anew.

use ray_core::checksum::Digest;
use serde::Serialize;

/// What stands before the checksum: it is that of everything before this.
const BEFORE: &[u8] = b",\n  \"seal\": \"";

/// What stands after it.
const AFTER: &[u8] = b"\"\n}\n";

/// Hexadecimal digits of the checksum.
const DIGITS: usize = 64;

/// `document`, an object with at least one key, as JSON with its seal as the last key.
///
/// # Errors
/// When it cannot be written as JSON.
pub(crate) fn sealed(document: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut json = serde_json::to_vec_pretty(document)?;
    let inner = json.strip_suffix(b"\n}").map(<[u8]>::len).unwrap_or_default();
    json.truncate(inner);
    let seal = Digest::of(&json).hex();
    json.extend([BEFORE, &seal, AFTER].concat());
    Ok(json)
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
        let json = sealed(&serde_json::json!({"a": [1, 2], "b": "}\n"})).unwrap();
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
