//! Who deals with something, and how: a remediation, a mitigation. A plan without an owner is a wish.

use ray_core::evidence::view::{Fields, Given, View};
use ray_core::finding::Code;
use ray_core::gate::Case;
use ray_core::place::Spot;
use ray_core::shape::person::lacking;

/// An owner and what they will do.
#[derive(Debug)]
pub struct Plan {
    /// The person or team.
    pub owner: Given<String>,
    /// What they will do.
    pub text: Given<String>,
    /// The key under which the text stands.
    key: &'static str,
    place: Spot,
}

impl Plan {
    /// Reads `owner` and, under `key`, the plan.
    #[must_use]
    pub fn read(fields: Fields<'_>, key: &'static str) -> Self {
        Self {
            owner: fields.given("owner", View::answer),
            text: fields.given(key, View::answer),
            key,
            place: fields.spot(),
        }
    }

    /// Holds when both are given; `what` is dealt with by the plan, `code` says that it is not.
    #[must_use]
    pub fn check(&self, what: &str, code: &'static Code) -> Case {
        match (&self.owner, &self.text) {
            (Given::Absent, _) => lacking(code, &self.place, what, "owner").into(),
            (_, Given::Absent) => lacking(code, &self.place, what, self.key).into(),
            (Given::Faulty, _) | (_, Given::Faulty) => Case::Unreadable,
            (Given::Read(_), Given::Read(_)) => Case::Holds,
        }
    }
}
