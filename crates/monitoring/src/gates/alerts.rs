//! Gate 12.2, alert validation: alerts reach somebody in time, and dashboards can be opened.

use std::collections::BTreeSet;

use ray_core::finding::{Code, Finding};
use ray_core::gate::{
    Case, Criterion, Evidence, Gate, Judged, Judgement, Peeked, Reading, Unjudged,
};
use ray_core::place::{Located, Place};
use ray_core::shape::person::{self, lacking};
use ray_core::value::instant::show;
use ray_core::value::placeholder::is_no_name_or_time;
use ray_core::value::timespan::minutes;
use ray_core::value::words::fold;

use crate::evidence::alert_tests::{AlertTest, AlertTests};
use crate::evidence::audit::Audit;
use crate::evidence::dashboards::{Cell, Dashboard, Dashboards, is_web_address};

/// Gate 12.2.
pub static GATE: Gate<Inputs> = Gate { name: "alerts", codes: CODES, read, criteria: CRITERIA };

const ALERT_NOT_DELIVERED: Code = Code::error(
    "alert-not-delivered",
    "A test alert was not delivered",
    "Repair the route of the alert to its channel, and test it again",
    r#"{"alert": "HighLatency", "delivered_at": null}"#,
);
const ALERT_NOT_ACKNOWLEDGED: Code = Code::error(
    "alert-not-acknowledged",
    "A test alert was not acknowledged by a person",
    "Find out why nobody took it; then test again and record who acknowledged it and when",
    r#"{"alert": "HighLatency", "acknowledged_by": "on-call"}"#,
);
const ALERT_OUT_OF_ORDER: Code = Code::error(
    "alert-out-of-order",
    "The times of a test alert are not in order",
    "Take triggered_at, delivered_at and acknowledged_at from the same incident",
    r#"{"triggered_at": "2026-11-20T10:05:00Z", "delivered_at": "2026-11-20T10:04:00Z"}"#,
);
const ACKNOWLEDGED_TOO_LATE: Code = Code::error(
    "acknowledged-too-late",
    "A test alert was acknowledged later than the SLA allows",
    "Shorten the way from alert to person, and test again; no average makes up for one that is late",
    r#"{"triggered_at": "2026-11-20T10:00:00Z", "acknowledged_at": "2026-11-20T10:09:00Z"}"#,
);
const CRITICAL_SERVICE_UNTESTED: Code = Code::error(
    "critical-service-untested",
    "No alert of a critical service was tested",
    "Trigger a synthetic incident for the service and record how it was acknowledged",
    r#"{"tests": [{"service": "api"}]}   (payments-api is critical too)"#,
);
const DASHBOARD_INVALID: Code = Code::error(
    "dashboard-invalid",
    "A dashboard cannot be relied on",
    "Give it an absolute link, a threshold, and the status validated or active once somebody has looked",
    "| Orders | /d/orders | 500 ms | draft |",
);
const DASHBOARD_LISTED_TWICE: Code = Code::error(
    "dashboard-listed-twice",
    "A row of the dashboards is there twice",
    "Remove the copy; counted twice, a good dashboard hides a bad one",
    "| Orders | https://… | 500 ms | active |\n| Orders | https://… | 500 ms | active |",
);

const CODES: &[&Code] = &[
    &ALERT_NOT_DELIVERED,
    &ALERT_NOT_ACKNOWLEDGED,
    &ALERT_OUT_OF_ORDER,
    &ACKNOWLEDGED_TOO_LATE,
    &CRITICAL_SERVICE_UNTESTED,
    &DASHBOARD_INVALID,
    &DASHBOARD_LISTED_TWICE,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("alerts-delivered", alerts_delivered),
    ("alerts-acknowledged", alerts_acknowledged),
    ("acknowledged-in-time", acknowledged_in_time),
    ("critical-services-tested", critical_services_tested),
    ("dashboards-valid", dashboards_valid),
];

/// States in which a dashboard can be relied on.
const VALID: [&str; 2] = ["validated", "active"];

/// The evidence of the gate.
pub struct Inputs {
    alerts: Evidence<AlertTests>,
    dashboards: Evidence<Dashboards>,
    /// The critical services of the audit, where it is there.
    critical: Peeked<Vec<String>>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        alerts: reading.object("alert-tests", AlertTests::read),
        dashboards: reading.markdown("dashboards", Dashboards::read),
        critical: reading.peek("audit", Audit::critical_services),
    }
}

fn alerts_delivered(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for test in &inputs.alerts.get(judgement)?.tests {
        judgement.count(delivered(test));
    }
    Ok(())
}

fn delivered(test: &AlertTest) -> Case {
    let absent = || lacking(&ALERT_NOT_DELIVERED, &test.place, &test.alert, "delivered_at");
    let delivered = match test.delivered_at.or_case(absent) {
        Ok(delivered) => delivered,
        Err(case) => return case,
    };
    in_order(test, test.triggered_at.as_ref(), delivered)
}

/// Holds when `later` does not lie before `earlier`.
fn in_order(
    test: &AlertTest,
    earlier: Option<&Located<jiff::Timestamp>>,
    later: &Located<jiff::Timestamp>,
) -> Case {
    let Some(earlier) = earlier else {
        return Case::Unreadable;
    };
    Case::when(later.value >= earlier.value, || {
        ALERT_OUT_OF_ORDER
            .at(later)
            .message(format!("The times of the test of {} are not in order", test.alert))
            .expected(format!("a time from {} on", show(earlier.value)))
            .actual(show(later.value))
    })
}

fn alerts_acknowledged(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for test in &inputs.alerts.get(judgement)?.tests {
        judgement.count(acknowledged(test));
    }
    Ok(())
}

fn acknowledged(test: &AlertTest) -> Case {
    let absent = || lacking(&ALERT_NOT_ACKNOWLEDGED, &test.place, &test.alert, "acknowledged_at");
    let acknowledged = match test.acknowledged_at.or_case(absent) {
        Ok(acknowledged) => acknowledged,
        Err(case) => return case,
    };
    let by = ("acknowledged_by", test.alert.as_str());
    match person::check(&test.acknowledged_by, by, &ALERT_NOT_ACKNOWLEDGED, &test.place) {
        Case::Holds => in_order(test, test.delivered_at.read(), acknowledged),
        case => case,
    }
}

fn acknowledged_in_time(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let sla = judgement.settings.timespan("sla")?;
    for test in &inputs.alerts.get(judgement)?.tests {
        // An alert that nobody acknowledged is not in time either; the finding stands above.
        let times = test.triggered_at.as_ref().zip(test.acknowledged_at.read());
        judgement.count(match times {
            None => Case::Unreadable,
            Some((triggered, acknowledged)) => {
                let taken = acknowledged.value.duration_since(triggered.value);
                Case::when(taken <= sla.duration(), || {
                    ACKNOWLEDGED_TOO_LATE
                        .at(acknowledged)
                        .message(format!("{} was acknowledged too late", test.alert))
                        .expected(format!("within {sla} of {}", show(triggered.value)))
                        .actual(format!("after {} minutes", minutes(taken).round_dp(2).normalize()))
                })
            }
        });
    }
    Ok(())
}

fn critical_services_tested(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let alerts = inputs.alerts.get(judgement)?;
    let Some(critical) = inputs.critical.where_there()? else {
        judgement.not_applicable("there is no audit that says which services are critical");
        return Ok(());
    };
    if critical.is_empty() {
        return Err(Unjudged::because("the audit lists no critical service"));
    }
    let tested = alerts.tests.iter().filter_map(|test| test.service.as_ref());
    let tested: BTreeSet<String> = tested.map(|service| fold(&service.value)).collect();
    for service in critical {
        judgement.count(Case::when(tested.contains(&fold(service)), || {
            CRITICAL_SERVICE_UNTESTED
                .at(&alerts.place)
                .message(format!("No alert of the critical service {service} was tested"))
                .expected(format!("a test with \"service\": \"{service}\""))
                .actual("none")
        }));
    }
    Ok(())
}

fn dashboards_valid(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let mut seen = BTreeSet::new();
    for dashboard in &inputs.dashboards.get(judgement)?.rows {
        judgement.count(valid(dashboard));
        if !seen.insert(dashboard.key()) {
            judgement.fail(
                DASHBOARD_LISTED_TWICE
                    .at(&dashboard.place)
                    .message(format!("The row of \"{}\" is there twice", dashboard.name)),
            );
        }
    }
    Ok(())
}

fn valid(dashboard: &Dashboard) -> Case {
    let Dashboard { link, threshold, status, .. } = dashboard;
    if !is_web_address(&link.text) {
        return invalid(dashboard, link, "an absolute http or https link").into();
    }
    if is_no_name_or_time(&threshold.text) {
        return invalid(dashboard, threshold, "a threshold").into();
    }
    Case::when(VALID.contains(&fold(&status.text).as_str()), || {
        invalid(dashboard, status, "validated or active")
    })
}

fn invalid(dashboard: &Dashboard, cell: &Cell, expected: &str) -> Finding {
    let place: &Place = &cell.place;
    DASHBOARD_INVALID
        .at(place)
        .message(format!("The dashboard \"{}\" cannot be relied on", dashboard.name))
        .expected(expected)
        .actual(match cell.text.as_str() {
            "" => "nothing".to_owned(),
            text => text.to_owned(),
        })
}
