//! Gate 10.4, readiness approval: the package is what it claims to be, and those who must decide have
//! decided to go.

use jiff::Timestamp;
use ray_core::evidence::view::View;
use ray_core::finding::Code;
use ray_core::gate::{Case, Criterion, Evidence, Gate, Judged, Judgement, Peeked, Reading, known};
use ray_core::shape::approval::{Wanted, standing};
use ray_core::shape::package::Package;
use ray_core::value::instant::parse_rfc3339;
use ray_core::value::placeholder::{is_no_name_or_time, is_placeholder};
use ray_core::value::words::Vocabulary;

use crate::evidence::deployment_checklist::DeploymentChecklist;
use crate::evidence::readiness_approval::{ReadinessApproval, ReviewDecision};
use crate::evidence::security_report::SecurityReport;

/// Gate 10.4.
pub static GATE: Gate<Inputs> = Gate { name: "readiness", codes: CODES, read, criteria: CRITERIA };

const REVIEW_SAYS_NO: Code = Code::error(
    "review-says-no",
    "The readiness review did not decide to go",
    "Resolve what the review asks for, hold it again, and record its decision",
    r#"{"decision": "no_go"}"#,
);
const RISK_UNMITIGATED: Code = Code::error(
    "risk-unmitigated",
    "Nobody deals with a risk",
    "Add an owner and a mitigation",
    r#"{"title": "The migration locks a table"}"#,
);
const CHECKLIST_OF_OTHER_RELEASE: Code = Code::error(
    "checklist-of-other-release",
    "The deployment checklist does not name the release that was approved",
    "Bring the checklist up to date and write the release at its head, `- Release: 2.4.0`",
    "- Release: 2.3.0   (2.4.0 was approved)",
);
const TASK_EMPTY: Code = Code::error(
    "task-empty",
    "A task of the deployment checklist does not say what is to be done",
    "Write what is to be done, or remove the task",
    "- [ ] TBD",
);

const CODES: &[&Code] =
    &[&REVIEW_SAYS_NO, &RISK_UNMITIGATED, &CHECKLIST_OF_OTHER_RELEASE, &TASK_EMPTY];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("manifest-complete", |inputs, judgement| inputs.package.manifest_complete(judgement)),
    ("checksums-match", |inputs, judgement| inputs.package.checksums_match(judgement)),
    ("package-as-described", |inputs, judgement| inputs.package.package_as_described(judgement)),
    ("entries-match", |inputs, judgement| inputs.package.entries_match(judgement)),
    ("decision-go", decision_go),
    ("release-approval", |inputs, judgement| approval(inputs, judgement, "release-roles")),
    ("product-approval", |inputs, judgement| approval(inputs, judgement, "product-roles")),
    ("operations-approval", |inputs, judgement| approval(inputs, judgement, "operations-roles")),
    ("security-approval", |inputs, judgement| approval(inputs, judgement, "security-roles")),
    ("risks-mitigated", risks_mitigated),
    ("checklist-of-release", checklist_of_release),
    ("checklist-filled", checklist_filled),
];

/// The evidence of the gate.
pub struct Inputs {
    package: Package,
    approval: Evidence<ReadinessApproval>,
    checklist: Evidence<DeploymentChecklist>,
    /// When each of the rehearsals and scans was over, where its report is there.
    rehearsed_at: [Peeked<Timestamp>; 3],
}

fn read(reading: &Reading<'_>) -> Inputs {
    let time = |evidence: &str, key: &str| {
        reading.peek(evidence, |fields| {
            let text = fields.optional(key).and_then(View::text)?;
            parse_rfc3339(&text.value).ok()
        })
    };
    Inputs {
        package: Package::read(reading),
        approval: reading.object("readiness-approval", ReadinessApproval::read),
        checklist: reading.markdown("deployment-checklist", DeploymentChecklist::read),
        rehearsed_at: [
            time("test-results", "executed_at"),
            time("rollback-report", "completed_at"),
            reading.peek("security-report", SecurityReport::scanned_at),
        ],
    }
}

fn decision_go(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let decision = inputs.approval.get(judgement)?.decision.as_ref();
    let decision = known(decision, "what the review decided")?;
    judgement.count(Case::when(decision.value == ReviewDecision::Go, || {
        REVIEW_SAYS_NO.at(decision).expected("go").actual(decision.value.word())
    }));
    Ok(())
}

fn approval(inputs: &Inputs, judgement: &mut Judgement<'_>, setting: &str) -> Judged {
    let record = inputs.approval.get(judgement)?;
    let mut last = None;
    for over in &inputs.rehearsed_at {
        last = last.max(over.where_there()?.copied());
    }
    let wanted = Wanted {
        roles: judgement.settings.roles(setting)?,
        before: None,
        after: last.map(|at| (at, "the rehearsals and scans were over")),
        subject: None,
        list: &record.approvals.place,
    };
    standing(judgement, wanted, &record.approvals.entries);
    Ok(())
}

fn risks_mitigated(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let risks = inputs.approval.get(judgement)?.risks.as_ref();
    let risks = known(risks, "what may go wrong")?;
    if risks.is_empty() {
        judgement.not_applicable("the review records no risk");
    }
    for risk in risks {
        judgement.count(risk.mitigation.check(&risk.title, &RISK_UNMITIGATED));
    }
    Ok(())
}

fn checklist_of_release(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let approved = inputs.approval.get(judgement)?.release.as_ref();
    let approved = &known(approved, "which release was approved")?.value;
    let named = &inputs.checklist.get(judgement)?.release;
    judgement.count(match named {
        None => Case::from(
            CHECKLIST_OF_OTHER_RELEASE
                .at(inputs.checklist.path())
                .message("The deployment checklist names no release")
                .expected(format!("`Release: {approved}`"))
                .actual("no release"),
        ),
        Some(named) => Case::when(named.value.trim() == approved.trim(), || {
            CHECKLIST_OF_OTHER_RELEASE.at(named).expected(approved).actual(named.value.clone())
        }),
    });
    Ok(())
}

/// False when a task, or a part of it, is still to be written: `Deploy: TBD`, `Deploy {service}`.
fn says_what(task: &str) -> bool {
    let mut words =
        task.split_whitespace().map(|word| word.trim_matches([',', ';', ':', '(', ')']));
    let open = |word: &str| word.chars().any(char::is_alphanumeric) && is_placeholder(word);
    !is_no_name_or_time(task) && !words.any(open)
}

fn checklist_filled(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for task in &inputs.checklist.get(judgement)?.tasks {
        judgement.count(Case::when(says_what(&task.value), || {
            TASK_EMPTY.at(task).expected("what is to be done").actual(task.value.clone())
        }));
    }
    Ok(())
}
