//! The support workflow of the enablement gate: every ticket is answered in time and ends in a queue
//! that somebody works.

use std::collections::BTreeSet;

use ray_core::finding::Code;
use ray_core::gate::{Case, Judged, Judgement};
use ray_core::place::Located;
use ray_core::shape::severity::Severity;
use ray_core::value::timespan::minutes;
use ray_core::value::words::{Vocabulary, fold};

use super::Inputs;
use crate::sustainment::evidence::support_workflow::{
    MatrixRow, Route, SupportWorkflow, TicketSeverity,
};
use crate::sustainment::gates::{found, place_of};

pub(super) const RESPONSE_TARGET_MISSING: Code = Code::error(
    "response-target-missing",
    "A severity has no response target",
    "Write a length of time with its unit, longer than zero: 15m, 4 hours, P1D",
    "- severity: critical\n  response_target: asap",
);
pub(super) const SEVERITY_REPEATED: Code = Code::error(
    "severity-repeated",
    "A severity stands in the matrix twice",
    "Keep one row for each severity",
    "- severity: critical\n- severity: P1",
);
pub(super) const MATRIX_WITHOUT_CRITICAL: Code = Code::warning(
    "matrix-without-critical",
    "The severity matrix does not say what happens to a critical ticket",
    "Add a row for critical tickets, even where there have been none",
    "severity_matrix: [{severity: low, response_target: 5d}]",
);
pub(super) const RESPONSE_TARGET_INVERTED: Code = Code::error(
    "response-target-inverted",
    "A severity is answered later than a lesser one",
    "Exchange the targets, or make the worse severity's shorter",
    "- {severity: critical, response_target: 2d}\n- {severity: low, response_target: 1d}",
);
pub(super) const SEVERITY_UNROUTED: Code = Code::error(
    "severity-unrouted",
    "A severity is routed to no queue",
    "Add a route; a ticket of this severity ends nowhere",
    "a matrix with critical, and no route for it",
);
pub(super) const QUEUE_UNDEFINED: Code = Code::error(
    "queue-undefined",
    "A route leads to a queue that is not defined",
    "Define the queue, or correct its name in the route",
    "routing: [{severity: critical, queue: oncal}]",
);
pub(super) const ROUTE_UNDEFINED: Code = Code::error(
    "route-severity-undefined",
    "A route is for a severity that is not in the matrix",
    "Add the severity with its response target, or remove the route",
    "routing: [{severity: high, queue: support}]   (no high in the matrix)",
);
pub(super) const QUEUE_UNREACHABLE: Code = Code::error(
    "queue-unreachable",
    "No severity is routed to a queue",
    "Route a severity to it, or remove the queue",
    "queues: [oncall, archive]   (no route leads to archive)",
);

pub(super) fn intake_channels_named(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let workflow = inputs.workflow.get(judgement)?;
    judgement.home_at(&workflow.channels_place);
    for channel in &workflow.channels {
        judgement.count(if channel.is_some() { Case::Holds } else { Case::Unreadable });
    }
    Ok(())
}

pub(super) fn response_targets_set(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let workflow = inputs.workflow.get(judgement)?;
    judgement.home_at(&workflow.matrix_place);
    let mut seen = BTreeSet::new();
    for row in &workflow.matrix {
        judgement.count(match &row.severity {
            Some(severity) if !seen.insert(severity.value) => {
                SEVERITY_REPEATED.at(severity).actual(severity.value.word()).into()
            }
            Some(severity) => targeted(row, severity.value),
            None => Case::Unreadable,
        });
    }
    if !seen.is_empty() && !seen.contains(&TicketSeverity(Severity::Critical)) {
        judgement.warn(MATRIX_WITHOUT_CRITICAL.at(&workflow.matrix_place).expected("critical"));
    }
    Ok(())
}

fn targeted(row: &MatrixRow, severity: TicketSeverity) -> Case {
    Case::when(row.target().is_some(), || {
        let written = row.response_target.as_ref();
        RESPONSE_TARGET_MISSING
            .at(&place_of(written, &row.place))
            .message(format!("A {} ticket has no response target", severity.word()))
            .expected("a length of time with its unit, such as 15m or 4 hours")
            .actual(found(written))
    })
}

pub(super) fn response_targets_ordered(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let workflow = inputs.workflow.get(judgement)?;
    judgement.home_at(&workflow.matrix_place);
    for row in &workflow.matrix {
        judgement.count(in_order(row, &workflow.matrix));
    }
    Ok(())
}

fn in_order(row: &MatrixRow, matrix: &[MatrixRow]) -> Case {
    let (Some(severity), Some(target)) = (&row.severity, row.target()) else {
        return Case::Unreadable;
    };
    let sooner = matrix.iter().find_map(|other| {
        let lesser = other.severity.as_ref().filter(|other| other.value < severity.value)?;
        let length = other.target().filter(|length| *length < target)?;
        Some((lesser.value, length))
    });
    sooner.map_or(Case::Holds, |(lesser, length)| {
        RESPONSE_TARGET_INVERTED
            .at(&place_of(row.response_target.as_ref(), &row.place))
            .message(format!(
                "A {} ticket is answered later than a {} one",
                severity.value.word(),
                lesser.word()
            ))
            .expected(format!("at most {} minutes", minutes(length)))
            .actual(format!("{} minutes", minutes(target)))
            .into()
    })
}

pub(super) fn severities_routed(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let workflow = inputs.workflow.get(judgement)?;
    for row in &workflow.matrix {
        let Some(severity) = &row.severity else {
            judgement.count(Case::Unreadable);
            continue;
        };
        let routed = workflow.routes.iter().any(|route| {
            route.severity.as_ref().is_some_and(|routed| routed.value == severity.value)
        });
        judgement.count(Case::when(routed, || {
            SEVERITY_UNROUTED
                .at(severity)
                .message(format!("A {} ticket is routed to no queue", severity.value.word()))
                .expected("a route for it")
                .actual("none")
        }));
    }
    for route in &workflow.routes {
        judgement.count(leads_somewhere(route, workflow));
    }
    Ok(())
}

fn leads_somewhere(route: &Route, workflow: &SupportWorkflow) -> Case {
    let (Some(severity), Some(queue)) = (&route.severity, &route.queue) else {
        return Case::Unreadable;
    };
    if !is_in_matrix(severity.value, workflow) {
        return ROUTE_UNDEFINED.at(severity).actual(severity.value.word()).into();
    }
    let defined = workflow.queues.iter().any(|known| is_same(known, queue));
    Case::when(defined, || {
        let known: Vec<&str> = workflow.queues.iter().map(|queue| queue.value.as_str()).collect();
        QUEUE_UNDEFINED
            .at(queue)
            .message(format!("The queue \"{}\" is not defined", queue.value))
            .expected(format!("one of: {}", known.join(", ")))
            .actual(queue.value.clone())
    })
}

pub(super) fn queues_reachable(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let workflow = inputs.workflow.get(judgement)?;
    for queue in &workflow.queues {
        let reached = workflow.routes.iter().any(|route| {
            let leads_here = route.queue.as_ref().is_some_and(|to| is_same(queue, to));
            let severity = route.severity.as_ref();
            leads_here && severity.is_some_and(|it| is_in_matrix(it.value, workflow))
        });
        judgement.count(Case::when(reached, || {
            QUEUE_UNREACHABLE
                .at(queue)
                .message(format!("No severity is routed to the queue \"{}\"", queue.value))
                .expected("a route that leads to it")
                .actual("none")
        }));
    }
    Ok(())
}

fn is_same(one: &Located<String>, other: &Located<String>) -> bool {
    fold(&one.value) == fold(&other.value)
}

fn is_in_matrix(severity: TicketSeverity, workflow: &SupportWorkflow) -> bool {
    let mut known = workflow.matrix.iter().filter_map(|row| row.severity.as_ref());
    known.any(|known| known.value == severity)
}
