//! Protocol 10, pre-deployment: what its evidence means, and how its gates judge it.
//!
//! [`evidence`] says what stands in each file, [`gates`] what must be true of it. What the protocol
//! is (files, texts, thresholds, roles) stands in `protocols/10-pre-deployment/protocol.toml`. This
//! crate knows no flag, no output format, no clock and no other protocol, and touches no file.

pub mod evidence;
pub mod gates;

use ray_core::protocol::ProtocolSource;

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../../protocols/10-pre-deployment/", $folder, "/", $name)),
        )),*]
    };
}

/// Protocol 10.
pub static PROTOCOL: ProtocolSource = ProtocolSource {
    descriptor: include_str!("../../../protocols/10-pre-deployment/protocol.toml"),
    gates: &[
        &gates::intake::GATE,
        &gates::rehearsal::GATE,
        &gates::security::GATE,
        &gates::readiness::GATE,
    ],
    templates: files!["templates":
        "intake-validation-report.json",
        "staging-parity-report.json",
        "staging-test-results.json",
        "rollback-verification-report.json",
        "security-compliance-report.json",
        "pre-deployment-manifest.json",
        "readiness-approval.json",
        "deployment-checklist.md",
        "release-manifest.json",
        "prerequisite-approvals.json",
        "system-state.json",
    ],
    schemas: files!["schemas":
        "intake-validation-report.schema.json",
        "pre-deployment-manifest.schema.json",
        "prerequisite-approvals.schema.json",
        "readiness-approval.schema.json",
        "release-manifest.schema.json",
        "rollback-verification-report.schema.json",
        "security-compliance-report.schema.json",
        "staging-parity-report.schema.json",
        "staging-test-results.schema.json",
        "system-state.schema.json",
    ],
};
