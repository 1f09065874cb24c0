//! The first edition of protocol 18, sustainment: four gates over `.artifacts/maintenance/`.
//!
//! [`evidence`] says what stands in each file, [`gates`] what must be true of it. What the edition is
//! (files, texts, roles) stands in `protocols/18-sustainment/protocol.toml`.

pub mod evidence;
pub mod gates;

use ray_core::protocol::ProtocolSource;

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../../../protocols/18-sustainment/", $folder, "/", $name)),
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
    templates: files!["templates":
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
    schemas: files!["schemas":
        "feedback-loop-map.schema.json",
        "monitoring-activation.schema.json",
        "prerequisite-approvals.schema.json",
        "runbook-index.schema.json",
        "support-workflow.schema.json",
        "system-state.schema.json",
        "tooling-access-checklist.schema.json",
    ],
};
