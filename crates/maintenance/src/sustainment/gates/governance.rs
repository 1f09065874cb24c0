//! Gate 3 of the first edition, governance: the backlog has been started in good order, and it is
//! settled when releases go out and how what is learned gets in.

use ray_core::evidence::page::SectionProblem;
use ray_core::finding::Code;
use ray_core::gate::{Case, Criterion, Evidence, Gate, Judged, Judgement, Reading};

use super::{found, place_of, said};
use crate::backlog::{self, Backlog};
use crate::sustainment::evidence::cadence::{self, CADENCE_UNKNOWN, is_cadence};
use crate::sustainment::evidence::feedback_loop_map::{self, FeedbackLoop};
use crate::sustainment::evidence::release_policy::ReleasePolicy;

/// Gate 3 of the first edition.
pub static GATE: Gate<Inputs> = Gate { name: "governance", codes: CODES, read, criteria: CRITERIA };

const POLICY_INCOMPLETE: Code = Code::error(
    "release-policy-incomplete",
    "A required section of the release policy is missing or says nothing",
    "Write the section; placeholders, comments and code blocks do not count",
    "a release-policy.md without a heading \"Patch triage\"",
);
const LOOP_INCOMPLETE: Code = Code::error(
    "feedback-loop-incomplete",
    "A feedback loop lacks its channel, its stakeholder or its cadence",
    "Record where the feedback comes from, who brings it in, and how often",
    r#"{"name": "Support", "channel": "TBD", "stakeholder": "", "cadence": "weekly"}"#,
);

/// The codes of the backlog are those of [`backlog::CODES`].
const CODES: &[&Code] = &[&POLICY_INCOMPLETE, &LOOP_INCOMPLETE, &CADENCE_UNKNOWN];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("items-captured", |inputs, judgement| backlog::items_captured(&inputs.register, judgement)),
    ("severity-known", |inputs, judgement| backlog::severity_known(&inputs.register, judgement)),
    ("severe-items-owned", |inputs, judgement| {
        backlog::severe_items_owned(&inputs.register, judgement)
    }),
    ("severe-items-prioritized", |inputs, judgement| {
        backlog::severe_items_prioritized(&inputs.register, judgement)
    }),
    ("severe-items-dated", |inputs, judgement| {
        backlog::severe_items_dated(&inputs.register, judgement)
    }),
    ("ids-unique", |inputs, judgement| backlog::ids_unique(&inputs.register, judgement)),
    ("critical-items-on-time", |inputs, judgement| {
        backlog::critical_items_on_time(&inputs.register, judgement)
    }),
    ("release-policy-filled", release_policy_filled),
    ("loops-defined", loops_defined),
];

/// The evidence of the gate.
pub struct Inputs {
    register: Backlog,
    policy: Evidence<ReleasePolicy>,
    loops: Evidence<Vec<FeedbackLoop>>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        register: Backlog::read(reading, "backlog-register"),
        policy: reading.markdown("release-policy", ReleasePolicy::read),
        loops: reading.object("feedback-loop-map", feedback_loop_map::read),
    }
}

fn release_policy_filled(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for section in &inputs.policy.get(judgement)?.sections {
        judgement.count(section.check(|problem| match problem {
            SectionProblem::Missing | SectionProblem::Empty => &POLICY_INCOMPLETE,
        }));
    }
    Ok(())
}

fn loops_defined(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for feedback in inputs.loops.get(judgement)? {
        judgement.count(defined(feedback));
    }
    Ok(())
}

fn defined(feedback: &FeedbackLoop) -> Case {
    let FeedbackLoop { name, channel, stakeholder, cadence, place } = feedback;
    for (key, value) in [("channel", channel), ("stakeholder", stakeholder), ("cadence", cadence)] {
        if said(value.as_ref()).is_none() {
            return LOOP_INCOMPLETE
                .at(&place_of(value.as_ref(), place))
                .message(format!("The feedback loop {name} has no {key}"))
                .expected(format!("a value for \"{key}\""))
                .actual(found(value.as_ref()))
                .into();
        }
    }
    let vague = cadence.as_ref().filter(|cadence| !is_cadence(&cadence.value));
    vague.map_or(Case::Holds, |vague| {
        cadence::unknown(&format!("the feedback loop {name}"), vague).into()
    })
}
