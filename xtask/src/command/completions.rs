//! `ray-gates completions`: what a shell needs to complete the command lines of all executables.

use clap::{Args, Command};
use clap_complete::{Generator, Shell, generate};
use ray_cli::{End, Exit, to_stdout};

use super::written::{self, Written, command_lines, no_executable};
use super::{NAME, names, protocols};

/// Print what a shell needs to complete a command line
#[derive(Args)]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,

    /// The executable
    #[arg(value_parser = names::commands(), hide_possible_values = true, default_value = NAME)]
    name: String,

    /// Write a file for every executable into this folder instead
    #[arg(long, conflicts_with = "name")]
    dir: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, End> {
    let commands = command_lines(&protocols()?)?;
    if let Some(folder) = &arguments.dir {
        let all: Vec<Written> =
            commands.into_iter().map(|command| file(arguments.shell, command)).collect();
        return written::into_folder(folder, &all);
    }
    let names: Vec<&str> = commands.iter().map(Command::get_name).collect();
    let wanted = commands.iter().find(|command| command.get_name() == arguments.name);
    let command = wanted.ok_or_else(|| no_executable(&arguments.name, &names))?;
    to_stdout(&file(arguments.shell, command.clone()).text)?;
    Ok(Exit::Passed)
}

/// The file that completes `command`, by the name under which the shell looks for it.
fn file(shell: Shell, mut command: Command) -> Written {
    let name = command.get_name().to_owned();
    let mut text = Vec::new();
    generate(shell, &mut command, &name, &mut text);
    if shell == Shell::Bash {
        text = with_one_spelling(&name, text);
    }
    Written { name: shell.file_name(&name), text }
}

/// The generator for bash spells the hyphen of an executable in two ways, and the subcommands of
/// `ray-gates` would complete to nothing: <https://github.com/clap-rs/clap/issues/6421>.
fn with_one_spelling(name: &str, text: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(text) {
        Ok(text) if name.contains('-') => {
            text.replace(&name.replace('-', "__subcmd__"), &name.replace('-', "__")).into_bytes()
        }
        Ok(text) => text.into_bytes(),
        Err(unchanged) => unchanged.into_bytes(),
    }
}
