//! `cargo xtask`: chores of whoever works on this repository. Nobody installs it.
//!
//! `cargo xtask docs` writes the generated part of `docs/`. A page that is generated no longer is
//! named and left for a person to remove. `cargo xtask bench` measures and writes `docs/benchmarks.md`.

mod bench;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use ray_cli::{End, Exit, environment::Environment, guarded, to_stdout};
use ray_ledger::write;
use xtask::book::{Drift, drift};

/// Chores of whoever works on this repository
#[derive(Parser)]
#[command(name = "cargo xtask")]
enum Chore {
    /// Write the generated pages of the book in docs/
    Docs,
    Bench(bench::Arguments),
}

fn main() -> ExitCode {
    let run = || match Chore::try_parse_from(Environment::of_process().arguments)? {
        Chore::Docs => docs(),
        Chore::Bench(arguments) => bench::bench(&arguments),
    };
    guarded(run).into()
}

fn docs() -> Result<Exit, End> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut exit = Exit::Passed;
    for Drift { path, wanted } in drift(&root)? {
        let said = match wanted {
            Some(text) => {
                write::replace(&root.join(&path), text.as_bytes())
                    .map_err(|error| End::stopped("writing the pages", error))?;
                format!("wrote {path}\n")
            }
            None => {
                exit = Exit::Failed;
                format!("{path} is generated no longer; remove it\n")
            }
        };
        to_stdout(said.as_bytes())?;
    }
    Ok(exit)
}
