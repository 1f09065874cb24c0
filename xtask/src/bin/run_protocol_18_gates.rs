//! `run_protocol_18_gates`: all gates of an edition of maintenance, or of all of them.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main_of_editions(maintenance::EDITIONS, ray_cli::Task::Run)
}
