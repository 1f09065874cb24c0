//! What a benchmark declares: how its input is made, which commands run on it in turn, and what is
//! wanted of ours. Data only: measuring and writing the page are elsewhere.

use crate::bench::Done;
use crate::bench::places::Places;

/// One input and the contests on it.
pub(crate) struct Scenario {
    /// The name for `--only`, and of its plot.
    pub(crate) name: &'static str,
    /// The heading of its section.
    pub(crate) title: &'static str,
    /// What stands under the heading: what the input is, and what each side does.
    pub(crate) about: &'static str,
    /// How the input is made.
    pub(crate) input: Input,
    /// Which commands are compared.
    pub(crate) contests: Vec<Contest>,
    /// What to say of growth, where the input has sizes.
    pub(crate) growth: Option<Growth>,
}

/// How an input is made.
pub(crate) struct Input {
    /// What is counted, in the plural, such as `lines`.
    pub(crate) unit: &'static str,
    /// How many there are at full size.
    pub(crate) full: u64,
    /// Writes so many into the folders of [`Places`] and returns their bytes. The same number gives the
    /// same bytes.
    pub(crate) make: fn(&Places, u64) -> Done<u64>,
}

/// Why cost grows as it does, in words of a person; what the numbers say is computed.
pub(crate) struct Growth {
    /// Stands behind the computed sentence.
    pub(crate) reason: &'static str,
}

/// Commands that do the same.
pub(crate) struct Contest {
    /// What they do, as the caption of the table.
    pub(crate) name: &'static str,
    /// The commands, ours first.
    pub(crate) subjects: Vec<Subject>,
}

/// One command.
pub(crate) struct Subject {
    /// Its name in tables.
    pub(crate) name: String,
    /// The program and its arguments, with the places of [`Places::fill`].
    pub(crate) command: Vec<String>,
    /// The exit codes that show that it did its work.
    pub(crate) exits: &'static [i32],
    /// The tools that must be there, by their names in [`crate::bench::tools`].
    pub(crate) needs: &'static [&'static str],
    /// What is wanted of it; a peer has none.
    pub(crate) goals: Vec<Goal>,
}

/// What is wanted of a command at full size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Goal {
    /// At least `times` as fast as the command called `than`.
    Faster {
        /// A name in the same contest.
        than: &'static str,
        /// By which the median of its time is at least divided.
        times: f64,
    },
    /// At most so many milliseconds more than the command called `than`.
    Over {
        /// A name in the same contest.
        than: &'static str,
        /// Between the medians.
        milliseconds: f64,
    },
    /// Done within so many seconds.
    Within {
        /// The median.
        seconds: f64,
    },
    /// Less than so many MiB at its peak.
    Memory {
        /// Of resident memory.
        mebibytes: f64,
    },
}

impl Subject {
    /// Ours: it passes, needs nothing but itself, and has goals.
    pub(crate) fn ours(name: &str, command: &[&str], goals: &[Goal]) -> Self {
        Self { goals: goals.to_vec(), ..Self::peer(name, command, &[]) }
    }

    /// A peer, which ends with 0.
    pub(crate) fn peer(name: &str, command: &[&str], needs: &'static [&'static str]) -> Self {
        let command = command.iter().map(|&part| part.to_owned()).collect();
        Self { name: name.to_owned(), command, exits: &[0], needs, goals: Vec::new() }
    }

    /// The same with other exit codes.
    pub(crate) fn exits(self, exits: &'static [i32]) -> Self {
        Self { exits, ..self }
    }

    /// The same with tools that it needs.
    pub(crate) fn needs(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }
}
