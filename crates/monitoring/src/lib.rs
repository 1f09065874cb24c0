//! Protocol 12, monitoring: what its evidence means, and how its gates judge it.
//!
//! [`evidence`] says what stands in each file, [`gates`] what must be true of it. What the protocol
//! is (files, texts, thresholds, roles) stands in `protocols/12-monitoring/protocol.toml`. This crate
//! knows no flag, no output format, no clock and no other protocol, and touches no file.

pub mod evidence;
pub mod gates;

use ray_core::protocol::ProtocolSource;

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../../protocols/12-monitoring/templates/", $name)),
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
    templates: templates![
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
};
