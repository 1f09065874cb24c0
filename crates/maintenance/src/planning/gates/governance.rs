//! Gate 18.3, governance cadence activation: reports are scheduled, dashboards and alerts are live.

use std::collections::BTreeSet;

use ray_core::evidence::view::Given;
use ray_core::finding::{Code, Finding};
use ray_core::gate::{Case, Criterion, Evidence, Gate, Judged, Judgement, Reading};
use ray_core::value::name;
use ray_core::value::words::Vocabulary;

use crate::planning::evidence::cadence_checklist::{Area, CadenceChecklist, Field, Progress};

/// Gate 18.3.
pub static GATE: Gate<Inputs> = Gate { name: "governance", codes: CODES, read, criteria: CRITERIA };

const AREA_MISSING: Code = Code::error(
    "governance-area-missing",
    "A part of governance is not on the checklist",
    "Add what was set up for it; reporting, dashboards and alerts are all wanted",
    r#"{"reporting": "Complete", "dashboards": "Complete"}"#,
);
const FIELD_INCOMPLETE: Code = Code::error(
    "governance-field-incomplete",
    "A field of the checklist is not complete",
    "Configure what is missing, and mark the field `Complete` when it works",
    r#"{"dashboards": "In Progress"}"#,
);
const FIELD_UNOWNED: Code = Code::error(
    "governance-field-unowned",
    "A field of the checklist has no person as its owner",
    "Write the name of the person who sees to it; a role or a team cannot be asked",
    r#"{"name": "Weekly KPI review", "area": "reporting", "owner": "Support team"}"#,
);
const FIELD_UNDATED: Code = Code::error(
    "governance-field-undated",
    "An item of the checklist does not say when it was completed",
    "Record completed_at, the time at which it was seen to work",
    r#"{"name": "Weekly KPI review", "area": "reporting", "status": "Complete"}"#,
);
const FIELD_REPEATED: Code = Code::error(
    "governance-field-repeated",
    "A field stands on the checklist twice",
    "Keep the one that is true; two entries for one thing can say two things",
    r#"{"dashboards": "Complete", "dashboard": "Pending"}"#,
);

const CODES: &[&Code] =
    &[&AREA_MISSING, &FIELD_INCOMPLETE, &FIELD_UNOWNED, &FIELD_UNDATED, &FIELD_REPEATED];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("areas-covered", areas_covered),
    ("fields-complete", fields_complete),
    ("fields-owned", fields_owned),
    ("fields-dated", fields_dated),
    ("fields-distinct", fields_distinct),
];

/// The evidence of the gate.
pub struct Inputs {
    checklist: Evidence<CadenceChecklist>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs { checklist: reading.object("governance-checklist", CadenceChecklist::read) }
}

fn areas_covered(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let checklist = inputs.checklist.get(judgement)?;
    for wanted in Area::ALL {
        let mut areas = checklist.fields.iter().filter_map(|field| field.area);
        judgement.count(Case::when(areas.any(|area| area == wanted), || {
            AREA_MISSING
                .at(&checklist.place)
                .message(format!("The checklist has nothing on {}", wanted.word()))
                .expected(format!("an item of the area \"{0}\", or a key \"{0}\"", wanted.word()))
                .actual("none")
        }));
    }
    Ok(())
}

fn fields_complete(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let checklist = inputs.checklist.get(judgement)?;
    judgement.home_at(&checklist.place);
    for field in &checklist.fields {
        judgement.count(match &field.status {
            None => Case::Unreadable,
            Some(status) => Case::when(status.value == Progress::Complete, || {
                FIELD_INCOMPLETE
                    .at(status)
                    .message(format!("\"{}\" is not complete", field.name))
                    .expected("Complete")
                    .actual(status.value.word())
            }),
        });
    }
    Ok(())
}

/// A key need not name an owner; when it does, that must be a person too.
fn fields_owned(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let checklist = inputs.checklist.get(judgement)?;
    let says = |field: &&Field| field.listed || !matches!(field.owner, Given::Absent);
    let mut fields = checklist.fields.iter().filter(says).peekable();
    if fields.peek().is_none() && !checklist.fields.is_empty() {
        judgement.not_applicable("the checklist is in its short form, which names no owner");
    }
    judgement.home_at(&checklist.place);
    fields.for_each(|field| judgement.count(owned(field)));
    Ok(())
}

fn owned(field: &Field) -> Case {
    let unowned = |finding: Finding, actual: String| {
        finding
            .message(format!("\"{}\" has no person as its owner", field.name))
            .expected("the name of a person")
            .actual(actual)
            .into()
    };
    match &field.owner {
        Given::Absent => unowned(FIELD_UNOWNED.at(&field.place), "nothing".to_owned()),
        Given::Faulty => Case::Unreadable,
        Given::Read(owner) => match name::check(&owner.value) {
            Ok(()) => Case::Holds,
            Err(problem) => {
                let actual = format!("\"{}\", {}", owner.value, problem.describe());
                unowned(FIELD_UNOWNED.at(owner), actual)
            }
        },
    }
}

/// That no time lies in the future is seen where the time is read.
fn fields_dated(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let checklist = inputs.checklist.get(judgement)?;
    let mut items = checklist.fields.iter().filter(|field| field.listed).peekable();
    if items.peek().is_none() && !checklist.fields.is_empty() {
        judgement.not_applicable("the checklist is in its short form, which has no times");
    }
    judgement.home_at(&checklist.place);
    for item in items {
        judgement.count(match &item.completed_at {
            Given::Read(_) => Case::Holds,
            Given::Faulty => Case::Unreadable,
            Given::Absent => FIELD_UNDATED
                .at(&item.place)
                .message(format!("\"{}\" does not say when it was completed", item.name))
                .expected("a value for \"completed_at\"")
                .actual("nothing")
                .into(),
        });
    }
    Ok(())
}

fn fields_distinct(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let checklist = inputs.checklist.get(judgement)?;
    judgement.home_at(&checklist.place);
    let mut seen = BTreeSet::new();
    for field in &checklist.fields {
        judgement.count(Case::when(seen.insert(field.identity()), || {
            FIELD_REPEATED
                .at(&field.place)
                .message(format!("\"{}\" stands on the checklist twice", field.name))
                .expected("one entry")
                .actual("two or more")
        }));
    }
    Ok(())
}
