//! Every scenario, in the order of the page.

mod backlog;
mod document;
mod folder;
mod history;
mod log;
mod package;
mod start_up;

use super::Done;
use super::scenario::Scenario;

/// When each example passes.
pub(crate) const NOW: &[(&str, &str)] = &[
    ("10-pre-deployment", "2026-11-18T16:00:00Z"),
    ("11-deployment", "2026-11-20T09:00:00Z"),
    ("12-monitoring", "2026-11-21T09:00:00Z"),
    ("18-maintenance", "2026-11-24T09:00:00Z"),
    ("18-sustainment", "2026-11-24T09:00:00Z"),
];

/// Every scenario.
///
/// # Errors
/// When a descriptor is broken: a fault of this project.
pub(crate) fn all() -> Done<Vec<Scenario>> {
    Ok(vec![
        start_up::scenario()?,
        log::quiet(),
        log::loud(),
        backlog::scenario(),
        folder::large(),
        folder::small(),
        package::built(),
        package::judged(),
        history::scenario(),
        document::scenario(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::scenario::Goal;

    #[test]
    fn every_goal_is_against_a_command_of_the_same_contest() {
        for scenario in all().unwrap() {
            for contest in &scenario.contests {
                for goal in contest.subjects.iter().flat_map(|subject| &subject.goals) {
                    if let Goal::Faster { than, .. } | Goal::Over { than, .. } = goal {
                        let known = contest.subjects.iter().any(|subject| subject.name == *than);
                        assert!(known, "{}: {than}", scenario.name);
                    }
                }
            }
        }
    }

    #[test]
    fn names_are_unique() {
        let scenarios = all().unwrap();
        for (at, scenario) in scenarios.iter().enumerate() {
            assert!(!scenarios[..at].iter().any(|other| other.name == scenario.name));
            for contest in &scenario.contests {
                for (at, subject) in contest.subjects.iter().enumerate() {
                    let before = &contest.subjects[..at];
                    assert!(!before.iter().any(|other| other.name == subject.name));
                }
            }
        }
    }
}
