//! Numbers of bytes as settings write them: plain (`5000000`) or with a unit (`500 MB`, `2 GiB`).

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::decimal;

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size {
    /// How many.
    pub bytes: u64,
}

/// The text is no number of bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a number of bytes; write it as 5000000, 500 MB or 2 GiB")]
pub struct SizeProblem(String);

/// Units from the largest of 1024; those of 1000 are read and never written.
const UNITS: [(&str, u64); 9] = [
    ("TiB", 1 << 40),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("kB", 1_000),
    ("B", 1),
];

impl FromStr for Size {
    type Err = SizeProblem;

    fn from_str(written: &str) -> Result<Self, SizeProblem> {
        let text = written.trim();
        let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (amount, unit) = text.split_at(split);
        let amount = amount.trim_end();
        let unit = UNITS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(unit))
            .map_or_else(|| unit.is_empty().then_some(1), |(_, bytes)| Some(*bytes));
        let shaped =
            amount.len() <= 20 && amount.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        shaped
            .then(|| decimal::parse(amount).ok())
            .flatten()
            .zip(unit)
            .and_then(|(amount, unit)| amount.checked_mul(Decimal::from(unit)))
            .filter(Decimal::is_integer)
            .and_then(|bytes| bytes.to_u64())
            .map(|bytes| Self { bytes })
            .ok_or_else(|| SizeProblem(written.to_owned()))
    }
}

impl fmt::Display for Size {
    /// The largest unit in which it is a whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = |(_, unit): &&(&str, u64)| self.bytes > 0 && self.bytes.is_multiple_of(*unit);
        match UNITS.iter().take(4).find(whole) {
            Some((name, unit)) => write!(f, "{} {name}", self.bytes / unit),
            None => write!(f, "{} bytes", self.bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Option<u64> {
        text.parse::<Size>().ok().map(|size| size.bytes)
    }

    #[test]
    fn reads_plain_bytes_and_both_kinds_of_units() {
        assert_eq!(bytes("5000000"), Some(5_000_000));
        assert_eq!(bytes("500 MB"), Some(500_000_000));
        assert_eq!(bytes("2 GiB"), Some(2 << 30));
        assert_eq!(bytes("1.5mib"), Some(3 << 19));
        assert_eq!(bytes("0"), Some(0));
        assert_eq!(bytes("00000000000000000001 B"), Some(1));
    }

    #[test]
    fn refuses_what_is_no_number_of_bytes() {
        for text in [
            "",
            "GiB",
            "-1",
            "1.5",
            "2 G",
            "1e9",
            "2 GiB/s",
            "99999999999 TiB",
            "1 2 MB",
            "½ MB",
            "000000000000000000001 B",
        ] {
            assert_eq!(bytes(text), None, "{text}");
        }
    }

    #[test]
    fn is_written_in_the_largest_whole_unit() {
        for (bytes, text) in
            [(4 << 30, "4 GiB"), (1536, "1536 bytes"), (2048, "2 KiB"), (0, "0 bytes")]
        {
            assert_eq!(Size { bytes }.to_string(), text);
        }
    }
}
