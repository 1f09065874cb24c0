//! How often a monitoring check runs: a word, a cron with five fields or an ISO 8601 duration.
//!
//! Rule 12.3: every check has a valid cadence. What crons understand differently is refused, so that
//! a cadence means one thing. When a check runs next is not computed here.

pub mod cron;
pub mod duration;

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use ray_core::value::words::{Vocabulary, fold};

pub use cron::{Cron, CronProblem};
pub use duration::{Period, PeriodProblem};

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 200;

/// How often a check runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cadence {
    /// At the times of a cron expression with five fields: `0 6 * * 1`.
    Cron(Cron),
    /// After each ISO 8601 duration: `PT15M`.
    Every(Period),
    /// By a word: `daily`.
    Word(Word),
}

/// A cadence that has a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Once an hour.
    Hourly,
    /// Once a day.
    Daily,
    /// Once a week.
    Weekly,
    /// Once a month.
    Monthly,
    /// Once every three months.
    Quarterly,
}

impl Vocabulary for Word {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("hourly", Self::Hourly),
        ("daily", Self::Daily),
        ("weekly", Self::Weekly),
        ("monthly", Self::Monthly),
        ("quarterly", Self::Quarterly),
    ];
}

/// The text is no cadence, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CadenceProblem {
    /// Nothing is written.
    #[error("no cadence is written; {FORMS}")]
    Empty,
    /// The text, of so many bytes, is too long to be a cadence.
    #[error("a text of {0} bytes is no cadence; a cadence has at most {LONGEST}; {FORMS}")]
    TooLong(usize),
    /// It is neither a word nor a cron nor a duration.
    #[error("`{}` is no cadence{}; {FORMS}", shown(text), question(*near))]
    Unknown {
        /// What is written.
        text: String,
        /// The word that was probably meant.
        near: Option<&'static str>,
    },
    /// It is a short form that only some crons know.
    #[error("`{}` is a short form that not every cron knows; {hint}", shown(text))]
    Macro {
        /// What is written.
        text: String,
        /// What to write instead.
        hint: &'static str,
    },
    /// It is a cron, with a fault.
    #[error(transparent)]
    Cron(#[from] CronProblem),
    /// It is an ISO 8601 duration, with a fault.
    #[error(transparent)]
    Every(#[from] PeriodProblem),
}

const FORMS: &str = "write hourly, daily, weekly, monthly or quarterly, a cron with five fields \
                     (`0 6 * * 1`) or an ISO 8601 duration (`PT15M`)";

/// The short forms of crontab(5) and of Go's cron, without their `@`.
const MACROS: [(&str, &str); 9] = [
    ("hourly", "write `hourly`"),
    ("daily", "write `daily`"),
    ("midnight", "write `daily`"),
    ("weekly", "write `weekly`"),
    ("monthly", "write `monthly`"),
    ("yearly", "write `P1Y`"),
    ("annually", "write `P1Y`"),
    ("reboot", "it names no time: write how often the check runs, for example `daily`"),
    ("every", "write the time between two runs as an ISO 8601 duration, for example `PT15M`"),
];

impl FromStr for Cadence {
    type Err = CadenceProblem;

    fn from_str(written: &str) -> Result<Self, CadenceProblem> {
        if written.len() > LONGEST {
            return Err(CadenceProblem::TooLong(written.len()));
        }
        let text = written.trim();
        if text.is_empty() {
            return Err(CadenceProblem::Empty);
        }
        if let Some(word) = Word::find(text) {
            return Ok(Self::Word(word));
        }
        if let Some(name) = text.strip_prefix('@') {
            return Err(short_form(text, name));
        }
        if duration::looks_like_one(text) {
            return Ok(Self::Every(Period::read(text)?));
        }
        if cron::looks_like_one(text) {
            return Ok(Self::Cron(Cron::read(text)?));
        }
        Err(CadenceProblem::Unknown { text: text.to_owned(), near: near(text) })
    }
}

impl fmt::Display for Cadence {
    /// Written so that it reads back as the same cadence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cron(cron) => cron.fmt(f),
            Self::Every(period) => period.fmt(f),
            Self::Word(word) => word.fmt(f),
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

fn short_form(text: &str, name: &str) -> CadenceProblem {
    let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
    let hint = MACROS.iter().find(|(known, _)| *known == first).map_or(FORMS, |(_, hint)| *hint);
    CadenceProblem::Macro { text: text.to_owned(), hint }
}

/// The word of which `text` is a misspelling; `biweekly` is none, it means something else.
fn near(text: &str) -> Option<&'static str> {
    Word::nearest(text).filter(|word| !fold(text).ends_with(word))
}

fn question(near: Option<&str>) -> String {
    near.map(|word| format!(" (did you mean `{word}`?)")).unwrap_or_default()
}

/// `text` with what cannot be seen made visible, since a pasted no-break space looks like a space.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c == ' ' || c.is_ascii_graphic() || c.is_alphanumeric() {
            shown.push(c);
        } else {
            shown.extend(c.escape_unicode());
        }
    }
    shown
}
