//! An ISO 8601 duration as the time between two runs: `PT15M`, `P1DT12H`, `P2W`.
//!
//! Strict: capitals, units in order, a fraction in the last component only, weeks by themselves. A
//! time of nothing, a sign and more than two years are no cadence.

#[cfg(test)]
mod tests;
mod unit;

use std::fmt;

use ray_core::value::decimal;
use rust_decimal::Decimal;

use super::shown;
pub use unit::Unit;

/// The time between two runs, more than nothing and at most two years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The components that are not zero, in order; never none.
    parts: Vec<(Decimal, Unit)>,
}

/// What is wrong with a duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodProblem {
    /// It has a sign.
    #[error("the duration `{}` has a sign; write it without", shown(.0))]
    Signed(String),
    /// Its letters are not capitals.
    #[error("the letters of a duration are capitals; write `{}`", shown(.0))]
    LowerCase(String),
    /// It has no component.
    #[error("the duration `{0}` has no length; write for example `PT15M` or `P1D`")]
    NoLength(String),
    /// Nothing follows its `T`.
    #[error(
        "nothing follows the `T` in `{0}`; leave it out, or write the hours, minutes or seconds"
    )]
    NoTime(String),
    /// It has a second `T`.
    #[error("the duration `{}` has two `T`; write one, between days and hours", shown(.0))]
    SecondTime(String),
    /// A unit has no number in front of it.
    #[error("no number stands before `{unit}` in `{}`; write for example `1{unit}`", shown(text))]
    NoNumber {
        /// The duration.
        text: String,
        /// The letter that stands where the number should.
        unit: char,
    },
    /// Something is no number.
    #[error(
        "`{number}` is not a number; write for example 15 or 1.5, with at most nine digits after the point"
    )]
    NotANumber {
        /// What is written.
        number: String,
    },
    /// No unit follows a number.
    #[error(
        "no unit follows `{number}` in `{}`; write for example `PT{number}M` for minutes",
        shown(text)
    )]
    NoUnit {
        /// The duration.
        text: String,
        /// The number.
        number: String,
    },
    /// A character is no unit and no number.
    #[error("`{}` has no place in a duration; its units are Y, M, W, D and, after a T, H, M, S", shown(.0))]
    UnknownUnit(String),
    /// Hours, minutes or seconds stand before the `T`, or days and longer after it.
    #[error("`{part}` stands on the wrong side of the `T`; {}", side(*needs_time))]
    WrongSide {
        /// The component.
        part: String,
        /// True when it belongs after the `T`.
        needs_time: bool,
    },
    /// A unit is repeated, or a longer one follows a shorter one.
    #[error("{unit} cannot follow {previous}; write each unit once, the longest first")]
    OutOfOrder {
        /// The unit.
        unit: Unit,
        /// The one in front of it.
        previous: Unit,
    },
    /// Weeks stand with other units.
    #[error("weeks stand alone in a duration, `{0}` mixes them; write them as days")]
    MixedWeeks(String),
    /// A component that is not the last has a fraction.
    #[error(
        "only the last component may have a fraction, `{0}` is not the last; write it in smaller units"
    )]
    Fraction(String),
    /// It is zero.
    #[error("the duration `{0}` is zero; write the time between two runs, for example `PT15M`")]
    Zero(String),
    /// It is more than two years.
    #[error("the duration `{0}` is longer than two years, which is no cadence")]
    TooLong(String),
}

/// The longest time between two runs, in seconds: two years with a leap day.
const LONGEST: i64 = 731 * 86_400;

/// Digits of a whole number beyond which it is too long in any unit, and of a fraction beyond which
/// nobody measures.
const MOST_DIGITS: usize = 9;

impl Period {
    /// Reads a text that looks like a duration.
    pub(super) fn read(text: &str) -> Result<Self, PeriodProblem> {
        let unsigned = text.trim_start_matches(['+', '-']);
        if unsigned.len() < text.len() {
            return Err(PeriodProblem::Signed(text.to_owned()));
        }
        let capitals = text.to_ascii_uppercase();
        if capitals != text && capitals.chars().all(is_part_of_one) {
            return Err(PeriodProblem::LowerCase(capitals));
        }
        let mut reading = Reading { text, in_time: false, parts: Vec::new() };
        reading.read_all(text.strip_prefix(['P', 'p']).unwrap_or_default())?;
        reading.finish()
    }
}

impl fmt::Display for Period {
    /// Without components that are zero, with a point in a fraction.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        let mut in_time = false;
        for (amount, unit) in &self.parts {
            if unit.in_time() && !in_time {
                f.write_str("T")?;
                in_time = true;
            }
            write!(f, "{amount}{}", unit.letter())?;
        }
        Ok(())
    }
}

/// A duration while it is read.
struct Reading<'t> {
    text: &'t str,
    in_time: bool,
    /// Each number as written, and its unit.
    parts: Vec<(&'t str, Unit)>,
}

impl<'t> Reading<'t> {
    fn read_all(&mut self, mut rest: &'t str) -> Result<(), PeriodProblem> {
        while !rest.is_empty() {
            rest = match rest.strip_prefix('T') {
                Some(_) if self.in_time => return Err(PeriodProblem::SecondTime(self.owned())),
                Some("") if !self.parts.is_empty() => {
                    return Err(PeriodProblem::NoTime(self.owned()));
                }
                Some(time) => {
                    self.in_time = true;
                    time
                }
                None => self.component(rest)?,
            };
        }
        Ok(())
    }

    /// Reads a number and its unit; what follows them is left.
    fn component(&mut self, rest: &'t str) -> Result<&'t str, PeriodProblem> {
        let end = rest.find(|c: char| !c.is_ascii_digit() && !is_point(c)).unwrap_or(rest.len());
        let (number, rest) = rest.split_at(end);
        let mut letters = rest.chars();
        let letter = letters.next();
        match letter {
            Some('+' | '-') => return Err(PeriodProblem::Signed(self.owned())),
            Some(letter) if !letter.is_ascii_alphabetic() => {
                return Err(PeriodProblem::UnknownUnit(letter.to_string()));
            }
            Some(unit) if number.is_empty() => {
                return Err(PeriodProblem::NoNumber { text: self.owned(), unit });
            }
            _ => {}
        }
        check_number(number)?;
        let Some(letter) = letter.filter(|letter| *letter != 'T') else {
            return Err(PeriodProblem::NoUnit { text: self.owned(), number: number.to_owned() });
        };
        let Some(unit) = Unit::find(letter, self.in_time) else {
            return Err(match Unit::find(letter, !self.in_time) {
                Some(unit) => PeriodProblem::WrongSide {
                    part: format!("{number}{letter}"),
                    needs_time: unit.in_time(),
                },
                None => PeriodProblem::UnknownUnit(letter.to_string()),
            });
        };
        self.follow(unit)?;
        self.parts.push((number, unit));
        Ok(letters.as_str())
    }

    /// Whether `unit` may follow what was read.
    fn follow(&self, unit: Unit) -> Result<(), PeriodProblem> {
        let Some(&(number, previous)) = self.parts.last() else {
            return Ok(());
        };
        if (previous == Unit::Weeks) != (unit == Unit::Weeks) {
            return Err(PeriodProblem::MixedWeeks(self.owned()));
        }
        if unit <= previous {
            return Err(PeriodProblem::OutOfOrder { unit, previous });
        }
        if number.contains(is_point) {
            return Err(PeriodProblem::Fraction(format!("{number}{}", previous.letter())));
        }
        Ok(())
    }

    fn finish(self) -> Result<Period, PeriodProblem> {
        if self.parts.is_empty() {
            return Err(PeriodProblem::NoLength(self.owned()));
        }
        let mut parts = Vec::new();
        let mut seconds = Decimal::ZERO;
        for &(number, unit) in &self.parts {
            let amount = amount(number).ok_or_else(|| PeriodProblem::TooLong(self.owned()))?;
            seconds += amount * Decimal::from(unit.seconds());
            if !amount.is_zero() {
                parts.push((amount, unit));
            }
        }
        if parts.is_empty() {
            return Err(PeriodProblem::Zero(self.owned()));
        }
        if seconds > Decimal::from(LONGEST) {
            return Err(PeriodProblem::TooLong(self.owned()));
        }
        Ok(Period { parts })
    }

    fn owned(&self) -> String {
        self.text.to_owned()
    }
}

/// True when `text` was probably meant as a duration: it says what is wrong with it better than "no
/// cadence" does. Every duration that can be read looks like one.
pub(super) fn looks_like_one(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['+', '-']);
    let numbered = unsigned.strip_prefix(['P', 'p']).is_some_and(|rest| {
        let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest);
        rest.starts_with(|c: char| c.is_ascii_digit() || is_point(c) || matches!(c, '+' | '-'))
    });
    numbered || (unsigned.starts_with('P') && unsigned.chars().all(is_part_of_one))
}

fn is_part_of_one(c: char) -> bool {
    c.is_ascii_digit() || is_point(c) || "PYMWDTHS+-".contains(c)
}

fn is_point(c: char) -> bool {
    matches!(c, '.' | ',')
}

/// Digits, and perhaps a point with some more.
fn check_number(number: &str) -> Result<(), PeriodProblem> {
    let (whole, fraction) = number.split_once(is_point).unwrap_or((number, "0"));
    let are_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if are_digits(whole) && are_digits(fraction) && fraction.len() <= MOST_DIGITS {
        return Ok(());
    }
    Err(PeriodProblem::NotANumber { number: number.to_owned() })
}

/// The number, unless it has so many digits that it is too long in any unit.
fn amount(number: &str) -> Option<Decimal> {
    let number = number.replace(',', ".");
    let number = number.trim_start_matches('0');
    let whole = number.find('.').unwrap_or(number.len());
    if whole > MOST_DIGITS {
        return None;
    }
    decimal::parse(&format!("0{number}")).ok()
}

fn side(needs_time: bool) -> &'static str {
    if needs_time {
        "hours, minutes and seconds follow it, as in `PT5M`"
    } else {
        "years, months, weeks and days stand before it, as in `P1DT12H`"
    }
}
