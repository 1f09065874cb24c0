//! `validate_gate_21_approvals`: the approvals gate of maintenance planning. A later name of
//! `validate_gate_18_approvals`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&maintenance::planning::PLANNING, ray_cli::Task::Gate("approvals"))
}
