//! What a criterion may say: it counts cases that hold or fail, measures, warns. It cannot pass.
//!
//! Whether the criterion passed follows from what was counted, here and nowhere else. A criterion
//! that counted nothing is indeterminate, and an indeterminate criterion fails its gate.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use super::result::{Bound, CriterionResult, Measured, Reported, Threshold, Verdict};
use super::settings::{Setting, SettingValue, Settings};
use crate::clock::Now;
use crate::finding::{Code, Finding, Level};
use crate::place::{EvidencePath, Located, Place, Placed};
use crate::protocol::{CriterionSpec, Looser};
use crate::value::instant::future_finding;
use crate::value::ratio::Ratio;
use crate::value::timespan;
use crate::workspace::Workspace;

/// A criterion did not hold, and nothing else says why.
pub const NOT_MET: Code = Code::error(
    "criterion-not-met",
    "A criterion is not met",
    "Read the findings on the evidence of this criterion first; they name the cause",
    "7 of 20 checks could be read and passed",
);

/// A criterion had nothing to judge.
pub const NOTHING_TO_JUDGE: Code = Code::error(
    "nothing-to-judge",
    "There was nothing to judge",
    "Record the evidence; an empty list never satisfies a rule about all of its entries",
    r#"{"items": []}"#,
);

/// The codes that closing a criterion can raise.
pub const CODES: &[&Code] = &[&NOT_MET, &NOTHING_TO_JUDGE];

/// Why a criterion could not be judged: its evidence or a setting is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unjudged {
    reason: String,
}

impl Unjudged {
    /// With the reason, as a sentence without a full stop.
    #[must_use]
    pub fn because(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }

    /// The evidence at `path` is missing or could not be read.
    #[must_use]
    pub fn no_evidence(path: &EvidencePath) -> Self {
        Self::because(format!("{path} is missing or cannot be read"))
    }

    /// The descriptor declares no setting `id`.
    #[must_use]
    pub fn no_setting(id: &str) -> Self {
        Self::because(format!("the setting {id} is not declared"))
    }
}

/// A value that reading could not provide, for which there is a finding already.
///
/// # Errors
/// When it is not there; the criterion is then not judged, since the evidence does not say `what`.
pub fn known<'v, T>(value: Option<&'v T>, what: &str) -> Result<&'v T, Unjudged> {
    value.ok_or_else(|| Unjudged::because(format!("the evidence does not say {what}")))
}

/// What a criterion's function returns: nothing to say, or why it could not look.
pub type Judged = Result<(), Unjudged>;

/// One of the things that a criterion counts.
#[derive(Debug)]
pub enum Case {
    /// It holds.
    Holds,
    /// It does not, for this reason.
    Fails(Box<Finding>),
    /// It does not, and reading the evidence has reported why already.
    Unreadable,
}

impl Case {
    /// Holds when `holds`; otherwise fails with `finding`.
    pub fn when(holds: bool, finding: impl FnOnce() -> Finding) -> Self {
        if holds { Case::Holds } else { Case::from(finding()) }
    }
}

impl From<Finding> for Case {
    fn from(finding: Finding) -> Self {
        Case::Fails(Box::new(finding))
    }
}

/// Findings on their way to the result. There may be tens of thousands, each is moved several times,
/// and a vector that grows holds its values twice.
type Boxed = Vec<Box<Finding>>;

/// One criterion while it is being judged.
#[derive(Debug)]
pub struct Judgement<'a> {
    /// The repository, for checksums and linked files.
    pub workspace: &'a Workspace,
    /// The gate's settings.
    pub settings: &'a Settings,
    /// The instant of the run.
    pub now: Now,
    spec: &'a CriterionSpec,
    home: Place,
    held: u64,
    total: u64,
    shortfalls: Boxed,
    findings: Boxed,
    measured: Option<Measured>,
    not_applicable: Option<String>,
}

impl<'a> Judgement<'a> {
    /// Starts judging `spec`; a finding that has no better place goes to `home`.
    #[must_use]
    pub fn new(
        spec: &'a CriterionSpec,
        workspace: &'a Workspace,
        settings: &'a Settings,
        now: Now,
        home: Place,
    ) -> Self {
        Self {
            workspace,
            settings,
            now,
            spec,
            home,
            held: 0,
            total: 0,
            shortfalls: Vec::new(),
            findings: Vec::new(),
            measured: None,
            not_applicable: None,
        }
    }

    /// Counts one case. A case that fails is tolerated as far as the criterion's threshold allows;
    /// it is then reported as a warning.
    pub fn count(&mut self, case: impl Into<Case>) {
        self.total += 1;
        match case.into() {
            Case::Holds => self.held += 1,
            Case::Fails(finding) => self.shortfalls.push(finding),
            Case::Unreadable => {}
        }
    }

    /// Counts cases that evidence gives as numbers: `held` hold, `missing` do not, for the one reason
    /// that `finding` gives. Like [`Judgement::count`], as often as the numbers say.
    pub fn tally(&mut self, held: u64, missing: u64, finding: impl FnOnce() -> Finding) {
        let total = held.checked_add(missing).and_then(|cases| self.total.checked_add(cases));
        match total {
            Some(total) => {
                // What holds is part of all, which has just been added without overflow.
                self.held = self.held.saturating_add(held);
                self.total = total;
                if missing > 0 {
                    self.shortfalls.push(Box::new(finding()));
                }
            }
            // Numbers that cannot be added up are no evidence.
            None => self.findings.push(Box::new(finding())),
        }
    }

    /// Fails the criterion, whatever the threshold.
    pub fn fail(&mut self, finding: Finding) {
        self.findings.push(Box::new(finding));
    }

    /// Passes on what a reader found, at its own level.
    pub(crate) fn report(&mut self, finding: Finding) {
        self.findings.push(Box::new(finding));
    }

    /// Reports something that does not fail the criterion.
    pub fn warn(&mut self, finding: Finding) {
        self.findings.push(Box::new(finding.as_warning()));
    }

    /// Measures a length of time, in minutes; when it does not meet its limit, fails with `finding`.
    pub fn measure(
        &mut self,
        length: SignedDuration,
        meets: bool,
        finding: impl FnOnce() -> Finding,
    ) {
        let measured = Measured::Quantity { value: timespan::minutes(length), unit: "minutes" };
        self.measured = Some(measured);
        if !meets {
            self.findings.push(Box::new(finding()));
        }
    }

    /// Names a better place for a finding that says that there was nothing to judge.
    pub fn home_at(&mut self, place: &impl Placed) {
        self.home = place.place();
    }

    /// Fails the criterion when `time`, which records something that has happened, lies ahead.
    pub fn not_in_future(&mut self, time: &Located<Timestamp>) {
        self.findings.extend(future_finding(time, self.now).map(Box::new));
    }

    /// Says that the rule does not apply here, and why.
    pub fn not_applicable(&mut self, reason: impl Into<String>) {
        self.not_applicable = Some(reason.into());
    }

    /// Draws the verdict from what was counted and measured.
    #[must_use]
    pub fn close(mut self, judged: Judged) -> (CriterionResult, Vec<Reported>) {
        let setting = self.setting();
        let ratio = match setting.and_then(|setting| setting.value.as_ref()) {
            Some(SettingValue::Ratio(ratio)) => *ratio,
            _ => Ratio::ALL,
        };
        let enough = ratio.is_met_by(self.held, self.total);
        for shortfall in std::mem::take(&mut self.shortfalls) {
            self.findings.push(if enough { Box::new(shortfall.as_warning()) } else { shortfall });
        }
        let (verdict, reason) = self.verdict(judged, enough);
        let result = CriterionResult {
            id: self.spec.id.clone(),
            text: self.spec.text.clone(),
            verdict,
            measured: self.measured(),
            threshold: setting.map_or_else(Threshold::all, |setting| threshold(setting, ratio)),
            cross_reference: self.spec.cross_reference,
            reason,
        };
        let reported = self
            .findings
            .into_iter()
            .map(|finding| Reported { criterion: result.id.clone(), finding })
            .collect();
        (result, reported)
    }

    fn setting(&self) -> Option<&'a Setting> {
        self.spec.setting.as_ref().and_then(|id| self.settings.get(id))
    }

    fn measured(&self) -> Option<Measured> {
        match &self.measured {
            Some(measured) => Some(measured.clone()),
            None if self.total > 0 => Some(Measured::Count { held: self.held, total: self.total }),
            None => None,
        }
    }

    fn verdict(&mut self, judged: Judged, enough: bool) -> (Verdict, Option<String>) {
        let failed = self.findings.iter().any(|finding| finding.level == Level::Error);
        if let Err(unjudged) = judged {
            return (
                if failed { Verdict::Fail } else { Verdict::Indeterminate },
                Some(unjudged.reason),
            );
        }
        if failed {
            return (Verdict::Fail, None);
        }
        match (&self.measured, self.total, &self.not_applicable) {
            (_, 1.., _) if !enough => {
                let message = format!(
                    "{} of {} hold, and the rest cannot be read, for \"{}\"",
                    self.held, self.total, self.spec.text
                );
                self.findings.push(Box::new(NOT_MET.at(&self.home).message(message)));
                (Verdict::Fail, None)
            }
            (Some(_), ..) | (_, 1.., _) => (Verdict::Pass, None),
            (None, 0, Some(reason)) => (Verdict::NotApplicable, Some(reason.clone())),
            (None, 0, None) => {
                let message = format!("There was nothing to judge for \"{}\"", self.spec.text);
                self.findings.push(Box::new(NOTHING_TO_JUDGE.at(&self.home).message(message)));
                (Verdict::Indeterminate, Some("there was nothing to judge".to_owned()))
            }
        }
    }
}

/// The threshold that `setting` holds. A share is wanted at least, whatever is looser; a length of
/// time lies on the side from which a higher or lower one would be looser.
fn threshold(setting: &Setting, share: Ratio) -> Threshold {
    let (value, bound) = match (&setting.value, setting.looser_way) {
        (Some(SettingValue::Timespan(span)), Some(Looser::Higher)) => {
            (span.minutes(), Bound::AtMost)
        }
        (Some(SettingValue::Timespan(span)), _) => (span.minutes(), Bound::AtLeast),
        _ => (share.value(), Bound::AtLeast),
    };
    Threshold {
        value,
        bound,
        setting: Some(setting.id.clone()),
        source: setting.source.to_string(),
        looser: setting.looser,
    }
}

/// Compares a share that a file declares about itself with the one that was counted: equal up to
/// the rounding of the digits that were written.
#[must_use]
pub fn agrees_with(declared: Decimal, held: u64, total: u64) -> bool {
    if total == 0 {
        return false;
    }
    let counted = Decimal::from(held) / Decimal::from(total);
    let half_a_digit = Decimal::new(5, declared.scale().clamp(2, 27) + 1);
    (declared - counted).abs() <= half_a_digit
}

#[cfg(test)]
#[path = "judgement_tests.rs"]
mod tests;
