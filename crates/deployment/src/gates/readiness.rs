//! Gate 11.1, readiness confirmation: everything that must be in place is, and somebody looked.

use ray_core::evidence::page::SectionProblem;
use ray_core::finding::Code;
use ray_core::gate::{
    Case, Criterion, Evidence, Gate, Judged, Judgement, Reading, declared_mismatch, known,
};
use ray_core::value::words::{Vocabulary, fold};

use crate::evidence::readiness_checklist::{Item, ItemStatus, PlanStatus, ReadinessChecklist};
use crate::evidence::release_manifest::ReleaseManifest;

/// Gate 11.1.
pub static GATE: Gate<Inputs> = Gate { name: "readiness", codes: CODES, read, criteria: CRITERIA };

/// The categories of which the checklist must have an item.
const CATEGORIES: [&str; 4] = ["artifact", "approval", "system", "rollback"];

const ITEM_INCOMPLETE: Code = Code::error(
    "item-incomplete",
    "A required item is not complete",
    "Complete the item and record who verified it; an item that does not apply needs a justification",
    r#"{"id": "RC-04", "required": true, "status": "pending"}"#,
);
const ITEM_UNJUSTIFIED: Code = Code::error(
    "item-unjustified",
    "A required item is marked as not applicable without a justification",
    "Say in \"justification\" why the item does not apply to this release, or complete it",
    r#"{"id": "RC-04", "required": true, "status": "not_applicable"}"#,
);
const ARTIFACT_NOT_LINKED: Code = Code::warning(
    "artifact-not-linked",
    "An artifact is complete, but no file is linked as its evidence",
    "Add \"evidence\" with the path of the artifact and its SHA-256",
    r#"{"category": "artifact", "status": "complete"}   (no "evidence")"#,
);
const CATEGORY_MISSING: Code = Code::error(
    "category-missing",
    "The checklist has no item of a category",
    "Add the items of that category; a checklist without them was not made for a release",
    r#"{"items": [{"category": "artifact"}]}   (no item of category "rollback")"#,
);
const ROLLBACK_UNVERIFIED: Code = Code::error(
    "rollback-unverified",
    "The rollback plan is not verified",
    "Rehearse the rollback and record that it works",
    r#"{"rollback_plan": {"status": "pending"}}"#,
);
const MANIFEST_SECTION_MISSING: Code = Code::error(
    "section-missing",
    "The release manifest lacks a section",
    "Add a heading with one of the names that are known for it, and fill it in",
    "a release-manifest.md without a heading \"Rollback\"",
);
const MANIFEST_SECTION_EMPTY: Code = Code::error(
    "section-empty",
    "A section of the release manifest says nothing",
    "Fill the section in; placeholders, comments and code blocks do not count",
    "## Rollback\n\nTBD",
);
const STAKEHOLDER_UNCONFIRMED: Code = Code::error(
    "stakeholder-unconfirmed",
    "A stakeholder has not confirmed",
    "Obtain the confirmation and record it in the row or task",
    "| A. Rivera | SRE Lead | no | |",
);

const CODES: &[&Code] = &[
    &ITEM_INCOMPLETE,
    &ITEM_UNJUSTIFIED,
    &ARTIFACT_NOT_LINKED,
    &CATEGORY_MISSING,
    &ROLLBACK_UNVERIFIED,
    &MANIFEST_SECTION_MISSING,
    &MANIFEST_SECTION_EMPTY,
    &STAKEHOLDER_UNCONFIRMED,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("required-items-complete", required_items_complete),
    ("completion-as-declared", completion_as_declared),
    ("items-verified", items_verified),
    ("linked-evidence-intact", linked_evidence_intact),
    ("categories-covered", categories_covered),
    ("rollback-plan-verified", rollback_plan_verified),
    ("manifest-sections-filled", manifest_sections_filled),
    ("stakeholders-confirmed", stakeholders_confirmed),
];

/// The evidence of the gate.
pub struct Inputs {
    checklist: Evidence<ReadinessChecklist>,
    manifest: Evidence<ReleaseManifest>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        checklist: reading.object("readiness-checklist", ReadinessChecklist::read),
        manifest: reading.markdown("release-manifest", ReleaseManifest::read),
    }
}

fn required(checklist: &ReadinessChecklist) -> impl Iterator<Item = &Item> {
    checklist.items.iter().filter(|item| item.required)
}

fn required_items_complete(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for item in required(inputs.checklist.get(judgement)?) {
        judgement.count(complete(item));
    }
    Ok(())
}

fn complete(item: &Item) -> Case {
    let Some(status) = &item.status else {
        return Case::Unreadable;
    };
    if item.counts() {
        return Case::Holds;
    }
    if status.value == ItemStatus::NotApplicable {
        return ITEM_UNJUSTIFIED
            .at(&item.place)
            .message(format!(
                "The required item {} is marked as not applicable without a justification",
                item.label
            ))
            .expected("a justification")
            .actual("none")
            .into();
    }
    ITEM_INCOMPLETE
        .at(status)
        .message(format!("The required item {} is not complete", item.label))
        .expected("complete")
        .actual(status.value.word())
        .into()
}

fn completion_as_declared(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let checklist = inputs.checklist.get(judgement)?;
    let Some(declared) = &checklist.completion else {
        judgement.not_applicable("the checklist declares no completion");
        return Ok(());
    };
    let (mut held, mut total) = (0, 0);
    for item in required(checklist) {
        total += 1;
        held += u64::from(item.counts());
    }
    judgement.count(declared_mismatch("completion", declared, held, total));
    Ok(())
}

fn items_verified(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for item in required(inputs.checklist.get(judgement)?).filter(|item| item.counts()) {
        judgement.count(item.stamp.check(&format!("the item {}", item.label)));
    }
    Ok(())
}

fn linked_evidence_intact(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let checklist = inputs.checklist.get(judgement)?;
    if !checklist.items.is_empty() && checklist.items.iter().all(|item| item.links.is_empty()) {
        judgement.not_applicable("no item links evidence");
    }
    for item in &checklist.items {
        for link in &item.links {
            judgement.count(link.check(judgement.workspace));
        }
        if is_unlinked_artifact(item) {
            judgement.warn(ARTIFACT_NOT_LINKED.at(&item.place).message(format!(
                "The artifact {} is complete, but no file is linked as its evidence",
                item.label
            )));
        }
    }
    Ok(())
}

fn is_unlinked_artifact(item: &Item) -> bool {
    let artifact =
        item.category.as_ref().is_some_and(|category| fold(&category.value) == "artifact");
    let complete = item.status.as_ref().is_some_and(|status| status.value == ItemStatus::Complete);
    artifact && complete && item.links.is_empty()
}

fn categories_covered(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let checklist = inputs.checklist.get(judgement)?;
    let categories = || checklist.items.iter().filter_map(|item| item.category.as_ref());
    for wanted in CATEGORIES {
        judgement.count(Case::when(
            categories().any(|category| fold(&category.value) == wanted),
            || {
                CATEGORY_MISSING
                    .at(&checklist.items_place)
                    .message(format!("The checklist has no item of the category {wanted}"))
                    .expected(format!("an item with \"category\": \"{wanted}\""))
                    .actual("none")
            },
        ));
    }
    Ok(())
}

fn rollback_plan_verified(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let plan = inputs.checklist.get(judgement)?.rollback_plan.as_ref();
    let plan = known(plan, "what the rollback plan is")?;
    let status = known(plan.status.as_ref(), "whether the rollback plan is verified")?;
    judgement.count(Case::when(status.value == PlanStatus::Verified, || {
        ROLLBACK_UNVERIFIED.at(status).expected("verified").actual(status.value.word())
    }));
    judgement.count(plan.stamp.check("the rollback plan"));
    Ok(())
}

fn manifest_sections_filled(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for section in &inputs.manifest.get(judgement)?.sections {
        judgement.count(section.check(|problem| match problem {
            SectionProblem::Missing => &MANIFEST_SECTION_MISSING,
            SectionProblem::Empty => &MANIFEST_SECTION_EMPTY,
        }));
    }
    Ok(())
}

fn stakeholders_confirmed(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let manifest = inputs.manifest.get(judgement)?;
    judgement.home_at(&manifest.stakeholders_place);
    for stakeholder in &manifest.stakeholders {
        judgement.count(Case::when(stakeholder.given, || {
            STAKEHOLDER_UNCONFIRMED
                .at(&stakeholder.said_at)
                .message(format!("{} has not confirmed", stakeholder.name.value))
                .expected("yes, or a checked task")
                .actual(stakeholder.said.clone())
        }));
    }
    Ok(())
}
