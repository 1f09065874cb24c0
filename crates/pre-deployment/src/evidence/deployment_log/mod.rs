//! `staging-deployment-run.log`: the lines that block the release, and whether the run finished
//! (rule 10.2).
//!
//! A log is read in two stages. `prefilter` runs over whole chunks and finds the few lines that
//! may be errors; `line` decides about each of them, by the level that it states first and by its
//! words second. `trace` keeps the lines that belong to an error from counting again. Memory is
//! constant but for the errors: [`Blocking`] takes 32 bytes each, and the first [`SHOWN`] a
//! readable part of their line on top. What blocks is for the gate to judge; nothing here does.

mod ansi;
mod completion;
mod header;
mod json;
mod level;
mod line;
mod pattern;
mod prefilter;
mod prefix;
mod scan;
mod statement;
mod trace;

use std::fmt;
use std::io::Read;

use ray_core::evidence::log::LogReader;
use ray_core::finding::Notes;
use ray_core::place::{EvidencePath, Excerpt, Place, Placed, Position};

pub use self::completion::TAIL_LINES;
pub use self::level::Level;
use self::scan::Scan;

/// How many errors keep a readable part of their line; of the rest only the place is kept.
pub const SHOWN: usize = 1_000;

/// Bytes of a line that an allowance is held against.
pub const MATCHED: usize = 4096;

/// Why a line blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It states a level that blocks.
    AtLevel(Level),
    /// An exception that nobody caught, with its stack.
    Traceback,
    /// A panic of Rust or Go.
    Panic,
    /// The shell found no such command.
    CommandNotFound,
    /// A command ended with another code than 0.
    NonZeroExit,
    /// A process was killed or broke off.
    Crash,
    /// A tool says in its own words that it failed.
    ToolFailure,
}

impl Kind {
    /// The kind as a sentence, for the many errors that a log may hold.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Kind::AtLevel(_) => "The log holds a line at a level that blocks",
            Kind::Traceback => "The log holds an exception that nobody caught",
            Kind::Panic => "The log holds a panic",
            Kind::CommandNotFound => "The log holds a command that was not found",
            Kind::NonZeroExit => "The log holds a command that exited non-zero",
            Kind::Crash => "The log holds a process that crashed or was killed",
            Kind::ToolFailure => "The log holds a failure that a tool reports",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::AtLevel(level) => write!(f, "a line at level {level}"),
            Kind::Traceback => f.write_str("an exception that nobody caught"),
            Kind::Panic => f.write_str("a panic"),
            Kind::CommandNotFound => f.write_str("a command that was not found"),
            Kind::NonZeroExit => f.write_str("a command that exited non-zero"),
            Kind::Crash => f.write_str("a process that crashed or was killed"),
            Kind::ToolFailure => f.write_str("a failure that a tool reports"),
        }
    }
}

/// An error in the log. A traceback, and whatever else spans several lines, is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocking {
    /// Why it blocks.
    pub kind: Kind,
    /// Where the words stand that decide.
    pub position: Position,
    /// Its line around those words, and the exception that its traceback ends with; the first
    /// [`SHOWN`] have it.
    shown: Option<Box<Shown>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    excerpt: Excerpt,
    raised: Option<String>,
}

impl Blocking {
    /// The line around the words that decide, without terminal escapes, at most 182 characters;
    /// empty after the first [`SHOWN`].
    #[must_use]
    pub fn text(&self) -> &str {
        self.shown.as_ref().map_or("", |shown| &shown.excerpt.text)
    }

    /// The last line of a traceback, such as `ValueError: no such host`, at most 182 characters.
    #[must_use]
    pub fn raised(&self) -> Option<&str> {
        self.shown.as_ref().and_then(|shown| shown.raised.as_deref())
    }
}

/// The line that says that the run is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Where it stands.
    pub place: Place,
}

impl Placed for Completion {
    fn place(&self) -> Place {
        self.place.clone()
    }
}

/// What a deployment log says.
#[derive(Debug, Clone)]
pub struct DeploymentLog {
    path: EvidencePath,
    /// Every error that no allowance covers, in the order of the file.
    pub blocking: Vec<Blocking>,
    /// How many errors an allowance covers.
    pub allowed: u64,
    /// The last line that completes the run; none when the log was cut or the run died.
    pub completion: Option<Completion>,
    /// How many lines the log has.
    pub lines: usize,
}

impl DeploymentLog {
    /// The place of `blocking`, which is one of this log's.
    #[must_use]
    pub fn place_of(&self, blocking: &Blocking) -> Place {
        Place {
            position: Some(blocking.position),
            excerpt: blocking.shown.as_ref().map(|shown| shown.excerpt.clone()),
            ..self.path.place()
        }
    }
}

impl Placed for DeploymentLog {
    fn place(&self) -> Place {
        self.path.place()
    }
}

/// Reads the log that `reader` yields, which lies at `path`.
///
/// `allowed` is asked about every error, with the text of its line: without terminal escapes, with
/// what collectors wrote in front, its first [`MATCHED`] bytes. About a traceback it is asked a
/// second time, with the exception that it ends with. An error for which it says true is counted
/// and not kept.
pub fn read(
    reader: impl Read,
    path: &EvidencePath,
    notes: &Notes,
    allowed: &mut dyn FnMut(&str) -> bool,
) -> DeploymentLog {
    let mut log = LogReader::new(reader, path, notes);
    let mut scan = Scan::new(allowed);
    while let Some(chunk) = log.next_chunk() {
        scan.take(&chunk);
    }
    let completion = scan.completion(path);
    let (blocking, allowed) = scan.finish();
    DeploymentLog { path: path.clone(), blocking, allowed, completion, lines: log.lines_read() }
}

#[cfg(test)]
mod tests;
