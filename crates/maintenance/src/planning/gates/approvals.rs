//! Gate 18.2, stakeholder approval confirmation: the plan was approved by each function that will have
//! to live by it.

use ray_core::finding::{Code, Finding};
use ray_core::gate::{Case, Criterion, Evidence, Gate, Judged, Judgement, Reading, Unjudged};
use ray_core::place::Placed;
use ray_core::shape::approval::{
    APPROVAL_INCOMPLETE, APPROVAL_MISSING, APPROVER_NOT_A_NAME, CONDITION_OPEN, Decision,
    NOT_APPROVED,
};
use ray_core::value::name;
use ray_core::value::words::{Vocabulary, fold_heading};

use crate::approval_log::{ApprovalLog, Condition, Decided, Entry};

/// Gate 18.2.
pub static GATE: Gate<Inputs> = Gate { name: "approvals", codes: CODES, read, criteria: CRITERIA };

const APPROVER_SHARED: Code = Code::error(
    "approver-shared",
    "One person approves for two functions",
    "Ask a second person; where one really leads both, say so with `shared_approver = \"allow\"`",
    "A. Rivera,Operations Lead,Approved,…\nA. Rivera,Security Lead,Approved,…",
);

const CODES: &[&Code] = &[&APPROVER_SHARED];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("operations-approved", |inputs, judgement| approved(inputs, judgement, Function::Operations)),
    ("support-approved", |inputs, judgement| approved(inputs, judgement, Function::Support)),
    ("product-approved", |inputs, judgement| approved(inputs, judgement, Function::Product)),
    ("security-approved", |inputs, judgement| approved(inputs, judgement, Function::Security)),
    ("conditions-met", conditions_met),
    ("approvers-differ", approvers_differ),
];

/// Who must approve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Operations,
    Support,
    Product,
    Security,
}

impl Function {
    /// In the order of the criteria, which is that of the replayed log.
    const ALL: [Self; 4] = [Self::Operations, Self::Support, Self::Product, Self::Security];

    fn name(self) -> &'static str {
        match self {
            Self::Operations => "Operations",
            Self::Support => "Support",
            Self::Product => "Product",
            Self::Security => "Security",
        }
    }

    fn setting(self) -> &'static str {
        match self {
            Self::Operations => "operations-roles",
            Self::Support => "support-roles",
            Self::Product => "product-roles",
            Self::Security => "security-roles",
        }
    }
}

/// Whether one person may approve for two functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SharedApprover {
    Refused,
    Allowed,
}

impl Vocabulary for SharedApprover {
    const WORDS: &'static [(&'static str, Self)] =
        &[("refuse", SharedApprover::Refused), ("allow", SharedApprover::Allowed)];
}

/// The evidence of the gate.
pub struct Inputs {
    log: Evidence<ApprovalLog>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    let roles = Function::ALL
        .map(|function| reading.settings().roles(function.setting()).unwrap_or_default());
    let log = reading.stream("approval-log", |bytes, path, notes| {
        Some(ApprovalLog::read(bytes, path, notes, &roles))
    });
    Inputs { log }
}

impl Inputs {
    /// The latest decision of each function that decided at all.
    fn standing(&self, judgement: &mut Judgement<'_>) -> Result<Vec<(Function, &Entry)>, Unjudged> {
        let latest = &self.log.get(judgement)?.latest;
        let decided = Function::ALL.into_iter().zip(latest);
        Ok(decided.filter_map(|(function, entry)| Some((function, entry.as_ref()?))).collect())
    }
}

fn approved(inputs: &Inputs, judgement: &mut Judgement<'_>, wanted: Function) -> Judged {
    let roles = judgement.settings.roles(wanted.setting())?;
    let header = inputs.log.get(judgement)?.header.clone();
    let mut standing = inputs.standing(judgement)?.into_iter();
    judgement.count(match standing.find(|(function, _)| *function == wanted) {
        Some((_, entry)) => stands(entry, wanted),
        None => APPROVAL_MISSING
            .at(&header)
            .message(format!("No decision by {} is recorded", wanted.name()))
            .expected(format!("a row of the role {}", roles.join(" or ")))
            .actual("none")
            .help("Obtain the decision, and record it in a row of its own")
            .into(),
    });
    Ok(())
}

/// Holds when the decision is a yes by a person, with its date.
fn stands(entry: &Entry, function: Function) -> Case {
    match entry.decision {
        None => return Case::Unreadable,
        Some(Decision::Approved) => {}
        Some(decision) => {
            return NOT_APPROVED
                .at(&entry.status)
                .message(format!("The latest decision of {} is not an approval", function.name()))
                .expected("Approved")
                .actual(decision.word())
                .help("Resolve what they ask for, and record their new decision in a row below")
                .into();
        }
    }
    if let Err(problem) = name::check(&entry.stakeholder.text) {
        return APPROVER_NOT_A_NAME
            .at(&entry.stakeholder)
            .message(format!("The approver for {} is {}", function.name(), problem.describe()))
            .expected("the name of a person")
            .actual(format!("\"{}\"", entry.stakeholder.text))
            .into();
    }
    match entry.decided {
        Decided::On(_) => Case::Holds,
        Decided::Faulty => Case::Unreadable,
        Decided::Undated => APPROVAL_INCOMPLETE
            .at(&entry.date)
            .message(format!("The approval for {} has no date", function.name()))
            .expected("the day of the decision, such as 2026-12-01")
            .actual(if entry.date.text.is_empty() { "nothing" } else { &entry.date.text })
            .help("Record the day on which it was decided")
            .into(),
    }
}

fn conditions_met(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let standing = inputs.standing(judgement)?;
    if standing.iter().all(|(_, entry)| entry.conditions.is_empty()) {
        judgement.not_applicable("no approval that stands has a condition");
    }
    for (function, entry) in standing {
        for condition in &entry.conditions {
            judgement.count(Case::when(condition.met, || open(entry, condition, function)));
        }
    }
    Ok(())
}

fn open(entry: &Entry, condition: &Condition, function: Function) -> Finding {
    CONDITION_OPEN
        .at(&entry.conditions_at)
        .message(format!("A condition of {} is not met: {}", function.name(), condition.text))
        .expected("\"met: \" before the condition, or an empty field")
        .actual(format!("\"{}\"", entry.conditions_at.text))
        .help("Meet the condition, and write `met:` before it in a new row with the day of the decision")
}

fn approvers_differ(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let standing = inputs.standing(judgement)?;
    if judgement.settings.word::<SharedApprover>("shared-approver")? == SharedApprover::Allowed {
        judgement
            .not_applicable("the configuration allows one person to approve for two functions");
        return Ok(());
    }
    for (at, (function, entry)) in standing.iter().enumerate() {
        if name::check(&entry.stakeholder.text).is_err() {
            judgement.count(Case::Unreadable);
            continue;
        }
        let person = fold_heading(&entry.stakeholder.text);
        let mut others = standing.iter().take(at);
        let same = others.find(|(_, other)| fold_heading(&other.stakeholder.text) == person);
        judgement.count(match same {
            Some((other, _)) => APPROVER_SHARED
                .at(&entry.stakeholder.place())
                .message(format!(
                    "{} approves for {} and for {}",
                    entry.stakeholder.text,
                    other.name(),
                    function.name()
                ))
                .expected("another person")
                .actual(entry.stakeholder.text.clone())
                .into(),
            None => Case::Holds,
        });
    }
    Ok(())
}
