//! Lengths of time as flags and settings write them: minutes (`5`) or with a unit (`90s`).

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::decimal;

/// A length of time, not negative, to the millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timespan {
    milliseconds: i64,
}

/// The text is not a length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a length of time; write minutes as 5, or 90s, 5m, 24h, 14d")]
pub struct TimespanProblem(String);

impl Timespan {
    /// The same as a duration.
    #[must_use]
    pub fn duration(self) -> SignedDuration {
        SignedDuration::from_millis(self.milliseconds)
    }

    /// The length in minutes, exact.
    #[must_use]
    pub fn minutes(self) -> Decimal {
        minutes(self.duration())
    }
}

/// A duration in minutes, exact to the millisecond.
#[must_use]
pub fn minutes(duration: SignedDuration) -> Decimal {
    let milliseconds = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    (Decimal::from(milliseconds) / Decimal::from(60_000)).normalize()
}

impl FromStr for Timespan {
    type Err = TimespanProblem;

    fn from_str(written: &str) -> Result<Self, TimespanProblem> {
        let text = written.trim();
        let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (amount, unit) = text.split_at(split);
        let unit = match unit {
            "s" => 1_000,
            "" | "m" | "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return Err(TimespanProblem(written.to_owned())),
        };
        let amount = amount.trim_end();
        let shaped =
            amount.len() <= 12 && amount.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let milliseconds = shaped
            .then(|| decimal::parse(amount).ok())
            .flatten()
            .and_then(|amount| (amount * Decimal::from(unit)).to_i64())
            .filter(|milliseconds| *milliseconds <= 36_525 * 86_400_000);
        milliseconds
            .map(|milliseconds| Self { milliseconds })
            .ok_or_else(|| TimespanProblem(written.to_owned()))
    }
}

impl fmt::Display for Timespan {
    /// The largest unit in which it is a whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)] {
            if self.milliseconds >= length
                && self.milliseconds % length == 0
                && (unit != "d" || self.milliseconds > length)
            {
                return write!(f, "{}{unit}", self.milliseconds / length);
            }
        }
        write!(f, "{}s", (Decimal::from(self.milliseconds) / Decimal::ONE_THOUSAND).normalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        text.parse::<Timespan>().map_or("refused".to_owned(), |span| span.to_string())
    }

    #[test]
    fn a_bare_number_is_minutes() {
        assert_eq!(shown("5"), "5m");
        assert_eq!(shown("90s"), "90s");
        assert_eq!(shown("1h"), "1h");
        assert_eq!(shown("24h"), "24h");
        assert_eq!(shown("14d"), "14d");
        assert_eq!(shown("7.5"), "450s");
    }

    #[test]
    fn refuses_what_is_no_length() {
        for text in ["", "NaN", "-5", "inf", "5x", "m", "1e3", "999999999d"] {
            assert_eq!(shown(text), "refused", "{text}");
        }
    }

    #[test]
    fn minutes_are_exact() {
        assert_eq!("450s".parse::<Timespan>().unwrap().minutes().to_string(), "7.5");
    }
}
