//! A cron expression with five fields, as Vixie cron and its heirs all understand it.
//!
//! What only some crons know (seconds, years, `?`, `L`, `W`, `#`, `H`, a step without a range) is
//! refused, and so is an expression whose day never comes.

mod field;

#[cfg(test)]
mod tests;

use std::fmt;

use super::shown;
use field::Field;
pub use field::FieldName;

/// A cron expression that runs now and then; equal to one whose fields mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    minute: Field,
    hour: Field,
    day_of_month: Field,
    month: Field,
    day_of_week: Field,
}

/// What is wrong with a cron expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CronProblem {
    /// It has fewer or more than five fields.
    #[error(
        "a cron has five fields (minute, hour, day of month, month, day of week), this one has {count}{}",
        surplus(*.0), count = .0
    )]
    FieldCount(usize),
    /// A list has an item with nothing in it.
    #[error("{field}: the list `{}` has an empty item; take out the comma too many", shown(list))]
    EmptyItem {
        /// Where.
        field: FieldName,
        /// The whole field.
        list: String,
    },
    /// Something is no number, name, range or step.
    #[error(
        "{field}: `{}` is not {}; write for example {}", shown(part), field.values(), field.example()
    )]
    NotAValue {
        /// Where.
        field: FieldName,
        /// What is written.
        part: String,
    },
    /// A number is outside of its field.
    #[error("{field}: `{}` is out of range; write {}", shown(part), field.values())]
    OutOfRange {
        /// Where.
        field: FieldName,
        /// What is written.
        part: String,
    },
    /// A range runs backwards.
    #[error("{field}: the range `{}` runs backwards; list its parts as `{instead}`", shown(part))]
    Descending {
        /// Where.
        field: FieldName,
        /// What is written.
        part: String,
        /// The same, in ranges that ascend.
        instead: String,
    },
    /// A step is no number that can be stepped by.
    #[error(
        "{field}: the step `{}` in `{}` is not a number from 1 to {}",
        shown(step), shown(part), field.high()
    )]
    Step {
        /// Where.
        field: FieldName,
        /// The item.
        part: String,
        /// What follows its `/`.
        step: String,
    },
    /// A step follows a single value, which some crons read as a range and others do not.
    #[error(
        "{field}: crons disagree about `{}`, a step without a range; write the range as `{instead}`",
        shown(part)
    )]
    StepWithoutRange {
        /// Where.
        field: FieldName,
        /// What is written.
        part: String,
        /// The same, with its range.
        instead: String,
    },
    /// Only another program's crons know this.
    #[error(
        "{field}: `{}` is only known to {dialect}; write {}", shown(part), field.values()
    )]
    Foreign {
        /// Where.
        field: FieldName,
        /// What is written.
        part: String,
        /// The program.
        dialect: &'static str,
    },
    /// None of its months has one of its days.
    #[error(
        "`{}` never runs: no month `{month}` has a day `{day_of_month}`; correct day of month or month",
        shown(text)
    )]
    NeverRuns {
        /// The expression.
        text: String,
        /// Its days.
        day_of_month: String,
        /// Its months.
        month: String,
    },
}

/// How many days each month has at most, from January.
const LONGEST_MONTHS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Cron {
    /// Reads five fields parted by spaces or tabs.
    pub(super) fn read(text: &str) -> Result<Self, CronProblem> {
        let fields: Vec<&str> = fields(text).collect();
        let &[minute, hour, day_of_month, month, day_of_week] = fields.as_slice() else {
            return Err(CronProblem::FieldCount(fields.len()));
        };
        let cron = Self {
            minute: Field::read(FieldName::Minute, minute)?,
            hour: Field::read(FieldName::Hour, hour)?,
            day_of_month: Field::read(FieldName::DayOfMonth, day_of_month)?,
            month: Field::read(FieldName::Month, month)?,
            day_of_week: Field::read(FieldName::DayOfWeek, day_of_week)?,
        };
        if cron.comes() {
            return Ok(cron);
        }
        Err(CronProblem::NeverRuns {
            text: text.to_owned(),
            day_of_month: day_of_month.to_owned(),
            month: month.to_owned(),
        })
    }

    /// True when some day is one of its days. When neither day field starts with `*`, a cron runs on
    /// the days of either, and every month has each weekday; otherwise on the days of both.
    fn comes(&self) -> bool {
        !self.day_of_week.is_starred()
            || (1..).zip(LONGEST_MONTHS).any(|(month, days)| {
                self.month.contains(month) && (1..=days).any(|day| self.day_of_month.contains(day))
            })
    }
}

impl fmt::Display for Cron {
    /// As written, with names in capitals and one space between fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { minute, hour, day_of_month, month, day_of_week } = self;
        write!(f, "{minute} {hour} {day_of_month} {month} {day_of_week}")
    }
}

/// True when `text` was probably meant as a cron: it says what is wrong with it better than "no
/// cadence" does. Every cron that can be read looks like one.
pub(super) fn looks_like_one(text: &str) -> bool {
    let starred = fields(text).any(|field| field.starts_with(['*', '?']));
    let numbered = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, ',' | '-' | '/'));
    starred || (numbered && fields(text).count() >= 5)
}

/// Only space and tab part the fields of a crontab.
fn fields(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t']).filter(|field| !field.is_empty())
}

fn surplus(fields: usize) -> &'static str {
    match fields {
        6 => "; leave out the seconds in front or the year at the end",
        7 => "; leave out the seconds in front and the year at the end",
        _ => "; write for example `0 6 * * 1`",
    }
}
