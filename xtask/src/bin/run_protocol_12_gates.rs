//! `run_protocol_12_gates`: all gates of monitoring over one workspace.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&monitoring::PROTOCOL, ray_cli::Task::Run)
}
