//! `validate_gate_12_assurance`: the gate of how monitoring is itself checked.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&monitoring::PROTOCOL, ray_cli::Task::Gate("assurance"))
}
