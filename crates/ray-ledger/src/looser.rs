//! Settings that let through more than the protocol's own, in words for what is kept of a run.

use ray_core::gate::result::GateResult;

/// Those that were in force for `result`, each with who set it.
pub(crate) fn looser_settings(result: &GateResult) -> Vec<String> {
    let looser = result.settings.iter().filter(|setting| setting.looser);
    looser
        .map(|setting| {
            let value = setting.value.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} = {value}, set by {}", setting.id, setting.source)
        })
        .collect()
}
