//! What comes out of a gate: a verdict on each criterion, findings, and the evidence it read.
//!
//! Plain data. Formats are made from it elsewhere and can add nothing to it.

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::settings::{Setting, Source};
use super::waiver::Waiver;
use crate::finding::{Finding, Level};
use crate::place::EvidencePath;
use crate::protocol::{GateSpec, Protocol};
use crate::workspace::Fingerprint;

/// The criterion of every gate that all evidence names one release.
pub(super) const RELEASE_AGREES: &str = "release-agrees";

/// The verdict on one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was judged and holds.
    Pass,
    /// It was judged and does not hold.
    Fail,
    /// It could not be judged: the evidence is missing, unreadable or empty. The gate fails.
    Indeterminate,
    /// The rule does not apply here, for a reason that is stated.
    NotApplicable,
}

impl Verdict {
    /// The word that outputs use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Indeterminate => "indeterminate",
            Verdict::NotApplicable => "not_applicable",
        }
    }
}

/// What a criterion counted or measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measured {
    /// So many of so many hold.
    Count {
        /// How many hold.
        held: u64,
        /// How many there are; never 0.
        total: u64,
    },
    /// A quantity with its unit.
    Quantity {
        /// How much.
        value: Decimal,
        /// Of what.
        unit: &'static str,
    },
}

/// What a measurement is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// A share, or a quantity in the unit of what was measured.
    pub value: Decimal,
    /// On which side of it the measurement must lie; the value itself is on the right side.
    pub bound: Bound,
    /// The setting that holds it; none where all must hold.
    pub setting: Option<String>,
    /// Where it comes from.
    pub source: String,
    /// True when it is looser than the protocol's own.
    pub looser: bool,
}

impl Threshold {
    /// All must hold: the threshold of a criterion that nobody can set.
    #[must_use]
    pub fn all() -> Self {
        Self {
            value: Decimal::ONE,
            bound: Bound::AtLeast,
            setting: None,
            source: Source::Default.to_string(),
            looser: false,
        }
    }
}

/// The side of a threshold on which a measurement must lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// At the threshold or above it.
    AtLeast,
    /// At the threshold or below it.
    AtMost,
}

/// One criterion, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionResult {
    /// Its stable name.
    pub id: String,
    /// Its sentence.
    pub text: String,
    /// The verdict.
    pub verdict: Verdict,
    /// What was counted.
    pub measured: Option<Measured>,
    /// What the measurement was compared with.
    pub threshold: Threshold,
    /// True when it compares one piece of evidence with another.
    pub cross_reference: bool,
    /// Why it is indeterminate or does not apply.
    pub reason: Option<String>,
}

/// A finding and the criterion it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The id of the criterion.
    pub criterion: String,
    /// The finding.
    pub finding: Box<Finding>,
}

/// Whether the release may go on, as far as this gate is concerned; from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Every criterion holds.
    Pass,
    /// At least one does not, and somebody answers for that: the release may go on, but this is no pass.
    Waived,
    /// At least one does not, or could not be judged.
    Fail,
}

impl Status {
    /// The word that outputs use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Pass => "pass",
            Status::Waived => "waived",
            Status::Fail => "fail",
        }
    }

    /// The status of `results` together: the worst of them, and a failure when there are none.
    #[must_use]
    pub fn of_all(results: &[GateResult]) -> Self {
        results.iter().map(|result| result.status).max().unwrap_or(Status::Fail)
    }
}

/// A file that was read, and what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    /// Where it lies.
    pub path: EvidencePath,
    /// Digest and size; none when it could not be read.
    pub fingerprint: Option<Fingerprint>,
}

/// Who a gate is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateIdentity {
    /// Number of the protocol.
    pub protocol_id: String,
    /// Name of the protocol.
    pub protocol_name: String,
    /// Number of the gate, such as `11.3`.
    pub id: String,
    /// Its short name.
    pub name: String,
    /// Its name in the documents.
    pub title: String,
    /// Its executable.
    pub script: String,
    /// Its criteria in one line.
    pub summary: String,
    /// What the protocol asks for when it fails.
    pub on_failure: String,
    /// True when a waiver may cover it.
    pub waivable: bool,
}

impl GateIdentity {
    /// The gate that `spec` describes; `number` is what comes after the protocol's own.
    #[must_use]
    pub(crate) fn of(protocol: &Protocol, number: usize, spec: &GateSpec) -> Self {
        let protocol = &protocol.descriptor.protocol;
        Self {
            protocol_id: protocol.id.clone(),
            protocol_name: protocol.name.clone(),
            id: format!("{}.{number}", protocol.id),
            name: spec.name.clone(),
            title: spec.title.clone(),
            script: spec.script.clone(),
            summary: spec.summary.clone(),
            on_failure: spec.on_failure.clone(),
            waivable: spec.waivable,
        }
    }
}

/// The result of one gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateResult {
    /// Who the gate is.
    pub gate: GateIdentity,
    /// Whether it passed.
    pub status: Status,
    /// The release that the evidence names, where it agrees on one.
    pub release: Option<String>,
    /// Every criterion, in order, the passing ones too.
    pub criteria: Vec<CriterionResult>,
    /// Every finding, by path, line, column and code.
    pub findings: Vec<Reported>,
    /// Every evidence file that the gate asked for, by path.
    pub evidence: Vec<EvidenceFile>,
    /// Every setting in force.
    pub settings: Vec<Setting>,
    /// The instant of the run.
    pub evaluated_at: Timestamp,
    /// Who set the clock; none for the system's own.
    pub clock_set_by: Option<&'static str>,
    /// The waivers that let it through; none unless it is waived.
    pub waivers: Vec<Waiver>,
}

impl GateResult {
    /// Puts findings in their order and draws the status: everything must hold or not apply, at
    /// least one criterion must hold, and no finding may be an error.
    #[must_use]
    pub fn settle(mut self) -> Self {
        self.findings.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
        self.findings.dedup();
        let holds = |criterion: &CriterionResult| criterion.verdict == Verdict::Pass;
        let fails = |criterion: &CriterionResult| {
            !matches!(criterion.verdict, Verdict::Pass | Verdict::NotApplicable)
        };
        let passed = self.criteria.iter().any(holds)
            && !self.criteria.iter().any(fails)
            && self.errors() == 0;
        self.status = if passed { Status::Pass } else { Status::Fail };
        self
    }

    /// How many findings fail the gate.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|reported| reported.finding.level == Level::Error).count()
    }

    /// How many findings do not fail the gate.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.findings.len() - self.errors()
    }

    /// The result in one sentence.
    #[must_use]
    pub fn notes(&self) -> String {
        let judged =
            self.criteria.iter().filter(|criterion| criterion.verdict != Verdict::NotApplicable);
        let (held, total) = judged.fold((0, 0), |(held, total), criterion| {
            (held + usize::from(criterion.verdict == Verdict::Pass), total + 1)
        });
        let plural = |count: usize, word: &str| match count {
            1 => format!("1 {word}"),
            count => format!("{count} {word}s"),
        };
        format!(
            "{held} of {total} criteria hold; {}, {}",
            plural(self.errors(), "error"),
            plural(self.warnings(), "warning")
        )
    }

    /// The criteria that do not hold.
    pub fn unmet(&self) -> impl Iterator<Item = &CriterionResult> {
        self.criteria
            .iter()
            .filter(|criterion| matches!(criterion.verdict, Verdict::Fail | Verdict::Indeterminate))
    }
}

/// The release that the evidence of `results` names; none where it names several.
#[must_use]
pub fn agreed_release(results: &[GateResult]) -> Option<&str> {
    let disagrees = |result: &GateResult| {
        let mut criteria = result.criteria.iter();
        criteria.any(|it| it.id == RELEASE_AGREES && it.verdict == Verdict::Fail)
    };
    let named = results.iter().rev().find_map(|result| result.release.as_deref());
    named.filter(|_| !results.iter().any(disagrees))
}

/// Path, line, column, code, then everything else that can differ, so that the order is total.
fn sort_key(reported: &Reported) -> impl Ord + '_ {
    let finding = &reported.finding;
    let place = &finding.place;
    (
        &place.path,
        place.position,
        finding.code.word,
        &place.pointer,
        &finding.message,
        &reported.criterion,
    )
}

#[cfg(test)]
#[path = "result_tests.rs"]
pub(super) mod tests;
