//! A waiver: people answer for what a gate could not let through.
//!
//! Plain data, for results. Which waivers are valid and what they cover is decided in `ray-ledger`.

use jiff::Timestamp;

use super::result::{GateResult, Status};
use crate::place::Place;

/// A waiver that let a failed gate through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Where it is written down.
    pub place: Place,
    /// Why the release may go on all the same.
    pub justification: String,
    /// What may go wrong.
    pub risk: String,
    /// What is done about that.
    pub mitigation: String,
    /// Who asked for it.
    pub requested_by: String,
    /// Who granted it; never who asked.
    pub approved_by: String,
    /// The role in which they granted it.
    pub role: String,
    /// Since when it holds.
    pub approved_at: Timestamp,
    /// From when on it no longer does.
    pub expires_at: Timestamp,
    /// The finding codes that it covers; none for every one that can be covered.
    pub codes: Vec<String>,
}

impl GateResult {
    /// Lets a gate that failed through on the strength of `waivers`. Without any it stays as it is, and
    /// so does one that passed.
    #[must_use]
    pub fn waived_by(mut self, waivers: Vec<Waiver>) -> Self {
        if self.status == Status::Fail && !waivers.is_empty() {
            self.status = Status::Waived;
            self.waivers = waivers;
        }
        self
    }
}
