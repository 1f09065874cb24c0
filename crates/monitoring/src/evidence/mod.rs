//! The shapes of the evidence: what stands in each file, located, with what could not be read noted.

pub mod alert_tests;
pub mod approval_record;
pub mod audit;
pub mod backlog;
pub mod cadence;
pub mod dashboards;
pub mod requirements;
pub mod schedule;
pub mod tuning_report;
