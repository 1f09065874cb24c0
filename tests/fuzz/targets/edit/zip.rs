//! Archives written anew with odd entries.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// An entry: its name and content.
pub(super) type Entry = (String, Vec<u8>);

/// `bytes` with its entries changed; nothing when it is no archive any more, has no entry, or cannot be
/// written with two entries of one name.
pub(super) fn rewritten(bytes: &[u8], change: impl FnOnce(&mut Vec<Entry>)) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).ok()?;
        let (name, mut content) = (entry.name().ok()?.into_owned(), Vec::new());
        // An edit may have made the size a lie.
        entry.by_ref().take(1 << 20).read_to_end(&mut content).ok()?;
        entries.push((name, content));
    }
    if entries.is_empty() {
        return None;
    }
    change(&mut entries);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &entries {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).ok()?;
        zip.write_all(content).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// A name that an entry must not have, or that looks like one.
pub(super) fn odd_name(number: u8) -> &'static str {
    const NAMES: &[&str] = &[
        "../x",
        "/etc/passwd",
        "C:/x",
        "a\\b",
        "a//b",
        "./a",
        "a/",
        "",
        ".",
        "..",
        "a\u{1b}[2Jb",
        "\u{202e}gpj.exe",
        "CON",
        "a:b",
        ".artifacts/x",
        "ä",
        "a\u{308}",
        "a\nb",
    ];
    NAMES[usize::from(number) % NAMES.len()]
}
