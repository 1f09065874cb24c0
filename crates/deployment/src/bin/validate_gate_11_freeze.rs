//! `validate_gate_11_freeze`: the freeze gate of a deployment.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&deployment::PROTOCOL, ray_cli::Task::Gate("freeze"))
}
