//! Ratios as exact fractions. 19 of 20 meets 0.95, and nothing that rounds to it does.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::decimal;

/// A share between 0 and 1 that something is compared with, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Ratio(Decimal);

/// The text is not a ratio.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a ratio between 0 and 1; write it as 0.95 or 95%")]
pub struct RatioProblem(String);

impl Ratio {
    /// All of them.
    pub const ALL: Ratio = Ratio(Decimal::ONE);

    /// The ratio as a decimal.
    #[must_use]
    pub fn value(self) -> Decimal {
        self.0
    }

    /// True when `numerator` of `denominator` is at least this share. 0 of 0 is no share at all.
    #[must_use]
    pub fn is_met_by(self, numerator: u64, denominator: u64) -> bool {
        denominator > 0 && Decimal::from(numerator) >= self.0 * Decimal::from(denominator)
    }
}

impl TryFrom<String> for Ratio {
    type Error = RatioProblem;

    fn try_from(written: String) -> Result<Self, RatioProblem> {
        written.parse()
    }
}

impl FromStr for Ratio {
    type Err = RatioProblem;

    /// Reads `0.95` or `95%`; signs, exponents, NaN and anything above 1 are refused.
    fn from_str(written: &str) -> Result<Self, RatioProblem> {
        let problem = || RatioProblem(written.to_owned());
        let plain = |text: &str| {
            let shaped = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            if shaped && text.len() <= 12 { decimal::parse(text).ok() } else { None }
        };
        let value = match written.trim().strip_suffix('%') {
            Some(percent) => {
                plain(percent.trim_end()).map(|percent| percent / Decimal::ONE_HUNDRED)
            }
            None => plain(written.trim()),
        };
        value
            .filter(|value| *value <= Decimal::ONE)
            .map(|value| Self(value.normalize()))
            .ok_or_else(problem)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(text: &str) -> Ratio {
        text.parse().unwrap()
    }

    #[test]
    fn thresholds_are_inclusive_and_exact() {
        assert!(ratio("0.95").is_met_by(19, 20));
        assert!(!ratio("0.95").is_met_by(18, 19));
        assert!(!ratio("1").is_met_by(999_999_999, 1_000_000_000));
        assert!(!ratio("0").is_met_by(0, 0));
    }

    #[test]
    fn percent_and_fraction_are_one() {
        assert_eq!(ratio("95%"), ratio("0.95"));
        assert_eq!(ratio("95%").value(), Decimal::new(95, 2));
        assert_eq!(ratio("99.9 %"), ratio("0.999"));
        assert_eq!(ratio("100%"), Ratio::ALL);
    }

    #[test]
    fn refuses_what_is_no_ratio() {
        for text in ["", "NaN", "inf", "-0.5", "1.01", "101%", "95", "0,95", "1e-1", "%", "+1", "."]
        {
            assert!(text.parse::<Ratio>().is_err(), "{text}");
        }
    }
}
