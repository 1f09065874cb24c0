//! Protocol 10 from outside: through its real executables, over copies of its example.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

/// The instant at which the example is judged.
const NOW: &str = "2026-11-18T16:00:00Z";

test_support::suite! {
    protocol: pre_deployment::PROTOCOL,
    now: NOW,
    prefix: "",
    gates: {
        intake: "validate_gate_10_intake",
        rehearsal: "validate_gate_10_rehearsal",
        security: "validate_gate_10_security",
        readiness: "validate_gate_10_readiness",
    },
    prerequisites: "validate_prerequisites_10",
    aggregator: "aggregate_evidence_10",
}
