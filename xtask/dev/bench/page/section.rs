//! The section of one scenario: what it is, and a table for each contest.

use std::fmt::Write;

use crate::bench::record::{AtSize, Contested, Measured, Runs, mebibytes};
use crate::bench::scenario::{Contest, Scenario};

pub(super) fn write(scenario: &Scenario, measured: Option<&Measured>) -> String {
    let mut text = format!("\n## {}\n\n{}\n", scenario.title, scenario.about);
    let Some(full) = measured.and_then(Measured::full) else {
        return text + "\nNot measured yet.\n";
    };
    if full.bytes > 0 {
        let (units, unit, bytes) = (full.units, scenario.input.unit, mebibytes(full.bytes));
        _ = match unit {
            "bytes" => write!(text, "\nThe input: {bytes:.1} MiB.\n"),
            _ => write!(text, "\nThe input: {units} {unit}, {bytes:.1} MiB.\n"),
        };
    }
    for contest in &scenario.contests {
        text.push_str(&table(contest, full));
    }
    text
}

/// The anchor of a heading, as mdBook and GitHub make it.
pub(super) fn anchor(title: &str) -> String {
    let kept = title.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn table(contest: &Contest, full: &AtSize) -> String {
    let Some(contested) = full.contest(contest.name) else {
        return format!("\n{}: not measured yet.\n", capitalized(contest.name));
    };
    let first = contest.subjects.first().and_then(|subject| contested.runs(&subject.name));
    let large = full.bytes >= 8 << 20;
    let mut text = format!(
        "\n{}:\n\n| command | median | min | mean | runs | time against the first | {}peak memory [MiB] |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | {}---: |\n",
        capitalized(contest.name),
        if large { "MiB/s | " } else { "" },
        if large { "---: | " } else { "" },
    );
    for subject in &contest.subjects {
        text.push_str(&row(&subject.name, contested, first, large.then_some(full.bytes)));
    }
    text
}

fn row(name: &str, contested: &Contested, first: Option<&Runs>, bytes: Option<u64>) -> String {
    let Some(runs) = contested.runs(name) else {
        let missing = contested.runs.iter().find(|runs| runs.name == name);
        let why = missing.and_then(|runs| runs.missing.as_deref()).unwrap_or("not measured yet");
        let cells = if bytes.is_some() { 6 } else { 5 };
        return format!("| `{name}` | {why} |{}\n", " |".repeat(cells));
    };
    let ratio = first.map_or(f64::NAN, |first| runs.median() / first.median());
    let speed = bytes
        .map(|bytes| format!("{:.0} | ", mebibytes(bytes) / runs.median()))
        .unwrap_or_default();
    format!(
        "| `{name}` | {} | {} | {} | {} | {ratio:.2} | {speed}{:.1} |\n",
        time(runs.median()),
        time(runs.minimum()),
        time(runs.mean()),
        runs.times.len(),
        runs.mebibytes()
    )
}

/// Seconds with three digits that say something.
pub(super) fn time(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 0.01 => format!("{:.2} ms", seconds * 1000.0),
        seconds if seconds < 0.1 => format!("{:.1} ms", seconds * 1000.0),
        seconds if seconds < 1.0 => format!("{:.0} ms", seconds * 1000.0),
        seconds if seconds < 10.0 => format!("{seconds:.2} s"),
        _ => format!("{seconds:.1} s"),
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_three_digits() {
        let times = [0.00187, 0.0187, 0.187, 1.87, 18.7].map(time);
        assert_eq!(times, ["1.87 ms", "18.7 ms", "187 ms", "1.87 s", "18.7 s"]);
    }
}
