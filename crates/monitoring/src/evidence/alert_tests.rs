//! `alert-test-results.json`: synthetic incidents, and when somebody acknowledged each.

use jiff::Timestamp;
use ray_core::evidence::view::{Fields, Given, View};
use ray_core::place::{Located, Spot};
use ray_core::shape::severity::Severity;

/// The results.
#[derive(Debug)]
pub struct AlertTests {
    /// The tests.
    pub tests: Vec<AlertTest>,
    /// The list of tests, for what is missing in it.
    pub place: Spot,
}

/// One synthetic incident.
#[derive(Debug)]
pub struct AlertTest {
    /// What it is called in messages.
    pub alert: String,
    /// The service that the alert watches.
    pub service: Option<Located<String>>,
    /// When the incident was made.
    pub triggered_at: Option<Located<Timestamp>>,
    /// When the alert reached its channel.
    pub delivered_at: Given<Timestamp>,
    /// When somebody said that they had it.
    pub acknowledged_at: Given<Timestamp>,
    /// Who.
    pub acknowledged_by: Given<String>,
    /// The test itself.
    pub place: Spot,
}

impl AlertTests {
    /// Reads the results.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let tests = fields.required("tests");
        let views = tests.and_then(View::filled_list).unwrap_or_default();
        Self {
            tests: views.into_iter().filter_map(AlertTest::read).collect(),
            place: tests.map_or_else(|| fields.spot(), |list| list.spot()),
        }
    }

    /// The names of the alerts that were tested, as far as they can be read.
    #[must_use]
    pub fn alerts(fields: Fields<'_>) -> Option<Vec<Located<String>>> {
        let tests = fields.optional("tests")?.list()?;
        let names =
            tests.into_iter().filter_map(|test| test.object()?.optional("alert")?.filled_text());
        Some(names.collect())
    }

    /// When the last test had ended: its latest time, whichever that is.
    #[must_use]
    pub fn ended(fields: Fields<'_>) -> Option<Timestamp> {
        let tests = Self::read(fields).tests;
        let times = tests.iter().flat_map(|test| {
            [test.triggered_at.as_ref(), test.delivered_at.read(), test.acknowledged_at.read()]
        });
        times.flatten().map(|at| at.value).max()
    }
}

impl AlertTest {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let alert = fields.required("alert").and_then(View::filled_text);
        // No rule compares these, but a test without them says nothing about a way that was tried.
        let _ = fields.required("severity").and_then(View::word::<Severity>);
        let _ = fields.required("channel").and_then(View::filled_text);
        let _ = fields.optional("synthetic").and_then(View::boolean);
        Some(Self {
            alert: alert.map_or_else(|| "an alert".to_owned(), |alert| alert.value),
            service: fields.required("service").and_then(View::filled_text),
            triggered_at: fields.required("triggered_at").and_then(View::past_instant),
            delivered_at: fields.given("delivered_at", View::past_instant),
            acknowledged_at: fields.given("acknowledged_at", View::past_instant),
            acknowledged_by: fields.given("acknowledged_by", View::text),
            place: fields.spot(),
        })
    }
}
