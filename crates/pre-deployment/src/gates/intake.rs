//! Gate 10.1, intake confirmation: what upstream protocols handed over is complete and intact, and
//! staging is like production.

use jiff::Timestamp;
use ray_core::evidence::view::Given;
use ray_core::finding::Code;
use ray_core::gate::{Case, Criterion, Evidence, Gate, Judged, Judgement, Reading, known};
use ray_core::place::Located;
use ray_core::shape::approval::{Decision, is_role};
use ray_core::shape::person::{self, lacking};
use ray_core::shape::severity::Severity;
use ray_core::value::instant::show;
use ray_core::value::words::{Vocabulary, fold};

use crate::evidence::intake_report::{Handed, IntakeReport, Item, ItemStatus};
use crate::evidence::parity_report::{Component, ComponentStatus, Drift, ParityReport};

/// Gate 10.1.
pub static GATE: Gate<Inputs> = Gate { name: "intake", codes: CODES, read, criteria: CRITERIA };

const INTAKE_ITEM_UNVERIFIED: Code = Code::error(
    "intake-item-unverified",
    "An item of the intake is not verified",
    "Obtain the item, look at it, and record who verified it and when",
    r#"{"name": "UAT-CLOSURE-PACKAGE.zip", "status": "pending"}"#,
);
const INTAKE_APPROVAL_UNSIGNED: Code = Code::error(
    "intake-approval-unsigned",
    "It is not recorded which person gave an upstream approval, or when",
    "Record approver, the name of a person, and decided_at, the time",
    r#"{"kind": "approval", "role": "Product Owner", "approver": "Product Owner"}"#,
);
const INTAKE_ITEM_EXPIRED: Code = Code::error(
    "intake-item-expired",
    "An item of the intake has expired",
    "Have the upstream protocol renew it, and record the new one",
    r#"{"name": "QUALITY-AUDIT-PACKAGE.zip", "expires_at": "2026-01-01T00:00:00Z"}"#,
);
const UPSTREAM_ARTIFACT_MISSING: Code = Code::error(
    "upstream-artifact-missing",
    "An artifact that an upstream protocol hands over is not among the items",
    "Add the item with its path and checksum, or obtain the artifact",
    r#"{"items": []}   (no UAT-CLOSURE-PACKAGE.zip)"#,
);
const UPSTREAM_ARTIFACT_UNLINKED: Code = Code::error(
    "upstream-artifact-unlinked",
    "An item does not say which file it is about",
    "Add path, from the root of the repository, and sha256, so that the file can be checked",
    r#"{"name": "UAT-CLOSURE-PACKAGE.zip", "status": "verified"}"#,
);
const UPSTREAM_APPROVAL_MISSING: Code = Code::error(
    "upstream-approval-missing",
    "An upstream approval is not among the items",
    "Add the item with kind approval, role, approver and decided_at, or obtain the decision",
    r#"{"items": []}   (no approval by the Product Owner)"#,
);
const ENVIRONMENTS_NOT_COMPARED: Code = Code::error(
    "environments-not-compared",
    "The parity report does not compare staging with its baseline",
    "Compare staging, the candidate, with production, the baseline",
    r#"{"environments": {"baseline": "staging", "candidate": "staging"}}"#,
);
const CATEGORY_NOT_COMPARED: Code = Code::error(
    "category-not-compared",
    "A category of the environments was not compared",
    "Compare infrastructure, configuration, secrets and feature flags; drift hides where nobody looks",
    r#"{"components": [{"name": "api", "category": "configuration"}]}   (and no other)"#,
);
const PARITY_CONTRADICTION: Code = Code::error(
    "parity-contradiction",
    "The status of a component and its list of drift contradict each other",
    "Write drift with what drifts, or match with an empty list",
    r#"{"status": "match", "drift": [{"key": "replicas"}]}"#,
);
const DRIFT_TOO_SEVERE: Code = Code::error(
    "drift-too-severe",
    "Staging differs from production more than is tolerated",
    "Remove the difference and compare again; a rehearsal elsewhere than in production's likeness shows little",
    r#"{"key": "replicas", "severity": "high"}   (tolerated: low)"#,
);
const DRIFT_UNREMEDIATED: Code = Code::error(
    "drift-unremediated",
    "Nobody deals with a drift",
    "Add a remediation with an owner and a plan",
    r#"{"key": "replicas", "severity": "low"}"#,
);

const CODES: &[&Code] = &[
    &INTAKE_ITEM_UNVERIFIED,
    &INTAKE_APPROVAL_UNSIGNED,
    &INTAKE_ITEM_EXPIRED,
    &UPSTREAM_ARTIFACT_MISSING,
    &UPSTREAM_ARTIFACT_UNLINKED,
    &UPSTREAM_APPROVAL_MISSING,
    &ENVIRONMENTS_NOT_COMPARED,
    &CATEGORY_NOT_COMPARED,
    &PARITY_CONTRADICTION,
    &DRIFT_TOO_SEVERE,
    &DRIFT_UNREMEDIATED,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("items-verified", items_verified),
    ("items-vouched-for", items_vouched_for),
    ("nothing-expired", nothing_expired),
    ("upstream-artifacts-listed", upstream_artifacts_listed),
    ("upstream-approvals-listed", upstream_approvals_listed),
    ("artifacts-intact", artifacts_intact),
    ("environments-compared", environments_compared),
    ("categories-compared", categories_compared),
    ("parity-consistent", parity_consistent),
    ("drift-tolerable", drift_tolerable),
    ("drift-remediated", drift_remediated),
];

/// The categories that a parity report must cover.
const CATEGORIES: [&str; 4] = ["infrastructure", "configuration", "secrets", "feature-flags"];

/// The evidence of the gate.
pub struct Inputs {
    intake: Evidence<IntakeReport>,
    parity: Evidence<ParityReport>,
    /// File names of what upstream protocols hand over.
    artifacts: Vec<String>,
    /// For each upstream approval, the roles of which one must have given it.
    approvals: Vec<Vec<String>>,
}

/// What upstream protocols hand over stands in the descriptor once, under its prerequisites: the
/// artifacts that do not lie in the protocol's own folder, and the approvals.
fn read(reading: &Reading<'_>) -> Inputs {
    let descriptor = &reading.context().protocol.descriptor;
    let own = |folder: &String| descriptor.protocol.folders.contains(folder);
    let artifacts = descriptor.prerequisites.artifacts.iter();
    Inputs {
        intake: reading.object("intake-report", IntakeReport::read),
        parity: reading.object("parity-report", ParityReport::read),
        artifacts: artifacts
            .filter(|artifact| !artifact.optional && !artifact.folders.iter().any(own))
            .map(|artifact| artifact.file.clone())
            .collect(),
        approvals: descriptor
            .prerequisites
            .approvals
            .iter()
            .map(|approval| approval.roles.clone())
            .collect(),
    }
}

fn items_verified(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for item in &inputs.intake.get(judgement)?.items {
        judgement.count(match &item.status {
            None => Case::Unreadable,
            Some(status) => Case::when(status.value == ItemStatus::Verified, || {
                INTAKE_ITEM_UNVERIFIED
                    .at(status)
                    .message(format!("{} is not verified", item.label()))
                    .expected("verified")
                    .actual(status.value.word())
            }),
        });
    }
    Ok(())
}

fn items_vouched_for(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for item in &inputs.intake.get(judgement)?.items {
        judgement.count(match &item.kind {
            None => Case::Unreadable,
            Some(Handed::Artifact { stamp, .. }) => stamp.check(item.label()),
            Some(Handed::Approval { decision: Some(decision), .. })
                if decision.value != Decision::Approved =>
            {
                INTAKE_ITEM_UNVERIFIED
                    .at(decision)
                    .message(format!("{} is no approval", item.label()))
                    .expected("approved")
                    .actual(decision.value.word())
                    .into()
            }
            Some(Handed::Approval { approver, decided_at, .. }) => {
                signed(item, approver, decided_at)
            }
        });
    }
    Ok(())
}

fn signed(item: &Item, approver: &Given<String>, decided_at: &Given<Timestamp>) -> Case {
    match person::check(
        approver,
        ("approver", item.label()),
        &INTAKE_APPROVAL_UNSIGNED,
        &item.place,
    ) {
        Case::Holds => {}
        case => return case,
    }
    match decided_at {
        Given::Absent => {
            lacking(&INTAKE_APPROVAL_UNSIGNED, &item.place, item.label(), "decided_at").into()
        }
        Given::Faulty => Case::Unreadable,
        Given::Read(_) => Case::Holds,
    }
}

fn nothing_expired(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let now = judgement.now.instant;
    for item in &inputs.intake.get(judgement)?.items {
        judgement.count(match &item.expires_at {
            Given::Absent => Case::Holds,
            Given::Faulty => Case::Unreadable,
            Given::Read(expires) => Case::when(expires.value > now, || {
                INTAKE_ITEM_EXPIRED
                    .at(expires)
                    .message(format!("{} has expired", item.label()))
                    .expected(format!("a time after {}", show(now)))
                    .actual(show(expires.value))
            }),
        });
    }
    Ok(())
}

fn upstream_artifacts_listed(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let intake = inputs.intake.get(judgement)?;
    for file in &inputs.artifacts {
        let item = intake.items.iter().find(|item| item.is_artifact(file));
        judgement.count(match item {
            None => Case::from(
                UPSTREAM_ARTIFACT_MISSING
                    .at(&intake.place)
                    .message(format!("{file} is not among the items"))
                    .expected(format!("an item for {file}"))
                    .actual("none"),
            ),
            Some(item) => Case::when(item.link().is_some(), || {
                lacking(&UPSTREAM_ARTIFACT_UNLINKED, &item.place, file, "path")
            }),
        });
    }
    Ok(())
}

fn upstream_approvals_listed(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let intake = inputs.intake.get(judgement)?;
    for roles in &inputs.approvals {
        let given = intake.items.iter().any(|item| match &item.kind {
            Some(Handed::Approval { role: Some(role), .. }) => {
                roles.iter().any(|wanted| is_role(&role.value, wanted))
            }
            _ => false,
        });
        judgement.count(Case::when(given, || {
            let roles = roles.join(" or ");
            UPSTREAM_APPROVAL_MISSING
                .at(&intake.place)
                .message(format!("No approval by {roles} is among the items"))
                .expected(format!("an item of kind approval with the role {roles}"))
                .actual("none")
        }));
    }
    Ok(())
}

fn artifacts_intact(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let items = &inputs.intake.get(judgement)?.items;
    for link in items.iter().filter_map(Item::link) {
        judgement.count(link.check(judgement.workspace));
    }
    Ok(())
}

fn environments_compared(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let parity = inputs.parity.get(judgement)?;
    known(parity.compared_at.as_ref(), "when the environments were compared")?;
    let environments = known(parity.environments.as_ref(), "which environments were compared")?;
    let baseline = known(environments.baseline.as_ref(), "what staging was compared with")?;
    let candidate = known(environments.candidate.as_ref(), "what was compared")?;
    judgement.count(Case::when(fold(&baseline.value) != fold(&candidate.value), || {
        ENVIRONMENTS_NOT_COMPARED
            .at(candidate)
            .message(format!("{} was compared with itself", candidate.value))
            .expected(format!("another environment than {}", baseline.value))
            .actual(candidate.value.clone())
    }));
    judgement.count(Case::when(is_named(baseline, &["prod", "production", "live"]), || {
        ENVIRONMENTS_NOT_COMPARED
            .at(baseline)
            .message("The baseline of the comparison is not production")
            .expected("production")
            .actual(baseline.value.clone())
    }));
    judgement.count(Case::when(is_named(candidate, &["staging", "stage", "stg"]), || {
        ENVIRONMENTS_NOT_COMPARED
            .at(candidate)
            .message("The candidate of the comparison is not staging")
            .expected("staging")
            .actual(candidate.value.clone())
    }));
    Ok(())
}

/// True when one word of `environment`, and not "not", is one of `words`: `eu-prod`, `staging-1`.
fn is_named(environment: &Located<String>, words: &[&str]) -> bool {
    let folded = fold(&environment.value);
    let mut parts = folded.split(|c: char| !c.is_alphanumeric());
    !parts.clone().any(|part| part == "not") && parts.any(|part| words.contains(&part))
}

fn categories_compared(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let parity = inputs.parity.get(judgement)?;
    for wanted in CATEGORIES {
        let mut categories = parity.components.iter().filter_map(|it| it.category.as_ref());
        judgement.count(Case::when(categories.any(|it| fold(&it.value) == wanted), || {
            CATEGORY_NOT_COMPARED
                .at(&parity.place)
                .message(format!("No component of the category {wanted} was compared"))
                .expected(format!("a component with \"category\": \"{wanted}\""))
                .actual("none")
        }));
    }
    Ok(())
}

fn parity_consistent(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for component in &inputs.parity.get(judgement)?.components {
        judgement.count(consistent(component));
    }
    Ok(())
}

fn consistent(component: &Component) -> Case {
    let (Some(status), Some(drift)) = (&component.status, &component.drift) else {
        return Case::Unreadable;
    };
    let drifts = status.value == ComponentStatus::Drift;
    Case::when(drifts != drift.is_empty(), || {
        let (expected, actual) = match drifts {
            true => ("what drifts, or match", "no drift listed".to_owned()),
            false => ("drift, or an empty list", format!("match, with {} listed", drift.len())),
        };
        PARITY_CONTRADICTION
            .at(status)
            .message(format!("The status of {} and its list of drift differ", component.name))
            .expected(expected)
            .actual(actual)
    })
}

fn drift_tolerable(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let worst: Severity = judgement.settings.word("drift-threshold")?;
    let parity = inputs.parity.get(judgement)?;
    without_drift(parity, judgement);
    for (component, drift) in parity.drift() {
        judgement.count(match &drift.severity {
            None => Case::Unreadable,
            Some(severity) => Case::when(severity.value <= worst, || {
                DRIFT_TOO_SEVERE
                    .at(severity)
                    .message(format!(
                        "The drift of {} in {} is not tolerable",
                        drift.key, component.name
                    ))
                    .expected(format!("at most {}", worst.word()))
                    .actual(severity.value.word())
            }),
        });
    }
    Ok(())
}

fn drift_remediated(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let parity = inputs.parity.get(judgement)?;
    without_drift(parity, judgement);
    for (component, drift) in parity.drift() {
        judgement.count(remediated(component, drift));
    }
    Ok(())
}

fn remediated(component: &Component, drift: &Drift) -> Case {
    let matters = drift.severity.as_ref().is_none_or(|severity| severity.value > Severity::None);
    let what = format!("{} in {}", drift.key, component.name);
    match &drift.remediation {
        _ if !matters => Case::Holds,
        Some(plan) => plan.check(&what, &DRIFT_UNREMEDIATED),
        None if drift.remediation_faulty => Case::Unreadable,
        None => lacking(&DRIFT_UNREMEDIATED, &drift.place, &what, "remediation").into(),
    }
}

/// Components that all match show that there is no drift; a report without components shows nothing.
fn without_drift(parity: &ParityReport, judgement: &mut Judgement<'_>) {
    if !parity.components.is_empty() && parity.drift().next().is_none() {
        judgement.not_applicable("the report lists no drift");
    }
}
