//! Whether goals are met, and by how much: computed from what was measured, never written by hand.

use super::record::Contested;
use super::scenario::{Goal, Subject};

/// A goal held against what was measured.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The goal, as in `at least 1.5 times as fast as rg -c`.
    pub(crate) wanted: String,
    /// What came out, or why nothing did.
    pub(crate) found: String,
    /// How much of the goal is reached: 1 and more is met. Nothing when it was not measured.
    pub(crate) share: Option<f64>,
}

impl Outcome {
    /// `met` or `not met`, and by how much of what was wanted.
    pub(crate) fn verdict(&self) -> String {
        match self.share {
            None => "not measured".to_owned(),
            Some(share) if share >= 1.0 => {
                format!("met, {:.0} % to spare", (1.0 - 1.0 / share) * 100.0)
            }
            Some(share) => format!("**not met**, {:.0} % short", (1.0 - share) * 100.0),
        }
    }
}

/// Holds `goal` of `subject` against the contest.
pub(crate) fn judge(goal: Goal, subject: &Subject, contested: Option<&Contested>) -> Outcome {
    let wanted = wanted(goal);
    match contested.and_then(|contested| found(goal, &subject.name, contested)) {
        Some((found, share)) => Outcome { wanted, found, share: Some(share) },
        None => Outcome { wanted, found: "–".to_owned(), share: None },
    }
}

fn wanted(goal: Goal) -> String {
    match goal {
        Goal::Faster { than, times } if times <= 1.0 => format!("no slower than `{than}`"),
        Goal::Faster { than, times } => format!("at least {times} times as fast as `{than}`"),
        Goal::Over { than, milliseconds } => format!("at most {milliseconds} ms more than {than}"),
        Goal::Within { seconds } => format!("within {seconds} s"),
        Goal::Memory { mebibytes } => format!("less than {mebibytes} MiB of memory"),
    }
}

/// What came out, and the share of the goal that is reached.
fn found(goal: Goal, name: &str, contested: &Contested) -> Option<(String, f64)> {
    let ours = contested.runs(name)?;
    Some(match goal {
        Goal::Faster { than, times } => {
            let ratio = contested.runs(than)?.median() / ours.median();
            (format!("{ratio:.2} times as fast"), ratio / times)
        }
        Goal::Over { than, milliseconds } => {
            let more = (ours.median() - contested.runs(than)?.median()) * 1000.0;
            (format!("{more:.1} ms more"), milliseconds / more.max(f64::EPSILON))
        }
        Goal::Within { seconds } => (format!("{:.2} s", ours.median()), seconds / ours.median()),
        Goal::Memory { mebibytes } => {
            (format!("{:.1} MiB", ours.mebibytes()), mebibytes / ours.mebibytes())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::record::Runs;

    fn contested() -> Contested {
        let runs = |name: &str, seconds: f64, peak| Runs {
            name: name.to_owned(),
            times: vec![seconds, seconds * 3.0, seconds],
            peak,
            missing: None,
        };
        let runs = vec![runs("ours", 1.0, 8 * 1024), runs("peer", 2.0, 1)];
        Contested { name: "c".to_owned(), runs }
    }

    fn verdict(goal: Goal) -> (String, String) {
        let subject = Subject::ours("ours", &[], &[]);
        let outcome = judge(goal, &subject, Some(&contested()));
        (outcome.found.clone(), outcome.verdict())
    }

    #[test]
    fn a_goal_is_met_or_not_by_the_medians() {
        let pair = |found: &str, verdict: &str| (found.to_owned(), verdict.to_owned());
        let faster = |times| verdict(Goal::Faster { than: "peer", times });
        assert_eq!(faster(1.0), pair("2.00 times as fast", "met, 50 % to spare"));
        assert_eq!(faster(2.0), pair("2.00 times as fast", "met, 0 % to spare"));
        assert_eq!(faster(4.0), pair("2.00 times as fast", "**not met**, 50 % short"));
        let memory = |mebibytes| verdict(Goal::Memory { mebibytes });
        assert_eq!(memory(16.0), pair("8.0 MiB", "met, 50 % to spare"));
        assert_eq!(memory(4.0), pair("8.0 MiB", "**not met**, 50 % short"));
        assert_eq!(
            verdict(Goal::Within { seconds: 0.5 }),
            pair("1.00 s", "**not met**, 50 % short")
        );
        let over = verdict(Goal::Over { than: "peer", milliseconds: 1.0 });
        assert_eq!(over.0, "-1000.0 ms more");
        assert!(over.1.starts_with("met"));
    }

    #[test]
    fn what_was_not_measured_is_not_met() {
        let goal = Goal::Faster { than: "absent", times: 1.0 };
        assert_eq!(verdict(goal), ("–".to_owned(), "not measured".to_owned()));
        let subject = Subject::ours("ours", &[], &[]);
        assert_eq!(judge(goal, &subject, None).verdict(), "not measured");
    }
}
