//! What must be in place before a protocol starts: artifacts of upstream protocols, approvals, and
//! system state that is seen or attested. What is asked for stands in the descriptor.

mod artifacts;
mod system;

use crate::evidence::view::{Fields, View};
use crate::finding::Code;
use crate::gate::result::{GateIdentity, GateResult};
use crate::gate::settings::Settings;
use crate::gate::{Context, Evidence, Judged, JudgedCriterion, Judgement, Reading, settle};
use crate::place::Located;
use crate::protocol::{ApprovalSpec, CriterionSpec, GateSpec, Protocol};
use crate::shape::approval::{Approval, Approvals, Wanted, standing};
use crate::value::words::fold;

/// The file that holds the approvals, in the evidence folder.
pub const APPROVALS_FILE: &str = "prerequisite-approvals.json";

/// The file that holds the attestations of system state, in the evidence folder.
pub const SYSTEM_STATE_FILE: &str = "system-state.json";

/// Name of the check, where a gate has its short name.
pub const NAME: &str = "prerequisites";

/// The codes that the check can raise by itself.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    artifacts::CODES.iter().chain(system::CODES).copied()
}

/// The approvals as their file holds them.
#[derive(Debug)]
struct ApprovalRecord {
    approvals: Approvals,
    /// What the file says about the conditions under which an approval is needed.
    conditions: Vec<(String, Option<Located<bool>>)>,
}

impl ApprovalRecord {
    fn read(fields: Fields<'_>, wanted: &[ApprovalSpec]) -> Self {
        let keys = wanted.iter().filter_map(|approval| approval.when.clone());
        Self {
            approvals: Approvals::read(fields),
            conditions: keys
                .map(|key| (key.clone(), fields.required(&key).and_then(View::boolean)))
                .collect(),
        }
    }
}

/// The check as a gate: it has the settings of the descriptor and three criteria.
#[must_use]
pub fn spec(protocol: &Protocol) -> GateSpec {
    let prerequisites = &protocol.descriptor.prerequisites;
    let criterion = |id: &str, text: &str| CriterionSpec {
        id: id.to_owned(),
        text: text.to_owned(),
        setting: None,
        cross_reference: false,
    };
    GateSpec {
        name: NAME.to_owned(),
        title: prerequisites.title.clone(),
        script: protocol.descriptor.protocol.prerequisites.clone(),
        summary: prerequisites.summary.clone(),
        on_failure: prerequisites.on_failure.clone(),
        waivable: false,
        pass_rate_target: None,
        evidence: Vec::new(),
        settings: prerequisites.settings.clone(),
        criteria: vec![
            criterion(
                "artifacts-in-place",
                "Every artifact that is handed over is there and is what it claims to be",
            ),
            criterion("approvals-given", "Every approval that is required stands"),
            criterion("system-ready", "Every required system state was seen, or attested recently"),
        ],
    }
}

/// Judges the prerequisites; `spec` is what [`spec`] made.
#[must_use]
pub fn evaluate(context: Context<'_>, spec: &GateSpec, settings: &Settings) -> GateResult {
    let reading = Reading::new(context, spec, settings);
    let wanted = &context.protocol.descriptor.prerequisites;
    let artifacts = artifacts::find(&reading, &wanted.artifacts);
    let approvals = reading.object_at(context.folder.join(APPROVALS_FILE), |fields| {
        ApprovalRecord::read(fields, &wanted.approvals)
    });
    let state = reading.object_at(context.folder.join(SYSTEM_STATE_FILE), system::State::read);
    // In the order of the criteria in `spec`.
    let judges: [&dyn Fn(&mut Judgement<'_>) -> Judged; 3] = [
        &|judgement| artifacts.judge(judgement),
        &|judgement| approvals_given(&wanted.approvals, &approvals, judgement),
        &|judgement| system::judge(&wanted.system, &state, judgement),
    ];
    let own = spec.criteria.iter().zip(judges).map(|(criterion, judge)| {
        let mut judgement = reading.judgement(criterion);
        let judged = judge(&mut judgement);
        judgement.close(judged)
    });
    let own: Vec<JudgedCriterion> = own.collect();
    settle(GateIdentity::of(context.protocol, 0, spec), &reading, own)
}

fn approvals_given(
    wanted: &[ApprovalSpec],
    approvals: &Evidence<ApprovalRecord>,
    judgement: &mut Judgement<'_>,
) -> Judged {
    if wanted.is_empty() {
        judgement.not_applicable("the protocol asks for no approval");
        return Ok(());
    }
    let record = approvals.get(judgement)?;
    for approval in wanted {
        let needed = match &approval.when {
            None => true,
            Some(key) => match record.conditions.iter().find(|(known, _)| known == key) {
                Some((_, Some(condition))) => condition.value,
                _ => true,
            },
        };
        if needed {
            let of_subject = |entry: &&Approval| {
                entry
                    .subject
                    .as_ref()
                    .is_some_and(|subject| fold(&subject.value) == fold(&approval.subject))
            };
            let entries: Vec<&Approval> =
                record.approvals.entries.iter().filter(of_subject).collect();
            standing(
                judgement,
                Wanted {
                    roles: &approval.roles,
                    before: None,
                    after: None,
                    list: &record.approvals.place,
                    subject: Some(&approval.subject),
                },
                entries,
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
