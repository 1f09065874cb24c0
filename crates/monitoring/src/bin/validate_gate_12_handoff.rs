//! `validate_gate_12_handoff`: the gate of the handoff of monitoring.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&monitoring::PROTOCOL, ray_cli::Task::Gate("handoff"))
}
