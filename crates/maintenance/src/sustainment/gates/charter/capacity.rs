//! The capacity of the charter gate: whether there are people enough, worked out from their numbers and
//! not from what the file says of itself.

use std::collections::BTreeSet;

use ray_core::finding::{Code, Finding};
use ray_core::gate::{Case, DECLARED_VALUE_MISMATCH, Judged, Judgement};
use ray_core::place::Placed;
use ray_core::value::placeholder::is_no_name_or_time;
use ray_core::value::words::fold;
use rust_decimal::Decimal;

use super::Inputs;
use crate::sustainment::evidence::capacity_analysis::{Declared, RoleCapacity, Staff};

pub(super) const ROLE_REPEATED: Code = Code::error(
    "role-repeated",
    "A role is listed twice",
    "Give every role one row; two rows can hide a gap from each other",
    "Support agent,4,4,100%,0,\nSupport agent,4,1,25%,3,",
);
pub(super) const GAP_UNMITIGATED: Code = Code::error(
    "gap-unmitigated",
    "A role is not fully covered, and nothing is done about it",
    "Write in `mitigation` what closes the gap until the role is staffed",
    "Support agent,4,3,75%,1,",
);

pub(super) fn capacity_assessed(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let mut seen = BTreeSet::new();
    for row in inputs.capacity.get(judgement)? {
        let (Some(role), Some(_)) = (&row.role, row.staff) else {
            judgement.count(Case::Unreadable);
            continue;
        };
        judgement.count(Case::when(seen.insert(fold(&role.text)), || {
            ROLE_REPEATED.at(role).expected("one row for each role").actual(role.text.clone())
        }));
    }
    Ok(())
}

pub(super) fn coverage_as_declared(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for row in inputs.capacity.get(judgement)? {
        let Some(staff) = row.staff else {
            judgement.count(Case::Unreadable);
            continue;
        };
        judgement.count(row.coverage.as_ref().map_or(Case::Unreadable, |it| covers(it, staff)));
        judgement.count(row.gap.as_ref().map_or(Case::Unreadable, |it| lacks(it, staff)));
    }
    Ok(())
}

/// More than all may be declared as all.
fn covers(declared: &Declared, staff: Staff) -> Case {
    let capped = staff.is_enough() && declared.value == Decimal::ONE;
    Case::when(capped || declared.agrees_with(staff.coverage()), || {
        mismatch("coverage", declared, staff).expected(format!(
            "{} of {}, which is {}",
            staff.available,
            staff.required,
            staff.coverage().round_dp(4).normalize()
        ))
    })
}

/// A gap may be written with either sign, in people or as a share; where there is staff enough, as
/// none.
fn lacks(declared: &Declared, staff: Staff) -> Case {
    let none = staff.is_enough() && declared.value.is_zero();
    let gap = if declared.is_share { Decimal::ONE - staff.coverage() } else { staff.gap() };
    let agrees = none || declared.agrees_with(gap) || declared.agrees_with(-gap);
    Case::when(agrees, || {
        let gap = staff.gap().max(Decimal::ZERO);
        mismatch("gap", declared, staff).expected(gap.normalize().to_string())
    })
}

fn mismatch(what: &str, declared: &Declared, staff: Staff) -> Finding {
    DECLARED_VALUE_MISMATCH
        .at(&declared.cell)
        .message(format!(
            "The {what} that is declared is not the one that {} of {} show",
            staff.available, staff.required
        ))
        .actual(match declared.cell.text.as_str() {
            "" => "nothing",
            text => text,
        })
}

pub(super) fn gaps_mitigated(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for row in inputs.capacity.get(judgement)? {
        judgement.count(row.staff.map_or(Case::Unreadable, |staff| mitigated(row, staff)));
    }
    Ok(())
}

fn mitigated(row: &RoleCapacity, staff: Staff) -> Case {
    let cell = row.mitigation.as_ref();
    let done = cell.is_some_and(|cell| !is_no_name_or_time(&cell.text));
    Case::when(staff.is_enough() || done, || {
        let role = row.role.as_ref().map_or("A role", |role| role.text.as_str());
        let place = cell.map_or_else(|| row.place.clone(), Placed::place);
        GAP_UNMITIGATED
            .at(&place)
            .message(format!("{role} has {} of {}", staff.available, staff.required))
            .expected("a mitigation")
            .actual(
                cell.map(|cell| cell.text.clone())
                    .filter(|it| !it.is_empty())
                    .map_or_else(|| "nothing".to_owned(), |text| format!("\"{text}\"")),
            )
    })
}
