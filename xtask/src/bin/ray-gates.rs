//! `ray-gates`: whatever is asked of all protocols at once.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::command::main()
}
