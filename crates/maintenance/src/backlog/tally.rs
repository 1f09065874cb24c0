//! How many items hold, and what is wrong with the others.
//!
//! A backlog may have millions of items, and every one may be wrong. So many findings of one kind are
//! listed, with their places; the rest is counted, and the last says how many it stands for. Memory
//! depends on that number and not on the file, and no count is lost.

use ray_core::finding::Finding;
use ray_core::gate::{Case, Judgement};

/// Findings of one kind that are listed one by one, as for the grammar of a CSV file.
pub(super) const LISTED: usize = 1_000;

/// Findings of one kind.
#[derive(Debug, Default)]
pub(super) struct Listed {
    findings: Vec<Finding>,
    /// The first that is not listed, and how many there are with it.
    unlisted: Option<(Finding, u64)>,
}

impl Listed {
    /// Adds one; `finding` is made only when it will be said.
    pub(super) fn add(&mut self, finding: impl FnOnce() -> Finding) {
        match &mut self.unlisted {
            Some((_, count)) => *count += 1,
            None if self.findings.len() < LISTED => self.findings.push(finding()),
            None => self.unlisted = Some((finding(), 1)),
        }
    }

    /// Reports all of them without failing the criterion.
    pub(super) fn warn(&self, judgement: &mut Judgement<'_>) {
        self.findings.iter().cloned().for_each(|finding| judgement.warn(finding));
        if let Some((finding, count)) = &self.unlisted {
            judgement.warn(summary(finding, *count));
        }
    }

    fn count(&self, judgement: &mut Judgement<'_>) {
        self.findings.iter().cloned().for_each(|finding| judgement.count(finding));
        if let Some((finding, count)) = &self.unlisted {
            judgement.tally(0, *count, || summary(finding, *count));
        }
    }
}

/// The one finding that stands for `count`.
fn summary(finding: &Finding, count: u64) -> Finding {
    if count == 1 {
        return finding.clone();
    }
    let message =
        format!("{}, and so for {} more items that are not listed", finding.message, count - 1);
    finding.clone().message(message)
}

/// The cases of one criterion.
#[derive(Debug, Default)]
pub(super) struct Tally {
    held: u64,
    unreadable: u64,
    failing: Listed,
}

impl Tally {
    /// Counts a case that holds.
    pub(super) fn holds(&mut self) {
        self.held += 1;
    }

    /// Counts a case that fails.
    pub(super) fn fails(&mut self, finding: impl FnOnce() -> Finding) {
        self.failing.add(finding);
    }

    /// Counts `count` cases that cannot be read, for which there are findings already.
    pub(super) fn unreadable(&mut self, count: u64) {
        self.unreadable += count;
    }

    /// True when there was no case.
    pub(super) fn is_empty(&self) -> bool {
        self.held == 0 && self.unreadable == 0 && self.failing.findings.is_empty()
    }

    /// How many hold, and how many do not.
    #[cfg(test)]
    pub(super) fn counts(&self) -> (u64, u64) {
        let unlisted = self.failing.unlisted.as_ref().map_or(0, |(_, count)| *count);
        (self.held, self.failing.findings.len() as u64 + unlisted)
    }

    /// Counts all of them on `judgement`.
    pub(super) fn count(&self, judgement: &mut Judgement<'_>) {
        self.failing.count(judgement);
        (0..self.unreadable).for_each(|_| judgement.count(Case::Unreadable));
        (0..self.held).for_each(|_| judgement.count(Case::Holds));
    }
}

#[cfg(test)]
mod tests {
    use ray_core::finding::Code;
    use ray_core::place::EvidencePath;

    use super::*;

    const OFF: Code = Code::error("off", "Off", "Mend it", "off");

    fn add(listed: &mut Listed, count: usize) {
        for number in 0..count {
            listed.add(|| {
                OFF.at(&EvidencePath::new("a.csv")).message(format!("Item {number} is off"))
            });
        }
    }

    #[test]
    fn whatever_was_counted_is_a_case() {
        let [mut holds, mut fails, mut unreadable] = [(); 3].map(|()| Tally::default());
        assert!(holds.is_empty());
        holds.holds();
        fails.fails(|| OFF.at(&EvidencePath::new("a.csv")));
        unreadable.unreadable(1);
        assert!(![holds, fails, unreadable].iter().any(Tally::is_empty));
    }

    #[test]
    fn what_is_not_listed_is_counted() {
        let mut listed = Listed::default();
        add(&mut listed, LISTED + 3);
        assert_eq!(listed.findings.len(), LISTED);
        let (finding, count) = listed.unlisted.unwrap();
        assert_eq!(count, 3);
        assert_eq!(
            summary(&finding, count).message,
            "Item 1000 is off, and so for 2 more items that are not listed"
        );
    }

    #[test]
    fn a_finding_that_stands_for_itself_alone_says_nothing_more() {
        let mut listed = Listed::default();
        add(&mut listed, LISTED + 1);
        let (finding, count) = listed.unlisted.unwrap();
        assert_eq!(summary(&finding, count).message, "Item 1000 is off");
    }
}
