//! How often something is done: `quarterly`, `every two weeks`, `after every release`, `P1M`, or
//! cron with five fields. "As needed" is no cadence, since nobody can tell when it was missed.

use jiff::Span;
use ray_core::finding::{Code, Finding};
use ray_core::place::Located;
use ray_core::value::placeholder::is_no_name_or_time;

/// What is said to be a cadence does not say how often.
pub const CADENCE_UNKNOWN: Code = Code::error(
    "cadence-unknown",
    "A cadence does not say how often",
    "Write a period or an occasion: weekly, every two weeks, after every release, P1M, or cron with five fields",
    r#"{"update_cadence": "as needed"}"#,
);

/// Words that name a period, or an occasion that comes again.
const PERIODS: &[&str] = &[
    "hourly",
    "hour",
    "hours",
    "daily",
    "day",
    "days",
    "nightly",
    "weekday",
    "weekdays",
    "weekly",
    "week",
    "weeks",
    "biweekly",
    "fortnight",
    "fortnightly",
    "sprint",
    "sprints",
    "iteration",
    "iterations",
    "monthly",
    "month",
    "months",
    "bimonthly",
    "quarterly",
    "quarter",
    "quarters",
    "half",
    "yearly",
    "year",
    "years",
    "annually",
    "annual",
    "monday",
    "mondays",
    "tuesday",
    "tuesdays",
    "wednesday",
    "wednesdays",
    "thursday",
    "thursdays",
    "friday",
    "fridays",
    "saturday",
    "saturdays",
    "sunday",
    "sundays",
];

/// Words after which any occasion is a cadence: `after every release`.
const EACH: &[&str] = &["every", "each", "per"];

/// Words that take back what the others say.
const NEVER: &[&str] =
    &["if", "needed", "necessary", "possible", "required", "hoc", "some", "never", "demand"];

/// True when `text` says how often something is done.
#[must_use]
pub fn is_cadence(text: &str) -> bool {
    let text = text.trim();
    if is_no_name_or_time(text) {
        return false;
    }
    if is_iso(text) || is_cron(text) {
        return true;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says_when = words.iter().any(|word| PERIODS.contains(word));
    let each = words.iter().position(|word| EACH.contains(word));
    let says_each = each.is_some_and(|at| at + 1 < words.len());
    (says_when || says_each) && !words.iter().any(|word| NEVER.contains(word))
}

/// The finding for a cadence `of` something that does not say how often.
#[must_use]
pub fn unknown(of: &str, written: &Located<String>) -> Finding {
    CADENCE_UNKNOWN
        .at(written)
        .message(format!("The cadence of {of} does not say how often"))
        .expected("a period or an occasion, such as weekly or after every release")
        .actual(format!("\"{}\"", written.value))
}

/// A duration such as `P1M`, longer than nothing.
fn is_iso(text: &str) -> bool {
    text.starts_with(['P', 'p']) && text.parse::<Span>().is_ok_and(Span::is_positive)
}

/// Five fields of cron, each of numbers, names, `*`, `,`, `-` and `/`.
fn is_cron(text: &str) -> bool {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let is_field = |field: &str| {
        field.starts_with(|c: char| c.is_ascii_digit() || c == '*')
            && field
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '*' | ',' | '-' | '/'))
    };
    let is_name = |field: &str| {
        field.len() >= 3 && field.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ',' | '-'))
    };
    fields.len() == 5
        && fields.iter().take(3).all(|field| is_field(field))
        && fields.iter().skip(3).all(|field| is_field(field) || is_name(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_often() {
        for text in [
            "weekly",
            "Quarterly",
            "every two weeks",
            "first Monday of the month",
            "Tuesdays, 10:00",
            "after every release",
            "per incident",
            "half-yearly",
            "P1M",
            "PT12H",
            "0 6 * * 1",
            "*/15 8-18 * * mon-fri",
        ] {
            assert!(is_cadence(text), "{text}");
        }
    }

    #[test]
    fn does_not_say_how_often() {
        for text in [
            "",
            "TBD",
            "as needed",
            "every month if possible",
            "regularly",
            "often",
            "ad hoc",
            "someday",
            "every",
            "P0D",
            "-P1M",
            "Performance",
            "a b c d e",
            "a b c * 1",
            "0 6 * * x",
            "0 6 * * m.n",
            "none",
        ] {
            assert!(!is_cadence(text), "{text}");
        }
    }
}
