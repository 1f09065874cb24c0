//! The planning edition of protocol 18 from outside: its three gates, its prerequisites and its
//! evidence manifest, over copies of its example.

mod handed_over;
mod long_backlogs;
mod other_names;
mod settings;

/// The instant at which the example is judged.
const NOW: &str = "2026-11-24T09:00:00Z";

test_support::suite! {
    protocol: maintenance::planning::PLANNING,
    now: NOW,
    prefix: "",
    gates: {
        backlog: "validate_gate_18_backlog",
        approvals: "validate_gate_18_approvals",
        governance: "validate_gate_18_governance",
    },
    prerequisites: "validate_prerequisites_18",
    aggregator: "aggregate_evidence_18",
}
