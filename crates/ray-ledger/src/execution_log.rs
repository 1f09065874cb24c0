//! The execution log of a protocol: a line of a chain for each aggregation, with what it saw change
//! since the one before.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::{Deserialize, Serialize};

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
    /// What is different from the aggregation before, by path.
    #[serde(default)]
    pub changes: Vec<Change>,
}

/// A document that an aggregation wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Its path from the root, or absolute when it lies elsewhere.
    pub path: String,
    /// Its SHA-256.
    pub sha256: String,
}

/// A piece of evidence that is not as the aggregation before saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its path from the root.
    pub path: String,
    /// `added`, `changed` or `removed`.
    pub change: String,
    /// Its SHA-256 before.
    pub old: Option<String>,
    /// Its SHA-256 now.
    pub new: Option<String>,
}

/// The digest of each piece of evidence, by its path from the root.
pub type Seen = BTreeMap<String, String>;

/// Adds `aggregation`, which saw `now`, to the log at `path`, whose folder is there: what was repaired
/// first. The changes are those since what the log shows.
///
/// # Errors
/// When the system refuses; the log is then as it was.
pub fn record(
    path: &Path,
    aggregation: Aggregation,
    now: &Seen,
) -> Result<Option<Repair>, ChainError> {
    let mut chain = Chain::open(path)?;
    let repaired = chain.torn().cloned();
    let before = seen_before(&mut chain)?;
    let changes = changes(&before, now);
    chain.append(&[Aggregation { changes, ..aggregation }])?;
    Ok(repaired)
}

/// What the whole log comes to. Lines that are no aggregation are left out: whether the chain holds is
/// for whoever verifies it.
fn seen_before(chain: &mut Chain) -> Result<Seen, ChainError> {
    #[derive(Deserialize)]
    struct Line {
        #[serde(default)]
        changes: Vec<Change>,
    }
    let mut seen = Seen::new();
    let lines = BufReader::new(chain.lines()?).split(b'\n').map_while(Result::ok);
    for line in lines.filter_map(|line| serde_json::from_slice::<Line>(&line).ok()) {
        for change in line.changes {
            match change.new {
                Some(new) => seen.insert(change.path, new),
                None => seen.remove(&change.path),
            };
        }
    }
    Ok(seen)
}

fn changes(before: &Seen, now: &Seen) -> Vec<Change> {
    let paths: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let changes = paths.into_iter().filter_map(|path| {
        let (old, new) = (before.get(path), now.get(path));
        let change = match (old, new) {
            (None, Some(_)) => "added",
            (Some(_), None) => "removed",
            (Some(old), Some(new)) if old != new => "changed",
            _ => return None,
        };
        Some(Change {
            path: path.clone(),
            change: change.to_owned(),
            old: old.cloned(),
            new: new.cloned(),
        })
    });
    changes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_changed_and_removed_is_told_apart() {
        let seen = |pairs: &[(&str, &str)]| -> Seen {
            pairs.iter().map(|(path, digest)| ((*path).into(), (*digest).into())).collect()
        };
        let changes = changes(
            &seen(&[("a", "1"), ("b", "1"), ("c", "1")]),
            &seen(&[("b", "2"), ("c", "1"), ("d", "1")]),
        );
        let said: Vec<(&str, &str)> =
            changes.iter().map(|it| (it.path.as_str(), it.change.as_str())).collect();
        assert_eq!(said, [("a", "removed"), ("b", "changed"), ("d", "added")]);
    }
}
