//! Which files git tracks, read from its index: starting git would take longer than judging a gate.
//!
//! Versions 2 to 4 are read. An index of another form, or one that is split over two files, is taken
//! for unknown, never for empty.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ray_core::place::EvidencePath;

use crate::environment::{read_bytes, read_text};

/// What the index says about a folder.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Index {
    /// The folder, from the top of the repository; empty where it is the top.
    pub(crate) folder: String,
    /// The tracked files among those asked for, from the folder.
    pub(crate) tracked: BTreeSet<EvidencePath>,
    /// The first tracked file in the folder.
    pub(crate) first: Option<EvidencePath>,
}

/// Looks for the repository around `root`, and in it for the files that `asked` accepts.
pub(crate) fn around(root: &Path, asked: impl Fn(&EvidencePath) -> bool) -> Option<Index> {
    let (top, git) = root.ancestors().find_map(|top| Some((top, git_folder(top)?)))?;
    let below = root.strip_prefix(top).ok()?;
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let folder = parts?.join("/");
    let bytes = read_bytes(&git.join("index")).ok()?;
    let mut index = Index { folder, tracked: BTreeSet::new(), first: None };
    // SHA-1 or SHA-256: the index itself does not say which.
    let names = files(&bytes, 20).or_else(|| files(&bytes, 32))?;
    for name in names {
        let prefix = if index.folder.is_empty() { "" } else { "/" };
        let inside = name.strip_prefix(&index.folder).and_then(|rest| rest.strip_prefix(prefix));
        let Some(path) = inside.map(EvidencePath::new) else {
            continue;
        };
        if asked(&path) {
            index.tracked.insert(path.clone());
        }
        index.first.get_or_insert(path);
    }
    Some(index)
}

/// The folder of git's own files, which a linked working tree names in a file.
fn git_folder(top: &Path) -> Option<PathBuf> {
    let git = top.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = read_text(&git).ok()?;
    Some(top.join(text.strip_prefix("gitdir:")?.trim()))
}

/// The regular files in an index whose checksums have `hash` bytes; none when it cannot be that.
fn files(bytes: &[u8], hash: usize) -> Option<Vec<String>> {
    let mut reader = Reader { bytes, at: 0 };
    let version = (reader.take(4)? == b"DIRC").then(|| reader.number())??;
    let count = reader.number()?;
    let (mut names, mut name) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let start = reader.at;
        reader.take(24)?;
        let mode = reader.number()?;
        reader.take(12 + hash)?;
        let flags = reader.take(2)?.first().copied()?;
        if version >= 3 && flags & 0x40 != 0 {
            reader.take(2)?;
        }
        match version {
            2 | 3 => {
                name = reader.until_nul()?.to_vec();
                // An entry ends with as many zeros as make its length a multiple of eight.
                let length = reader.at - start;
                let padding = reader.take(length.next_multiple_of(8) - length)?;
                padding.iter().all(|byte| *byte == 0).then_some(())?;
            }
            4 => {
                let keep = name.len().checked_sub(reader.length()?)?;
                name.truncate(keep);
                name.extend_from_slice(reader.until_nul()?);
            }
            _ => return None,
        }
        // Links cannot be shown, and what is no UTF-8 cannot be named.
        if let Ok(name) = std::str::from_utf8(&name)
            && mode >> 12 == 0o10
        {
            names.push(name.to_owned());
        }
    }
    let rest = reader.rest(hash)?;
    (!is_split(rest)?).then_some(names)
}

/// True when an extension says that most entries stand in another file.
fn is_split(extensions: &[u8]) -> Option<bool> {
    let mut reader = Reader { bytes: extensions, at: 0 };
    while reader.at < extensions.len() {
        let name = reader.take(4)?;
        let length = usize::try_from(reader.number()?).ok()?;
        reader.take(length)?;
        if name == b"link" {
            return Some(true);
        }
    }
    Some(false)
}

/// Bytes, read from the front.
struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    /// The bytes before the next zero, which is passed over.
    fn until_nul(&mut self) -> Option<&'b [u8]> {
        let length = self.bytes.get(self.at..)?.iter().position(|byte| *byte == 0)?;
        let taken = self.take(length)?;
        self.at += 1;
        Some(taken)
    }

    /// How many bytes of the name before are not in this one: seven bits a byte, each further byte
    /// counting one more than its bits say.
    fn length(&mut self) -> Option<usize> {
        let mut byte = *self.take(1)?.first()?;
        let mut length = usize::from(byte & 0x7f);
        while byte & 0x80 != 0 {
            byte = *self.take(1)?.first()?;
            length = length.checked_add(1)?.checked_mul(128)? + usize::from(byte & 0x7f);
        }
        Some(length)
    }

    /// What is left but for the checksum at the end.
    fn rest(&self, checksum: usize) -> Option<&'b [u8]> {
        self.bytes.get(self.at..self.bytes.len().checked_sub(checksum)?)
    }
}

#[cfg(test)]
#[path = "git_index_tests.rs"]
mod tests;
