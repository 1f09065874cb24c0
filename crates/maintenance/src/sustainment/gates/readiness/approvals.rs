//! The approvals of the readiness gate: of each party the latest row of the log stands, and it must be
//! an approval by a person, on a day that has come, without a condition that is still open.

use ray_core::gate::{Case, Judged, Judgement};
use ray_core::shape::approval::{
    APPROVAL_INCOMPLETE, APPROVAL_MISSING, APPROVER_NOT_A_NAME, CONDITION_OPEN, Decision,
    NOT_APPROVED,
};
use ray_core::value::name::{self, NameProblem};
use ray_core::value::words::Vocabulary;

use super::{Inputs, shown};
use crate::approval_log::{Cell, Decided, Entry};

/// A party that must approve: its name, and the setting that holds its titles.
pub(super) type Party = (&'static str, &'static str);

const OPERATIONS: Party = ("Operations", "operations-roles");
const PRODUCT: Party = ("Product", "product-roles");
const LEADERSHIP: Party = ("Leadership", "leadership-roles");

/// In the order in which the log keeps their decisions.
pub(super) const PARTIES: [Party; 3] = [OPERATIONS, PRODUCT, LEADERSHIP];

pub(super) fn operations(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    approved(inputs, judgement, OPERATIONS)
}

pub(super) fn product(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    approved(inputs, judgement, PRODUCT)
}

pub(super) fn leadership(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    approved(inputs, judgement, LEADERSHIP)
}

fn approved(inputs: &Inputs, judgement: &mut Judgement<'_>, wanted: Party) -> Judged {
    let log = inputs.log.get(judgement)?;
    let (party, setting) = wanted;
    let roles = judgement.settings.roles(setting)?;
    let mut decided = PARTIES.iter().zip(&log.latest);
    let latest = decided.find(|(party, _)| **party == wanted).and_then(|(_, entry)| entry.as_ref());
    judgement.count(match latest {
        Some(entry) => stands(entry, party),
        None => APPROVAL_MISSING
            .at(inputs.log.path())
            .message(format!("No decision of {party} is recorded"))
            .expected(format!("a row of the role {}", roles.join(" or ")))
            .actual("none")
            .help("Obtain the decision and add a row for it, with the role of who decided")
            .into(),
    });
    Ok(())
}

fn stands(entry: &Entry, party: &str) -> Case {
    match entry.decision {
        None => Case::Unreadable,
        Some(Decision::Approved) => {
            signed(entry, party).unwrap_or_else(|| free_of_conditions(entry, party))
        }
        Some(decision) => NOT_APPROVED
            .at(&entry.status)
            .message(format!("The decision of {party} that stands is not an approval"))
            .expected("approved")
            .actual(decision.word())
            .help("Resolve what is asked for, and record the new decision in a row below")
            .into(),
    }
}

/// The case when it is not recorded who approved, or when.
fn signed(entry: &Entry, party: &str) -> Option<Case> {
    let incomplete = |what: &str, cell: &Cell| {
        APPROVAL_INCOMPLETE
            .at(cell)
            .message(format!("The approval of {party} has no {what}"))
            .expected(format!("a value for {what}"))
            .actual(shown(cell))
            .help("Record stakeholder, the name of a person, and approval_date, the day")
            .into()
    };
    let person = &entry.stakeholder;
    match name::check(&person.text) {
        Ok(()) => {}
        Err(NameProblem::Placeholder) => return Some(incomplete("stakeholder", person)),
        Err(problem) => {
            let finding = APPROVER_NOT_A_NAME
                .at(person)
                .message(format!("Who approved for {party} is {}", problem.describe()))
                .expected("the name of a person")
                .actual(shown(person));
            return Some(finding.into());
        }
    }
    match entry.decided {
        Decided::On(_) => None,
        Decided::Faulty => Some(Case::Unreadable),
        Decided::Undated => Some(incomplete("approval_date", &entry.date)),
    }
}

fn free_of_conditions(entry: &Entry, party: &str) -> Case {
    let open = entry.conditions.iter().find(|condition| !condition.met);
    open.map_or(Case::Holds, |open| {
        CONDITION_OPEN
            .at(&entry.conditions_at)
            .message(format!("A condition of {party} is not met: {}", open.text))
            .expected("\"met: \" before the condition, or an empty field")
            .actual(shown(&entry.conditions_at))
            .help("Meet it and write so: `met: rota complete`; or leave the field empty")
            .into()
    })
}
