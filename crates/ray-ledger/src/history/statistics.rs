//! What a history comes to: how often each gate passes, how long it takes to get there, and what looks
//! as if nobody had looked. It is fed run by run and keeps no run.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{EvidenceDigest, GateRun, Metric};

/// Runs from which on a gate that has never failed is worth a question.
const RUNS_WITHOUT_FAILURE: u64 = 10;

/// Releases from which on a value that never moves is worth one.
const RELEASES_WITHOUT_CHANGE: usize = 3;

/// How many came out how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// All of them.
    pub runs: u64,
    /// Those that passed.
    pub passed: u64,
    /// Those that waivers let through.
    pub waived: u64,
}

impl Outcomes {
    fn add(&mut self, status: &str) {
        self.runs += 1;
        self.passed += u64::from(status == "pass");
        self.waived += u64::from(status == "waived");
    }
}

/// The spans that a trend is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Months.
    Month,
    /// Quarters of a year.
    Quarter,
}

impl Span {
    /// The span in which `date` lies, such as `2026-11` or `2026-Q4`; as text it sorts by time.
    fn of(self, date: Date) -> String {
        let (year, month) = (date.year(), date.month());
        match self {
            Span::Month => format!("{year}-{month:02}"),
            Span::Quarter => format!("{year}-Q{}", (month - 1) / 3 + 1),
        }
    }
}

/// Something that a history shows and nobody has said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alarm {
    /// The gate has never failed, in so many runs. Perhaps it looks at nothing.
    NeverFailed {
        /// How many runs.
        runs: u64,
    },
    /// A file has been the same, byte for byte, in several releases. Perhaps it was copied.
    SameEvidence {
        /// The file.
        path: String,
        /// The releases.
        releases: Vec<String>,
    },
    /// A measurement has come out the same in every run of several releases. Perhaps nobody measures.
    NeverMoves {
        /// The criterion.
        criterion: String,
        /// What comes out.
        value: String,
        /// In how many releases.
        releases: usize,
    },
}

/// The history of one gate.
#[derive(Debug, Default)]
pub struct GateStatistics {
    /// Number of the gate.
    pub gate: String,
    /// How its runs came out.
    pub outcomes: Outcomes,
    /// How they came out in each span, by its name.
    pub trend: BTreeMap<String, Outcomes>,
    /// How long it took from the first failure to the next pass, each time it did.
    pub to_green: Vec<SignedDuration>,
    /// How often a gate that had passed for a release failed again for the same release.
    pub flaps: u64,
    /// How many runs had a clock that was set.
    pub clock_set: u64,
    releases: BTreeMap<String, Release>,
    metrics: BTreeMap<String, Values>,
    files: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

/// Where a gate stands for one release.
#[derive(Debug, Default)]
struct Release {
    /// Since when it fails.
    red_since: Option<Timestamp>,
    has_passed: bool,
    is_red: bool,
}

/// What came out of one criterion.
#[derive(Debug, Default)]
struct Values {
    first: Option<String>,
    moved: bool,
    releases: BTreeSet<String>,
}

impl GateStatistics {
    /// Adds a run; `cut` says what the trend is cut into. Runs come in the order of the history.
    pub fn add(&mut self, run: &GateRun, cut: Span) {
        self.gate.clone_from(&run.gate);
        self.outcomes.add(&run.status);
        self.clock_set += u64::from(run.clock_set_by.is_some());
        if let Ok(time) = run.time.parse::<Timestamp>() {
            let date = time.to_zoned(TimeZone::UTC).date();
            self.trend.entry(cut.of(date)).or_default().add(&run.status);
            self.move_on(run, time);
        }
        if let Some(release) = &run.release {
            run.evidence.iter().for_each(|file| self.see_file(file, release));
            run.metrics.iter().for_each(|metric| self.see_metric(metric, release));
        }
    }

    fn move_on(&mut self, run: &GateRun, time: Timestamp) {
        let release = self.releases.entry(run.release.clone().unwrap_or_default()).or_default();
        if run.status == "pass" {
            if let Some(since) = release.red_since.take() {
                self.to_green.push(time.duration_since(since));
            }
            release.has_passed = true;
            release.is_red = false;
        } else {
            self.flaps += u64::from(release.has_passed && !release.is_red);
            release.red_since.get_or_insert(time);
            release.is_red = true;
        }
    }

    fn see_file(&mut self, file: &EvidenceDigest, release: &str) {
        if let Some(digest) = &file.sha256 {
            let digests = self.files.entry(file.path.clone()).or_default();
            digests.entry(digest.clone()).or_default().insert(release.to_owned());
        }
    }

    /// A criterion of which all cases hold comes to the same by its nature; one that falls short, or
    /// measures a quantity, does not.
    fn see_metric(&mut self, metric: &Metric, release: &str) {
        let value = match (metric.held, metric.total, &metric.value) {
            (Some(held), Some(total), _) if held < total => format!("{held} of {total}"),
            (_, _, Some(value)) => {
                format!("{value} {}", metric.unit.as_deref().unwrap_or_default())
            }
            (Some(_), Some(_), None) => "all".to_owned(),
            _ => return,
        };
        let values = self.metrics.entry(metric.criterion.clone()).or_default();
        values.moved |= values.first.as_ref().is_some_and(|first| *first != value);
        values.first.get_or_insert(value);
        values.releases.insert(release.to_owned());
    }

    /// What the history shows and nobody has said.
    #[must_use]
    pub fn alarms(&self) -> Vec<Alarm> {
        let Outcomes { runs, passed, .. } = self.outcomes;
        let never_failed = runs >= RUNS_WITHOUT_FAILURE && passed == runs;
        let same = self.files.iter().flat_map(|(path, digests)| {
            let shared = digests.values().filter(|releases| releases.len() > 1);
            shared.map(move |releases| Alarm::SameEvidence {
                path: path.clone(),
                releases: releases.iter().cloned().collect(),
            })
        });
        let stuck = self.metrics.iter().filter_map(|(criterion, values)| {
            let value = values.first.clone().filter(|value| value != "all")?;
            let releases = values.releases.len();
            let stuck = !values.moved && releases >= RELEASES_WITHOUT_CHANGE;
            stuck.then(|| Alarm::NeverMoves { criterion: criterion.clone(), value, releases })
        });
        let first = never_failed.then_some(Alarm::NeverFailed { runs });
        first.into_iter().chain(same).chain(stuck).collect()
    }

    /// The time to green that half of the times did not exceed; none when there was no such time.
    #[must_use]
    pub fn median_to_green(&self) -> Option<SignedDuration> {
        let mut times = self.to_green.clone();
        times.sort_unstable();
        times.get(times.len().checked_sub(1)? / 2).copied()
    }
}

#[cfg(test)]
#[path = "statistics_tests.rs"]
mod tests;
