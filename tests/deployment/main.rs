//! Protocol 11 from outside: through its real executables, over copies of its example.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod bad_input;
mod command_lines;
mod gates;
mod manifest;
mod output;
mod prerequisites;
mod settings;

use test_support::Scratch;

/// The instant at which the example is judged.
const NOW: &str = "2026-11-20T09:00:00Z";

const READINESS: &str = env!("CARGO_BIN_EXE_validate_gate_11_readiness");
const FREEZE: &str = env!("CARGO_BIN_EXE_validate_gate_11_freeze");
const LAUNCH: &str = env!("CARGO_BIN_EXE_validate_gate_11_launch");
const REPORTING: &str = env!("CARGO_BIN_EXE_validate_gate_11_reporting");
const PREREQUISITES: &str = env!("CARGO_BIN_EXE_validate_prerequisites_11");
const AGGREGATE: &str = env!("CARGO_BIN_EXE_aggregate_evidence_11");

/// Every executable of the protocol's own crate.
const EXECUTABLES: [&str; 6] = [READINESS, FREEZE, LAUNCH, REPORTING, PREREQUISITES, AGGREGATE];

/// The gates, by short name.
const GATES: [(&str, &str); 4] =
    [("readiness", READINESS), ("freeze", FREEZE), ("launch", LAUNCH), ("reporting", REPORTING)];

/// A copy of the example.
fn example() -> Scratch {
    Scratch::of_example("11-deployment", NOW)
}
