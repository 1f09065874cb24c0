//! The names of entries: relative, inside, plain, and each there once.
//!
//! Backslashes count as separators here, since some tools take them for such.

use crate::finding::{Code, Notes};
use crate::place::{EvidencePath, Place, Placed};

/// A name starts at the root of a file system.
pub const ABSOLUTE_NAME: Code = Code::error(
    "absolute-entry-name",
    "The name of an entry is absolute",
    "Write the archive anew with names relative to its folder",
    "/etc/passwd",
)
.never_waived();

/// A name goes up.
pub const PARENT_NAME: Code = Code::error(
    "parent-in-entry-name",
    "The name of an entry has a part `..`",
    "Write the archive anew from the folder that holds all of its files",
    "../outside.txt",
)
.never_waived();

/// A name starts with a drive.
pub const DRIVE_NAME: Code = Code::error(
    "drive-in-entry-name",
    "The name of an entry starts with a drive",
    "Write the archive anew with names relative to its folder",
    "C:/release.json",
)
.never_waived();

/// A name has a backslash.
pub const BACKSLASH_NAME: Code = Code::error(
    "backslash-in-entry-name",
    "The name of an entry has a backslash",
    "Write the archive anew with a tool that separates folders by `/`, as the format asks",
    r"reports\release.json",
)
.never_waived();

/// A name has characters that a terminal hides or obeys.
pub const CONTROL_NAME: Code = Code::error(
    "control-in-entry-name",
    "The name of an entry has a control character",
    "Rename the file to visible characters and write the archive anew",
    r"release\u{1b}[2K.json",
)
.never_waived();

/// A name is not UTF-8.
pub const FOREIGN_NAME: Code = Code::warning(
    "entry-name-not-utf8",
    "The name of an entry is not UTF-8",
    "Write the archive anew with UTF-8 names; tools read other encodings each in its own way",
    r"caf\xe9.txt",
);

/// Two entries unpack to one path.
pub const DUPLICATE_ENTRY: Code = Code::error(
    "duplicate-entry",
    "Two entries of the archive have the same name",
    "Keep one of the two; tools disagree about which of them counts",
    "release.json, ./release.json",
)
.never_waived();

/// Two entries unpack to one path where case does not matter.
pub const CASE_CLASH: Code = Code::warning(
    "entry-names-differ-by-case",
    "Two entries of the archive have names that differ only by case",
    "Rename one of the two; on Windows and macOS one overwrites the other",
    "Release.json, release.json",
);

/// Notes what is wrong with `names`, which stand in the directory of the archive at `path`.
pub(super) fn check(names: &[Vec<u8>], path: &EvidencePath, notes: &Notes) {
    let mut texts = Vec::new();
    for name in names {
        let text = String::from_utf8_lossy(name);
        let place = place_of(path, &text);
        if text.as_bytes() != name.as_slice() {
            notes.add(FOREIGN_NAME.at(&place));
        }
        for code in faults(&text) {
            notes.add(code.at(&place));
        }
        texts.push(text);
    }
    check_clashes(texts.iter().map(AsRef::as_ref), path, notes);
}

/// Where a finding about the entry `name` stands.
pub(super) fn place_of(path: &EvidencePath, name: &str) -> Place {
    Place { pointer: Some(name.to_owned()), ..path.place() }
}

fn faults(name: &str) -> impl Iterator<Item = &'static Code> {
    let mut parts = name.split(SEPARATORS);
    let first = name.split(SEPARATORS).find(is_real);
    let checks = [
        (name.starts_with(SEPARATORS), &ABSOLUTE_NAME),
        (parts.any(|part| part == ".."), &PARENT_NAME),
        (first.is_some_and(is_drive), &DRIVE_NAME),
        (name.contains('\\'), &BACKSLASH_NAME),
        (name.contains(is_control), &CONTROL_NAME),
    ];
    let found = |(wrong, code): (bool, &'static Code)| wrong.then_some(code);
    checks.into_iter().filter_map(found)
}

const SEPARATORS: [char; 2] = ['/', '\\'];

/// True for a part of a path that leads somewhere.
fn is_real(part: &&str) -> bool {
    !matches!(*part, "" | ".")
}

fn is_drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// Control characters, and those that turn the direction of the text after them.
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The path that `name` unpacks to, and the same without case.
fn unpacked_path(name: &str) -> (String, String) {
    let parts: Vec<&str> = name.split(SEPARATORS).filter(is_real).collect();
    let path = parts.join("/");
    (path.to_lowercase(), path)
}

fn check_clashes<'a>(names: impl Iterator<Item = &'a str>, path: &EvidencePath, notes: &Notes) {
    let mut order: Vec<_> =
        names.enumerate().map(|(at, name)| (unpacked_path(name), at, name)).collect();
    order.sort_unstable();
    for pair in order.windows(2) {
        let [((first_key, first_path), _, first), ((key, again_path), _, again)] = pair else {
            continue;
        };
        if first_key != key {
            continue;
        }
        let same = first_path == again_path;
        let code = if same { &DUPLICATE_ENTRY } else { &CASE_CLASH };
        let finding = code.at(&place_of(path, again));
        notes.add(finding.expected("one entry for a path").actual(format!("also \"{first}\"")));
    }
}
