//! Archives whose structure or whose names are not to be trusted.

use super::forge::{Part, Shape, archive, forge, part};
use super::{read, read_parts, read_within};
use crate::evidence::zip::Limits;

fn shaped(shape: Shape) -> Vec<u8> {
    forge(&[part("a.txt", b"alpha"), part("b.txt", b"beta")], &shape)
}

#[test]
fn reads_a_comment_and_a_wide_end_record() {
    for shape in [
        Shape { comment: b"release 2.4.0".to_vec(), ..Shape::default() },
        Shape { wide: true, ..Shape::default() },
    ] {
        let outcome = read(&shaped(shape));
        assert!(outcome.passes(), "{:?}", outcome.findings);
        assert!(outcome.findings.is_empty());
    }
}

#[test]
fn fails_when_the_file_is_no_zip() {
    for bytes in [&b""[..], b"P", b"hello, world", &[0; 4096], b"PK\x07\x08 and more"] {
        let outcome = read(bytes);
        assert!(!outcome.opened);
        assert_eq!(outcome.found(), [("not-a-zip", "")]);
    }
    assert_eq!(read(b"").findings[0].message, "The file is empty; a zip archive was expected");
}

#[test]
fn fails_when_the_archive_is_empty() {
    assert_eq!(read_parts(&[]).found(), [("empty-archive", "")]);
}

#[test]
fn fails_when_the_end_record_denies_the_entries_or_the_bytes_that_hold_them() {
    let whole = shaped(Shape::default());
    let end = whole.len() - 22;
    let mut no_entries = whole.clone();
    no_entries[end + 8..end + 12].fill(0);
    let mut no_bytes = whole.clone();
    no_bytes[end + 12..end + 16].fill(0);
    no_bytes[end + 16..end + 20].copy_from_slice(&u32::try_from(end).unwrap().to_le_bytes());
    for bytes in [no_entries, no_bytes] {
        assert_eq!(read(&bytes).found(), [("inconsistent-archive", "")]);
    }
}

#[test]
fn looks_for_the_end_record_as_far_back_as_a_comment_can_reach() {
    let longest = usize::from(u16::MAX);
    let comment = Shape { comment: vec![b'x'; longest], ..Shape::default() };
    assert!(read(&shaped(comment)).passes());
    for (length, word) in [(longest, "bytes-outside-entries"), (longest + 1, "truncated")] {
        let outcome = read(&shaped(Shape { after: vec![b'x'; length], ..Shape::default() }));
        assert_eq!(outcome.found(), [(word, "")], "{length}");
    }
}

#[test]
fn fails_wherever_the_archive_is_cut() {
    let whole = shaped(Shape { comment: b"the end".to_vec(), ..Shape::default() });
    assert!(read(&whole).passes());
    for length in 0..whole.len() {
        let outcome = read(&whole[..length]);
        let word = if length < 4 { "not-a-zip" } else { "truncated" };
        assert_eq!(outcome.found(), [(word, "")], "cut at {length}");
    }
}

#[test]
fn fails_when_a_part_is_missing_from_the_middle() {
    let mut bytes = shaped(Shape::default());
    bytes.drain(31..33);
    assert_eq!(read(&bytes).found(), [("truncated", "")]);
}

#[test]
fn fails_when_bytes_stand_around_the_archive() {
    let junk = b"#!/bin/sh\n".to_vec();
    let moved = Shape { before: junk.clone(), ..Shape::default() };
    let outcome = read(&shaped(moved.clone()));
    assert_eq!(outcome.found(), [("bytes-outside-entries", "")]);
    for shape in
        [Shape { ignores_before: true, ..moved }, Shape { after: junk, ..Shape::default() }]
    {
        let outcome = read(&shaped(shape));
        assert_eq!(outcome.found(), [("bytes-outside-entries", "")]);
        assert!(outcome.findings[0].message.contains("10 bytes"));
    }
}

#[test]
fn fails_when_bytes_stand_between_entries() {
    let hidden = archive(&[part("hidden.txt", b"secret")]);
    let first = Part { gap: hidden[..46].to_vec(), ..part("a.txt", b"alpha") };
    let outcome = read_parts(&[first.clone(), part("b.txt", b"beta")]);
    assert_eq!(outcome.found(), [("bytes-outside-entries", "a.txt")]);
    let outcome = read_parts(&[part("b.txt", b"beta"), first]);
    assert_eq!(outcome.found(), [("bytes-outside-entries", "a.txt")]);
}

#[test]
fn fails_when_a_comment_holds_another_archive() {
    let inner = archive(&[part("inner.txt", b"inner")]);
    let outcome = read(&shaped(Shape { comment: inner, ..Shape::default() }));
    assert!(!outcome.passes());
    // The last end record counts: what stands before its archive is outside of it.
    assert_eq!(outcome.found(), [("bytes-outside-entries", "")]);
}

#[test]
fn fails_when_the_directory_counts_wrong() {
    let outcome = read(&shaped(Shape { more_entries: 1, ..Shape::default() }));
    assert_eq!(outcome.found(), [("inconsistent-archive", "")]);
    let outcome = read(&shaped(Shape { more_entries: u16::MAX - 2, ..Shape::default() }));
    assert_eq!(outcome.found(), [("inconsistent-archive", "")]);
}

#[test]
fn fails_when_the_end_records_disagree() {
    let whole = shaped(Shape { wide: true, ..Shape::default() });
    let wide = whole.len() - 22 - 20 - 56;
    let (locator, plain) = (wide + 56, wide + 76);
    // All but the versions of the wide record, and all of the locator and the plain record.
    let fields = [(wide, 12), (wide + 16, 40), (locator, 20), (plain, 20)];
    for at in fields.iter().flat_map(|(from, length)| *from..from + length) {
        for change in [1, 0x80] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            let outcome = read(&bytes);
            assert!(!outcome.opened && outcome.findings.len() == 1, "byte {}", at - wide);
        }
    }
}

#[test]
fn fails_when_the_wide_end_record_ends_before_its_last_number() {
    let mut bytes = shaped(Shape { wide: true, ..Shape::default() });
    let wide = bytes.len() - 22 - 20 - 56;
    bytes.drain(wide + 48..wide + 56);
    bytes[wide + 4] -= 8;
    assert_eq!(read(&bytes).found(), [("inconsistent-archive", "")]);
}

#[test]
fn what_is_wrong_with_a_header_is_no_fault_of_the_disk() {
    // A field for the times of a file that is shorter than it says.
    let extra = b"\x0a\x00\x20\x00".to_vec();
    let outcome = read_parts(&[Part { extra, ..part("a.txt", b"alpha") }]);
    assert_eq!(outcome.found(), [("inconsistent-archive", "")]);
}

#[test]
fn fails_when_the_archive_is_one_of_several_parts() {
    let mut bytes = shaped(Shape::default());
    let end = bytes.len() - 22;
    bytes[end + 4] = 1;
    assert_eq!(read(&bytes).found(), [("inconsistent-archive", "")]);
}

#[test]
fn fails_when_entries_share_bytes() {
    let twin = |name: &str| Part { at: Some(0), ..part(name, b"alpha") };
    let outcome = read_parts(&[part("a.txt", b"alpha"), twin("b.txt")]);
    assert!(!outcome.passes());
    assert!(outcome.words().contains(&"overlapping-entries"));
    // An entry may not reach into the directory either.
    let long = Part { packed: 20, size: 20, ..part("a.txt", b"alpha") };
    assert!(read_parts(&[long]).words().contains(&"overlapping-entries"));
}

#[test]
fn fails_when_an_entry_holds_other_entries() {
    let inner = [part("b.txt", b"beta"), part("c.txt", b"gamma")];
    // A header has 30 bytes, and all names have 5; the directory of the inner archive stays out.
    let (own, length_b, length_c) = (30 + 5, 30 + 5 + 4, 30 + 5 + 5);
    let outer = part("a.txt", &archive(&inner)[..length_b + length_c]);
    let [mut b, mut c] = inner;
    b.at = Some(own);
    c.at = Some(own + length_b);
    let outcome = read_parts(&[outer, b, c]);
    assert_eq!(
        outcome.found(),
        [("overlapping-entries", "b.txt"), ("overlapping-entries", "c.txt")]
    );
}

#[test]
fn fails_when_the_headers_of_an_entry_disagree() {
    let two_faced = Part { local_name: Some(b"evil.sh".to_vec()), ..part("a.txt", b"alpha") };
    let outcome = read_parts(&[two_faced, part("b.txt", b"beta")]);
    assert_eq!(outcome.found(), [("inconsistent-archive", "a.txt")]);
}

#[test]
fn fails_when_an_entry_has_a_second_name() {
    let second_name = |name: &str, second: &str| {
        let mut extra = b"\x75\x70".to_vec();
        extra.extend(u16::try_from(second.len() + 5).unwrap().to_le_bytes());
        extra.push(1);
        extra.extend(super::forge::crc32(name.as_bytes()).to_le_bytes());
        extra.extend(second.bytes());
        Part { extra, ..part(name, b"alpha") }
    };
    let outcome = read_parts(&[second_name("a.txt", "../b.txt")]);
    assert!(outcome.found().contains(&("inconsistent-archive", "a.txt")));
    let outcome = read_parts(&[part("b.txt", b"beta"), second_name("a.txt", "b.txt")]);
    assert!(!outcome.passes());
    assert!(outcome.found().contains(&("inconsistent-archive", "")));
}

#[test]
fn fails_when_a_name_is_unsafe() {
    for (name, words) in [
        ("/etc/passwd", &["absolute-entry-name"][..]),
        ("../a.txt", &["parent-in-entry-name"]),
        ("a/../b.txt", &["parent-in-entry-name"]),
        ("a/..", &["parent-in-entry-name"]),
        ("C:/a.txt", &["drive-in-entry-name"]),
        ("./c:a.txt", &["drive-in-entry-name"]),
        ("a\\b.txt", &["backslash-in-entry-name"]),
        ("..\\a.txt", &["parent-in-entry-name", "backslash-in-entry-name"]),
        ("\\\\host\\a", &["absolute-entry-name", "backslash-in-entry-name"]),
        ("a\0.txt", &["control-in-entry-name"]),
        ("a\u{1b}[2K.txt", &["control-in-entry-name"]),
        ("txt.\u{202e}a", &["control-in-entry-name"]),
    ] {
        let outcome = read_parts(&[part(name, b"alpha")]);
        let expected: Vec<(&str, &str)> = words.iter().map(|word| (*word, name)).collect();
        assert_eq!(outcome.found(), expected, "{name:?}");
        assert!(!outcome.passes());
    }
}

#[test]
fn passes_with_names_that_only_look_unsafe() {
    for name in ["a..b/...txt", "a/b:c.txt", "./a.txt", "日本/é 1.txt", "...", "a/"] {
        let data: &[u8] = if name.ends_with('/') { b"" } else { b"alpha" };
        let outcome = read_parts(&[part(name, data)]);
        assert!(outcome.findings.is_empty(), "{name}: {:?}", outcome.findings);
        assert!(outcome.passes());
    }
}

#[test]
fn warns_when_a_name_is_not_utf8() {
    let outcome = read_parts(&[part(b"caf\xe9.txt", b"alpha")]);
    assert_eq!(outcome.found(), [("entry-name-not-utf8", "caf\u{fffd}.txt")]);
    assert!(outcome.passes());
}

#[test]
fn fails_when_two_entries_have_one_name() {
    for (first, second) in [("a.txt", "a.txt"), ("a/b", "./a//b"), ("a", "a/"), ("a/b", "a\\b")] {
        let data: &[u8] = if second.ends_with('/') { b"" } else { b"beta" };
        let outcome = read_parts(&[part(first, b"alpha"), part(second, data)]);
        assert!(outcome.found().contains(&("duplicate-entry", second)), "{second}");
        assert!(!outcome.passes());
    }
}

#[test]
fn warns_when_names_differ_by_case() {
    let outcome = read_parts(&[part("Ä/a.txt", b"alpha"), part("ä/A.TXT", b"beta")]);
    assert_eq!(outcome.words(), ["entry-names-differ-by-case"]);
    assert!(outcome.passes());
}

#[test]
fn fails_when_there_are_too_many_entries() {
    let limits = Limits { entries: 1, ..Limits::default() };
    let outcome = read_within(&shaped(Shape::default()), &limits);
    assert!(!outcome.opened);
    assert_eq!(outcome.found(), [("too-many-entries", "")]);
    let exact = Limits { entries: 2, ..Limits::default() };
    assert!(read_within(&shaped(Shape::default()), &exact).passes());
}

#[test]
fn fails_when_the_directory_is_too_large() {
    let limits = Limits { directory: 100, ..Limits::default() };
    let outcome = read_within(&shaped(Shape::default()), &limits);
    assert!(!outcome.opened);
    assert_eq!(outcome.found(), [("archive-too-large", "")]);
    // Two headers of 46 bytes, each with a name of five.
    let exact = Limits { directory: 102, ..Limits::default() };
    assert!(read_within(&shaped(Shape::default()), &exact).passes());
    let less = Limits { directory: 101, ..Limits::default() };
    assert!(!read_within(&shaped(Shape::default()), &less).opened);
}

#[test]
fn fails_when_the_declared_sizes_are_too_large() {
    let limits = Limits { unpacked: 8, ..Limits::default() };
    let outcome = read_within(&shaped(Shape::default()), &limits);
    assert!(!outcome.opened);
    assert_eq!(outcome.found(), [("archive-too-large", "")]);
    let exact = Limits { unpacked: 9, ..Limits::default() };
    assert!(read_within(&shaped(Shape::default()), &exact).passes());
}
