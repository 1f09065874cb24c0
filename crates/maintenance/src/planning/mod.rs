//! The planning edition of protocol 18: three gates over `.artifacts/protocol-21/`.
//!
//! [`evidence`] says what stands in each file, [`gates`] what must be true of it. What the edition is
//! (files, texts, roles) stands in `protocols/18-maintenance/protocol.toml`.

pub mod evidence;
pub mod gates;

use ray_core::protocol::ProtocolSource;

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../../../protocols/18-maintenance/", $folder, "/", $name)),
        )),*]
    };
}

/// The planning edition of protocol 18.
pub static PLANNING: ProtocolSource = ProtocolSource {
    descriptor: include_str!("../../../../protocols/18-maintenance/protocol.toml"),
    gates: &[&gates::backlog::GATE, &gates::approvals::GATE, &gates::governance::GATE],
    templates: files!["templates":
        "maintenance-backlog.csv",
        "approval-log.csv",
        "governance-cadence-checklist.json",
        "prerequisite-approvals.json",
        "system-state.json",
    ],
    schemas: files!["schemas":
        "backlog-prioritization-matrix.schema.json",
        "governance-cadence-checklist.schema.json",
        "handover-validation-report.schema.json",
        "prerequisite-approvals.schema.json",
        "system-state.schema.json",
    ],
};
