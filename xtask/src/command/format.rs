//! What a command prints, and what several of them print alike.

use clap::ValueEnum;
use jiff::SignedDuration;

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

/// A length of time in its largest whole unit, such as `3 days`.
pub(crate) fn in_words(time: SignedDuration) -> String {
    let minutes = time.as_mins().unsigned_abs();
    let (count, unit) = match minutes {
        0..60 => (minutes, "minute"),
        60..2880 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    plural(count, unit)
}

/// So many of something.
pub(crate) fn plural(count: u64, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    }
}
