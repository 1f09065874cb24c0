//! Protocol 11, production deployment: what its evidence means, and how its gates judge it.
//!
//! [`evidence`] says what stands in each file, [`gates`] what must be true of it. What the protocol
//! is (files, texts, thresholds, roles) stands in `protocols/11-deployment/protocol.toml`. This
//! crate knows no flag, no output format, no clock and no other protocol, and touches no file.

pub mod evidence;
pub mod gates;

use ray_core::protocol::ProtocolSource;

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../../protocols/11-deployment/", $folder, "/", $name)),
        )),*]
    };
}

/// Protocol 11.
pub static PROTOCOL: ProtocolSource = ProtocolSource {
    descriptor: include_str!("../../../protocols/11-deployment/protocol.toml"),
    gates: &[
        &gates::readiness::GATE,
        &gates::freeze::GATE,
        &gates::launch::GATE,
        &gates::reporting::GATE,
    ],
    templates: files!["templates":
        "deployment-readiness-checklist.json",
        "release-manifest.md",
        "staging-validation-results.json",
        "change-freeze-confirmation.md",
        "release-approvers.yaml",
        "production-approval.json",
        "production-deployment-report.json",
        "post-deployment-validation.json",
        "deployment-health-log.md",
        "DEPLOYMENT-REPORT.md",
        "retrospective-inputs.json",
        "prerequisite-approvals.json",
        "system-state.json",
    ],
    schemas: files!["schemas":
        "deployment-readiness-checklist.schema.json",
        "post-deployment-validation.schema.json",
        "prerequisite-approvals.schema.json",
        "production-approval.schema.json",
        "production-deployment-report.schema.json",
        "release-approvers.schema.json",
        "retrospective-inputs.schema.json",
        "staging-validation-results.schema.json",
        "system-state.schema.json",
    ],
};
