//! The page `docs/benchmarks.md`, written from what was measured and from what the scenarios declare.

mod executables;
mod goals;
mod growth;
mod section;
mod surroundings;

use super::Done;
use super::failed;
use super::plot;
use super::plot::Line;
use super::record::{Measured, Record};
use super::scenario::Scenario;

const TOP: &str = "\
# Benchmarks

<!-- Written by `cargo xtask bench`: do not edit. The texts lie in `xtask/dev/bench`, the numbers in
`benchmarks.json`. -->

Whole processes of the release build, ours and public peers in turn on the same input, which lies in the
page cache. Times are medians; *times as fast* compares medians. Memory is the peak of resident memory
as GNU time says it; of a pipeline it is that of its largest process. Peers do less or as much as ours, as each
section says.
";

const AGAIN: &str = "\
## Run it again

```sh
cargo xtask bench                      # everything but the executables, and this page
cargo xtask bench --only backlog       # one scenario; the others stay as they are
cargo xtask bench --only executables   # builds with other release profiles: half an hour
cargo xtask bench --scale 0.01         # a try on small inputs, printed and not kept
cargo xtask bench --render             # this page and its plots again, from benchmarks.json
cargo bench --package xtask --bench functions   # single functions, in process
```

It needs hyperfine and GNU time; every other tool is a peer, and the page says which were not there. Inputs
are made from a fixed seed in the temporary folder, or in `--folder`, and removed after each scenario; they
take 5 GiB at most. A run that is killed leaves a folder `ray-bench-…` there.
";

/// A page and the pictures that it shows.
pub(crate) struct Page {
    /// The page, in Markdown.
    pub(crate) text: String,
    /// The name of each picture with its ending, and its text.
    pub(crate) pictures: Vec<(String, String)>,
}

/// Writes the page of `record`; its pictures are expected in the folder `pictures` beside it.
///
/// # Errors
/// When a picture cannot be drawn.
pub(crate) fn page(scenarios: &[Scenario], record: &Record, pictures: &str) -> Done<Page> {
    let mut drawn = Vec::new();
    let mut text = TOP.to_owned();
    text.push_str(&surroundings::write(scenarios, record));
    text.push_str(&goals::write(scenarios, record));
    for scenario in scenarios {
        text.push_str(&section::write(scenario, record.scenarios.get(scenario.name)));
    }
    text.push_str(growth::TOP);
    for scenario in scenarios {
        let Some(measured) = record.scenarios.get(scenario.name) else { continue };
        let lines = lines(scenario, measured);
        if scenario.growth.is_some() && lines.iter().any(|line| line.points.len() > 1) {
            let name = format!("{}.svg", scenario.name);
            text.push_str(&growth::write(scenario, measured, &format!("{pictures}/{name}")));
            drawn.push((name, plot::draw(&lines).map_err(failed("drawing a plot"))?));
        }
    }
    text.push_str(&executables::write(record.executables.as_ref()));
    text.push_str(AGAIN);
    Ok(Page { text, pictures: drawn })
}

/// What is drawn of a scenario: the first contest that was measured, ours first.
fn lines(scenario: &Scenario, measured: &Measured) -> Vec<Line> {
    let Some(contest) = scenario.contests.first() else { return Vec::new() };
    let line = |name: &String| Line {
        name: name.clone(),
        points: super::growth::points(measured, contest.name, name)
            .into_iter()
            .map(|(bytes, runs)| (bytes, runs.median(), runs.peak))
            .collect(),
    };
    contest
        .subjects
        .iter()
        .map(|subject| line(&subject.name))
        .filter(|line| !line.points.is_empty())
        .collect()
}

#[cfg(test)]
mod page_tests;
