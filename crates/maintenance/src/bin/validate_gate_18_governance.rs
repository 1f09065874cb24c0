//! `validate_gate_18_governance`: the governance gate of maintenance planning.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&maintenance::planning::PLANNING, ray_cli::Task::Gate("governance"))
}
