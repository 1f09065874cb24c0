//! Hostile text in whatever evidence says, and in whatever else an executable echoes: no output of any
//! executable lets it be more than text.
//!
//! [`strings`] has the texts, [`plant`] puts them into every field of a file, [`harmless`] says what
//! every output must hold.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod arguments;
mod commands;
mod evidence;
mod harmless;
mod kept;
mod names;
mod plant;
mod shown;
mod strings;
mod surroundings;

use test_support::{Outcome, Scratch, finish};

const RAY_GATES: &str = env!("CARGO_BIN_EXE_ray-gates");

/// An example that passes, and what judges it.
struct Example {
    /// The folder in `protocols/`.
    folder: &'static str,
    now: &'static str,
    number: &'static str,
    /// Further flags of the executables.
    flags: &'static [&'static str],
}

const EXAMPLES: [Example; 5] = [
    Example::new("10-pre-deployment", "2026-11-18T16:00:00Z", "10", &[]),
    Example::new("11-deployment", "2026-11-20T09:00:00Z", "11", &[]),
    Example::new("12-monitoring", "2026-11-21T09:00:00Z", "12", &[]),
    Example::new("18-maintenance", "2026-11-24T09:00:00Z", "18", &[]),
    Example::new("18-sustainment", "2026-11-24T09:00:00Z", "18", &["--edition", "sustainment"]),
];

impl Example {
    const fn new(
        folder: &'static str,
        now: &'static str,
        number: &'static str,
        flags: &'static [&'static str],
    ) -> Self {
        Self { folder, now, number, flags }
    }

    fn scratch(&self) -> Scratch {
        Scratch::of_example(self.folder, self.now)
    }

    fn runner(&self) -> String {
        executable(&format!("run_protocol_{}_gates", self.number))
    }

    fn prerequisites(&self) -> String {
        executable(&format!("validate_prerequisites_{}", self.number))
    }

    fn aggregator(&self) -> String {
        executable(&format!("aggregate_evidence_{}", self.number))
    }
}

/// The example of protocol 11, which most that is not about evidence is tried on.
const DEPLOYMENT: &Example = &EXAMPLES[1];

fn executable(name: &str) -> String {
    test_support::built::executable(RAY_GATES, name)
}

/// Runs `ray-gates` in the repository, at the system's time.
fn ray_gates(scratch: &Scratch, arguments: &[&str]) -> Outcome {
    let mut command = Scratch::command(RAY_GATES);
    command.current_dir(scratch.path()).args(arguments);
    finish(command)
}
