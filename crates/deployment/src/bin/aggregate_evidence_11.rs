//! `aggregate_evidence_11`: the evidence manifest of a deployment.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&deployment::PROTOCOL, ray_cli::Task::Aggregate)
}
