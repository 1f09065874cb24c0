//! `aggregate_evidence_18`: the evidence manifest of maintenance.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main_of_editions(maintenance::EDITIONS, ray_cli::Task::Aggregate)
}
