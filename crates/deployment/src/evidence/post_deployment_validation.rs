//! `post-deployment-validation.json`: the checks that ran right after the deployment.

use jiff::Timestamp;
use ray_core::evidence::view::{Fields, View};
use ray_core::place::Located;
use rust_decimal::Decimal;

use super::check::Check;

/// The validation.
#[derive(Debug)]
pub struct PostDeploymentValidation {
    /// When the checks started.
    pub started_at: Option<Located<Timestamp>>,
    /// When they were completed.
    pub completed_at: Option<Located<Timestamp>>,
    /// The share of passed checks that the file claims.
    pub success_rate: Option<Located<Decimal>>,
    /// What was checked.
    pub checks: Vec<Check>,
}

impl PostDeploymentValidation {
    /// Reads the validation.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        Self {
            started_at: fields.required("started_at").and_then(View::past_instant),
            completed_at: fields.required("completed_at").and_then(View::past_instant),
            success_rate: fields.optional("success_rate").and_then(View::number),
            checks: fields.required("checks").map(Check::read_all).unwrap_or_default(),
        }
    }
}
