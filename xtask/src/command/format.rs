//! What a command prints, and what several of them print alike.

use std::fmt::Display;
use std::io::{self, Write};

use clap::ValueEnum;
use jiff::SignedDuration;
use ray_cli::End;
use ray_report::escape::JsonWriter;
use serde::Serialize;

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

/// `document` as what a command prints for programs.
pub(crate) fn json(document: &impl Serialize) -> Result<Vec<u8>, End> {
    let mut out = Vec::new();
    let mut writer = JsonWriter::new(&mut out);
    let written = serde_json::to_writer_pretty(&mut writer, document).map_err(io::Error::from);
    let written = written.and_then(|()| writer.write_all(b"\n"));
    written.map_err(|error| End::stopped("writing the result", error))?;
    Ok(out)
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
pub(crate) fn plural(count: impl Display, word: &str) -> String {
    let count = count.to_string();
    let end = if count == "1" { "" } else { "s" };
    format!("{count} {word}{end}")
}
