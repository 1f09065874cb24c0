//! Goes through the scenarios that were asked for: makes each input in its three sizes, measures, and
//! removes it before the next.

use std::path::{Path, PathBuf};
use std::process::Command;

use ray_cli::End;
use ray_cli::environment::Environment;

use super::executables::executables;
use super::places::Places;
use super::record::{AtSize, Measured, Record};
use super::scenario::Scenario;
use super::{Arguments, Done, EXECUTABLES, failed, machine, measure, say, scaled, tools};

/// The shares of an input at which a scenario with growth is measured, the whole last.
const SHARES: [f64; 3] = [0.01, 0.1, 1.0];

/// Measures what `arguments` ask for into `record`, and calls `keep` after each scenario.
///
/// # Errors
/// When a tool that measures is missing, a name is unknown, or a command fails.
pub(crate) fn all(
    scenarios: &[Scenario],
    arguments: &Arguments,
    repository: &Path,
    record: &mut Record,
    keep: impl Fn(&Record) -> Done<()>,
) -> Done<()> {
    refuse_unknown(scenarios, arguments)?;
    for tool in ["hyperfine", "time"] {
        tools::required(tool)?;
    }
    let release = build(repository)?;
    let below = arguments.folder.clone().unwrap_or_else(std::env::temp_dir);
    let wanted = |name: &str| arguments.only.iter().any(|only| only == name);
    for scenario in scenarios {
        if arguments.only.is_empty() || wanted(scenario.name) {
            let measured =
                scenario_at_all_sizes(scenario, arguments, repository, &release, &below)?;
            record.scenarios.insert(scenario.name.to_owned(), measured);
            keep(record)?;
        }
    }
    if wanted(EXECUTABLES) {
        let places = Places::new(repository, &release, &below)?;
        record.executables = Some(executables(&places, arguments.scale, arguments.rounds)?);
        keep(record)?;
    }
    Ok(())
}

fn refuse_unknown(scenarios: &[Scenario], arguments: &Arguments) -> Done<()> {
    if !(arguments.scale > 0.0 && arguments.scale <= 1.0) {
        return Err(End::stopped("starting", "--scale is more than 0 and at most 1"));
    }
    let known =
        |name: &&String| scenarios.iter().any(|it| it.name == **name) || *name == EXECUTABLES;
    match arguments.only.iter().find(|name| !known(name)) {
        None => Ok(()),
        Some(name) => {
            let reason =
                format!("there is no scenario {name}; `cargo xtask bench --list` names them");
            Err(End::stopped("starting", reason))
        }
    }
}

/// Builds what is measured and returns its folder.
fn build(repository: &Path) -> Done<PathBuf> {
    let step = "building what is measured";
    // This process is TARGET/PROFILE/examples/chores.
    let executable = Environment::of_process().executable;
    let target = executable.as_deref().and_then(|file| file.ancestors().nth(3));
    let target = target.ok_or_else(|| End::stopped(step, "the target folder is not known"))?;
    let release = target.join("release");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--release", "--locked", "--bins"]).env("CARGO_TARGET_DIR", target);
    // As an example of a package it would drag in what tests need, optimized.
    let mut rustc = Command::new("rustc");
    rustc.args(["-Copt-level=3", "-Cstrip=symbols", "benches/peers/empty.rs", "-o"]);
    rustc.arg(release.join("empty-process"));
    for command in [&mut cargo, &mut rustc] {
        let status = command.current_dir(repository).status().map_err(failed(step))?;
        if !status.success() {
            return Err(End::stopped(step, "the compiler failed; what it said stands above"));
        }
    }
    Ok(release)
}

fn scenario_at_all_sizes(
    scenario: &Scenario,
    arguments: &Arguments,
    repository: &Path,
    release: &Path,
    below: &Path,
) -> Done<Measured> {
    let circumstances = machine::circumstances();
    let shares: &[f64] = if scenario.growth.is_some() { &SHARES } else { &[1.0] };
    let mut sizes = Vec::new();
    for share in shares {
        let units = scaled(scenario.input.full, arguments.scale * share);
        say(&format!("{}: {units} {}", scenario.name, scenario.input.unit))?;
        let places = Places::new(repository, release, below)?;
        let bytes = (scenario.input.make)(&places, units)?;
        let contests = scenario
            .contests
            .iter()
            .map(|contest| measure::contest(contest, &places, arguments.rounds))
            .collect::<Done<_>>()?;
        sizes.push(AtSize { units, bytes, contests });
    }
    Ok(Measured { circumstances, scale: arguments.scale, sizes })
}
