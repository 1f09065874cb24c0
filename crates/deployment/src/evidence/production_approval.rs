//! `production-approval.json`: the decision to deploy to production.

use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Place, Placed};
use ray_core::shape::approval::Approval;

/// The record of the decision.
#[derive(Debug)]
pub struct ProductionApproval {
    /// Every decision, superseded ones too.
    pub approvals: Vec<Approval>,
    /// The list, for what is missing in it.
    pub place: Place,
    /// Whether Security must approve.
    pub security_impact: Option<Located<bool>>,
}

impl ProductionApproval {
    /// Reads the record.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let list = fields.required("approvals");
        Self {
            place: list.map_or_else(|| fields.place(), |list| list.place()),
            approvals: list.map(Approval::read_all).unwrap_or_default(),
            security_impact: fields.required("security_impact").and_then(View::boolean),
        }
    }
}
