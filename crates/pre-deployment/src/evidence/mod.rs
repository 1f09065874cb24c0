//! The shapes of the evidence: what stands in each file, located, with what could not be read noted.

pub mod deployment_checklist;
pub mod deployment_log;
pub mod intake_report;
pub mod parity_report;
pub mod plan;
pub mod readiness_approval;
pub mod rollback_report;
pub mod security_report;
pub mod test_results;
