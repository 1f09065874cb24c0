//! `validate_gate_10_intake`: the gate of what upstream protocols handed over.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&pre_deployment::PROTOCOL, ray_cli::Task::Gate("intake"))
}
