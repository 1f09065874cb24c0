//! `aggregate_evidence_12`: the evidence manifest of monitoring.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&monitoring::PROTOCOL, ray_cli::Task::Aggregate)
}
