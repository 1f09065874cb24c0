//! A decision by a person in a role, as it stands in approval records of every protocol.

mod standing;

use jiff::Timestamp;

use crate::evidence::view::{Fields, Given, View};
use crate::place::{Located, Spot};
use crate::value::words::{Vocabulary, fold};

pub use standing::{
    APPROVAL_INCOMPLETE, APPROVAL_MISSING, APPROVER_NOT_A_NAME, CODES, CONDITION_OPEN,
    NOT_APPROVED, Wanted, standing,
};

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Yes.
    Approved,
    /// No.
    Rejected,
    /// Not now.
    Deferred,
    /// Yes, once its conditions are met.
    Conditional,
    /// Nothing yet.
    Pending,
}

impl Vocabulary for Decision {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("approved", Decision::Approved),
        ("rejected", Decision::Rejected),
        ("deferred", Decision::Deferred),
        ("conditional", Decision::Conditional),
        ("pending", Decision::Pending),
    ];
}

/// A condition of a conditional approval.
#[derive(Debug)]
pub struct Condition {
    /// What must be done.
    pub text: Option<Located<String>>,
    /// Whether it is.
    pub met: Option<Located<bool>>,
    /// The condition itself.
    pub owner: Spot,
}

/// The list of approvals of a record.
#[derive(Debug)]
pub struct Approvals {
    /// Every decision, superseded ones too.
    pub entries: Vec<Approval>,
    /// The list, for what is missing in it.
    pub place: Spot,
}

impl Approvals {
    /// Reads `approvals` of `fields`; its absence is a finding, and so is an empty list.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let list = fields.required("approvals");
        Self {
            place: list.map_or_else(|| fields.spot(), |list| list.spot()),
            entries: list.map(Approval::read_all).unwrap_or_default(),
        }
    }
}

/// One entry of an approval record.
#[derive(Debug)]
pub struct Approval {
    /// The role in which the decision was made.
    pub role: Option<Located<String>>,
    /// What was decided on, where a record holds several subjects.
    pub subject: Option<Located<String>>,
    /// The person.
    pub approver: Given<String>,
    /// The decision.
    pub decision: Option<Located<Decision>>,
    /// When it was made.
    pub decided_at: Given<Timestamp>,
    /// Until when it holds.
    pub expires_at: Given<Timestamp>,
    /// What it depends on.
    pub conditions: Vec<Condition>,
    /// The entry itself.
    pub owner: Spot,
}

impl Approval {
    /// Reads one entry.
    #[must_use]
    pub fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        Some(Self {
            role: fields.required("role").and_then(View::filled_text),
            subject: fields.optional("subject").and_then(View::filled_text),
            approver: fields.given("approver", View::text),
            decision: fields.required("decision").and_then(View::word),
            decided_at: fields.given("decided_at", View::past_instant),
            expires_at: fields.given("expires_at", View::instant),
            conditions: conditions(fields),
            owner: fields.spot(),
        })
    }

    /// Reads a list of entries.
    #[must_use]
    pub fn read_all(list: View<'_>) -> Vec<Self> {
        list.filled_list().unwrap_or_default().into_iter().filter_map(Self::read).collect()
    }
}

fn conditions(fields: Fields<'_>) -> Vec<Condition> {
    let views = fields.optional("conditions").and_then(View::list).unwrap_or_default();
    views
        .into_iter()
        .filter_map(View::object)
        .map(|condition| Condition {
            text: condition.required("text").and_then(View::filled_text),
            met: condition.required("met").and_then(View::boolean),
            owner: condition.spot(),
        })
        .collect()
}

/// True when the role `written` is `wanted`: compared like closed words, with or without "lead";
/// `SRE/Operations Lead` is both roles.
#[must_use]
pub fn is_role(written: &str, wanted: &str) -> bool {
    let without_lead = |role: &str| {
        let folded = fold(role);
        folded.strip_suffix("-lead").map_or(folded.clone(), str::to_owned)
    };
    let wanted = without_lead(wanted);
    without_lead(written) == wanted || written.split('/').any(|role| without_lead(role) == wanted)
}

#[cfg(test)]
#[path = "approval_tests.rs"]
mod tests;
