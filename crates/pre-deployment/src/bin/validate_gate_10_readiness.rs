//! `validate_gate_10_readiness`: the gate of the readiness review of a release.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&pre_deployment::PROTOCOL, ray_cli::Task::Gate("readiness"))
}
