//! `validate_prerequisites_18`: what must be in place before maintenance is planned.

use std::process::ExitCode;

fn main() -> ExitCode {
    ray_cli::main_of_editions(maintenance::EDITIONS, ray_cli::Task::Prerequisites)
}
