//! Archives whose content is not what they declare, and those that are sound.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use proptest::prelude::*;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::forge::{Part, archive, part};
use super::{Outcome, read, read_from, read_parts, read_within};
use crate::checksum::Digest;
use crate::clock::Now;
use crate::evidence::zip::{Archive, Limits};
use crate::finding::Notes;
use crate::place::EvidencePath;

fn packed(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(method)
}

/// A file that deflates well, a stored one and a folder, as an ordinary tool writes them.
fn ordinary() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_directory("logs/", SimpleFileOptions::default()).unwrap();
    zip.start_file("logs/a.txt", packed(CompressionMethod::Deflated)).unwrap();
    zip.write_all(&b"again and ".repeat(6)).unwrap();
    zip.start_file("b.txt", packed(CompressionMethod::Stored)).unwrap();
    zip.write_all(b"beta").unwrap();
    zip.finish().unwrap().into_inner()
}

fn zeros(bytes: u64) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("zeros", packed(CompressionMethod::Deflated)).unwrap();
    io::copy(&mut io::repeat(0).take(bytes), &mut zip).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn reads_what_an_ordinary_tool_writes() {
    let outcome = read(&ordinary());
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    let content = outcome.content.unwrap();
    let expected = [
        ("logs/", Digest::of(b"")),
        ("logs/a.txt", Digest::of(&b"again and ".repeat(6))),
        ("b.txt", Digest::of(b"beta")),
    ];
    assert_eq!(content, expected.map(|(name, digest)| (name.to_owned(), digest)));
}

#[test]
fn reads_what_a_tool_writes_to_a_pipe() {
    let mut zip = ZipWriter::new_stream(Vec::new());
    for name in ["a.txt", "b.txt"] {
        zip.start_file(name, packed(CompressionMethod::Deflated)).unwrap();
        zip.write_all(name.as_bytes()).unwrap();
    }
    let bytes = StreamWriter::into_inner(zip.finish().unwrap());
    let outcome = read(&bytes);
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    assert_eq!(outcome.content.unwrap()[1], ("b.txt".to_owned(), Digest::of(b"b.txt")));
}

#[test]
fn finds_an_entry_by_its_name() {
    let notes = Notes::new(Now::from_system(jiff::Timestamp::UNIX_EPOCH));
    let path = EvidencePath::new("a.zip");
    let read = Cursor::new(ordinary());
    let mut archive = Archive::open(read, &path, &Limits::default(), &notes).unwrap();
    let index = archive.find("b.txt").unwrap();
    assert_eq!(archive.entries()[index].size(), 4);
    assert!(!archive.entries()[index].is_dir() && archive.entries()[0].is_dir());
    assert_eq!(archive.digest(index, &notes), Some(Digest::of(b"beta")));
    assert_eq!(archive.find("B.txt"), None);
    assert_eq!(archive.digest(99, &notes), None);
    assert_eq!(notes.errors(), 0);
}

fn fails_at_content(part: Part) -> Outcome {
    let outcome = read_parts(&[part, super::forge::part("z.txt", b"omega")]);
    assert!(outcome.opened && !outcome.passes());
    outcome
}

#[test]
fn fails_when_the_checksum_is_wrong() {
    let outcome = fails_at_content(Part { crc: 1, ..part("a.txt", b"alpha") });
    assert_eq!(outcome.found(), [("corrupt-entry", "a.txt")]);
}

#[test]
fn fails_when_an_entry_has_another_size_than_it_declares() {
    for (size, found) in [(3, "File is larger than its declared uncompressed size"), (9, "5 bytes")]
    {
        let outcome = fails_at_content(Part { size, ..part("a.txt", b"alpha") });
        assert_eq!(outcome.found(), [("corrupt-entry", "a.txt")], "{size}");
        assert_eq!(outcome.findings[0].actual.as_deref(), Some(found));
    }
}

#[test]
fn stops_reading_where_the_declared_size_ends() {
    // The sizes are the last two numbers before the lengths, in both headers.
    let mut bytes = zeros(1 << 20);
    let directory = bytes.len() - 22 - 46 - "zeros".len();
    for at in [22, directory + 24] {
        assert_eq!(bytes[at..at + 4], (1_u32 << 20).to_le_bytes());
        bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    let outcome = read(&bytes);
    assert_eq!(outcome.found(), [("corrupt-entry", "zeros")]);
    let found = outcome.findings[0].actual.as_deref();
    assert_eq!(found, Some("File is larger than its declared uncompressed size"));
}

#[test]
fn fails_when_an_entry_unpacks_to_far_more_than_it_holds() {
    let bytes = zeros(10 << 20);
    let outcome = read(&bytes);
    assert!(!outcome.opened);
    assert_eq!(outcome.found(), [("zip-bomb", "zeros")]);
    let limits = Limits { ratio: 2000, ..Limits::default() };
    assert!(read_within(&bytes, &limits).passes());
    assert!(read(&zeros(1 << 20)).passes());
}

#[test]
fn fails_when_many_small_entries_unpack_to_far_more_than_they_hold() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["a", "b"] {
        zip.start_file(name, packed(CompressionMethod::Deflated)).unwrap();
        zip.write_all(&vec![0; 600 << 10]).unwrap();
    }
    let outcome = read(&zip.finish().unwrap().into_inner());
    assert_eq!(outcome.found(), [("zip-bomb", "")]);
}

#[test]
fn fails_when_an_entry_is_encrypted() {
    let outcome = fails_at_content(Part { flags: 1, ..part("a.txt", b"alpha") });
    assert_eq!(outcome.found(), [("encrypted-entry", "a.txt")]);
}

#[test]
fn fails_when_the_compression_is_unknown() {
    let outcome = fails_at_content(Part { method: 12, ..part("a.txt", b"alpha") });
    assert_eq!(outcome.words(), ["unknown-compression"]);
}

#[test]
fn fails_when_an_entry_is_a_link_or_a_device() {
    for mode in [0o120_777, 0o020_644, 0o060_644, 0o010_644, 0o140_644] {
        let outcome = read_parts(&[Part { mode, ..part("a.txt", b"/etc/passwd") }]);
        assert_eq!(outcome.found(), [("special-entry", "a.txt")], "{mode:o}");
    }
    for mode in [0, 0o644, 0o100_755, 0o104_755] {
        assert!(read_parts(&[Part { mode, ..part("a.txt", b"alpha") }]).passes());
    }
}

#[test]
fn fails_when_a_link_claims_to_come_from_another_system() {
    let mut bytes = archive(&[Part { mode: 0o120_777, ..part("a.txt", b"/etc/passwd") }]);
    let directory = bytes.len() - 22 - 46 - "a.txt".len();
    bytes[directory + 5] = 0;
    assert_eq!(read(&bytes).words(), ["special-entry"]);
}

#[test]
fn fails_when_a_folder_has_content() {
    let outcome = read_parts(&[part("a/", b"hidden")]);
    assert_eq!(outcome.found(), [("inconsistent-archive", "a/")]);
}

/// A file on a disk that breaks after a number of reads.
struct Failing {
    file: Cursor<Vec<u8>>,
    reads_left: usize,
}

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let error = io::Error::from_raw_os_error(5);
        self.reads_left = self.reads_left.checked_sub(1).ok_or(error)?;
        self.file.read(buffer)
    }
}

impl Seek for Failing {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

#[test]
fn a_broken_disk_is_not_a_corrupt_archive() {
    let mut reads = 0;
    loop {
        let read = Failing { file: Cursor::new(ordinary()), reads_left: reads };
        let outcome = read_from(read, &Limits::default());
        if outcome.passes() {
            break;
        }
        let words = outcome.words();
        assert!(
            !words.is_empty() && words.iter().all(|word| *word == "read-failed"),
            "{reads}: {words:?}"
        );
        reads += 1;
    }
    assert!(reads > 10, "{reads}");
}

#[test]
fn no_changed_byte_passes_with_other_content() {
    let whole = ordinary();
    let content = read(&whole).content;
    let mut passed = 0;
    for at in 0..whole.len() {
        for change in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            let outcome = read(&bytes);
            if outcome.passes() {
                passed += 1;
                assert_eq!(outcome.content, content, "byte {at} ^ {change:#x}");
            } else {
                assert!(!outcome.findings.is_empty(), "byte {at} ^ {change:#x}");
            }
        }
    }
    // Times, versions and the like are not content, but most of the bytes matter.
    assert!(passed < whole.len() * 9 / 4, "{passed}");
}

#[test]
fn no_cut_archive_passes() {
    let whole = ordinary();
    for length in 0..whole.len() {
        let outcome = read(&whole[..length]);
        assert!(!outcome.opened && outcome.findings.len() == 1, "cut at {length}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_found_wrong(bytes: Vec<u8>) {
        prop_assert!(!read(&bytes).passes());
    }

    #[test]
    fn changed_archives_never_panic(changes: Vec<(prop::sample::Index, u8)>, cut: prop::sample::Index) {
        let mut bytes = ordinary();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        read(&bytes);
        bytes.drain(..cut.index(bytes.len()));
        read(&bytes);
    }

    #[test]
    fn what_is_written_is_read(files in prop::collection::btree_map("[a-z]{1,8}", any::<Vec<u8>>(), 1..8), deflate: bool) {
        let method = if deflate { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, data) in &files {
            zip.start_file(name, packed(method)).unwrap();
            zip.write_all(data).unwrap();
        }
        let outcome = read(&zip.finish().unwrap().into_inner());
        prop_assert!(outcome.findings.is_empty());
        let expected: Vec<_> = files.iter().map(|(name, data)| (name.clone(), Digest::of(data))).collect();
        prop_assert_eq!(outcome.content, Some(expected));
    }
}
