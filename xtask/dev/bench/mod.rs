//! `cargo xtask bench`: makes inputs from a fixed seed, runs ours and public peers in turn on the same
//! input, and writes `docs/benchmarks.md`. No test ever asserts a time.
#![expect(
    clippy::disallowed_methods,
    reason = "inputs and results of measurements are no evidence, and nobody installs this"
)]

mod executables;
mod goals;
mod growth;
mod input;
mod machine;
mod measure;
mod page;
mod places;
mod plot;
mod record;
mod run;
mod scenario;
mod scenarios;
mod tools;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use ray_cli::{End, Exit, to_stdout};

use page::page;
use record::Record;
use scenario::Scenario;

/// What a step of the benchmarks comes to.
type Done<T> = Result<T, End>;

/// The part that builds and is therefore only run when asked for.
const EXECUTABLES: &str = "executables";

/// Measure our executables against public tools and write docs/benchmarks.md
#[derive(Args)]
pub(crate) struct Arguments {
    /// Only this scenario, or `executables`; may be given several times [default: every scenario]
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,

    /// The share of each full input, for a try: 0.01 is a hundredth. What is measured is then printed,
    /// and kept nowhere without --output
    #[arg(long, value_name = "SHARE", default_value_t = 1.0)]
    scale: f64,

    /// How often each command runs; one that takes more than eight seconds runs twice
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,

    /// Where inputs are made and removed again [default: the temporary folder]
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,

    /// The page; its numbers go to a file beside it that ends with .json, its plots to a folder of its
    /// name [default: docs/benchmarks.md]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write the page again from the numbers that are kept, and measure nothing
    #[arg(long)]
    render: bool,

    /// Print the names of the scenarios
    #[arg(long)]
    list: bool,
}

/// Runs what was asked for.
///
/// # Errors
/// When a tool that measures is missing, or a command does not do what is to be measured.
pub(crate) fn bench(arguments: &Arguments) -> Done<Exit> {
    let scenarios = scenarios::all()?;
    if arguments.list {
        let names = scenarios.iter().map(|scenario| scenario.name).chain([EXECUTABLES]);
        let lines: Vec<String> = names.map(|name| format!("{name}\n")).collect();
        to_stdout(lines.concat().as_bytes())?;
        return Ok(Exit::Passed);
    }
    let repository = repository()?;
    let default = repository.join("docs/benchmarks.md");
    #[expect(clippy::float_cmp, reason = "the default is exactly 1")]
    let is_a_try = arguments.scale != 1.0 && arguments.output.is_none();
    let output = arguments.output.as_ref().unwrap_or(&default);
    let mut record = if is_a_try { Record::default() } else { kept(output)? };
    if !arguments.render {
        // After each scenario what there is is kept: a later one may fail, or be interrupted.
        run::all(&scenarios, arguments, &repository, &mut record, |record| {
            if is_a_try { Ok(()) } else { write(output, &scenarios, record) }
        })?;
    }
    if is_a_try {
        to_stdout(page(&scenarios, &record, "benchmarks")?.text.as_bytes())?;
    } else {
        write(output, &scenarios, &record)?;
        say(&format!("wrote {}", output.display()))?;
    }
    Ok(Exit::Passed)
}

/// The root of this repository.
fn repository() -> Done<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().map_err(failed("starting"))
}

/// What was measured before, where anything was.
fn kept(output: &Path) -> Done<Record> {
    let file = output.with_extension("json");
    if !file.exists() {
        return Ok(Record::default());
    }
    let text = fs::read_to_string(&file).map_err(failed("reading the numbers"))?;
    serde_json::from_str(&text).map_err(failed("reading the numbers"))
}

/// Writes the page, its numbers and its plots.
fn write(output: &Path, scenarios: &[Scenario], record: &Record) -> Done<()> {
    let step = "writing the page";
    let folder = output.with_extension("");
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let page = page(scenarios, record, &name)?;
    fs::create_dir_all(&folder).map_err(failed(step))?;
    let json = record.to_json().map_err(failed(step))?;
    fs::write(output.with_extension("json"), json).map_err(failed(step))?;
    for (name, picture) in page.pictures {
        fs::write(folder.join(name), picture).map_err(failed(step))?;
    }
    fs::write(output, page.text).map_err(failed(step))
}

/// The number of units at `scale`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a size of an input, rounded"
)]
fn scaled(units: u64, scale: f64) -> u64 {
    ((units as f64 * scale).round() as u64).max(1)
}

/// A line for whoever waits.
fn say(line: &str) -> Done<()> {
    use std::io::Write;
    writeln!(std::io::stderr(), "{line}").map_err(failed("saying what is done"))
}

/// The end of a run whose `step` failed.
fn failed<E: ToString>(step: &'static str) -> impl Fn(E) -> End {
    move |error| End::stopped(step, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_what_its_numbers_come_to() {
        let docs = repository().unwrap().join("docs");
        let read = |path: &str| {
            let text = fs::read_to_string(docs.join(path)).unwrap_or_default();
            text.replace("\r\n", "\n")
        };
        let record = kept(&docs.join("benchmarks.md")).unwrap();
        let page = page(&scenarios::all().unwrap(), &record, "benchmarks").unwrap();
        let again = "run `cargo xtask bench --render` and commit what it writes";
        assert_eq!(read("benchmarks.md"), page.text, "{again}");
        for (name, picture) in &page.pictures {
            assert_eq!(read(&format!("benchmarks/{name}")), *picture, "{name}: {again}");
        }
        let drawn = fs::read_dir(docs.join("benchmarks")).map_or(0, Iterator::count);
        assert_eq!(drawn, page.pictures.len(), "a plot of nothing lies in docs/benchmarks");
    }

    #[test]
    fn the_smallest_input_is_one() {
        assert_eq!(scaled(10_000_000, 0.01), 100_000);
        assert_eq!(scaled(1, 0.01), 1);
    }
}
