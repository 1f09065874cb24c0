//! The evidence of the first edition: one module per file, saying what stands in it. No judgement
//! here.

pub mod cadence;
pub mod capacity_analysis;
pub mod feedback_loop_map;
pub mod maintenance_charter;
pub mod monitoring_activation;
pub mod readiness_approval_log;
pub mod release_policy;
pub mod reporting_spec;
pub mod review_calendar;
pub mod rows;
pub mod runbook_index;
pub mod support_workflow;
pub mod tooling_access;
