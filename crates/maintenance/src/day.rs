//! Days on which something was decided or is due: `2026-11-30`, or a full time.
//!
//! Whose midnight bounds a day nobody says; it is taken in UTC. A day in another order, such as
//! `03/04/2026`, is not guessed.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ray_core::clock::Now;
use ray_core::finding::{Code, Finding};
use ray_core::place::Placed;
use ray_core::value::instant::{
    INVALID_TIME, TIME_IN_FUTURE, TimeProblem, parse_day, parse_in_prose, show,
};

/// A day is written in an order that several people read differently.
pub const DAY_AMBIGUOUS: Code = Code::error(
    "day-ambiguous",
    "A day is written in an order that can be read in two ways",
    "Write the year first: 2026-04-03",
    "03/04/2026",
);

/// A day of the calendar, or a time on one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// A whole day.
    Whole(Date),
    /// A time.
    At(Timestamp),
}

/// Why text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayProblem {
    /// It is a time without an offset.
    NoOffset,
    /// It has the parts of a day in an order that is not said.
    Ambiguous,
    /// It is none.
    Invalid,
}

impl Day {
    /// Reads `2026-11-30`, RFC 3339 or `2026-11-30 16:00 UTC`.
    ///
    /// # Errors
    /// When it is none of these, or a time without an offset.
    pub fn parse(written: &str) -> Result<Self, DayProblem> {
        if let Some(day) = parse_day(written) {
            return Ok(Self::Whole(day));
        }
        parse_in_prose(written).map(Self::At).map_err(|problem| match problem {
            TimeProblem::NoOffset => DayProblem::NoOffset,
            TimeProblem::Invalid if parts(written).is_some() => DayProblem::Ambiguous,
            TimeProblem::Invalid => DayProblem::Invalid,
        })
    }

    /// The day of the calendar, in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        match self {
            Self::Whole(day) => day,
            Self::At(time) => day_of(time),
        }
    }

    /// The latest instant that it can mean: of a whole day its end, so that days and times have one
    /// order.
    #[must_use]
    pub fn end(self) -> Timestamp {
        match self {
            Self::At(time) => time,
            Self::Whole(day) => day
                .at(23, 59, 59, 999_999_999)
                .to_zoned(TimeZone::UTC)
                .map_or(Timestamp::MAX, |end| end.timestamp()),
        }
    }

    /// True when it lies behind `now`; the day of `now` does not.
    #[must_use]
    pub fn is_past(self, now: Now) -> bool {
        match self {
            Self::Whole(day) => day < day_of(now.instant),
            Self::At(time) => time < now.instant,
        }
    }

    /// True when this is before `other`. Of a day and a time on it neither is.
    #[must_use]
    pub fn is_before(self, other: Self) -> bool {
        match (self, other) {
            (Self::At(time), Self::At(other)) => time < other,
            _ => self.date() < other.date(),
        }
    }
}

fn day_of(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

impl DayProblem {
    /// The finding for `written`, which stands at `place` and should be `what`.
    #[must_use]
    pub fn finding(self, place: &(impl Placed + ?Sized), written: &str, what: &str) -> Finding {
        let shown: String = written.chars().take(60).collect();
        let finding = match self {
            DayProblem::NoOffset => return TimeProblem::NoOffset.finding(place, written),
            DayProblem::Ambiguous => DAY_AMBIGUOUS.at(place).help(advice(written)),
            DayProblem::Invalid => INVALID_TIME.at(place),
        };
        finding
            .message(format!("{what} cannot be read"))
            .expected("a day such as 2026-12-01, or a time with an offset")
            .actual(format!("\"{shown}\""))
    }
}

/// The finding for a `day` at `place` on which something is recorded, and which has not come yet.
#[must_use]
pub fn not_come(day: Day, place: &(impl Placed + ?Sized), now: Now) -> Option<Finding> {
    let (ahead, shown) = match day {
        Day::Whole(day) => (day > day_of(now.instant), day.to_string()),
        Day::At(time) => (now.is_before(time), show(time)),
    };
    ahead.then(|| {
        TIME_IN_FUTURE
            .at(place)
            .message("This is recorded as having happened, but lies in the future")
            .expected(format!("a day up to {}", day_of(now.instant)))
            .actual(shown)
    })
}

/// The two numbers before a year of four digits or two, where `written` is such a day.
fn parts(written: &str) -> Option<(i8, i8, i16)> {
    let mut parts = written.trim().split(['/', '.', '-']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if parts.next().is_some() || !digits(first, 2) || !digits(second, 2) || !digits(year, 4) {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    Some((first.parse().ok()?, second.parse().ok()?, if year < 100 { 2000 + year } else { year }))
}

fn advice(written: &str) -> String {
    let Some((first, second, year)) = parts(written) else {
        return DAY_AMBIGUOUS.help.to_owned();
    };
    let readings = [Date::new(year, second, first).ok(), Date::new(year, first, second).ok()];
    match readings {
        [Some(one), Some(other)] if one != other => {
            format!("Is {one} or {other} meant? Write the year first")
        }
        [Some(day), _] | [None, Some(day)] => format!("If {day} is meant, write it so"),
        [None, None] => DAY_AMBIGUOUS.help.to_owned(),
    }
}

#[cfg(test)]
#[path = "day_tests.rs"]
mod tests;
