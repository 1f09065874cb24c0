//! `validate_gate_12_instrumentation`: the gate of what is watched.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&monitoring::PROTOCOL, ray_cli::Task::Gate("instrumentation"))
}
