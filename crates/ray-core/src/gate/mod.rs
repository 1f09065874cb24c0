//! What a gate is: evidence that is read once, then criteria that are judged one by one.
//!
//! Every gate gets two criteria from here, before its own: its evidence is sound, and its evidence
//! names one release.

pub mod archives;
mod common;
pub mod judgement;
pub mod reading;
pub mod result;
pub mod settings;
pub mod waiver;

pub use judgement::{Case, Judged, Judgement, Unjudged, agrees_with, known};
pub use reading::{Evidence, Peeked, Reading};

use crate::clock::Now;
use crate::finding::Code;
use crate::place::EvidencePath;
use crate::protocol::{GateSpec, Protocol};
use crate::workspace::Workspace;
use result::{CriterionResult, GateIdentity, GateResult, Reported, Status};
use settings::Settings;

pub use common::{
    CODES, DECLARED_VALUE_MISMATCH, common_criteria, declared_differs, declared_mismatch,
};

/// All that gates of one run share.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The repository.
    pub workspace: &'a Workspace,
    /// The folder that holds the evidence.
    pub folder: &'a EvidencePath,
    /// The release that the configuration pins, and where it does so.
    pub pinned_release: Option<&'a PinnedRelease>,
    /// What archives may demand of their reader: the settings of [`archives`].
    pub archives: &'a Settings,
    /// The instant of the run.
    pub now: Now,
}

/// A release that all evidence must name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedRelease {
    /// The release.
    pub release: String,
    /// Where it is pinned, such as `ray.toml:3`.
    pub source: String,
}

/// One criterion after it was judged, with its findings.
pub type JudgedCriterion = (CriterionResult, Vec<Reported>);

/// The code of a gate, as the engine sees it.
pub trait Judge: Sync {
    /// Its short name, as in the descriptor.
    fn name(&self) -> &'static str;

    /// The ids of its criteria, in order.
    fn criteria(&self) -> Vec<&'static str>;

    /// Every code that it can raise by itself.
    fn codes(&self) -> &'static [&'static Code];

    /// Reads the evidence and judges every criterion.
    fn judge(&self, reading: &Reading<'_>) -> Vec<JudgedCriterion>;
}

/// One criterion of a gate whose evidence is `I`: its id, and the function that judges it.
pub type Criterion<I> = (&'static str, fn(&I, &mut Judgement<'_>) -> Judged);

/// A gate whose evidence is `I`.
pub struct Gate<I: 'static> {
    /// Its short name, as in the descriptor.
    pub name: &'static str,
    /// Every code that it can raise by itself.
    pub codes: &'static [&'static Code],
    /// Reads its evidence.
    pub read: fn(&Reading<'_>) -> I,
    /// Its criteria, in the descriptor's order.
    pub criteria: &'static [Criterion<I>],
}

impl<I> Judge for Gate<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn criteria(&self) -> Vec<&'static str> {
        self.criteria.iter().map(|(id, _)| *id).collect()
    }

    fn codes(&self) -> &'static [&'static Code] {
        self.codes
    }

    fn judge(&self, reading: &Reading<'_>) -> Vec<JudgedCriterion> {
        let inputs = (self.read)(reading);
        let specs = reading.spec().criteria.iter();
        self.criteria
            .iter()
            .zip(specs)
            .map(|((_, judge), spec)| {
                let mut judgement = reading.judgement(spec);
                let judged = judge(&inputs, &mut judgement);
                judgement.close(judged)
            })
            .collect()
    }
}

/// Judges one gate of `context.protocol`, which is its `number`th.
#[must_use]
pub fn evaluate(
    context: Context<'_>,
    (number, spec, judge): (usize, &GateSpec, &dyn Judge),
    settings: &Settings,
) -> GateResult {
    let reading = Reading::new(context, spec, settings);
    let own = judge.judge(&reading);
    settle(GateIdentity::of(context.protocol, number, spec), &reading, own)
}

/// Adds the common criteria to a gate's `own` and draws its status.
pub(crate) fn settle(
    gate: GateIdentity,
    reading: &Reading<'_>,
    own: Vec<JudgedCriterion>,
) -> GateResult {
    let (common, release) = common::judge(reading);
    let (mut criteria, mut findings) = (Vec::new(), Vec::new());
    for (criterion, reported) in common.into_iter().chain(own) {
        criteria.push(criterion);
        findings.extend(reported);
    }
    let result = GateResult {
        gate,
        status: Status::Fail,
        release,
        criteria,
        findings,
        evidence: reading.evidence_files(),
        settings: reading
            .settings()
            .iter()
            .chain(archives::set(reading.context()))
            .cloned()
            .collect(),
        evaluated_at: reading.context().now.instant,
        clock_set_by: reading.context().now.set_by,
        waivers: Vec::new(),
    };
    result.settle()
}
