//! How cost grows: a plot, a computed sentence for each command of ours, and the reason.

use std::fmt::Write;

use crate::bench::growth::{growth, points};
use crate::bench::record::Measured;
use crate::bench::scenario::Scenario;

pub(super) const TOP: &str = "
## How cost grows

Each input at a hundredth, a tenth and the whole of its size. Both axes are logarithmic, so a line that
rises by one square in one square is linear.
";

pub(super) fn write(scenario: &Scenario, measured: &Measured, picture: &str) -> String {
    let title = scenario.title;
    let mut text = format!(
        "\n### Growth: {title}\n\n![{title}: time and memory against input]({picture})\n\n"
    );
    if let [first, _, ..] = scenario.contests.as_slice() {
        _ = writeln!(text, "The plot is of {}.\n", first.name);
    }
    for contest in &scenario.contests {
        for subject in contest.subjects.iter().filter(|subject| !subject.goals.is_empty()) {
            let points = points(measured, contest.name, &subject.name);
            if let Some(growth) = growth(&points) {
                _ = writeln!(text, "- {}", growth.sentence(&subject.name));
            }
        }
    }
    if let Some(growth) = &scenario.growth {
        _ = writeln!(text, "\n{}", growth.reason);
    }
    text
}
