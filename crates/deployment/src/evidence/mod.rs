//! The evidence of protocol 11: one module per file, saying what stands in it. No judgement here.

pub mod acknowledgement;
pub mod check;
pub mod freeze_confirmation;
pub mod health_log;
pub mod post_deployment_validation;
pub mod production_approval;
pub mod production_deployment_report;
pub mod quantity;
pub mod readiness_checklist;
pub mod release_approvers;
pub mod release_manifest;
pub mod release_report;
pub mod retrospective_inputs;
pub mod staging_validation;
pub mod window;
