//! `production-approval.json`: the decision to deploy to production.

use ray_core::evidence::view::{Fields, View};
use ray_core::place::Located;
use ray_core::shape::approval::Approvals;

/// The record of the decision.
#[derive(Debug)]
pub struct ProductionApproval {
    /// Who decided what.
    pub approvals: Approvals,
    /// Whether Security must approve.
    pub security_impact: Option<Located<bool>>,
}

impl ProductionApproval {
    /// Reads the record.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        Self {
            approvals: Approvals::read(fields),
            security_impact: fields.required("security_impact").and_then(View::boolean),
        }
    }
}
