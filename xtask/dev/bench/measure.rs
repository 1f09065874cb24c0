//! Runs the commands of a contest in turn, with hyperfine for time and GNU time for memory. In turn,
//! so that whatever else the machine does hits all of them alike.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use ray_cli::End;
use serde::Deserialize;

use super::places::Places;
use super::record::{Contested, Runs};
use super::scenario::{Contest, Subject};
use super::{Done, failed, tools};

/// A command that takes longer than so many seconds runs in [`LONG_ROUNDS`] rounds only.
const LONG: f64 = 8.0;
const LONG_ROUNDS: u32 = 2;

/// Runs in each round for commands that take less than so many seconds.
const SHORT: [(f64, u32); 3] = [(0.02, 40), (0.1, 10), (0.5, 3)];

/// A command that is ready to run.
struct Ready<'s> {
    subject: &'s Subject,
    command: Vec<String>,
    /// Seconds and KiB of a first run, which also puts files into the page cache.
    first: (f64, u64),
    times: Vec<f64>,
}

/// Measures every command of `contest` whose tools are here.
///
/// # Errors
/// When a command cannot be run, or ends with another exit code than it should: then it did not do what
/// is to be measured.
pub(crate) fn contest(contest: &Contest, places: &Places, rounds: u32) -> Done<Contested> {
    let mut ready = Vec::new();
    for subject in &contest.subjects {
        if tools::missing(subject.needs).is_none() {
            let command = places.fill(&subject.command);
            let first = peak(subject, &command, &places.out())?;
            ready.push(Ready { subject, command, first, times: Vec::new() });
        }
    }
    for round in 0..rounds {
        for one in ready.iter_mut().filter(|one| one.first.0 < LONG || round < LONG_ROUNDS) {
            let count = SHORT.iter().find(|(limit, _)| one.first.0 < *limit).map_or(1, |it| it.1);
            one.times.extend(times(&one.command, count, &places.out())?);
        }
    }
    let runs = contest.subjects.iter().map(|subject| {
        let one = ready.iter().find(|one| one.subject.name == subject.name);
        Runs {
            name: subject.name.clone(),
            times: one.map(|one| one.times.clone()).unwrap_or_default(),
            peak: one.map_or(0, |one| one.first.1),
            missing: tools::missing(subject.needs),
        }
    });
    Ok(Contested { name: contest.name.to_owned(), runs: runs.collect() })
}

/// The seconds of one run and its peak of resident memory in KiB. Of a shell that runs several programs
/// it is the peak of the largest.
fn peak(subject: &Subject, command: &[String], out: &Path) -> Done<(f64, u64)> {
    let step = "trying a command";
    let file = out.join("peak");
    let started = Instant::now();
    let output = Command::new(tools::required("time")?)
        .args(["-f", "%M", "-o"])
        .arg(&file)
        .args(command)
        .stdin(Stdio::null())
        .output()
        .map_err(failed(step))?;
    let seconds = started.elapsed().as_secs_f64();
    if !output.status.code().is_some_and(|code| subject.exits.contains(&code)) {
        let said = String::from_utf8_lossy(&output.stderr);
        let reason = format!(
            "{} ended with {} and not with exit code {:?}: {}\n{}",
            subject.name,
            output.status,
            subject.exits,
            quoted(command),
            said.trim()
        );
        return Err(End::stopped(step, reason));
    }
    let said = fs::read_to_string(&file).map_err(failed(step))?;
    let peak = said.lines().last().and_then(|line| line.trim().parse().ok());
    peak.map(|peak| (seconds, peak))
        .ok_or_else(|| End::stopped(step, format!("GNU time said {said:?} and no number")))
}

/// The seconds of `count` runs.
pub(crate) fn times(command: &[String], count: u32, out: &Path) -> Done<Vec<f64>> {
    #[derive(Deserialize)]
    struct Export {
        results: Vec<Times>,
    }
    #[derive(Deserialize)]
    struct Times {
        times: Vec<f64>,
    }
    let step = "running hyperfine";
    let file = out.join("times.json");
    // Not to the null device: grep stops there at its first match.
    let output = Command::new(tools::required("hyperfine")?)
        .arg("--output=pipe")
        .args(["--shell=none", "--style=none", "--ignore-failure", "--runs", &count.to_string()])
        .args(["--warmup", if count > 1 { "1" } else { "0" }, "--export-json"])
        .arg(&file)
        .arg(quoted(command))
        .stdout(Stdio::null())
        .output()
        .map_err(failed(step))?;
    if !output.status.success() {
        return Err(End::stopped(step, String::from_utf8_lossy(&output.stderr)));
    }
    let text = fs::read_to_string(&file).map_err(failed(step))?;
    let export: Export = serde_json::from_str(&text).map_err(failed(step))?;
    let times = export.results.into_iter().flat_map(|result| result.times);
    Ok(times.map(|seconds| (seconds * 1e6).round() / 1e6).collect())
}

/// A command as a shell would read it.
pub(crate) fn quoted(command: &[String]) -> String {
    let quoted = |part: &String| format!("'{}'", part.replace('\'', r"'\''"));
    command.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_an_argument_does_not_end_it() {
        let command = ["sh".to_owned(), "echo 'a'".to_owned()];
        assert_eq!(quoted(&command), r"'sh' 'echo '\''a'\'''");
    }
}
