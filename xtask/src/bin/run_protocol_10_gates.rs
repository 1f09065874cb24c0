//! `run_protocol_10_gates`: all gates of pre-deployment over one workspace.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&pre_deployment::PROTOCOL, ray_cli::Task::Run)
}
