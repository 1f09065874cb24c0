//! `validate_gate_11_reporting`: the reporting gate of a deployment.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&deployment::PROTOCOL, ray_cli::Task::Gate("reporting"))
}
