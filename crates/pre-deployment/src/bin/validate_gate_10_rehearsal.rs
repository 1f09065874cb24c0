//! `validate_gate_10_rehearsal`: the gate of the rehearsal of a deployment.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&pre_deployment::PROTOCOL, ray_cli::Task::Gate("rehearsal"))
}
