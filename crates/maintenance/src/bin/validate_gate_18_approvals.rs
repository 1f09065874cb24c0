//! `validate_gate_18_approvals`: the approvals gate of maintenance planning.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&maintenance::planning::PLANNING, ray_cli::Task::Gate("approvals"))
}
