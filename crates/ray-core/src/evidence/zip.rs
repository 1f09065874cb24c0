//! Opens a zip archive, checks all that it declares, and only then reads it, within limits.
//!
//! An archive is evidence only if every tool that unpacks it gets the same files. So it is read
//! strictly: every byte belongs to an entry or the directory, both headers of an entry agree, and
//! no name leads anywhere but inside. Nothing is ever unpacked to disk, and an entry is read up to
//! the size that it declares and no further. This module and those below it are the only ones that
//! know the `zip` crate.
//!
//! Findings stand at the path of the archive; their pointer is the name of the entry, raw and
//! untrusted as it is.

mod directory;
mod layout;
mod limits;
mod names;

use std::collections::BTreeSet;
use std::io::{self, Read, Seek};

use zip::CompressionMethod;
use zip::read::{ArchiveOffset, Config, ZipArchive, ZipFileEntry};
use zip::result::ZipError;

pub use self::directory::{BYTES_OUTSIDE, EMPTY_ARCHIVE, INCONSISTENT, NOT_A_ZIP, TRUNCATED};
pub use self::layout::OVERLAP;
pub use self::limits::{ARCHIVE_TOO_LARGE, Limits, TOO_MANY_ENTRIES, ZIP_BOMB};
pub use self::names::{
    ABSOLUTE_NAME, BACKSLASH_NAME, CASE_CLASH, CONTROL_NAME, DRIVE_NAME, DUPLICATE_ENTRY,
    FOREIGN_NAME, PARENT_NAME,
};
use super::text::read_failed;
use crate::checksum::{self, Digest};
use crate::finding::{Code, Finding, Notes};
use crate::place::{EvidencePath, Place, Placed};

/// An entry is not plain data.
pub const SPECIAL_ENTRY: Code = Code::error(
    "special-entry",
    "An entry is a link or a device, not a file or a folder",
    "Write the archive anew with the files themselves in place of links to them",
    "(a symbolic link to /etc/passwd)",
)
.never_waived();

/// An entry is encrypted.
pub const ENCRYPTED_ENTRY: Code = Code::error(
    "encrypted-entry",
    "An entry is encrypted and cannot be checked",
    "Write the archive anew without a password",
    "(an entry that asks for a password)",
)
.never_waived();

/// An entry is packed in a way that is not known here.
pub const UNKNOWN_COMPRESSION: Code = Code::error(
    "unknown-compression",
    "An entry is packed by a method that cannot be checked",
    "Write the archive anew with the methods that every tool knows, deflate or none",
    "(an entry that is packed by bzip2)",
)
.never_waived();

/// An entry does not hold what the archive declares.
pub const CORRUPT_ENTRY: Code = Code::error(
    "corrupt-entry",
    "The content of an entry is not what the archive declares",
    "Copy or download the archive again, or write it anew",
    "(an entry with a wrong CRC-32)",
)
.never_waived();

/// A file or folder in an archive, as its directory declares it.
#[derive(Debug, Clone)]
pub struct Entry {
    path: EvidencePath,
    name: String,
    size: u64,
    packed: u64,
    is_dir: bool,
    is_readable: bool,
}

impl Entry {
    /// The name as it stands in the archive, a folder's with a slash at its end; untrusted. Bytes
    /// that are not UTF-8 are replaced by U+FFFD.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The declared size in bytes when unpacked.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// True for a folder.
    #[must_use]
    pub fn is_dir(&self) -> bool {
        self.is_dir
    }
}

impl Placed for Entry {
    fn place(&self) -> Place {
        names::place_of(&self.path, &self.name)
    }
}

/// A zip archive whose declarations have been checked.
#[derive(Debug)]
pub struct Archive<R> {
    zip: ZipArchive<R>,
    entries: Vec<Entry>,
}

impl<R: Read + Seek> Archive<R> {
    /// Opens the archive that `read` holds, which lies at `path`, and notes all that is wrong with
    /// what it declares. No content is unpacked.
    ///
    /// Returns nothing when it cannot be read in one way only, is empty, or goes past `limits`;
    /// `notes` then say why. With other findings it is returned, so that reading can go on; whether
    /// the archive is sound, the notes say.
    pub fn open(mut read: R, path: &EvidencePath, limits: &Limits, notes: &Notes) -> Option<Self> {
        let directory = directory::read(&mut read, limits)
            .map_err(|fault| notes.add(fault.into_finding(path)))
            .ok()?;
        let mut zip = open_strictly(read, directory.start, path, notes)?;
        names::check(&directory.names, path, notes);
        check_second_names(&zip, &directory.names, path, notes);
        let entries: Vec<Entry> = (0..zip.len())
            .filter_map(|index| zip.by_index_data(index).ok())
            .map(|entry| describe(&entry, path, notes))
            .collect();
        if !limits.allow(&entries, path, notes) {
            return None;
        }
        layout::check(&mut zip, &entries, directory.start, path, notes);
        Some(Self { zip, entries })
    }

    /// All entries in the order of the directory. Of two with one name only the last is here.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The index of the entry that is called `name`, letter by letter. A name that is not UTF-8 is
    /// not found.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.zip.index_for_name_raw(name.as_bytes())
    }

    /// Reads the entry at `index` of [`entries`](Self::entries): its SHA-256. Its size and CRC-32
    /// are checked on the way, and memory does not grow with it.
    ///
    /// Returns nothing when the entry is not what it declares, which `notes` then say; when it is
    /// encrypted or packed in an unknown way, which they have said; or when there is none.
    pub fn digest(&mut self, index: usize, notes: &Notes) -> Option<Digest> {
        let entry = self.entries.get(index).filter(|entry| entry.is_readable)?;
        match read_entry(&mut self.zip, index, entry.size) {
            Ok((digest, bytes)) if bytes == entry.size => Some(digest),
            // Too few: where an entry goes on behind its declared size, the crate itself fails.
            Ok((_, bytes)) => {
                notes.add(
                    CORRUPT_ENTRY
                        .at(entry)
                        .message("An entry has not the size that the archive declares")
                        .expected(format!("{} bytes", entry.size))
                        .actual(format!("{bytes} bytes")),
                );
                None
            }
            Err(error) if is_of_system(&error) => {
                notes.add(read_failed(entry, &error));
                None
            }
            Err(error) => {
                notes.add(CORRUPT_ENTRY.at(entry).actual(error.to_string()));
                None
            }
        }
    }

    /// Reads every entry: the SHA-256 of each, in the order of [`entries`](Self::entries). Returns
    /// nothing unless all of them are what they declare; all that are not are noted.
    pub fn verify_all(&mut self, notes: &Notes) -> Option<Vec<Digest>> {
        let digests: Vec<Option<Digest>> =
            (0..self.entries.len()).map(|index| self.digest(index, notes)).collect();
        digests.into_iter().collect()
    }
}

/// Opens the archive whose directory was found at `start`, and no other that the file may hold.
fn open_strictly<R: Read + Seek>(
    read: R,
    start: u64,
    path: &EvidencePath,
    notes: &Notes,
) -> Option<ZipArchive<R>> {
    let config = Config { archive_offset: ArchiveOffset::Known(0) };
    match ZipArchive::with_config(config, read) {
        Ok(zip) if zip.offset() == 0 && zip.central_directory_start() == start => Some(zip),
        Ok(_) => {
            notes.add(INCONSISTENT.at(path).message("The archive has two directories"));
            None
        }
        Err(error) => {
            notes.add(contradiction(path, "The directory cannot be read", error));
            None
        }
    }
}

/// The finding for an `error` of the crate, unless it is one of the system.
fn contradiction(place: &impl Placed, message: &'static str, error: ZipError) -> Finding {
    match error {
        ZipError::Io(error) if is_of_system(&error) => read_failed(place, &error),
        error => INCONSISTENT.at(place).message(message).actual(error.to_string()),
    }
}

/// Only the system's own errors have a number; all others are about what was read.
fn is_of_system(error: &io::Error) -> bool {
    error.raw_os_error().is_some()
}

/// Notes second names: a header can carry one in Unicode, which some tools prefer and some ignore.
fn check_second_names<R: Read + Seek>(
    zip: &ZipArchive<R>,
    names: &[Vec<u8>],
    path: &EvidencePath,
    notes: &Notes,
) {
    let distinct: BTreeSet<&[u8]> = names.iter().map(Vec::as_slice).collect();
    if zip.len() < distinct.len() {
        notes.add(INCONSISTENT.at(path).message("Two entries share a second name"));
    }
    // With two entries of one name the two lists are no longer in step.
    if zip.len() != names.len() {
        return;
    }
    for (name, second) in names.iter().zip(zip.file_names_raw()) {
        if name != second {
            notes.add(
                INCONSISTENT
                    .at(&names::place_of(path, &String::from_utf8_lossy(name)))
                    .message("An entry has two names")
                    .actual(format!("also \"{}\"", String::from_utf8_lossy(second))),
            );
        }
    }
}

/// The entry that `declared` declares; notes what it must not be.
fn describe(declared: &ZipFileEntry<'_>, path: &EvidencePath, notes: &Notes) -> Entry {
    let method = declared.compression();
    let known = matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated);
    let encrypted = declared.encrypted();
    let entry = Entry {
        path: path.clone(),
        name: String::from_utf8_lossy(declared.name_raw()).into_owned(),
        size: declared.size(),
        packed: declared.compressed_size(),
        is_dir: declared.is_dir(),
        is_readable: known && !encrypted,
    };
    if encrypted {
        notes.add(ENCRYPTED_ENTRY.at(&entry));
    } else if !known {
        notes.add(UNKNOWN_COMPRESSION.at(&entry).actual(method.to_string()));
    }
    if is_special(declared.external_attributes()) {
        notes.add(SPECIAL_ENTRY.at(&entry));
    }
    if entry.is_dir && entry.size > 0 {
        notes.add(INCONSISTENT.at(&entry).message("A folder has content of its own"));
    }
    entry
}

/// True when the Unix mode in `attributes` names neither a file nor a folder. The system that the
/// entry claims to come from does not matter, since not all tools ask for it.
fn is_special(attributes: u32) -> bool {
    const KIND: u32 = 0o170_000;
    const FOLDER: u32 = 0o040_000;
    const FILE: u32 = 0o100_000;
    !matches!(attributes >> 16 & KIND, 0 | FOLDER | FILE)
}

/// Reads an entry to its end, but no more than one byte past its declared `size`.
fn read_entry<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    index: usize,
    size: u64,
) -> io::Result<(Digest, u64)> {
    let file = zip.by_index(index).map_err(|error| match error {
        ZipError::Io(error) => error,
        other => other.into(),
    })?;
    checksum::digest(file.take(size.saturating_add(1)))
}

/// The codes that opening and reading an archive can raise.
pub const CODES: &[&Code] = &[
    &NOT_A_ZIP,
    &TRUNCATED,
    &EMPTY_ARCHIVE,
    &BYTES_OUTSIDE,
    &INCONSISTENT,
    &TOO_MANY_ENTRIES,
    &ARCHIVE_TOO_LARGE,
    &ZIP_BOMB,
    &ABSOLUTE_NAME,
    &PARENT_NAME,
    &DRIVE_NAME,
    &BACKSLASH_NAME,
    &CONTROL_NAME,
    &FOREIGN_NAME,
    &DUPLICATE_ENTRY,
    &CASE_CLASH,
    &OVERLAP,
    &SPECIAL_ENTRY,
    &ENCRYPTED_ENTRY,
    &UNKNOWN_COMPRESSION,
    &CORRUPT_ENTRY,
];

#[cfg(test)]
pub(crate) mod forge;
#[cfg(test)]
mod tests;
