//! What is kept of runs, end to end: under load, when processes are killed, when the disk is full; and
//! the commands that look at it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod faults;
mod history;
mod packages;
mod verify;

use std::path::{Path, PathBuf};

use test_support::{Outcome, Scratch, finish};

/// The instant at which the example of protocol 11 passes.
const NOW: &str = "2026-11-20T09:00:00Z";

const RAY_GATES: &str = env!("CARGO_BIN_EXE_ray-gates");
const RUNNER: &str = env!("CARGO_BIN_EXE_run_protocol_11_gates");

const FOLDER: &str = ".artifacts/deployment";
const HISTORY: &str = ".artifacts/deployment/gate-history.jsonl";
const LOG: &str = ".artifacts/deployment/protocol-execution-log.jsonl";

fn example() -> Scratch {
    Scratch::of_example("11-deployment", NOW)
}

/// An executable of a protocol's crate, which lies beside those of this one.
fn beside(name: &str) -> String {
    let path = Path::new(RUNNER).with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is not built; run the tests of the workspace", path.display());
    path.to_string_lossy().into_owned()
}

fn aggregator() -> String {
    beside("aggregate_evidence_11")
}

/// Runs `ray-gates` with `arguments` in the repository.
fn ray_gates(scratch: &Scratch, arguments: &[&str]) -> Outcome {
    let mut command = Scratch::command(RAY_GATES);
    command.current_dir(scratch.path()).args(arguments);
    finish(command)
}

/// The files of the evidence folder that a run has begun and not put in place.
fn unfinished(scratch: &Scratch) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(scratch.file(FOLDER)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|it| it == "tmp")).collect()
}
