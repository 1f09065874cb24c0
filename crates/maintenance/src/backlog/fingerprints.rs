//! Finds out which ids may stand twice in a file of any length, in a fixed amount of memory.
//!
//! An id is kept as a hash of 8 bytes, and equal ids have equal hashes, so none that stands twice is
//! missed. Two ids may share a hash, so what is found here is a suspicion; whoever asks compares the
//! ids themselves. When there are more hashes than fit, only those in the lower part of their range are
//! kept on, and the rest of the range is left for another pass over the file.

use std::hash::{DefaultHasher, Hasher};
use std::ops::RangeInclusive;

/// Hashes that are kept at once: 44 MiB of them.
pub(super) const MOST: usize = 5_767_168;

/// The hash of an id; the same in every run.
pub(super) fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id.as_bytes());
    hasher.finish()
}

/// The hashes within one range.
#[derive(Debug)]
pub(super) struct Fingerprints {
    range: RangeInclusive<u64>,
    hashes: Vec<u64>,
    most: usize,
}

/// What one pass over the file showed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Suspects {
    /// Hashes that came up more than once, in order.
    pub(super) hashes: Vec<u64>,
    /// Where the next pass starts; none when every hash was looked at.
    pub(super) next: Option<u64>,
}

impl Fingerprints {
    /// For the hashes from `start` on, at most `most` at once.
    pub(super) fn from(start: u64, most: usize) -> Self {
        Self { range: start..=u64::MAX, hashes: Vec::new(), most }
    }

    /// Takes note of a hash.
    #[inline]
    pub(super) fn add(&mut self, hash: u64) {
        if self.range.contains(&hash) {
            if self.hashes.len() == self.most {
                self.make_room();
            }
            if self.range.contains(&hash) {
                self.hashes.push(hash);
            }
        }
    }

    /// Keeps each hash twice at most, and if that is not enough, leaves half of the range to another
    /// pass. A range of one hash has two entries at most, so there is room in the end.
    #[cold]
    fn make_room(&mut self) {
        self.hashes.sort_unstable();
        let mut run = (0, 0_u8);
        self.hashes.retain(|hash| {
            run = if *hash == run.0 { (run.0, run.1.saturating_add(1)) } else { (*hash, 1) };
            run.1 <= 2
        });
        while self.hashes.len() > self.most / 2 && self.range.start() < self.range.end() {
            let (start, end) = (*self.range.start(), *self.range.end());
            let middle = start + (end - start) / 2;
            self.range = start..=middle;
            self.hashes.retain(|hash| *hash <= middle);
        }
    }

    /// What came up more than once.
    pub(super) fn close(mut self) -> Suspects {
        self.hashes.sort_unstable();
        let mut last = None;
        let mut told = None;
        // Keeps the second of each run: what equals the one before and was not told yet.
        self.hashes.retain(|hash| {
            let again = last == Some(*hash) && told != Some(*hash);
            last = Some(*hash);
            if again {
                told = Some(*hash);
            }
            again
        });
        Suspects { next: self.range.end().checked_add(1), hashes: self.hashes }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// All suspects of `hashes`, over as many passes as it takes, and how many those were.
    fn suspects(hashes: &[u64], most: usize) -> (Vec<u64>, usize) {
        let (mut found, mut passes, mut next) = (Vec::new(), 0, Some(0));
        while let Some(start) = next {
            let mut fingerprints = Fingerprints::from(start, most);
            for hash in hashes {
                fingerprints.add(*hash);
                assert!(fingerprints.hashes.len() <= most);
            }
            let suspects = fingerprints.close();
            found.extend(suspects.hashes);
            next = suspects.next;
            passes += 1;
        }
        (found, passes)
    }

    fn expected(hashes: &[u64]) -> Vec<u64> {
        let mut counts = BTreeMap::new();
        hashes.iter().for_each(|hash| *counts.entry(*hash).or_insert(0) += 1);
        counts.into_iter().filter(|(_, count)| *count > 1).map(|(hash, _)| hash).collect()
    }

    #[test]
    fn what_fits_takes_one_pass() {
        let hashes = [7, 3, 7, u64::MAX, 0, 7, 3, u64::MAX];
        assert_eq!(suspects(&hashes, 8), (vec![3, 7, u64::MAX], 1));
    }

    #[test]
    fn what_does_not_fit_takes_more_passes_and_misses_nothing() {
        let ids: Vec<u64> = (0..1_000).map(|id| hash(&(id % 900).to_string())).collect();
        let (found, passes) = suspects(&ids, 64);
        assert_eq!(found, expected(&ids));
        assert!((15..=80).contains(&passes), "{passes} passes");
    }

    #[test]
    fn one_id_over_and_over_needs_no_room() {
        let (found, passes) = suspects(&[42; 1_000], 8);
        assert_eq!((found, passes), (vec![42], 1));
    }

    #[test]
    fn hashes_that_crowd_at_one_end_are_told_apart() {
        let low: Vec<u64> = (0..100).chain(50..60).collect();
        assert_eq!(suspects(&low, 8).0, expected(&low));
        let high: Vec<u64> = (0..100).chain(50..60).map(|hash| u64::MAX - hash).collect();
        assert_eq!(suspects(&high, 8).0, expected(&high));
    }

    #[test]
    fn no_hash_no_suspect() {
        assert_eq!(suspects(&[], 8), (vec![], 1));
    }
}
