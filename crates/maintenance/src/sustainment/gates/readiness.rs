//! Gate 4 of the first edition, readiness validation: those who answer for the service agreed, what
//! they worry about is somebody's, and it is watched from now on.

mod approvals;
mod reviews;

use ray_core::finding::Code;
use ray_core::gate::{Case, Criterion, Evidence, Gate, Judged, Judgement, Reading};
use ray_core::value::name;
use ray_core::value::placeholder::is_placeholder;
use ray_core::value::words::Vocabulary;

use self::approvals::PARTIES;
use super::{found, place_of, said};
use crate::approval_log::Cell;
use crate::sustainment::evidence::monitoring_activation::{self, Activation, Group, Monitor};
use crate::sustainment::evidence::readiness_approval_log::{ReadinessApprovalLog, Risk};
use crate::sustainment::evidence::review_calendar::ReviewCalendar;

/// Gate 4 of the first edition.
pub static GATE: Gate<Inputs> = Gate { name: "readiness", codes: CODES, read, criteria: CRITERIA };

const RISK_UNSTATED: Code = Code::error(
    "risk-unstated",
    "A stakeholder does not say whether a risk stays open",
    "Write the risk in `open_risks`, or \"none\"",
    "Rosalind Achebe,Operations,Approved,2026-11-23,,,,",
);
const RISK_UNOWNED: Code = Code::error(
    "risk-unowned",
    "Nobody owns an open risk",
    "Write in `risk_owner` the name of the person who watches it",
    "Rosalind Achebe,Operations,Approved,2026-11-23,,Night cover is thin,TBD,",
);
const MONITORING_KIND_MISSING: Code = Code::error(
    "monitoring-kind-missing",
    "Alerts, dashboards or reports are not listed at all",
    "List at least one of each; what is not listed is watched by nobody",
    r#"{"alerts": [], "dashboards": […], "reports": […]}"#,
);
const MONITOR_INACTIVE: Code = Code::error(
    "monitor-inactive",
    "An alert, a dashboard or a report is not active",
    "Activate it, see that it works, and record it as active",
    r#"{"name": "Error rate", "status": "paused"}"#,
);
const MONITOR_WITHOUT_CONTACT: Code = Code::error(
    "monitor-without-contact",
    "An alert, a dashboard or a report reaches nobody",
    "Record the person, the rota or the channel that it reaches",
    r#"{"name": "Error rate", "status": "active", "contact": "TBD"}"#,
);

const CODES: &[&Code] = &[
    &RISK_UNSTATED,
    &RISK_UNOWNED,
    &MONITORING_KIND_MISSING,
    &MONITOR_INACTIVE,
    &MONITOR_WITHOUT_CONTACT,
    &reviews::REVIEW_MISSING,
    &reviews::REVIEW_REPEATED,
    &reviews::REVIEW_INCOMPLETE,
    &reviews::REVIEW_OUT_OF_ORDER,
    &reviews::REVIEW_SPACING,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("operations-approved", approvals::operations),
    ("product-approved", approvals::product),
    ("leadership-approved", approvals::leadership),
    ("open-risks-owned", open_risks_owned),
    ("monitoring-complete", monitoring_complete),
    ("monitoring-active", monitoring_active),
    ("reviews-scheduled", reviews::reviews_scheduled),
    ("reviews-in-order", reviews::reviews_in_order),
];

/// The evidence of the gate.
pub struct Inputs {
    log: Evidence<ReadinessApprovalLog>,
    monitoring: Evidence<Vec<Group>>,
    calendar: Evidence<ReviewCalendar>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    let titles = PARTIES.map(|(_, setting)| reading.settings().roles(setting).unwrap_or_default());
    Inputs {
        log: reading.stream("readiness-approval-log", |bytes, path, notes| {
            Some(ReadinessApprovalLog::read(bytes, path, notes, &titles))
        }),
        monitoring: reading.object("monitoring-activation", monitoring_activation::read),
        calendar: reading.markdown("review-calendar", ReviewCalendar::read),
    }
}

fn open_risks_owned(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for risk in &inputs.log.get(judgement)?.risks {
        judgement.count(risk.as_ref().map_or(Case::Unreadable, owned));
    }
    Ok(())
}

/// Whoever approves says whether a risk stays open; a decision that was superseded need not.
fn owned(Risk { risk, owner, approves }: &Risk) -> Case {
    if risk.text.eq_ignore_ascii_case("none") || (is_placeholder(&risk.text) && !approves) {
        return Case::Holds;
    }
    if is_placeholder(&risk.text) {
        return RISK_UNSTATED.at(risk).expected("a risk, or \"none\"").actual(shown(risk)).into();
    }
    Case::when(name::check(&owner.text).is_ok(), || {
        RISK_UNOWNED
            .at(owner)
            .message(format!("Nobody owns the risk \"{}\"", risk.text))
            .expected("the name of a person")
            .actual(shown(owner))
    })
}

fn shown(cell: &Cell) -> String {
    if cell.text.is_empty() { "nothing".to_owned() } else { format!("\"{}\"", cell.text) }
}

fn monitoring_complete(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for group in inputs.monitoring.get(judgement)? {
        judgement.count(match &group.items {
            None => Case::Unreadable,
            Some(items) => Case::when(!items.is_empty(), || {
                MONITORING_KIND_MISSING
                    .at(&group.place)
                    .message(format!("No {} is listed", group.kind))
                    .expected("at least one entry")
                    .actual("[]")
            }),
        });
    }
    Ok(())
}

fn monitoring_active(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for monitor in
        inputs.monitoring.get(judgement)?.iter().filter_map(|it| it.items.as_ref()).flatten()
    {
        judgement.count(active(monitor));
    }
    Ok(())
}

fn active(monitor: &Monitor) -> Case {
    let Some(status) = &monitor.status else {
        return Case::Unreadable;
    };
    if status.value != Activation::Active {
        return MONITOR_INACTIVE
            .at(status)
            .message(format!("The {} is not active", monitor.name))
            .expected("active")
            .actual(status.value.word())
            .into();
    }
    Case::when(said(monitor.contact.as_ref()).is_some(), || {
        MONITOR_WITHOUT_CONTACT
            .at(&place_of(monitor.contact.as_ref(), &monitor.place))
            .message(format!("The {} reaches nobody", monitor.name))
            .expected("a value for \"contact\"")
            .actual(found(monitor.contact.as_ref()))
    })
}
