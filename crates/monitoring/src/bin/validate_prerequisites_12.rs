//! `validate_prerequisites_12`: what must be in place before monitoring is changed.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&monitoring::PROTOCOL, ray_cli::Task::Prerequisites)
}
