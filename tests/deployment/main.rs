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
mod formats;
mod manifest;
mod output;
mod prerequisites;
mod settings;
mod waivers;

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

test_support::suite! {
    protocol: deployment::PROTOCOL,
    now: NOW,
    prefix: "",
    gates: {
        readiness: "validate_gate_11_readiness",
        freeze: "validate_gate_11_freeze",
        launch: "validate_gate_11_launch",
        reporting: "validate_gate_11_reporting",
    },
    prerequisites: "validate_prerequisites_11",
    aggregator: "aggregate_evidence_11",
}

/// A copy of the example.
fn example() -> Scratch {
    SUITE.example()
}
