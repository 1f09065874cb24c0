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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::result::Verdict;
    use crate::gate::result::tests::result;
    use crate::place::{EvidencePath, Placed};

    fn waiver() -> Waiver {
        Waiver {
            place: EvidencePath::new("waivers.yaml").place(),
            justification: "j".into(),
            risk: "r".into(),
            mitigation: "m".into(),
            requested_by: "A. Rivera".into(),
            approved_by: "B. Roe".into(),
            role: "CTO".into(),
            approved_at: Timestamp::UNIX_EPOCH,
            expires_at: Timestamp::MAX,
            codes: Vec::new(),
        }
    }

    #[test]
    fn a_gate_is_waived_only_when_it_failed_and_somebody_answers_for_that() {
        let after = |verdict: Verdict, waivers: Vec<Waiver>| {
            let result = result("c", &[verdict], &[]).waived_by(waivers);
            (result.status, result.waivers.len())
        };
        assert_eq!(after(Verdict::Fail, vec![waiver()]), (Status::Waived, 1));
        assert_eq!(after(Verdict::Fail, Vec::new()), (Status::Fail, 0));
        assert_eq!(after(Verdict::Pass, vec![waiver()]), (Status::Pass, 0));
    }
}
