//! A page for each executable: its `--help` as it is printed, and what follows from a run.

use clap::Command;
use ray_cli::End;
use ray_core::protocol::Protocol;

use super::index;
use crate::catalogue::{Executable, KnownFile};
use crate::command::{NAME, command_line};
use crate::page::{Page, Target, markdown};
use crate::topics;

/// Columns of the help.
const WIDTH: usize = 100;

/// The pages with their paths, and the one that lists them.
pub(super) fn pages(
    protocols: &[Protocol],
    executables: &[Executable<'_>],
    files: &[KnownFile<'_>],
) -> Result<Vec<(String, Page)>, End> {
    let mut described = Vec::new();
    let mut pages = vec![(path(NAME), of_ray_gates(protocols, executables))];
    for executable in executables {
        let command = executable.command()?;
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let page = Page::new(executable.name)
            .paragraph(about.as_str())
            .paragraph(topics::what_it_does(executable.task))
            .verbatim("Flags", help(command));
        pages.push((path(executable.name), joined(page, topics::executable(executable, files))));
        described.push((executable, about));
    }
    pages.push((index("commands"), topics::all_executables(&described)));
    Ok(pages)
}

fn path(name: &str) -> String {
    markdown::path(&Target::Command(name.to_owned()))
}

fn of_ray_gates(protocols: &[Protocol], executables: &[Executable<'_>]) -> Page {
    let mut command = command_line().disable_help_subcommand(true);
    command.build();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let mut page = Page::new(NAME).paragraph(about).verbatim("Subcommands", help(command.clone()));
    for below in command.get_subcommands() {
        page = page.verbatim(&format!("{NAME} {}", below.get_name()), help(below.clone()));
    }
    joined(page, topics::ray_gates(&command, protocols, executables))
}

/// What `--help` prints where there is no terminal.
fn help(command: Command) -> String {
    command.term_width(WIDTH).render_long_help().to_string()
}

fn joined(mut page: Page, below: Page) -> Page {
    page.blocks.extend(below.blocks);
    page
}
