//! `staging-validation-results.json`: that staging was healthy shortly before the freeze.

use jiff::Timestamp;
use ray_core::evidence::view::{Fields, View};
use ray_core::place::Located;

use super::check::Check;

/// The results.
#[derive(Debug)]
pub struct StagingValidation {
    /// When staging was validated.
    pub validated_at: Option<Located<Timestamp>>,
    /// Whether staging differs from production.
    pub drift_detected: Option<Located<bool>>,
    /// What was checked.
    pub checks: Vec<Check>,
}

impl StagingValidation {
    /// Reads the results.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        Self {
            validated_at: fields.required("validated_at").and_then(View::past_instant),
            drift_detected: fields.required("drift_detected").and_then(View::boolean),
            checks: fields.required("checks").map(Check::read_all).unwrap_or_default(),
        }
    }
}
