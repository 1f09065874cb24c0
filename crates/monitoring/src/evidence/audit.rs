//! `instrumentation-audit.json`: which signals of which service are collected.

use std::collections::BTreeMap;

use ray_core::evidence::view::{Fields, Given, View};
use ray_core::place::{Located, Spot};
use ray_core::value::words::{Vocabulary, fold};
use rust_decimal::Decimal;

/// The kinds of telemetry, as the audit names them.
pub const SIGNALS: [&str; 4] = ["metrics", "logs", "traces", "synthetics"];

/// The audit.
#[derive(Debug)]
pub struct Audit {
    /// The share of covered signals that the file claims.
    pub coverage: Option<Located<Decimal>>,
    /// The services.
    pub services: Vec<Service>,
    /// The list of services, for what is missing in it.
    pub place: Spot,
}

/// One service.
#[derive(Debug)]
pub struct Service {
    /// What it is called.
    pub name: Option<Located<String>>,
    /// True when users notice at once that it is down; also when the file does not say.
    pub critical: bool,
    /// Who answers for its instrumentation.
    pub owner: Given<String>,
    /// What is collected, in the order of [`SIGNALS`].
    pub signals: Vec<Signal>,
    /// The service itself.
    pub place: Spot,
}

/// One kind of telemetry of one service.
#[derive(Debug)]
pub struct Signal {
    /// Its name, one of [`SIGNALS`].
    pub name: &'static str,
    /// Whether it is collected; none when the file does not say.
    pub coverage: Option<Located<Coverage>>,
    /// True when the file says why it does not apply.
    pub justified: bool,
}

/// Whether a signal is collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// In full.
    Covered,
    /// In part.
    Partial,
    /// Not at all.
    Missing,
    /// There is nothing to collect.
    NotApplicable,
}

impl Vocabulary for Coverage {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("covered", Coverage::Covered),
        ("partial", Coverage::Partial),
        ("missing", Coverage::Missing),
        ("not_applicable", Coverage::NotApplicable),
    ];
}

impl Audit {
    /// Reads the audit.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let services = fields.required("services");
        let views = services.and_then(View::filled_list).unwrap_or_default();
        let _ = fields.required("audited_at").and_then(View::past_instant);
        Self {
            coverage: fields.optional("coverage").and_then(View::number),
            services: views.into_iter().filter_map(Service::read).collect(),
            place: services.map_or_else(|| fields.spot(), |list| list.spot()),
        }
    }

    /// The names of the critical services, as far as they can be read.
    #[must_use]
    pub fn critical_services(fields: Fields<'_>) -> Option<Vec<String>> {
        let audit = Self::read(fields);
        let critical = audit.services.into_iter().filter(|service| service.critical);
        Some(critical.filter_map(|service| service.name).map(|name| name.value).collect())
    }

    /// The services by their folded names.
    #[must_use]
    pub fn by_name(&self) -> BTreeMap<String, &Service> {
        let named =
            self.services.iter().filter_map(|it| Some((fold(&it.name.as_ref()?.value), it)));
        named.collect()
    }
}

impl Service {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let telemetry = fields.required("telemetry").and_then(View::object);
        let reasons = fields.optional("justification").and_then(View::object);
        let signals = SIGNALS.into_iter().map(|name| Signal {
            name,
            coverage: telemetry.and_then(|it| it.required(name)).and_then(View::word),
            justified: reasons
                .and_then(|it| it.optional(name))
                .and_then(View::filled_text)
                .is_some(),
        });
        Some(Self {
            name: fields.required("name").and_then(View::filled_text),
            critical: fields.required("critical").and_then(View::boolean).is_none_or(|it| it.value),
            owner: fields.given("owner", View::text),
            signals: signals.collect(),
            place: fields.spot(),
        })
    }

    /// What the service is called in messages.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_ref().map_or("a service", |name| &name.value)
    }
}

impl Signal {
    /// True when the file says that the signal does not apply, and why.
    #[must_use]
    pub fn is_excused(&self) -> bool {
        self.justified && self.is(Coverage::NotApplicable)
    }

    /// True when the file says so.
    #[must_use]
    pub fn is(&self, coverage: Coverage) -> bool {
        self.coverage.as_ref().is_some_and(|it| it.value == coverage)
    }
}
