//! The `ray-gates` command: a subcommand each for what is asked of all protocols at once.
//!
//! A subcommand is a module with its arguments and a function `run`; it knows no rule and no evidence
//! field. Exit codes are those of a gate: 0 all is well, 1 something was found, 2 it could not look.

mod check;
pub mod check_docs;
mod chosen;
mod completions;
mod explain;
mod format;
mod history;
mod init;
mod install;
mod list;
mod man;
mod names;
mod schema;
mod uninstall;
mod verify;
mod waivers;
mod written;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use ray_cli::environment::Environment;
use ray_cli::{End, Exit, guarded};
use ray_core::protocol::Protocol;

use crate::catalogue;

/// The name of the command.
pub const NAME: &str = "ray-gates";

/// Judge releases by their evidence: what concerns all protocols at once. Gates are executables of
/// their own; `ray-gates list` names them.
#[derive(Parser)]
#[command(name = NAME, version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    CheckDocs(check_docs::Arguments),
    List(list::Arguments),
    Explain(explain::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    History(history::Arguments),
    Waivers(waivers::Arguments),
    Verify(verify::Arguments),
    Install(install::Arguments),
    Uninstall(uninstall::Arguments),
    Init(init::Arguments),
    Check(check::Arguments),
}

/// Runs the subcommand that the command line of this process names.
#[must_use]
pub fn main() -> ExitCode {
    guarded(|| run(&Environment::of_process())).into()
}

fn run(environment: &Environment) -> Result<Exit, End> {
    match CommandLine::try_parse_from(&environment.arguments)?.command {
        Command::CheckDocs(arguments) => check_docs::run(&arguments, environment),
        Command::List(arguments) => list::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
        Command::History(arguments) => history::run(&arguments, environment),
        Command::Waivers(arguments) => waivers::run(&arguments, environment),
        Command::Verify(arguments) => verify::run(&arguments, environment),
        Command::Install(arguments) => install::run(&arguments, environment),
        Command::Uninstall(arguments) => uninstall::run(&arguments),
        Command::Init(arguments) => init::run(&arguments, environment),
        Command::Check(arguments) => check::run(&arguments, environment),
    }
}

/// The command line, for help, manuals and completions.
#[must_use]
pub fn command_line() -> clap::Command {
    CommandLine::command()
}

/// Every protocol, loaded.
fn protocols() -> Result<Vec<Protocol>, End> {
    catalogue::protocols().map_err(|error| End::stopped("starting", error))
}
