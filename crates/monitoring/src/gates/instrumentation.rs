//! Gate 12.1, instrumentation coverage: what must be watched is known, and is watched.

use std::collections::BTreeSet;

use ray_core::evidence::page::SectionProblem;
use ray_core::finding::Code;
use ray_core::gate::{
    Case, Criterion, Evidence, Gate, Judged, Judgement, Reading, declared_mismatch,
};
use ray_core::shape::person;
use ray_core::value::words::{Vocabulary, fold};

use crate::evidence::audit::{Audit, Coverage, Service, Signal};
use crate::evidence::requirements::{RequiredService, Requirements};

/// Gate 12.1.
pub static GATE: Gate<Inputs> =
    Gate { name: "instrumentation", codes: CODES, read, criteria: CRITERIA };

const SIGNAL_NOT_COVERED: Code = Code::error(
    "signal-not-covered",
    "A signal of a service is not covered in full",
    "Have the owner of the service instrument it, and audit it again",
    r#"{"telemetry": {"traces": "partial"}}"#,
);
const CRITICAL_SIGNAL_NOT_COVERED: Code = Code::error(
    "critical-signal-not-covered",
    "A signal of a critical service is not covered in full",
    "Instrument the service before monitoring is declared complete; no threshold tolerates this",
    r#"{"critical": true, "telemetry": {"traces": "missing"}}"#,
);
const CRITICAL_SERVICE_BLIND: Code = Code::error(
    "critical-service-blind",
    "No signal of a critical service is covered",
    "Collect at least one signal; a service about which nothing applies cannot be watched",
    r#"{"critical": true, "telemetry": {"metrics": "not_applicable", "logs": "not_applicable"}}"#,
);
const NO_CRITICAL_SERVICE: Code = Code::error(
    "no-critical-service",
    "No audited service is critical",
    "Mark the services that users notice at once when they are down",
    r#"{"services": [{"name": "reports", "critical": false}]}"#,
);
const EXCEPTION_UNJUSTIFIED: Code = Code::error(
    "exception-unjustified",
    "A signal is said not to apply, but not why",
    "Add the reason under justification, with the name of the signal as its key",
    r#"{"telemetry": {"synthetics": "not_applicable"}}   (no justification)"#,
);
const SERVICE_LISTED_TWICE: Code = Code::error(
    "service-listed-twice",
    "The audit lists a service twice",
    "Keep the entry that is true",
    r#"{"services": [{"name": "api"}, {"name": "API"}]}"#,
);
const SERVICE_UNOWNED: Code = Code::error(
    "service-unowned",
    "A service has no owner, or its owner is no person",
    "Write the name of the person who answers for the instrumentation of the service",
    r#"{"name": "api", "owner": "Platform team"}"#,
);
const REQUIREMENTS_SECTION_MISSING: Code = Code::error(
    "requirements-section-missing",
    "The monitoring requirements lack a section",
    "Add the section; KPIs, SLOs and risks are needed",
    "(a monitoring-requirements.md without a heading \"Risks\")",
);
const REQUIREMENTS_SECTION_EMPTY: Code = Code::error(
    "requirements-section-empty",
    "A section of the monitoring requirements says nothing",
    "Write down what is to be watched; placeholders do not count",
    "## SLOs\n\nTBD",
);
const SERVICE_NOT_AUDITED: Code = Code::error(
    "service-not-audited",
    "A service that the requirements name is not audited",
    "Audit the instrumentation of the service, or correct its name",
    "| Service |\n| --- |\n| payments-api |   (not in the audit)",
);
const CRITICALITY_DIFFERS: Code = Code::error(
    "criticality-differs",
    "A service is critical in the requirements, and not in the audit",
    "Audit the service as critical; if it no longer is, have the requirements say so first",
    "| payments-api | yes |   (the audit says \"critical\": false)",
);

const CODES: &[&Code] = &[
    &SIGNAL_NOT_COVERED,
    &CRITICAL_SIGNAL_NOT_COVERED,
    &CRITICAL_SERVICE_BLIND,
    &NO_CRITICAL_SERVICE,
    &EXCEPTION_UNJUSTIFIED,
    &SERVICE_LISTED_TWICE,
    &SERVICE_UNOWNED,
    &REQUIREMENTS_SECTION_MISSING,
    &REQUIREMENTS_SECTION_EMPTY,
    &SERVICE_NOT_AUDITED,
    &CRITICALITY_DIFFERS,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("signals-covered", signals_covered),
    ("coverage-as-declared", coverage_as_declared),
    ("critical-services-covered", critical_services_covered),
    ("services-owned", services_owned),
    ("requirements-filled", requirements_filled),
    ("requirements-audited", requirements_audited),
];

/// The evidence of the gate.
pub struct Inputs {
    requirements: Evidence<Requirements>,
    audit: Evidence<Audit>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        requirements: reading.markdown("requirements", Requirements::read),
        audit: reading.object("audit", Audit::read),
    }
}

/// Every signal that applies, with its service: all but those that are excused. One that is said not to
/// apply without a reason counts like one that is missing.
fn applicable(audit: &Audit) -> impl Iterator<Item = (&Service, &Signal)> {
    audit.services.iter().flat_map(|service| {
        let signals = service.signals.iter().filter(|signal| !signal.is_excused());
        signals.map(move |signal| (service, signal))
    })
}

fn signals_covered(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for (service, signal) in applicable(inputs.audit.get(judgement)?) {
        judgement.count(covered(service, signal, &SIGNAL_NOT_COVERED));
    }
    Ok(())
}

fn covered(service: &Service, signal: &Signal, code: &'static Code) -> Case {
    let Some(coverage) = &signal.coverage else {
        return Case::Unreadable;
    };
    match coverage.value {
        Coverage::Covered => Case::Holds,
        // One that is excused is never asked about.
        Coverage::NotApplicable => EXCEPTION_UNJUSTIFIED
            .at(coverage)
            .message(format!(
                "The {} of {} are said not to apply, but not why",
                signal.name,
                service.label()
            ))
            .expected(format!("a reason under justification.{}", signal.name))
            .actual("none")
            .into(),
        Coverage::Partial | Coverage::Missing => code
            .at(coverage)
            .message(format!("The {} of {} are not covered in full", signal.name, service.label()))
            .expected("covered")
            .actual(coverage.value.word())
            .into(),
    }
}

fn coverage_as_declared(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let audit = inputs.audit.get(judgement)?;
    let Some(declared) = &audit.coverage else {
        judgement.not_applicable("the audit declares no coverage");
        return Ok(());
    };
    let (mut held, mut total) = (0, 0);
    for (_, signal) in applicable(audit) {
        total += 1;
        held += u64::from(signal.is(Coverage::Covered));
    }
    judgement.count(declared_mismatch("coverage", declared, held, total));
    Ok(())
}

fn critical_services_covered(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let audit = inputs.audit.get(judgement)?;
    let critical = || audit.services.iter().filter(|service| service.critical);
    if critical().next().is_none() && !audit.services.is_empty() {
        judgement.fail(NO_CRITICAL_SERVICE.at(&audit.place).expected("\"critical\": true once"));
    }
    for service in critical() {
        for signal in service.signals.iter().filter(|signal| !signal.is_excused()) {
            judgement.count(covered(service, signal, &CRITICAL_SIGNAL_NOT_COVERED));
        }
        let seen = service.signals.iter().any(|signal| signal.is(Coverage::Covered));
        judgement.count(Case::when(seen, || {
            CRITICAL_SERVICE_BLIND
                .at(&service.place)
                .message(format!(
                    "No signal of the critical service {} is covered",
                    service.label()
                ))
                .expected("at least one signal covered")
                .actual("none")
        }));
    }
    Ok(())
}

fn services_owned(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let mut seen = BTreeSet::new();
    for service in &inputs.audit.get(judgement)?.services {
        if let Some(name) = service.name.as_ref().filter(|name| !seen.insert(fold(&name.value))) {
            judgement.fail(SERVICE_LISTED_TWICE.at(name).actual(name.value.clone()));
        }
        let of = ("owner", service.label());
        judgement.count(person::check(&service.owner, of, &SERVICE_UNOWNED, &service.place));
    }
    Ok(())
}

fn requirements_filled(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for section in &inputs.requirements.get(judgement)?.sections {
        judgement.count(section.check(|problem| match problem {
            SectionProblem::Missing => &REQUIREMENTS_SECTION_MISSING,
            SectionProblem::Empty => &REQUIREMENTS_SECTION_EMPTY,
        }));
    }
    Ok(())
}

fn requirements_audited(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let audited = inputs.audit.get(judgement)?.by_name();
    for required in &inputs.requirements.get(judgement)?.services {
        let service = audited.get(&fold(&required.name.value)).copied();
        judgement.count(audited_as_required(required, service));
    }
    Ok(())
}

fn audited_as_required(required: &RequiredService, service: Option<&Service>) -> Case {
    let name = &required.name.value;
    let Some(service) = service else {
        return SERVICE_NOT_AUDITED
            .at(&required.name)
            .message(format!("{name} is required to be watched, but not audited"))
            .expected("a service of that name in the audit")
            .actual("none")
            .into();
    };
    match &required.critical {
        Some(place) if !service.critical => CRITICALITY_DIFFERS
            .at(place)
            .message(format!("{name} is critical here, and not in the audit"))
            .expected("\"critical\": true in the audit")
            .actual("false")
            .into(),
        _ => Case::Holds,
    }
}
