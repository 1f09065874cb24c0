//! From the bytes of a file to its text: UTF-8, with or without a byte-order mark.
//!
//! It knows no format. What is not UTF-8 is a finding at its first byte, never a guess.

use std::io;

use crate::finding::{Code, Finding, Notes};
use crate::place::{EvidencePath, Place, Placed};
use crate::source::{SourceFile, Span};

/// The file is not UTF-8.
pub const NOT_UTF8: Code = Code::error(
    "not-utf8",
    "The file is not UTF-8",
    "Save the file as UTF-8; the byte shown belongs to another encoding or to no text at all",
    "caf\\xe9   (Latin-1)",
)
.never_waived();

/// The file holds nothing.
pub const EMPTY_FILE: Code = Code::error(
    "empty-file",
    "The file is empty",
    "Fill the file; an empty file proves nothing",
    "(a file of 0 bytes, or of blank lines only)",
);

/// Reading stopped before the end of the file.
pub const READ_FAILED: Code = Code::error(
    "read-failed",
    "The file cannot be read to its end",
    "Make the file readable and run again; nothing is known about the rest of it",
    "(a disk error, a lost network share)",
)
.never_waived();

/// What some editors put in front of UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The text of a whole file that was read from `path`. Returns nothing, and says why in `notes`,
/// when the file is empty or blank, or is not UTF-8.
pub fn decode(mut bytes: Vec<u8>, path: &EvidencePath, notes: &Notes) -> Option<SourceFile> {
    let marked = bytes.starts_with(BYTE_ORDER_MARK);
    let mark = if marked { BYTE_ORDER_MARK.len() } else { 0 };
    bytes.drain(..mark);
    match String::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => {
            notes.add(EMPTY_FILE.at(path));
            None
        }
        Ok(text) => Some(SourceFile::new(path.clone(), text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let found = bytes.utf8_chunks().next();
            let place = lossy_place(bytes, at, path);
            notes.add(not_utf8(
                &place,
                (mark + at) as u64,
                found.map_or(&[], |chunk| chunk.invalid()),
            ));
            None
        }
    }
}

/// The place of byte `at`, the first that is not UTF-8.
fn lossy_place(bytes: &[u8], at: usize, path: &EvidencePath) -> Place {
    // Up to `at` the bytes stay what they are, so `at` is where the first replacement stands.
    let text = String::from_utf8_lossy(bytes).into_owned();
    let file = SourceFile::new(path.clone(), text);
    let end = at + char::REPLACEMENT_CHARACTER.len_utf8();
    Place {
        position: Some(file.position(at)),
        excerpt: Some(file.excerpt(Span::new(at, end))),
        ..path.place()
    }
}

/// The finding for the bytes `found` at `offset`, counted from 0 at the start of the file.
pub(super) fn not_utf8(place: &Place, offset: u64, found: &[u8]) -> Finding {
    let hex: Vec<String> = found.iter().map(|byte| format!("{byte:02X}")).collect();
    let finding = NOT_UTF8
        .at(place)
        .message(format!(
            "The file is not UTF-8: the byte at offset {offset} belongs to no character"
        ))
        .expected("UTF-8 text")
        .actual(format!("the bytes {}", hex.join(" ")));
    // A UTF-16 file starts with its byte-order mark, of which neither byte occurs in UTF-8.
    if offset == 0 && matches!(found, [0xff | 0xfe, ..]) {
        return finding.help("The file looks like UTF-16; save it as UTF-8");
    }
    finding
}

/// The finding for an `error` at `place`, where reading stopped.
pub(super) fn read_failed(place: &(impl Placed + ?Sized), error: &io::Error) -> Finding {
    READ_FAILED.at(place).actual(error.to_string())
}

/// The codes that reading text can raise.
pub const CODES: &[&Code] = &[&NOT_UTF8, &EMPTY_FILE, &READ_FAILED];

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
