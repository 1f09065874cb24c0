//! `validate_gate_18_sustainment_charter`: the charter gate of the first edition of protocol 18.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&maintenance::sustainment::SUSTAINMENT, ray_cli::Task::Gate("charter"))
}
