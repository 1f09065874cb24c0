//! The execution log of a protocol: a line of a chain for each aggregation, with what it saw change
//! since the one before.

mod replay;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use ray_core::checksum::Digest;
use serde::{Deserialize, Serialize};

use self::replay::{Seen, replay};
use crate::chain::{Chain, ChainError, Repair};

/// The file, in the evidence folder.
pub const FILE_NAME: &str = "protocol-execution-log.jsonl";

/// The kind of the lines that hold an aggregation.
pub const KIND: &str = "aggregation";

/// One aggregation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aggregation {
    /// [`KIND`].
    pub kind: String,
    /// When, in RFC 3339.
    pub time: String,
    /// Number of the protocol.
    pub protocol: String,
    /// The release that the evidence names.
    pub release: Option<String>,
    /// How its gates came out, by their numbers.
    pub gates: BTreeMap<String, String>,
    /// The documents that it wrote.
    pub wrote: Vec<Written>,
    /// Who set the clock; none for the system's own.
    pub clock_set_by: Option<String>,
    /// Who stands behind it.
    pub verified_by: Option<String>,
    /// Name and version of the tool.
    pub tool: String,
}

/// A document that an aggregation wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Its path from the root, or absolute when it lies elsewhere.
    pub path: String,
    /// Its SHA-256.
    pub sha256: Digest,
}

/// A line of the log.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    aggregation: &'a Aggregation,
    changes: Vec<Change<'a>>,
}

/// A piece of evidence that is not as the aggregation before saw it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Change<'a> {
    #[serde(borrow)]
    path: Cow<'a, str>,
    /// `added`, `changed` or `removed`.
    #[serde(borrow)]
    change: Cow<'a, str>,
    /// Its SHA-256 before.
    old: Option<Digest>,
    /// Its SHA-256 now.
    new: Option<Digest>,
}

/// Adds `aggregation` to the log at `path`, whose folder is there: what was repaired first. `now` is
/// the evidence that it saw, sorted by path; the changes are those since what the log shows.
///
/// # Errors
/// When the system refuses; the log is then as it was.
pub fn record<'n>(
    path: &Path,
    aggregation: &Aggregation,
    now: impl Iterator<Item = (&'n str, Digest)>,
) -> Result<Option<Repair>, ChainError> {
    let mut chain = Chain::open(path)?;
    let repaired = chain.torn().cloned();
    let read = chain.lines().map(replay)?;
    let before = read.map_err(|reason| ChainError::unreadable(path, reason))?;
    chain.append(&[Line { aggregation, changes: changes(&before, now) }])?;
    Ok(repaired)
}

/// What is different `now`, which is sorted by path, from what was seen `before`.
fn changes<'c, 'n: 'c>(
    before: &'c Seen,
    now: impl Iterator<Item = (&'n str, Digest)>,
) -> Vec<Change<'c>> {
    let mut before = before.iter().map(|(path, digest)| (&**path, *digest)).peekable();
    let mut now = now.map(|(path, digest)| -> (&'c str, Digest) { (path, digest) }).peekable();
    let mut changes = Vec::new();
    loop {
        let first = match (before.peek(), now.peek()) {
            (None, None) => return changes,
            (Some((path, _)), None) | (None, Some((path, _))) => *path,
            (Some((old, _)), Some((new, _))) => (*old).min(*new),
        };
        let old = before.next_if(|(path, _)| *path == first).map(|(_, digest)| digest);
        let new = now.next_if(|(path, _)| *path == first).map(|(_, digest)| digest);
        let change = match (old, new) {
            (None, _) => "added",
            (_, None) => "removed",
            (old, new) if old != new => "changed",
            _ => continue,
        };
        changes.push(Change { path: first.into(), change: change.into(), old, new });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_changed_and_removed_is_told_apart() {
        let digest = |text: &str| Digest::of(text.as_bytes());
        let before: Seen =
            ["a", "b", "c", "e"].map(|path| (path.into(), digest("1"))).into_iter().collect();
        let now = [("b", "2"), ("c", "1"), ("d", "1"), ("e", "1"), ("f", "1")];
        let changes = changes(&before, now.into_iter().map(|(path, text)| (path, digest(text))));
        let said: Vec<(&str, &str)> = changes.iter().map(|it| (&*it.path, &*it.change)).collect();
        assert_eq!(said, [("a", "removed"), ("b", "changed"), ("d", "added"), ("f", "added")]);
    }
}
