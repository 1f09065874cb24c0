//! The tools of the charter gate: whoever keeps the service can use them, or will be able to by a day
//! that somebody has promised.

use ray_core::finding::Code;
use ray_core::gate::{Case, Judged, Judgement};
use ray_core::place::Located;
use ray_core::value::name;
use ray_core::value::words::Vocabulary;

use super::Inputs;
use crate::day::Day;
use crate::sustainment::evidence::tooling_access::{Access, Remediation, Tool};
use crate::sustainment::gates::{found, place_of, said};

pub(super) const ACCESS_MISSING: Code = Code::error(
    "access-missing",
    "Access to a tool is missing, and nothing is done about it",
    "Grant it, or record a remediation with owner, plan and due date",
    r#"{"name": "Deployment pipeline", "access": "pending"}"#,
);
pub(super) const REMEDIATION_INCOMPLETE: Code = Code::error(
    "remediation-incomplete",
    "A remediation lacks an owner, a plan or a due date",
    "Record the name of the person who does it, what is done, and by which day",
    r#"{"remediation": {"owner": "Ops team", "plan": "TBD"}}"#,
);
pub(super) const REMEDIATION_OVERDUE: Code = Code::error(
    "remediation-overdue",
    "A remediation is past its due date, and access is still missing",
    "Grant the access, or agree on a new plan and a new date",
    r#"{"access": "pending", "remediation": {"due": "2026-01-01"}}"#,
);

pub(super) fn access_granted(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for tool in inputs.tools.get(judgement)? {
        judgement.count(usable(tool, judgement));
    }
    Ok(())
}

fn usable(tool: &Tool, judgement: &Judgement<'_>) -> Case {
    let Some(access) = &tool.access else {
        return Case::Unreadable;
    };
    match (access.value, &tool.remediation) {
        (Access::Granted, _) => Case::Holds,
        (_, Some(remediation)) => remedied(tool, remediation, judgement),
        (_, None) => ACCESS_MISSING
            .at(access)
            .message(format!("Access to {} is missing, and nothing is done about it", tool.name))
            .expected("granted, or a remediation")
            .actual(access.value.word())
            .into(),
    }
}

fn remedied(tool: &Tool, remediation: &Remediation, judgement: &Judgement<'_>) -> Case {
    let Remediation { owner, plan, due, place } = remediation;
    let incomplete = |key: &str, value: Option<&Located<String>>, expected: &str| {
        REMEDIATION_INCOMPLETE
            .at(&place_of(value, place))
            .message(format!("The remediation for {} has no {key}", tool.name))
            .expected(expected)
            .actual(found(value))
            .into()
    };
    if owner.as_ref().is_none_or(|owner| name::check(&owner.value).is_err()) {
        return incomplete("owner", owner.as_ref(), "the name of a person");
    }
    if said(plan.as_ref()).is_none() {
        return incomplete("plan", plan.as_ref(), "a value for \"plan\"");
    }
    let Some(due) = said(due.as_ref()) else {
        return incomplete("due date", due.as_ref(), "a day such as 2026-12-01");
    };
    match Day::parse(&due.value) {
        Err(problem) => problem.finding(due, &due.value, "The due date").into(),
        Ok(day) => Case::when(!day.is_past(judgement.now), || {
            REMEDIATION_OVERDUE
                .at(due)
                .message(format!("Access to {} should have been granted by now", tool.name))
                .expected(format!("{} or later", Day::At(judgement.now.instant).date()))
                .actual(due.value.clone())
        }),
    }
}
