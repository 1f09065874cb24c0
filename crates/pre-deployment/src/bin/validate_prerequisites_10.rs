//! `validate_prerequisites_10`: what must be in place before staging is rehearsed.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main(&pre_deployment::PROTOCOL, ray_cli::Task::Prerequisites)
}
