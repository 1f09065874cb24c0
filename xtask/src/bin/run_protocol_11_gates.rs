//! `run_protocol_11_gates`: all gates of a deployment over one workspace.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&deployment::PROTOCOL, ray_cli::Task::Run)
}
