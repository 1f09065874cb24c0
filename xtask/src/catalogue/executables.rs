//! Every executable that judges, checks, aggregates or runs, with the command line that clap builds for
//! it. `ray-gates` itself is not among them.

use clap::Command;
use ray_cli::{End, Task, command};
use ray_core::protocol::{Protocol, ProtocolSource};

/// An executable of one protocol.
pub struct Executable<'p> {
    /// Its name.
    pub name: &'p str,
    /// The other names by which it is installed.
    pub aliases: &'p [String],
    /// What it is for.
    pub task: Task,
    /// The editions of the protocol that it serves.
    pub editions: Vec<&'p Protocol>,
}

/// Every executable: for each protocol those of its gates, edition by edition, then the three of the
/// protocol itself.
#[must_use]
pub fn executables(protocols: &[Protocol]) -> Vec<Executable<'_>> {
    let number = |protocol: &Protocol| protocol.descriptor.protocol.id.clone();
    protocols
        .chunk_by(|a, b| number(a) == number(b))
        .flat_map(|editions| {
            let gates = editions.iter().flat_map(of_gates);
            gates.chain(of_protocol(editions)).collect::<Vec<_>>()
        })
        .collect()
}

fn of_gates(protocol: &Protocol) -> impl Iterator<Item = Executable<'_>> {
    protocol.gates().map(move |(spec, judge)| Executable {
        name: &spec.script,
        aliases: protocol.descriptor.aliases(&spec.script),
        task: Task::Gate(judge.name()),
        editions: vec![protocol],
    })
}

fn of_protocol(editions: &[Protocol]) -> impl Iterator<Item = Executable<'_>> {
    let tasks = editions.first().map(|protocol| {
        let identity = &protocol.descriptor.protocol;
        [
            (identity.prerequisites.as_str(), Task::Prerequisites),
            (&identity.aggregator, Task::Aggregate),
            (&identity.runner, Task::Run),
        ]
        .map(|(name, task)| Executable {
            name,
            aliases: protocol.descriptor.aliases(name),
            task,
            editions: editions.iter().collect(),
        })
    });
    tasks.into_iter().flatten()
}

impl Executable<'_> {
    /// Its command line, under its proper name.
    ///
    /// # Errors
    /// When a descriptor is broken: a fault of this project.
    pub fn command(&self) -> Result<Command, End> {
        let sources: Vec<&'static ProtocolSource> =
            self.editions.iter().map(|protocol| protocol.source).collect();
        command(&sources, self.task)
    }

    /// Its command line under each of its names, the proper one first.
    ///
    /// # Errors
    /// When a descriptor is broken: a fault of this project.
    pub fn commands(&self) -> Result<Vec<Command>, End> {
        let command = self.command()?;
        let aliases = self.aliases.iter().map(|alias| command.clone().name(alias).bin_name(alias));
        Ok(std::iter::once(command.clone()).chain(aliases).collect())
    }
}
