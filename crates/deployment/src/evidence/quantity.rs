//! Measured values with their unit, and the thresholds they are held against: `212 ms`, `<= 500 ms`.

use std::fmt;

use ray_core::value::decimal;
use rust_decimal::Decimal;

/// A number and its unit. Units are compared as written: `MB` is not `Mb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// How much.
    pub amount: Decimal,
    /// Of what; empty for a bare number.
    pub unit: String,
}

/// A limit and the side of it that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    operator: Operator,
    /// The limit.
    pub limit: Quantity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    AtMost,
    Below,
    AtLeast,
    Above,
    Exactly,
}

/// How operators are written; the longer ones first, so that `<=` is not read as `<`.
const OPERATORS: &[(&str, Operator)] = &[
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("==", Operator::Exactly),
    ("=<", Operator::AtMost),
    ("=>", Operator::AtLeast),
    ("≤", Operator::AtMost),
    ("≥", Operator::AtLeast),
    ("<", Operator::Below),
    (">", Operator::Above),
    ("=", Operator::Exactly),
    ("at most ", Operator::AtMost),
    ("at least ", Operator::AtLeast),
    ("below ", Operator::Below),
    ("under ", Operator::Below),
    ("above ", Operator::Above),
    ("over ", Operator::Above),
    ("max ", Operator::AtMost),
    ("min ", Operator::AtLeast),
];

impl Quantity {
    /// Reads `212 ms`, `0.21%`, `38`. A comma or another separator inside the number is refused:
    /// whether `1,234` is a thousand or one and a bit depends on who reads it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches('`').trim();
        let end = text
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
            .unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let unit = unit.trim();
        if unit.starts_with(|c: char| c.is_ascii_digit() || matches!(c, ',' | '\'' | '_')) {
            return None;
        }
        let amount = decimal::parse(number.strip_prefix('+').unwrap_or(number)).ok()?;
        Some(Self { amount, unit: unit.to_owned() })
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit.as_str() {
            "" => write!(f, "{}", self.amount),
            "%" => write!(f, "{}%", self.amount),
            unit => write!(f, "{} {unit}", self.amount),
        }
    }
}

impl Threshold {
    /// Reads `<= 500 ms`. A limit without an operator is refused: nobody says which side is good.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches('`').trim();
        let lower = text.to_lowercase();
        OPERATORS.iter().find_map(|&(written, operator)| {
            let rest = lower.strip_prefix(written)?;
            let rest = text.get(text.len().checked_sub(rest.len())?..)?;
            Some(Self { operator, limit: Quantity::parse(rest)? })
        })
    }

    /// Whether `value` is on the good side; none when its unit is another.
    #[must_use]
    pub fn is_met_by(&self, value: &Quantity) -> Option<bool> {
        if value.unit != self.limit.unit {
            return None;
        }
        let order = value.amount.cmp(&self.limit.amount);
        Some(match self.operator {
            Operator::AtMost => order.is_le(),
            Operator::Below => order.is_lt(),
            Operator::AtLeast => order.is_ge(),
            Operator::Above => order.is_gt(),
            Operator::Exactly => order.is_eq(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(value: &str, threshold: &str) -> Option<bool> {
        Threshold::parse(threshold).unwrap().is_met_by(&Quantity::parse(value).unwrap())
    }

    #[test]
    fn compares_exactly_on_both_sides_of_the_limit() {
        for (value, threshold, good) in [
            ("500 ms", "<= 500 ms", true),
            ("500.1 ms", "≤ 500ms", false),
            ("1%", "< 1%", false),
            ("0.99 %", "<1%", true),
            ("99.9%", ">= 99.9%", true),
            ("99.89%", "≥ 99.9 %", false),
            ("10", "> 10", false),
            ("0", "= 0", true),
            ("7 s", "at most 7 s", true),
            ("7 s", "Below 7 s", false),
        ] {
            assert_eq!(met(value, threshold), Some(good), "{value} {threshold}");
        }
    }

    #[test]
    fn units_must_agree() {
        assert_eq!(met("0.2 s", "<= 500 ms"), None);
        assert_eq!(met("0.2", "<= 1%"), None);
    }

    #[test]
    fn refuses_what_it_would_have_to_guess() {
        for text in ["", "fast", "1,234 ms", "1'000", "1.2.3", "- 5", "NaN", "ms 5"] {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
        for text in ["500 ms", "", "about 5", "<", "<= fast"] {
            assert_eq!(Threshold::parse(text), None, "{text}");
        }
    }
}
