//! Gate 1 of the first edition, charter and capacity: what maintenance promises was approved, and
//! there are people and tools to keep the promise.

mod access;
mod capacity;

use ray_core::evidence::page::SectionProblem;
use ray_core::finding::{Code, Finding};
use ray_core::gate::{Case, Criterion, Evidence, Gate, Judged, Judgement, Reading};
use ray_core::place::Located;
use ray_core::shape::approval::{APPROVAL_INCOMPLETE, APPROVER_NOT_A_NAME, Decision, NOT_APPROVED};
use ray_core::value::name;
use ray_core::value::words::{UNKNOWN_WORD, Vocabulary};

use super::{found, place_of, said};
use crate::day::{self, Day};
use crate::sustainment::evidence::capacity_analysis::{self, RoleCapacity};
use crate::sustainment::evidence::maintenance_charter::{CharterApproval, MaintenanceCharter, Sla};
use crate::sustainment::evidence::tooling_access::{self, Tool};

/// Gate 1 of the first edition.
pub static GATE: Gate<Inputs> = Gate { name: "charter", codes: CODES, read, criteria: CRITERIA };

const CHARTER_INCOMPLETE: Code = Code::error(
    "charter-incomplete",
    "A required section of the charter is missing or says nothing",
    "Write the section; placeholders, comments and code blocks do not count",
    "a maintenance-charter.md without a heading \"Escalation path\"",
);
const SLA_INCOMPLETE: Code = Code::error(
    "sla-incomplete",
    "A service level lacks its measure or its target",
    "Fill in both; a level without a target cannot be missed",
    "| First response to a critical ticket | TBD |",
);

const CODES: &[&Code] = &[
    &CHARTER_INCOMPLETE,
    &SLA_INCOMPLETE,
    &capacity::ROLE_REPEATED,
    &capacity::GAP_UNMITIGATED,
    &access::ACCESS_MISSING,
    &access::REMEDIATION_INCOMPLETE,
    &access::REMEDIATION_OVERDUE,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("charter-approved", charter_approved),
    ("charter-sections-filled", charter_sections_filled),
    ("slas-defined", slas_defined),
    ("capacity-assessed", capacity::capacity_assessed),
    ("coverage-as-declared", capacity::coverage_as_declared),
    ("gaps-mitigated", capacity::gaps_mitigated),
    ("access-granted", access::access_granted),
];

/// The evidence of the gate.
pub struct Inputs {
    charter: Evidence<MaintenanceCharter>,
    capacity: Evidence<Vec<RoleCapacity>>,
    tools: Evidence<Vec<Tool>>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        charter: reading.markdown("maintenance-charter", MaintenanceCharter::read),
        capacity: reading.stream("capacity-analysis", |bytes, path, notes| {
            Some(capacity_analysis::read(bytes, path, notes))
        }),
        tools: reading.object("tooling-access", tooling_access::read),
    }
}

fn charter_approved(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let approval = &inputs.charter.get(judgement)?.approval;
    if let Some(decision) = &approval.decision {
        judgement.count(decided(decision));
    }
    judgement.count(signed(approval));
    let Some(written) = said(approval.approved_at.as_ref()) else {
        judgement.count(incomplete(approval, "Approved at", approval.approved_at.as_ref()));
        return Ok(());
    };
    judgement.count(match Day::parse(&written.value) {
        Ok(day) => day::not_come(day, written, judgement.now).map_or(Case::Holds, Case::from),
        Err(problem) => problem.finding(written, &written.value, "The day of the approval").into(),
    });
    Ok(())
}

fn signed(approval: &CharterApproval) -> Case {
    let Some(approver) = said(approval.approver.as_ref()) else {
        return incomplete(approval, "Approver", approval.approver.as_ref()).into();
    };
    match name::check(&approver.value) {
        Ok(()) => Case::Holds,
        Err(problem) => APPROVER_NOT_A_NAME
            .at(approver)
            .message(format!("The approver of the charter is {}", problem.describe()))
            .expected("the name of a person")
            .actual(approver.value.clone())
            .into(),
    }
}

fn incomplete(approval: &CharterApproval, label: &str, value: Option<&Located<String>>) -> Finding {
    APPROVAL_INCOMPLETE
        .at(&place_of(value, &approval.place))
        .message(format!("The approval of the charter has no \"{label}\""))
        .expected(format!("a value for \"{label}\""))
        .actual(found(value))
        .help(
            "Record `- Approver: A. Rivera`, the name of a person, and `- Approved at: 2026-11-23`",
        )
}

/// A charter that states a decision must state the right one.
fn decided(decision: &Located<String>) -> Case {
    match Decision::find(&decision.value) {
        Some(Decision::Approved) => Case::Holds,
        Some(other) => NOT_APPROVED.at(decision).expected("approved").actual(other.word()).into(),
        None => UNKNOWN_WORD
            .at(decision)
            .message(format!("\"{}\" is not a decision that is known here", decision.value))
            .expected(format!("one of: {}", Decision::listed()))
            .actual(decision.value.clone())
            .into(),
    }
}

fn charter_sections_filled(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for section in &inputs.charter.get(judgement)?.sections {
        judgement.count(section.check(|problem| match problem {
            SectionProblem::Missing | SectionProblem::Empty => &CHARTER_INCOMPLETE,
        }));
    }
    Ok(())
}

fn slas_defined(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let charter = inputs.charter.get(judgement)?;
    judgement.home_at(&charter.slas_place);
    for sla in &charter.slas {
        judgement.count(defined(sla));
    }
    Ok(())
}

fn defined(sla: &Sla) -> Case {
    for (column, cell) in [("Measure", &sla.measure), ("Target", &sla.target)] {
        if said(cell.as_ref()).is_none() {
            return SLA_INCOMPLETE
                .at(&place_of(cell.as_ref(), &sla.place))
                .message(format!("A service level has no {}", column.to_lowercase()))
                .expected(format!("a value for \"{column}\""))
                .actual(found(cell.as_ref()))
                .into();
        }
    }
    Case::Holds
}
