//! `ray-gates man`: the manual page of each executable, and of each subcommand of `ray-gates`.

use std::io::{self, Write};

use clap::builder::PossibleValue;
use clap::{Args, Command};
use clap_mangen::Man;
use ray_cli::{End, Exit, Task, to_stdout};
use ray_core::protocol::Protocol;

use super::written::{self, Written, no_executable};
use super::{NAME, command_line, names, protocols};
use crate::catalogue::{Executable, executables, files, gates};
use crate::page::{Page, manual};
use crate::topics;

/// Print a manual page, for `man -l -`
#[derive(Args)]
pub(crate) struct Arguments {
    /// The executable, or a subcommand as ray-gates-list
    #[arg(value_parser = names::commands(), hide_possible_values = true, default_value = NAME)]
    name: String,

    /// Write all pages into this folder instead, such as ~/.local/share/man/man1
    #[arg(long, conflicts_with = "name")]
    dir: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, End> {
    let protocols = protocols()?;
    if let Some(folder) = &arguments.dir {
        return written::into_folder(folder, &pages(&protocols, |_| true)?);
    }
    let mut pages = pages(&protocols, |name| name == arguments.name)?;
    match pages.pop() {
        Some(page) => to_stdout(&page.text)?,
        None => return Err(unknown(&protocols, &arguments.name)),
    }
    Ok(Exit::Passed)
}

fn unknown(protocols: &[Protocol], name: &str) -> End {
    let own = with_subcommands(command_line());
    let executables = executables(protocols);
    let known = executables
        .iter()
        .flat_map(|known| known.aliases.iter().map(String::as_str).chain([known.name]));
    let names: Vec<&str> = known.chain(own.iter().filter_map(Command::get_display_name)).collect();
    no_executable(name, &names)
}

/// The pages of those executables and subcommands whose names are `wanted`.
fn pages(protocols: &[Protocol], wanted: impl Fn(&str) -> bool) -> Result<Vec<Written>, End> {
    let executables = executables(protocols);
    let mut pages = Vec::new();
    for command in with_subcommands(command_line()) {
        if command.get_display_name().is_some_and(&wanted) {
            let below = topics::ray_gates(&command, protocols, &executables);
            pages.push(page(command, &below)?);
        }
    }
    let files = files(protocols);
    for executable in &executables {
        let names = executable.aliases.iter().map(String::as_str).chain([executable.name]);
        if !names.into_iter().any(&wanted) {
            continue;
        }
        let mut below = criteria(executable, protocols);
        below.blocks.extend(topics::executable(executable, &files).blocks);
        for command in executable.commands()? {
            if wanted(command.get_name()) {
                pages.push(page(with_description(command, executable.task), &below)?);
            }
        }
    }
    Ok(pages)
}

fn with_description(command: Command, task: Task) -> Command {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    command.long_about(format!("{about}.\n\n{}.", topics::what_it_does(task)))
}

/// `command` and those below it, each by the name of its page: `ray-gates-list`.
fn with_subcommands(mut command: Command) -> Vec<Command> {
    command = command.disable_help_subcommand(true);
    command.build();
    let below = command.get_subcommands().map(|below| {
        let name = format!("{}-{}", command.get_name(), below.get_name());
        below.clone().display_name(name)
    });
    let below: Vec<Command> = below.collect();
    std::iter::once(command.display_name(NAME)).chain(below).collect()
}

/// The criteria that `executable` judges, where it judges one gate.
fn criteria(executable: &Executable<'_>, protocols: &[Protocol]) -> Page {
    let page = Page::new(executable.name);
    if let Task::Aggregate | Task::Run = executable.task {
        return page;
    }
    let gates = gates(protocols);
    match gates.iter().find(|gate| gate.spec.script == executable.name) {
        Some(gate) => page.section("Criteria", topics::criteria(gate)),
        None => page,
    }
}

fn page(command: Command, below: &Page) -> Result<Written, End> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let command = with_values_in_help(command);
    let mut text = Vec::new();
    sections(&name, &command, below, &mut text)
        .map_err(|error| End::stopped("writing the manual page", error))?;
    Ok(Written { name: format!("{name}.1"), text })
}

/// What clap knows, then what follows from a run. The help of a command ends in the exit codes; here
/// these have a section of their own.
fn sections(name: &str, command: &Command, below: &Page, out: &mut Vec<u8>) -> io::Result<()> {
    // The library leaves an empty date out, and what comes after it moves up.
    let (title, version) = (name.to_uppercase(), env!("CARGO_PKG_VERSION"));
    writeln!(out, ".TH {title} 1 \"\" \"{NAME} {version}\" \"Manual of {NAME}\"")?;
    let man = Man::new(command.clone());
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(out)?;
    }
    manual::write(below).to_writer(out)
}

/// A list with a paragraph for each of three words is long to read: they go into the sentence.
fn with_values_in_help(command: Command) -> Command {
    command.mut_args(|argument| {
        let values = argument.get_possible_values();
        let help = argument.get_help().map(ToString::to_string);
        match help {
            Some(help) if !values.is_empty() && !argument.is_hide_possible_values_set() => {
                let values: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
                argument.help(format!("{help}: {}", values.join(", "))).hide_possible_values(true)
            }
            _ => argument,
        }
    })
}
