//! Reasons for a failure that no finding names. A format that shows findings alone would look clean
//! without them.

use ray_core::finding::Level;
use ray_core::gate::result::{CriterionResult, GateResult, Status, Verdict};

/// The criteria that do not hold and have no error of their own.
pub(crate) fn criteria(result: &GateResult) -> impl Iterator<Item = &CriterionResult> {
    result.unmet().filter(|criterion| {
        !result.findings.iter().any(|reported| {
            reported.finding.level == Level::Error && reported.criterion == criterion.id
        })
    })
}

/// True when the gate did not pass although no criterion failed and nothing was found: nothing held.
pub(crate) fn nothing_held(result: &GateResult) -> bool {
    result.status != Status::Pass && result.errors() == 0 && result.unmet().next().is_none()
}

/// Why `criterion` does not hold, in one sentence without a full stop; not escaped.
pub(crate) fn sentence(criterion: &CriterionResult) -> String {
    let reason = match (crate::measured::measured(criterion), &criterion.reason) {
        (_, Some(reason)) => reason.clone(),
        (Some(measured), None) => measured,
        (None, None) => "nothing could be counted".to_owned(),
    };
    match criterion.verdict {
        Verdict::Indeterminate => format!("Could not be judged: {} ({reason})", criterion.text),
        _ => format!("Does not hold: {} ({reason})", criterion.text),
    }
}

/// What is said of a gate in which nothing held.
pub(crate) const NOTHING_HELD: &str =
    "Nothing was judged: no criterion held, and a gate passes only on what it has seen";
