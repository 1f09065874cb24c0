//! The table of goals. Where many commands have the same goal, as all gates have, the one that comes
//! closest to missing it stands for all.

use std::fmt::Write;

use crate::bench::goals::{Outcome, judge};
use crate::bench::record::Record;
use crate::bench::scenario::{Contest, Goal, Scenario};

pub(super) fn write(scenarios: &[Scenario], record: &Record) -> String {
    let mut rows = String::new();
    let (mut met, mut all) = (0, 0);
    for scenario in scenarios {
        let full = record.scenarios.get(scenario.name).and_then(|measured| measured.full());
        for contest in &scenario.contests {
            let contested = full.and_then(|full| full.contest(contest.name));
            for goal in goals(contest) {
                let judged = having(contest, goal)
                    .map(|subject| (subject.name.as_str(), judge(goal, subject, contested)));
                let mut judged: Vec<(&str, Outcome)> = judged.collect();
                judged.sort_by(|(_, a), (_, b)| share(a).total_cmp(&share(b)));
                let Some((name, outcome)) = judged.first() else { continue };
                let of = match judged.len() {
                    1 => format!("`{name}`"),
                    count => format!("each of {count}, worst `{name}`"),
                };
                all += 1;
                met += u32::from(outcome.share.is_some_and(|share| share >= 1.0));
                _ = writeln!(
                    rows,
                    "| [{}](#{}) | {of} | {} | {} | {} |",
                    scenario.title,
                    super::section::anchor(scenario.title),
                    outcome.wanted,
                    outcome.found,
                    outcome.verdict()
                );
            }
        }
    }
    format!(
        "\n## Goals\n\n{met} of {all} are met.\n\n| input | command | goal | measured | |\n\
         | --- | --- | --- | --- | --- |\n{rows}"
    )
}

/// Below every number, what was not measured.
fn share(outcome: &Outcome) -> f64 {
    outcome.share.unwrap_or(-1.0)
}

/// Every goal of a contest, once.
fn goals(contest: &Contest) -> Vec<Goal> {
    let mut goals = Vec::new();
    for goal in contest.subjects.iter().flat_map(|subject| &subject.goals) {
        if !goals.contains(goal) {
            goals.push(*goal);
        }
    }
    goals
}

fn having(contest: &Contest, goal: Goal) -> impl Iterator<Item = &crate::bench::scenario::Subject> {
    contest.subjects.iter().filter(move |subject| subject.goals.contains(&goal))
}
