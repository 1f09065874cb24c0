//! `aggregate_evidence_21`: the evidence manifest of maintenance. A later name of
//! `aggregate_evidence_18`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main_of_editions(maintenance::EDITIONS, ray_cli::Task::Aggregate)
}
