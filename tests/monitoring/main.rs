//! Protocol 12 from outside: through its real executables, over copies of its example.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod command_lines;
mod prerequisites;
mod unreadable;
mod warnings;

/// The instant at which the example is judged.
const NOW: &str = "2026-11-21T09:00:00Z";

test_support::suite! {
    protocol: monitoring::PROTOCOL,
    now: NOW,
    prefix: "",
    gates: {
        instrumentation: "validate_gate_12_instrumentation",
        alerts: "validate_gate_12_alerts",
        assurance: "validate_gate_12_assurance",
        handoff: "validate_gate_12_handoff",
    },
    prerequisites: "validate_prerequisites_12",
    aggregator: "aggregate_evidence_12",
}
