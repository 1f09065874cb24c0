//! Whether an approval stands: the latest decision of a role counts, and only a clear yes by a
//! person, in time and not expired.

use jiff::Timestamp;

use super::{Approval, Decision, is_role};
use crate::evidence::view::Given;
use crate::finding::{Code, Finding};
use crate::gate::{Case, Judgement};
use crate::place::{Located, Spot};
use crate::value::instant::show;
use crate::value::name;
use crate::value::words::Vocabulary;

/// Nobody in the role decided.
pub const APPROVAL_MISSING: Code = Code::error(
    "approval-missing",
    "An approval that is required is not recorded",
    "Obtain the decision and record it with role, approver, decision and decided_at",
    r#"{"approvals": []}"#,
);

/// The role decided, and not with a yes.
pub const NOT_APPROVED: Code = Code::error(
    "not-approved",
    "The decision that stands is not an approval",
    "Only `approved` counts; resolve what the approver asks for and record the new decision",
    r#"{"role": "SRE Lead", "decision": "deferred"}"#,
);

/// A conditional approval has a condition that is not met.
pub const CONDITION_OPEN: Code = Code::error(
    "approval-condition-open",
    "A condition of the approval is not met",
    "Meet the condition and record it with \"met\": true",
    r#"{"decision": "conditional", "conditions": [{"text": "…", "met": false}]}"#,
);

/// The approval held until a time that has passed.
pub(super) const APPROVAL_EXPIRED: Code = Code::error(
    "approval-expired",
    "The approval has expired",
    "Obtain a new decision",
    r#"{"expires_at": "2026-01-01T00:00:00Z"}"#,
);

/// The decision came after what it should have allowed.
pub(super) const APPROVAL_TOO_LATE: Code = Code::error(
    "approval-too-late",
    "The approval was given after what it approves had started",
    "An approval cannot be made up for; record what really happened and follow the protocol's exception path",
    r#"{"decided_at": "2026-11-19T23:00:00Z"}   (the deployment started at 22:00)"#,
);

/// The decision came before there was anything to decide on.
pub(super) const APPROVAL_TOO_EARLY: Code = Code::error(
    "approval-too-early",
    "The approval was given before what it rests on was there",
    "Show the approver the evidence as it is now, and record the decision that follows",
    r#"{"decided_at": "2026-11-16T09:00:00Z"}   (the rehearsal ran on the 17th)"#,
);

/// It is not recorded who decided, or when.
pub const APPROVAL_INCOMPLETE: Code = Code::error(
    "approval-incomplete",
    "It is not recorded who decided, or when",
    "Record approver, the name of a person, and decided_at, the time",
    r#"{"role": "SRE Lead", "decision": "approved"}"#,
);

/// The approver is no person.
pub const APPROVER_NOT_A_NAME: Code = Code::error(
    "approver-not-a-name",
    "The approver is not the name of a person",
    "Write the name of the person who decided; a role or a team cannot be asked",
    r#"{"approver": "Product Owner"}"#,
);

/// One of several roles that may approve has declined.
pub(super) const APPROVAL_CONTESTED: Code = Code::warning(
    "approval-contested",
    "One role approved, another that may approve did not",
    "Make sure that the decision to go on was taken with both roles",
    r#"Product Owner "rejected", Executive Sponsor "approved""#,
);

/// The codes that an approval can raise.
pub const CODES: &[&Code] = &[
    &APPROVAL_MISSING,
    &NOT_APPROVED,
    &CONDITION_OPEN,
    &APPROVAL_EXPIRED,
    &APPROVAL_TOO_LATE,
    &APPROVAL_TOO_EARLY,
    &APPROVAL_INCOMPLETE,
    &APPROVER_NOT_A_NAME,
    &APPROVAL_CONTESTED,
];

/// The approval that a rule wants.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The roles of which one must approve.
    pub roles: &'a [String],
    /// What it must come before, and how a message names that.
    pub before: Option<(Timestamp, &'a str)>,
    /// What it must not come before, likewise.
    pub after: Option<(Timestamp, &'a str)>,
    /// What is approved, where a record holds several subjects.
    pub subject: Option<&'a str>,
    /// Where to report that nobody decided.
    pub list: &'a Spot,
}

/// Counts one case on `judgement`: one of the wanted roles has an approval that stands.
pub fn standing<'e>(
    judgement: &mut Judgement<'_>,
    wanted: Wanted<'_>,
    entries: impl IntoIterator<Item = &'e Approval> + Clone,
) {
    let latest: Vec<&Approval> =
        wanted.roles.iter().filter_map(|role| latest_of(role, entries.clone())).collect();
    let now = judgement.now.instant;
    let mut problems = Vec::new();
    let mut stands = false;
    for entry in latest {
        match decide(entry, wanted, now) {
            Case::Holds => stands = true,
            case => problems.push((entry, case)),
        }
    }
    if stands {
        judgement.count(Case::Holds);
        problems.into_iter().for_each(|(entry, _)| contest(judgement, entry));
        return;
    }
    let mut cases = problems.into_iter().map(|(_, case)| case);
    judgement.count(cases.next().unwrap_or_else(|| missing(wanted).into()));
    cases.filter_map(finding_of).for_each(|finding| judgement.fail(finding));
}

/// The decision of `role` that stands: the latest; among equals, the one further down.
fn latest_of<'e>(
    role: &str,
    entries: impl IntoIterator<Item = &'e Approval>,
) -> Option<&'e Approval> {
    let of_role = |entry: &&Approval| {
        entry.role.as_ref().is_some_and(|written| is_role(&written.value, role))
    };
    // Nobody knows when a decision without a time was made; it may be the latest, so it stands. One
    // that is pending was not made yet.
    entries.into_iter().filter(of_role).max_by_key(|entry| match &entry.decided_at {
        Given::Read(at) => (false, Some(at.value)),
        Given::Absent | Given::Faulty => (!is_pending(entry), None),
    })
}

fn is_pending(entry: &Approval) -> bool {
    entry.decision.as_ref().is_some_and(|decision| decision.value == Decision::Pending)
}

fn missing(wanted: Wanted<'_>) -> Finding {
    let roles = wanted.roles.join(" or ");
    APPROVAL_MISSING
        .at(wanted.list)
        .message(match wanted.subject {
            Some(subject) => format!("No decision by {roles} on \"{subject}\" is recorded"),
            None => format!("No decision by {roles} is recorded"),
        })
        .expected(format!("an approval by {roles}"))
        .actual("none")
}

fn contest(judgement: &mut Judgement<'_>, entry: &Approval) {
    let declined = entry.decision.as_ref().filter(|decision| decision.value != Decision::Approved);
    if let Some(decision) = declined {
        judgement.warn(APPROVAL_CONTESTED.at(decision).actual(decision.value.word()));
    }
}

fn decide(entry: &Approval, wanted: Wanted<'_>, now: Timestamp) -> Case {
    let Some(decision) = &entry.decision else {
        return Case::Unreadable;
    };
    match decision.value {
        // A condition that is not met makes a yes to a contradiction.
        Decision::Approved if !entry.conditions.is_empty() => {
            if let Some(open) = open_condition(entry, decision) {
                return open.into();
            }
        }
        Decision::Approved => {}
        Decision::Conditional => {
            if let Some(open) = open_condition(entry, decision) {
                return open.into();
            }
        }
        Decision::Rejected | Decision::Deferred | Decision::Pending => {
            return declined(entry, decision).into();
        }
    }
    if let Some(case) = unsigned(entry) {
        return case;
    }
    if let Some(expired) = expired(entry, now) {
        return expired;
    }
    match &entry.decided_at {
        Given::Read(decided) => in_time(decided, wanted),
        Given::Absent | Given::Faulty => Case::Unreadable,
    }
}

fn declined(entry: &Approval, decision: &Located<Decision>) -> Finding {
    let role = entry.role.as_ref().map_or("the role", |role| &role.value);
    NOT_APPROVED
        .at(decision)
        .message(format!("The decision of {role} that stands is not an approval"))
        .expected("approved")
        .actual(decision.value.word())
}

/// A conditional approval without conditions has nothing that could be met.
fn open_condition(entry: &Approval, decision: &Located<Decision>) -> Option<Finding> {
    if entry.conditions.is_empty() {
        return Some(
            CONDITION_OPEN
                .at(decision)
                .message("The approval is conditional, but lists no condition"),
        );
    }
    let open = entry
        .conditions
        .iter()
        .find(|condition| !condition.met.as_ref().is_some_and(|met| met.value))?;
    let text = open.text.as_ref().map_or("a condition", |text| &text.value);
    let finding = match &open.met {
        Some(met) => CONDITION_OPEN.at(met),
        None => CONDITION_OPEN.at(&open.owner),
    };
    Some(
        finding
            .message(format!("A condition of the approval is not met: {text}"))
            .expected("true")
            .actual("false"),
    )
}

/// The case when it is not recorded who decided, or when.
fn unsigned(entry: &Approval) -> Option<Case> {
    let incomplete = |key: &str| {
        APPROVAL_INCOMPLETE
            .at(&entry.owner)
            .message(format!("The approval has no {key}"))
            .expected(format!("a value for {key}"))
            .actual("nothing")
            .into()
    };
    match &entry.approver {
        Given::Absent => return Some(incomplete("approver")),
        Given::Faulty => return Some(Case::Unreadable),
        Given::Read(approver) => {
            if let Err(problem) = name::check(&approver.value) {
                let finding = APPROVER_NOT_A_NAME
                    .at(approver)
                    .message(format!("The approver is {}", problem.describe()))
                    .expected("the name of a person")
                    .actual(approver.value.clone());
                return Some(finding.into());
            }
        }
    }
    match entry.decided_at {
        Given::Absent => Some(incomplete("decided_at")),
        Given::Faulty => Some(Case::Unreadable),
        Given::Read(_) => None,
    }
}

/// The case when the approval holds no more.
fn expired(entry: &Approval, now: Timestamp) -> Option<Case> {
    match &entry.expires_at {
        Given::Faulty => Some(Case::Unreadable),
        Given::Read(expires) if expires.value <= now => {
            let finding = APPROVAL_EXPIRED
                .at(expires)
                .message("The approval has expired")
                .expected(format!("a time after {}", show(now)))
                .actual(show(expires.value));
            Some(finding.into())
        }
        Given::Absent | Given::Read(_) => None,
    }
}

fn in_time(decided: &Located<Timestamp>, wanted: Wanted<'_>) -> Case {
    if let Some((end, what)) = wanted.after.filter(|(end, _)| decided.value < *end) {
        return APPROVAL_TOO_EARLY
            .at(decided)
            .message(format!("The approval was given before {what}"))
            .expected(format!("a time from {} on", show(end)))
            .actual(show(decided.value))
            .into();
    }
    match wanted.before {
        Some((start, what)) => Case::when(decided.value < start, || {
            APPROVAL_TOO_LATE
                .at(decided)
                .message(format!("The approval was given after {what}"))
                .expected(format!("a time before {}", show(start)))
                .actual(show(decided.value))
        }),
        None => Case::Holds,
    }
}

fn finding_of(case: Case) -> Option<Finding> {
    match case {
        Case::Fails(finding) => Some(*finding),
        Case::Holds | Case::Unreadable => None,
    }
}
