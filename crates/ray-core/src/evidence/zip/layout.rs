//! Where the entries of an archive lie: one after the other, without overlap and without gaps, each
//! with a header of its own that says what the directory says.

use std::io::{Read, Seek};

use zip::ZipReadOptions;
use zip::read::ZipArchive;
use zip::result::ZipResult;

use super::directory::BYTES_OUTSIDE;
use super::{Entry, contradiction};
use crate::finding::{Code, Notes};
use crate::place::{EvidencePath, Placed};

/// Two entries share bytes.
pub const OVERLAP: Code = Code::error(
    "overlapping-entries",
    "Two entries of the archive share bytes",
    "Write the archive anew with an ordinary zip tool; entries overlap to unpack to more than fits",
    "(a hundred entries with one body)",
)
.never_waived();

const DISAGREES: &str = "The own header of an entry is not the one that the directory describes";

/// The lengths that the record behind an entry can have, which repeats its sizes.
const DESCRIPTOR_LENGTHS: [u64; 4] = [12, 16, 20, 24];

/// The bytes of an entry from its own header on.
struct Extent<'a> {
    entry: &'a Entry,
    start: u64,
    end: u64,
    has_descriptor: bool,
}

/// Notes what is wrong with the headers and the places of `entries`, which end at `limit`.
pub(super) fn check<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    entries: &[Entry],
    limit: u64,
    path: &EvidencePath,
    notes: &Notes,
) {
    let mut extents = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let found = extent(zip, index, entry).map(|extent| extents.push(extent));
        if let Err(error) = found.and_then(|()| compare_headers(zip, index)) {
            notes.add(contradiction(entry, DISAGREES, error));
        }
    }
    // A gap is certain only where all entries are known.
    let complete = extents.len() == entries.len() && !zip.has_duplicate_names();
    extents.sort_by_key(|extent| (extent.start, extent.end));
    check_order(&extents, limit, complete, path, notes);
}

fn extent<'a, R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    index: usize,
    entry: &'a Entry,
) -> ZipResult<Extent<'a>> {
    let file = zip.by_index_raw(index)?;
    Ok(Extent {
        entry,
        start: file.header_start(),
        end: file.data_start().unwrap_or_default().saturating_add(entry.packed),
        has_descriptor: file.flags().is_using_data_descriptor(),
    })
}

/// Fails when the entry's own header is not what the directory says.
fn compare_headers<R: Read + Seek>(zip: &mut ZipArchive<R>, index: usize) -> ZipResult<()> {
    // With two entries of one name the crate refuses to compare; that finding stands already.
    let options = ZipReadOptions::new()
        .enforce_header_consistency(!zip.has_duplicate_names())
        .ignore_encryption_flag(true);
    zip.by_index_with_options(index, options).map(drop)
}

fn check_order(
    extents: &[Extent<'_>],
    limit: u64,
    complete: bool,
    path: &EvidencePath,
    notes: &Notes,
) {
    let mut before: Option<&Extent<'_>> = None;
    for extent in extents {
        let end = before.map_or(0, |before| before.end);
        if extent.start < end {
            let other = before.map_or("", |before| before.entry.name());
            notes.add(OVERLAP.at(extent.entry).actual(format!("shared with \"{other}\"")));
        } else if complete {
            note_gap(before, extent.start, path, notes);
        }
        if extent.end >= end {
            before = Some(extent);
        }
    }
    match before {
        Some(last) if last.end > limit => {
            notes.add(OVERLAP.at(last.entry).message("An entry reaches into the directory"))
        }
        last if complete => note_gap(last, limit, path, notes),
        _ => {}
    }
}

/// Notes the bytes from the end of `before` up to `to`, unless they describe it.
fn note_gap(before: Option<&Extent<'_>>, to: u64, path: &EvidencePath, notes: &Notes) {
    let gap = to - before.map_or(0, |before| before.end);
    let described = before.is_some_and(|it| it.has_descriptor) && DESCRIPTOR_LENGTHS.contains(&gap);
    if gap == 0 || described {
        return;
    }
    let (place, message) = match before {
        Some(before) => (before.entry.place(), format!("{gap} bytes follow an entry")),
        None => (path.place(), format!("{gap} bytes stand before the first entry")),
    };
    notes.add(BYTES_OUTSIDE.at(&place).message(format!("{message} and belong to none")));
}
