//! `validate_gate_10_security`: the gate of the rehearsal of a rollback, and security.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&pre_deployment::PROTOCOL, ray_cli::Task::Gate("security"))
}
