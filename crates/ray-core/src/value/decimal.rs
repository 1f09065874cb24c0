//! Decimal numbers, exact: a value of 99.90 is 99.9, and 0.1 is a tenth.

use rust_decimal::Decimal;

/// The number has more than 28 digits, or is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecimalProblem;

/// Reads a JSON number or a plain decimal, exactly.
///
/// # Errors
/// When the number cannot be held without rounding (more than 28 digits), or is none.
pub fn parse(written: &str) -> Result<Decimal, DecimalProblem> {
    let written = written.trim();
    if !written.bytes().next_back().is_some_and(|byte| byte.is_ascii_digit()) {
        return Err(DecimalProblem);
    }
    let parsed = if written.contains(['e', 'E']) {
        from_scientific(written)
    } else {
        Decimal::from_str_exact(written).ok()
    };
    parsed.map(|value| value.normalize()).ok_or(DecimalProblem)
}

/// Moves the point by the exponent in text, so that nothing is rounded on the way.
fn from_scientific(written: &str) -> Option<Decimal> {
    let (mantissa, exponent) = written.split_once(['e', 'E'])?;
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() <= 56)?;
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let point = i32::try_from(whole.len()).ok()? + exponent;
    let plain = match usize::try_from(point) {
        Ok(point) if point >= digits.len() => format!("{digits:0<point$}"),
        Ok(point) => format!("{}.{}", digits.get(..point)?, digits.get(point..)?),
        Err(_) => format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
    };
    let plain = if plain.contains('.') { plain.trim_end_matches('0') } else { &plain };
    let plain = plain.trim_end_matches('.');
    let plain = if plain.starts_with('.') { format!("0{plain}") } else { plain.to_owned() };
    Decimal::from_str_exact(&format!("{sign}{plain}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(written: &str) -> String {
        parse(written).map_or("refused".to_owned(), |value| value.to_string())
    }

    #[test]
    fn trailing_zeros_do_not_count() {
        assert_eq!(parse("99.90"), parse("99.9"));
    }

    #[test]
    fn exponents_are_exact() {
        assert_eq!(shown("1.25e2"), "125");
        assert_eq!(shown("5E-3"), "0.005");
        assert_eq!(shown("-1.5e1"), "-15");
        assert_eq!(shown("0e0"), "0");
        assert_eq!(shown("12e-1"), "1.2");
    }

    #[test]
    fn refuses_what_it_would_have_to_round_and_what_is_no_number() {
        for written in
            ["1e400", "0.1234567890123456789012345678901", "NaN", "Infinity", "", ".", "1."]
        {
            assert_eq!(shown(written), "refused", "{written}");
        }
    }
}
