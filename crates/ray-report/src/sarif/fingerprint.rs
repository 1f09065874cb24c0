//! What makes a finding the same one in a later run: its kind, criterion, file, pointer and what
//! stands there. Lines and columns are left out, since text moves.

use std::collections::BTreeMap;

use ray_core::checksum::Digest;

use super::items::{Item, What};
use super::model::Fingerprints;

/// Makes fingerprints, and tells findings apart that are the same in everything but their line.
#[derive(Default)]
pub(super) struct Fingerprinter {
    seen: BTreeMap<String, usize>,
}

impl Fingerprinter {
    pub(super) fn of(&mut self, rule: &str, item: &Item<'_>) -> Fingerprints {
        let digest = Digest::of(key(rule, item).join("\0").as_bytes()).to_string();
        let key: String = digest.chars().take(32).collect();
        let count = self.seen.entry(key.clone()).or_default();
        *count += 1;
        // The form that code scanning gives its own hashes: of the line, and which of its kind.
        let short: String = key.chars().take(16).collect();
        Fingerprints { line_hash: format!("{short}:{count}"), finding: format!("{key}:{count}") }
    }
}

fn key<'a>(rule: &'a str, item: &Item<'a>) -> Vec<&'a str> {
    let mut key = vec![rule];
    key.extend(item.result.map(|result| result.gate.script.as_str()));
    match item.what {
        What::Finding(reported) => {
            let finding = &reported.finding;
            key.extend([
                reported.criterion.as_str(),
                finding.place.path.as_str(),
                finding.place.pointer.as_deref().unwrap_or_default(),
                finding.actual.as_deref().unwrap_or(&finding.message),
            ]);
        }
        What::Missing(path) => key.push(path),
        What::Unmet(_) | What::NothingHeld | What::LeftOut(_) => {}
    }
    key
}
