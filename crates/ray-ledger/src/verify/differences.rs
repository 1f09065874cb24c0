//! Two lists of files with what is known of them, and in what they differ.

use std::collections::BTreeMap;

use ray_core::finding::Finding;
use ray_core::place::{EvidencePath, Place, Placed};

use super::codes::Words;

/// What is known of each file, as text to compare and to show, by its path.
pub(super) type Contents = BTreeMap<EvidencePath, String>;

/// Everything in which `found` differs from what was `recorded`. A finding stands at the file, or at
/// `home` where one is given, such as the archive that holds the files.
pub(super) fn differences(
    recorded: &Contents,
    found: &Contents,
    words: &Words,
    home: Option<&EvidencePath>,
) -> Vec<Finding> {
    let place = |path: &EvidencePath| -> Place { home.unwrap_or(path).place() };
    let gone = recorded.iter().filter(|(path, _)| !found.contains_key(path));
    let mut new: BTreeMap<&str, Vec<&EvidencePath>> = BTreeMap::new();
    for (path, digest) in found.iter().rev().filter(|(path, _)| !recorded.contains_key(path)) {
        new.entry(digest).or_default().push(path);
    }
    let mut findings = Vec::new();
    for (path, digest) in gone {
        findings.push(match new.get_mut(digest.as_str()).and_then(Vec::pop) {
            Some(now) => words
                .moved
                .at(&place(now))
                .message(format!("{path} is now called {now}"))
                .expected(path.to_string())
                .actual(now.to_string()),
            None => words
                .removed
                .at(&place(path))
                .message(format!("{path} is gone"))
                .expected(digest.clone())
                .actual("nothing there"),
        });
    }
    for (path, digest) in recorded {
        if let Some(now) = found.get(path).filter(|now| *now != digest) {
            findings.push(
                words
                    .changed
                    .at(&place(path))
                    .message(format!("{path} was changed"))
                    .expected(digest.clone())
                    .actual(now.clone()),
            );
        }
    }
    for (content, paths) in new {
        let added = |path| {
            words.added.at(&place(path)).message(format!("{path} was added")).actual(content)
        };
        findings.extend(paths.into_iter().rev().map(added));
    }
    findings
}
