//! `aggregate_evidence_10`: the evidence manifest of pre-deployment.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&pre_deployment::PROTOCOL, ray_cli::Task::Aggregate)
}
