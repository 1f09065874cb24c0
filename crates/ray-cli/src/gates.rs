//! All gates of a protocol over one workspace, each on a thread of its own.

use ray_core::gate::result::GateResult;
use ray_core::gate::settings::Settings;
use ray_core::gate::{Judge, evaluate};
use ray_core::protocol::GateSpec;

use crate::failure::Failure;
use crate::session::Session;

/// A gate that is ready to be judged: its number, what it is, and its code.
pub(crate) type Numbered<'s> = (usize, &'s GateSpec, &'static dyn Judge);

/// Every gate of the protocol, in order.
pub(crate) fn all(session: &Session) -> impl Iterator<Item = Numbered<'_>> {
    session.protocol.gates().enumerate().map(|(at, (spec, judge))| (at + 1, spec, judge))
}

/// Judges `gate`, then looks whether waivers let it through.
#[must_use]
pub(crate) fn judge(session: &Session, gate: Numbered<'_>, settings: &Settings) -> GateResult {
    let result = evaluate(session.context(), gate, settings);
    let Some(waivers) = &session.waivers else {
        return result;
    };
    let criteria = result.criteria.len();
    let mut result = waivers.applied_to(result);
    if result.criteria.len() > criteria {
        // They had a say, so who may grant them is in force.
        result.settings.extend(session.set_for_waivers().cloned());
    }
    result
}

/// Judges `gates` and returns their results in the same order. Files are read and hashed once,
/// whichever gate asks first.
///
/// # Errors
/// When a setting cannot be used; nothing is judged then.
pub(crate) fn judge_all(
    session: &Session,
    gates: &[Numbered<'_>],
) -> Result<(Vec<GateResult>, Vec<Settings>), Failure> {
    let settings: Vec<Settings> =
        gates.iter().map(|(_, spec, _)| session.settings(spec)).collect::<Result<_, Failure>>()?;
    let results = std::thread::scope(|scope| {
        let running: Vec<_> = gates
            .iter()
            .zip(&settings)
            .map(|(gate, settings)| scope.spawn(|| judge(session, *gate, settings)))
            .collect();
        running.into_iter().map(|gate| gate.join().ok()).collect::<Option<Vec<GateResult>>>()
    });
    let results =
        results.ok_or_else(|| Failure::Internal("a gate stopped unexpectedly".to_owned()))?;
    Ok((results, settings))
}
