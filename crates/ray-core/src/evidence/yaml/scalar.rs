//! What a plain scalar means: the core schema of YAML 1.2 (section 10.3.2), and less where readers
//! disagree.
//!
//! Only `true` and `false` are booleans. A number is decimal and has no leading zero: `010` is 8
//! to one reader and 10 to another, so it stays text, as hexadecimal, octal, `.inf` and `.nan` do.

use crate::evidence::tree::Kind;

/// The value of `text`, which stood without quotes.
pub(super) fn resolve(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Boolean(true),
        "false" | "False" | "FALSE" => Kind::Boolean(false),
        text => match number(text) {
            Some(number) => Kind::Number(number.into()),
            None => Kind::Text(text.into()),
        },
    }
}

/// The number that `text` writes, as JSON would write it: without `+`, with digits on both sides
/// of a point.
fn number(text: &str) -> Option<String> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let split = unsigned.find(['e', 'E']).unwrap_or(unsigned.len());
    let (mantissa, exponent) = unsigned.split_at_checked(split)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_leading_zero = whole.len() > 1 && whole.starts_with('0');
    let is_number = is_digits(whole)
        && is_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && !has_leading_zero
        && (exponent.is_empty() || is_exponent(exponent));
    is_number.then(|| {
        let whole = if whole.is_empty() { "0" } else { whole };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}{exponent}")
    })
}

/// True for `e`, perhaps a sign, and digits.
fn is_exponent(text: &str) -> bool {
    let signed = text.strip_prefix(['e', 'E']).unwrap_or(text);
    let digits = signed.strip_prefix(['+', '-']).unwrap_or(signed);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::decimal;

    fn shown(text: &str) -> String {
        match resolve(text) {
            Kind::Number(number) => number.into(),
            kind => kind.name().to_owned(),
        }
    }

    #[test]
    fn decimal_numbers_are_read_as_json_writes_them() {
        for (text, number) in [
            ("0", "0"),
            ("-0", "-0"),
            ("2.4", "2.4"),
            ("2.40", "2.40"),
            ("+5", "5"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("5.", "5"),
            ("1e3", "1e3"),
            ("1.5E-3", "1.5E-3"),
            ("+.5e+1", "0.5e+1"),
        ] {
            assert_eq!(shown(text), number);
            assert!(decimal::parse(number).is_ok(), "{number}");
        }
    }

    #[test]
    fn what_only_some_readers_take_for_a_number_is_text() {
        for text in [
            "010",
            "-01.5",
            "0x1F",
            "0o17",
            "0b1",
            "1_000",
            "1:30",
            ".inf",
            "-.INF",
            ".nan",
            "NaN",
            "2.4.0",
            ".",
            "-",
            "+",
            "e3",
            "1e",
            "1e+",
            "1ee3",
            "1e+-3",
            "1e5.0",
            "--1",
            "+-1",
            "2026-11-19",
            "1,5",
            "१",
        ] {
            assert_eq!(shown(text), "text", "{text}");
        }
    }

    #[test]
    fn only_true_and_false_are_booleans() {
        for text in ["true", "True", "TRUE", "false", "False", "FALSE"] {
            assert_eq!(shown(text), "a boolean");
        }
        for text in ["yes", "no", "on", "off", "y", "n", "tRUE"] {
            assert_eq!(shown(text), "text");
        }
        for text in ["", "~", "null", "Null", "NULL"] {
            assert_eq!(shown(text), "null");
        }
    }
}
