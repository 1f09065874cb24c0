//! An executable: what follows from running it, beside the flags that clap knows.

use clap::Command;
use ray_cli::{Exit, Task, VARIABLES};
use ray_core::protocol::Protocol;
use ray_ledger::{execution_log, history, waivers};

use crate::catalogue::{Executable, KnownFile};
use crate::command::NAME;
use crate::page::{Entry, Page, Target, Text};

/// What an executable for `task` does, as sentences without the last full stop.
#[must_use]
pub fn what_it_does(task: Task) -> &'static str {
    match task {
        Task::Gate(_) => {
            "Reads the evidence below the root, holds it against the criteria, and says by its exit \
             status whether the release may go on. It writes no evidence and needs no network"
        }
        Task::Prerequisites => {
            "Looks for what earlier protocols hand over, for approvals and for system state, and says by \
             its exit status whether the protocol may start. It writes nothing unless `--scaffold` or \
             `--output` asks for it"
        }
        Task::Aggregate => {
            "Hashes all evidence, judges all gates of the protocol, and writes the evidence manifest, \
             whether they pass or not"
        }
        Task::Run => {
            "Judges all gates of the protocol over one reading of the evidence, does not stop at the \
             first that fails, and writes a record of the run"
        }
    }
}

/// What to say about `executable` below its flags.
#[must_use]
pub fn executable(executable: &Executable<'_>, files: &[KnownFile<'_>]) -> Page {
    let mut page = Page::new(executable.name);
    if !executable.aliases.is_empty() {
        let names = executable.aliases.iter().map(Text::code);
        page = page.remark("Other names", Text::joined(names, ", "));
    }
    page.section(
        "Exit status",
        exit_status(
            [Exit::Passed, Exit::Failed, Exit::CannotJudge]
                .map(|exit| (exit.code(), exit.meaning())),
        ),
    )
    .section("Environment", environment())
    .section("Files", files_of(executable, files))
    .remark("See also", see_also(executable))
}

/// What to say about `ray-gates`, or the subcommand `command` of it, below its flags.
#[must_use]
pub fn ray_gates(
    command: &Command,
    protocols: &[Protocol],
    executables: &[Executable<'_>],
) -> Page {
    let meanings = [
        (0, "all is well, or what was asked for is printed"),
        (1, "something was found"),
        (2, "it could not look: bad flags, an unknown name, output not writable"),
    ];
    let folders = protocols.iter().flat_map(|protocol| {
        let identity = &protocol.descriptor.protocol;
        identity.folders.first().map(|folder| {
            Entry::new(
                Text::code(folder),
                format!("Evidence of protocol {} {}", identity.id, identity.name),
            )
        })
    });
    let files = std::iter::once(config()).chain(folders).collect();
    let runners = executables.iter().filter(|executable| executable.task == Task::Run);
    let others = runners
        .map(|runner| target(runner.name))
        .chain((command.get_name() != NAME).then(|| target(NAME)));
    Page::new(command.get_name())
        .section("Exit status", exit_status(meanings))
        .section("Environment", environment())
        .section("Files", files)
        .remark("See also", Text::joined(others, ", "))
}

fn exit_status(meanings: [(u8, &str); 3]) -> Vec<Entry> {
    meanings.map(|(code, meaning)| Entry::new(Text::code(code.to_string()), meaning)).into()
}

fn environment() -> Vec<Entry> {
    VARIABLES.iter().map(|known| Entry::new(Text::code(known.name), known.meaning)).collect()
}

fn config() -> Entry {
    Entry::new(
        Text::code("ray.toml"),
        "Settings of the team, at the root of the repository; optional",
    )
}

fn files_of(executable: &Executable<'_>, files: &[KnownFile<'_>]) -> Vec<Entry> {
    let mut entries = vec![config()];
    let reads = |file: &&KnownFile<'_>| {
        executable.editions.iter().any(|protocol| std::ptr::eq(*protocol, file.protocol))
            && match executable.task {
                Task::Gate(name) => executable.editions.iter().any(|protocol| {
                    let gate = protocol.gate(name);
                    gate.is_some_and(|(_, spec, _)| {
                        spec.evidence.iter().any(|id| Some(id.as_str()) == file.id)
                    })
                }),
                Task::Prerequisites => file.id.is_none(),
                Task::Aggregate | Task::Run => file.id.is_some(),
            }
    };
    let evidence = files.iter().filter(reads);
    entries.extend(evidence.map(|file| Entry::new(Text::code(&file.path), file.description)));
    entries.extend(kept(executable));
    entries
}

/// What is read beside the evidence, and what is written unless flags say otherwise.
fn kept(executable: &Executable<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    if executable.task != Task::Prerequisites {
        entries.extend(in_folders(executable, waivers::FILE_NAME, "Read: the waivers"));
    }
    match executable.task {
        Task::Prerequisites => {}
        Task::Gate(_) => {
            let what = "Added to with `--record`: the history of the gates";
            entries.extend(in_folders(executable, history::FILE_NAME, what));
        }
        Task::Aggregate => {
            let what = "Written: the evidence manifest";
            entries.extend(in_folders(executable, "evidence-manifest.json", what));
            let what = "Added to: the history of the gates";
            entries.extend(in_folders(executable, history::FILE_NAME, what));
            let what = "Added to: what changed since the last aggregation";
            entries.extend(in_folders(executable, execution_log::FILE_NAME, what));
        }
        Task::Run => {
            let path = format!(".artifacts/protocol-manifests/{}.json", executable.name);
            entries.push(Entry::new(Text::code(path), "Written: the record of the run"));
            let what = "Added to: the history of the gates";
            entries.extend(in_folders(executable, history::FILE_NAME, what));
        }
    }
    entries
}

/// The file `name` in the evidence folder of each edition.
fn in_folders(executable: &Executable<'_>, name: &str, what: &str) -> Vec<Entry> {
    let folders = executable.editions.iter().filter_map(|protocol| {
        protocol.descriptor.protocol.folders.first().map(|folder| format!("{folder}/{name}"))
    });
    folders.map(|path| Entry::new(Text::code(path), what)).collect()
}

fn see_also(executable: &Executable<'_>) -> Text {
    let scripts = executable.editions.iter().flat_map(|protocol| protocol.descriptor.scripts());
    let mut names: Vec<&str> = Vec::new();
    for name in scripts.chain([NAME]) {
        // Editions share scripts.
        if name != executable.name && !names.contains(&name) {
            names.push(name);
        }
    }
    Text::joined(names.into_iter().map(target), ", ")
}

fn target(name: &str) -> Text {
    Text::link(Target::Command(name.to_owned()))
}
