//! Protocol 12, monitoring: what its evidence means, and how its gates judge it.
//!
//! [`evidence`] says what stands in each file, [`gates`] what must be true of it. What the protocol
//! is (files, texts, thresholds, roles) stands in `protocols/12-monitoring/protocol.toml`. This crate
//! knows no flag, no output format, no clock and no other protocol, and touches no file.

pub mod evidence;
pub mod gates;

use ray_core::protocol::ProtocolSource;

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../../protocols/12-monitoring/", $folder, "/", $name)),
        )),*]
    };
}

/// Protocol 12.
pub static PROTOCOL: ProtocolSource = ProtocolSource {
    descriptor: include_str!("../../../protocols/12-monitoring/protocol.toml"),
    gates: &[
        &gates::instrumentation::GATE,
        &gates::alerts::GATE,
        &gates::assurance::GATE,
        &gates::handoff::GATE,
    ],
    templates: files!["templates":
        "monitoring-requirements.md",
        "instrumentation-audit.json",
        "alert-test-results.json",
        "dashboard-config.md",
        "observability-schedule.json",
        "alert-tuning-report.md",
        "improvement-backlog.md",
        "monitoring-package-manifest.json",
        "monitoring-approval-record.json",
        "prerequisite-approvals.json",
        "system-state.json",
    ],
    schemas: files!["schemas":
        "alert-test-results.schema.json",
        "instrumentation-audit.schema.json",
        "monitoring-approval-record.schema.json",
        "monitoring-package-manifest.schema.json",
        "observability-schedule.schema.json",
        "prerequisite-approvals.schema.json",
        "system-state.schema.json",
    ],
};
