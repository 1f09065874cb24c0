//! Gate 2 of the first edition, operations enablement: those who keep the service know what to do,
//! every ticket reaches somebody in time, and it can be seen whether that is so.

mod runbooks;
mod workflow;

use ray_core::finding::Code;
use ray_core::gate::{Case, Criterion, Evidence, Gate, Judged, Judgement, Reading};

use super::{found, place_of, said};
use crate::sustainment::evidence::cadence::CADENCE_UNKNOWN;
use crate::sustainment::evidence::reporting_spec::{Component, ReportingSpec};
use crate::sustainment::evidence::runbook_index::RunbookIndex;
use crate::sustainment::evidence::support_workflow::SupportWorkflow;

/// Gate 2 of the first edition.
pub static GATE: Gate<Inputs> = Gate { name: "enablement", codes: CODES, read, criteria: CRITERIA };

const REPORTING_GAP: Code = Code::error(
    "reporting-gap",
    "The spec does not cover something that must be reported",
    "Add a row for it, with its data source",
    "a reporting-spec.md without a row \"Recurring incidents\"",
);
const DATA_SOURCE_MISSING: Code = Code::error(
    "data-source-missing",
    "A metric has no data source",
    "Name the system, and the field or query, that the figure comes from",
    "| Response time | Median per severity | TBD |",
);

const CODES: &[&Code] = &[
    &runbooks::RUNBOOK_KIND_MISSING,
    &runbooks::RUNBOOK_EMPTY,
    &runbooks::RUNBOOK_UNKEPT,
    &CADENCE_UNKNOWN,
    &workflow::RESPONSE_TARGET_MISSING,
    &workflow::SEVERITY_REPEATED,
    &workflow::MATRIX_WITHOUT_CRITICAL,
    &workflow::RESPONSE_TARGET_INVERTED,
    &workflow::SEVERITY_UNROUTED,
    &workflow::QUEUE_UNDEFINED,
    &workflow::ROUTE_UNDEFINED,
    &workflow::QUEUE_UNREACHABLE,
    &REPORTING_GAP,
    &DATA_SOURCE_MISSING,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("runbook-kinds-indexed", runbooks::runbook_kinds_indexed),
    ("runbooks-exist", runbooks::runbooks_exist),
    ("runbooks-kept", runbooks::runbooks_kept),
    ("intake-channels-named", workflow::intake_channels_named),
    ("response-targets-set", workflow::response_targets_set),
    ("response-targets-ordered", workflow::response_targets_ordered),
    ("severities-routed", workflow::severities_routed),
    ("queues-reachable", workflow::queues_reachable),
    ("reporting-covered", reporting_covered),
];

/// The evidence of the gate.
pub struct Inputs {
    index: Evidence<RunbookIndex>,
    workflow: Evidence<SupportWorkflow>,
    reporting: Evidence<ReportingSpec>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        index: reading.object("runbook-index", RunbookIndex::read),
        workflow: reading.object("support-workflow", SupportWorkflow::read),
        reporting: reading.markdown("reporting-spec", ReportingSpec::read),
    }
}

fn reporting_covered(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let spec = inputs.reporting.get(judgement)?;
    for topic in &spec.topics {
        if topic.rows.is_empty() {
            judgement.count(
                REPORTING_GAP
                    .at(&spec.place)
                    .message(format!("The spec does not cover \"{}\"", topic.name))
                    .expected(format!("a row \"{}\"", topic.name))
                    .actual("none"),
            );
        }
        for row in &topic.rows {
            judgement.count(sourced(topic.name, row));
        }
    }
    Ok(())
}

fn sourced(name: &str, row: &Component) -> Case {
    Case::when(said(row.source.as_ref()).is_some(), || {
        DATA_SOURCE_MISSING
            .at(&place_of(row.source.as_ref(), &row.place))
            .message(format!("\"{name}\" has no data source"))
            .expected("a value for \"Data source\"")
            .actual(found(row.source.as_ref()))
    })
}
