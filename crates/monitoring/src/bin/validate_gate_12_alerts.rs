//! `validate_gate_12_alerts`: the gate of alerts and dashboards.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&monitoring::PROTOCOL, ray_cli::Task::Gate("alerts"))
}
