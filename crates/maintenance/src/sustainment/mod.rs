//! The first edition of protocol 18, sustainment: four gates over `.artifacts/maintenance/`.
//!
//! [`evidence`] says what stands in each file, [`gates`] what must be true of it. What the edition is
//! (files, texts, roles) stands in `protocols/18-sustainment/protocol.toml`.

pub mod evidence;
pub mod gates;

use ray_core::protocol::ProtocolSource;

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../../../protocols/18-sustainment/templates/", $name)),
        )),*]
    };
}

/// The first edition of protocol 18.
pub static SUSTAINMENT: ProtocolSource = ProtocolSource {
    descriptor: include_str!("../../../../protocols/18-sustainment/protocol.toml"),
    gates: &[
        &gates::charter::GATE,
        &gates::enablement::GATE,
        &gates::governance::GATE,
        &gates::readiness::GATE,
    ],
    templates: templates![
        "maintenance-charter.md",
        "capacity-analysis.csv",
        "tooling-access-checklist.json",
        "runbook-index.json",
        "support-workflow.yaml",
        "reporting-spec.md",
        "backlog-register.csv",
        "release-policy.md",
        "feedback-loop-map.json",
        "readiness-approval-log.csv",
        "monitoring-activation.json",
        "review-calendar.md",
        "prerequisite-approvals.json",
        "system-state.json",
    ],
};
