//! One run, from the command line to the exit code. Every executable is one call into this crate.
//!
//! ```text
//! flags -> environment -> ray.toml -> settings -> workspace -> gates -> report -> --output -> exit
//! ```
//!
//! It knows no protocol and no gate by name: it is handed the protocol and what to do with it. A
//! command that is no run of a protocol ends through [`guarded`] like one.

mod aggregate;
mod config;
mod editions;
mod end;
pub mod environment;
mod exit;
mod explain;
mod failure;
mod flags;
mod gates;
mod git_index;
mod git_user;
mod opened;
mod output;
mod pack;
mod publish;
mod record;
mod recording;
mod repository;
mod run;
mod scaffold;
mod session;
mod tasks;
mod variables;

use std::process::ExitCode;

use ray_core::protocol::ProtocolSource;

pub use end::{End, guarded, to_stdout};
pub use exit::Exit;
pub use opened::Opened;
pub use run::command;
pub use tasks::Task;
pub use variables::{VARIABLES, Variable};

/// Runs `task` of `protocol` with the command line of this process, and says how it ended: 0
/// passed, 1 failed, 2 could not be judged.
#[must_use]
pub fn main(protocol: &'static ProtocolSource, task: Task) -> ExitCode {
    run::main(&[protocol], task).into()
}

/// Runs `task` of the edition of a protocol that `--edition` names, of the first unless it names one;
/// a run over all gates may name `all`. The exit code is the worst of those of the editions.
#[must_use]
pub fn main_of_editions(editions: &[&'static ProtocolSource], task: Task) -> ExitCode {
    run::main(editions, task).into()
}
