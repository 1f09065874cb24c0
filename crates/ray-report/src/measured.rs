//! What a criterion counted, in words, against what was wanted.

use ray_core::gate::result::{Bound, CriterionResult, Measured};
use rust_decimal::Decimal;

/// Such as `19 of 20, 95 % wanted`; none when nothing could be counted.
pub(crate) fn measured(criterion: &CriterionResult) -> Option<String> {
    let threshold = criterion.threshold.value;
    Some(match criterion.measured.as_ref()? {
        Measured::Count { held, total } if threshold == Decimal::ONE => {
            format!("{held} of {total}")
        }
        Measured::Count { held, total } => {
            let percent = (threshold * Decimal::ONE_HUNDRED).normalize();
            format!("{held} of {total}, {percent} % wanted")
        }
        Measured::Quantity { value, unit } => {
            let side = match criterion.threshold.bound {
                Bound::AtLeast => "at least",
                Bound::AtMost => "at most",
            };
            let (value, threshold) = (value.round_dp(3).normalize(), threshold.normalize());
            format!("{value} {unit}, {side} {threshold} wanted")
        }
    })
}
