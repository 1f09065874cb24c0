//! The cases of a gate: one for each criterion, with a name that no other case has, and one for the
//! verdict where a failure would else be in none of them.

use ray_core::finding::{Finding, Level};
use ray_core::gate::result::{CriterionResult, GateResult, Reported, Status, Verdict};
use ray_core::place::EvidencePath;

use crate::waivers;
use crate::{cautions, excerpt, unexplained};

/// Findings of one criterion that are written before the rest is only counted: a file may have no
/// more than 30 MB.
const SHOWN: usize = 20;

/// People whom the line of a waived case names.
const NAMED: usize = 3;

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed,
    Failed,
    Error,
    Skipped,
}

/// A case. Texts are not escaped.
pub(super) struct Case {
    pub(super) name: String,
    /// A package and a class, as readers split it at the last dot.
    pub(super) class: String,
    pub(super) outcome: Outcome,
    pub(super) message: String,
    /// A line each.
    pub(super) details: Vec<String>,
    /// The evidence that the case is about, from the judged root.
    pub(super) evidence: Option<EvidencePath>,
    /// The file that is named, from the top of the repository.
    pub(super) file: Option<EvidencePath>,
}

impl Case {
    pub(super) fn passed(class: &str, name: &str) -> Self {
        Self::red(class, name, Outcome::Passed, "")
    }

    pub(super) fn red(class: &str, name: &str, outcome: Outcome, message: &str) -> Self {
        Self {
            name: name.to_owned(),
            class: class.to_owned(),
            outcome,
            message: message.to_owned(),
            details: Vec::new(),
            evidence: None,
            file: None,
        }
    }
}

/// The cases of `result`, in the order of its criteria.
pub(super) fn of_gate(result: &GateResult) -> Vec<Case> {
    let class = format!("protocol_{}.{}", result.gate.protocol_id, result.gate.script);
    let name = |criterion: &str| format!("{} {}: {criterion}", result.gate.id, result.gate.name);
    let criteria = result.criteria.iter();
    let mut cases: Vec<Case> = criteria
        .map(|criterion| of_criterion(&class, &name(&criterion.id), criterion, result))
        .collect();
    let is_green = |case: &Case| case.outcome == Outcome::Passed;
    let is_red = |case: &Case| matches!(case.outcome, Outcome::Failed | Outcome::Error);
    let unsaid = match result.status {
        Status::Pass => false,
        Status::Fail => !cases.iter().any(is_red),
        Status::Waived => cases.iter().all(is_green),
    };
    if unsaid {
        let message = match result.errors() {
            0 => unexplained::NOTHING_HELD.to_owned(),
            _ => result.notes(),
        };
        let mut case = Case::red(&class, &name("verdict"), Outcome::Failed, &message);
        case.details = details(result.findings.iter());
        cases.push(waived_where_waived(case, result));
    }
    cases
}

fn of_criterion(class: &str, name: &str, criterion: &CriterionResult, result: &GateResult) -> Case {
    let own = || result.findings.iter().filter(|reported| reported.criterion == criterion.id);
    let has_errors = own().any(|reported| reported.finding.level == Level::Error);
    let outcome = match criterion.verdict {
        Verdict::Indeterminate => Outcome::Error,
        Verdict::Fail => Outcome::Failed,
        _ if has_errors => Outcome::Failed,
        Verdict::Pass => Outcome::Passed,
        Verdict::NotApplicable => Outcome::Skipped,
    };
    let message = match criterion.verdict {
        Verdict::NotApplicable if !has_errors => {
            let reason = criterion.reason.as_deref().unwrap_or("no reason was given");
            format!("does not apply: {reason}")
        }
        Verdict::Pass | Verdict::NotApplicable => criterion.text.clone(),
        _ => unexplained::sentence(criterion),
    };
    let mut case = Case::red(class, name, outcome, &message);
    case.evidence = own().next().map(|reported| reported.finding.place.path.clone());
    case.details = details(own());
    waived_where_waived(case, result)
}

/// A case that does not hold is skipped in a gate that was let through, and says who answers for it.
fn waived_where_waived(mut case: Case, result: &GateResult) -> Case {
    let is_red = matches!(case.outcome, Outcome::Failed | Outcome::Error);
    if result.status == Status::Waived && is_red {
        case.outcome = Outcome::Skipped;
        let until = waivers::until(result);
        let mut who = Vec::new();
        for waiver in &result.waivers {
            let name = format!("{} ({})", waiver.approved_by, waiver.role);
            if who.len() < NAMED && !who.contains(&name) {
                who.push(name);
            }
        }
        case.details.insert(0, case.message.clone());
        let waived = cautions::of(result).into_iter().filter(|caution| caution.id == "waived");
        case.details.extend(waived.map(|caution| caution.text));
        case.message = format!("{}; approved by {}", until.unwrap_or_default(), who.join(", "));
    }
    case
}

fn details<'r>(findings: impl Iterator<Item = &'r Reported>) -> Vec<String> {
    let all: Vec<&Reported> = findings.collect();
    let mut lines: Vec<String> =
        all.iter().take(SHOWN).flat_map(|reported| of_finding(&reported.finding)).collect();
    if let Some(more) = all.len().checked_sub(SHOWN).filter(|&more| more > 0) {
        lines.push(format!("and {more} more findings; the JSON report has them all"));
    }
    lines
}

fn of_finding(finding: &Finding) -> Vec<String> {
    let mut lines = vec![
        format!("{}[{}]: {}", finding.level, finding.code.word, finding.message),
        format!("  at {}", excerpt::location(&finding.place)),
    ];
    let facts = [
        ("expected", finding.expected.as_deref()),
        ("found", finding.actual.as_deref()),
        ("help", Some(&*finding.help)),
    ];
    let facts = facts.into_iter().filter_map(|(name, text)| Some((name, text?)));
    lines.extend(facts.map(|(name, text)| format!("  {name}: {text}")));
    lines
}
