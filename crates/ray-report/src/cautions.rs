//! What every format must say besides the verdict: a waiver, a clock that was set, and settings that
//! let through more than the protocol's own.
//!
//! The texts hold values from outside and are not escaped; each format does that in its own way.

use ray_core::gate::result::{GateResult, Status};
use ray_core::gate::settings::Setting;
use ray_core::gate::waiver::Waiver;

/// Waivers of one gate that are named before the rest is only counted: a file may hold any number.
pub(crate) const WAIVERS_NAMED: usize = 10;

/// One thing that a reader must know before relying on the verdict.
#[derive(PartialEq, Eq)]
pub(crate) struct Caution {
    /// What it is about: `waived`, `clock-set` or `looser-setting`.
    pub(crate) id: &'static str,
    /// One sentence, not escaped.
    pub(crate) text: String,
}

/// Everything of `result` that must be said, the waivers first.
pub(crate) fn of(result: &GateResult) -> Vec<Caution> {
    let waived = waived(result).into_iter().map(|text| Caution { id: "waived", text });
    let clock = clock(result).into_iter().map(|text| Caution { id: "clock-set", text });
    let set = looser_settings(result).map(looser);
    let unnamed = result.criteria.iter().filter(|criterion| {
        let setting = criterion.threshold.setting.as_deref();
        criterion.threshold.looser
            && !result.settings.iter().any(|known| known.looser && setting == Some(&known.id))
    });
    let unnamed = unnamed.map(|criterion| {
        let (id, threshold) = (&criterion.id, &criterion.threshold);
        format!(
            "the threshold of {id}, {}, is looser than the protocol's own, set by {}",
            threshold.value.normalize(),
            threshold.source
        )
    });
    let looser = set.chain(unnamed).map(|text| Caution { id: "looser-setting", text });
    waived.chain(clock).chain(looser).collect()
}

/// Everything that must be said of `results`, each thing once, with the numbers of the gates that it
/// is about.
pub(crate) fn of_all(results: &[GateResult]) -> Vec<(String, Caution)> {
    let mut all: Vec<(String, Caution)> = Vec::new();
    for result in results {
        for caution in of(result) {
            let known = all.iter_mut().find(|(_, known)| *known == caution);
            match known {
                Some((gates, _)) => gates.push_str(&format!(", {}", result.gate.id)),
                None => all.push((result.gate.id.clone(), caution)),
            }
        }
    }
    all
}

/// At which instant the gate was judged, when somebody chose it.
pub(crate) fn clock(result: &GateResult) -> Option<String> {
    let origin = result.clock_set_by?;
    Some(format!("judged as of {}, set by {origin}", result.evaluated_at))
}

/// True when a setting or a threshold lets through more than the protocol's own.
pub(crate) fn is_looser(result: &GateResult) -> bool {
    looser_settings(result).next().is_some()
        || result.criteria.iter().any(|criterion| criterion.threshold.looser)
}

/// The settings that let through more than the protocol's own.
pub(crate) fn looser_settings(result: &GateResult) -> impl Iterator<Item = &Setting> {
    result.settings.iter().filter(|setting| setting.looser)
}

/// True when `setting` is the threshold of a criterion.
pub(crate) fn is_threshold(setting: &Setting, result: &GateResult) -> bool {
    result.criteria.iter().any(|it| it.threshold.setting.as_ref() == Some(&setting.id))
}

/// A sentence on one looser setting.
pub(crate) fn looser(setting: &Setting) -> String {
    let value = setting.value.as_ref().map(ToString::to_string).unwrap_or_default();
    format!("{} = {value} is looser than the protocol's own, set by {}", setting.id, setting.source)
}

/// A sentence on each waiver of a waived gate, and one on those that are too many to name.
fn waived(result: &GateResult) -> Vec<String> {
    if result.status != Status::Waived {
        return Vec::new();
    }
    let mut said: Vec<String> = result.waivers.iter().take(WAIVERS_NAMED).map(granted).collect();
    if let Some(more) = result.waivers.len().checked_sub(WAIVERS_NAMED).filter(|&more| more > 0) {
        said.push(format!("and {more} more waivers"));
    }
    said
}

/// Until when, who, and for what: in this order, so that a text that is cut keeps what counts.
pub(crate) fn granted(waiver: &Waiver) -> String {
    format!(
        "waived until {}, not passed: {} ({}) answers for {}",
        waiver.expires_at,
        waiver.approved_by,
        waiver.role,
        covers(waiver)
    )
}

/// What a waiver covers, in words.
pub(crate) fn covers(waiver: &Waiver) -> String {
    match waiver.codes.as_slice() {
        [] => "everything that this gate found".to_owned(),
        codes => codes.join(", "),
    }
}
