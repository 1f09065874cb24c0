//! What becomes a result, in the order of its weight, within the limits of GitHub code scanning:
//! 25,000 results a run, and 10 MB after compression.

use ray_core::finding::Level as FindingLevel;
use ray_core::gate::result::{CriterionResult, GateResult, Reported};

use super::model::Level;
use crate::{Kind, Report, unexplained};

/// Results that GitHub takes in one run.
const MOST: usize = 25_000;

/// Bytes of text from evidence in all results together. Text that does not compress would else
/// exceed the 10 MB that GitHub takes; what stands around it compresses well.
const MOST_TEXT: usize = 7 * 1024 * 1024;

/// Characters of one value that are written, in bytes at most; see `escape::visible`.
const MOST_OF_ONE: usize = 1604;

/// One thing to report.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    /// The gate; none when it is about the evidence as a whole.
    pub(super) result: Option<&'a GateResult>,
    pub(super) what: What<'a>,
}

#[derive(Clone, Copy)]
pub(super) enum What<'a> {
    /// A finding.
    Finding(&'a Reported),
    /// A criterion that does not hold, for a reason that no finding names.
    Unmet(&'a CriterionResult),
    /// Nothing held, so nothing passed.
    NothingHeld,
    /// A required file that the manifest misses.
    Missing(&'a str),
    /// So many findings are not among the results.
    LeftOut(usize),
}

impl Item<'_> {
    pub(super) fn level(&self) -> Level {
        match self.what {
            What::Finding(reported) if reported.finding.level == FindingLevel::Warning => {
                Level::Warning
            }
            _ => Level::Error,
        }
    }

    /// How much text from outside it brings, in bytes.
    fn weight(&self) -> usize {
        let What::Finding(reported) = self.what else {
            return 0;
        };
        let finding = &reported.finding;
        let texts = [
            Some(&*finding.message),
            finding.expected.as_deref(),
            finding.actual.as_deref(),
            finding.place.pointer.as_deref(),
            Some(finding.place.path.as_str()),
        ];
        texts.into_iter().flatten().map(|text| text.len().min(MOST_OF_ONE)).sum()
    }
}

/// What is reported, and what is not.
pub(super) struct Selection<'a> {
    pub(super) items: Vec<Item<'a>>,
    left_out: usize,
}

impl<'a> Selection<'a> {
    /// Errors before warnings; within a level in the order of the report.
    pub(super) fn of(report: &Report<'a>) -> Self {
        let mut all = everything(report);
        all.sort_by_key(Item::level);
        let total = all.len();
        let mut room = MOST_TEXT;
        let fits = all.iter().take_while(|item| {
            let left = room.checked_sub(item.weight());
            room = left.unwrap_or(0);
            left.is_some()
        });
        let fits = fits.count();
        let kept = if fits == total && total <= MOST { total } else { fits.min(MOST - 1) };
        all.truncate(kept);
        let left_out = total - kept;
        if left_out > 0 {
            all.push(Item { result: None, what: What::LeftOut(left_out) });
        }
        Self { items: all, left_out }
    }

    /// What is said when results are left out.
    pub(super) fn overflow(&self) -> Option<String> {
        (self.left_out > 0).then(|| left_out(self.left_out))
    }
}

/// How many findings are missing here, and where they are.
pub(super) fn left_out(count: usize) -> String {
    format!(
        "{count} more findings are not in this file, which keeps to the limits of code scanning; \
         the JSON report has them all"
    )
}

fn everything<'a>(report: &Report<'a>) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    for result in report.results {
        let item = |what| Item { result: Some(result), what };
        items.extend(result.findings.iter().map(|reported| item(What::Finding(reported))));
        items.extend(unexplained::criteria(result).map(|criterion| item(What::Unmet(criterion))));
        if unexplained::nothing_held(result) {
            items.push(item(What::NothingHeld));
        }
    }
    if let Kind::Manifest(manifest) = report.kind {
        let missing = manifest.missing.iter().copied();
        items.extend(missing.map(|path| Item { result: None, what: What::Missing(path) }));
    }
    if report.results.is_empty() {
        items.push(Item { result: None, what: What::NothingHeld });
    }
    items
}
