//! `validate_prerequisites_11`: what must be in place before a deployment starts.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&deployment::PROTOCOL, ray_cli::Task::Prerequisites)
}
