//! `staging-test-results.json`: the test suites that ran against the rehearsed release.

use jiff::Timestamp;
use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};
use rust_decimal::Decimal;

use super::plan::Plan;

/// The results.
#[derive(Debug)]
pub struct TestResults {
    /// When the tests ran.
    pub executed_at: Option<Located<Timestamp>>,
    /// The share of tests that ran which the file claims.
    pub coverage: Option<Located<Decimal>>,
    /// The suites.
    pub suites: Vec<Suite>,
    /// The list of suites, for what is missing in it.
    pub place: Spot,
}

/// One suite.
#[derive(Debug)]
pub struct Suite {
    /// What it is called in messages.
    pub name: String,
    /// What kind of tests it holds.
    pub kind: Option<Located<String>>,
    /// True when its tests should run; also when the file does not say.
    pub targeted: bool,
    /// True when none of its tests may fail; also when the file does not say.
    pub critical: bool,
    /// How many tests it has.
    pub total: Option<Located<u64>>,
    /// How many passed.
    pub passed: Option<Located<u64>>,
    /// How many failed.
    pub failed: Option<Located<u64>>,
    /// How many did not run.
    pub skipped: Option<Located<u64>>,
    /// What is done about those that failed.
    pub mitigation: Option<Plan>,
    /// True when the mitigation is there and could not be read.
    pub mitigation_faulty: bool,
    /// The suite itself.
    pub place: Spot,
}

impl TestResults {
    /// Reads the results.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let suites = fields.required("suites");
        let views = suites.and_then(View::filled_list).unwrap_or_default();
        Self {
            executed_at: fields.required("executed_at").and_then(View::past_instant),
            coverage: fields.optional("coverage").and_then(View::number),
            suites: views.into_iter().filter_map(Suite::read).collect(),
            place: suites.map_or_else(|| fields.spot(), |list| list.spot()),
        }
    }
}

impl Suite {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let name = fields.required("name").and_then(View::filled_text);
        let is = |key| fields.required(key).and_then(View::boolean).is_none_or(|it| it.value);
        let mitigation = fields.optional("mitigation");
        let plan = mitigation.and_then(View::object).map(|fields| Plan::read(fields, "plan"));
        Some(Self {
            name: name.map_or_else(|| "a suite".to_owned(), |name| name.value),
            kind: fields.required("kind").and_then(View::filled_text),
            targeted: is("targeted"),
            critical: is("critical"),
            total: fields.required("total").and_then(View::whole),
            passed: fields.required("passed").and_then(View::whole),
            failed: fields.required("failed").and_then(View::whole),
            skipped: fields.required("skipped").and_then(View::whole),
            mitigation_faulty: mitigation.is_some() && plan.is_none(),
            mitigation: plan,
            place: fields.spot(),
        })
    }

    /// How many tests ran; none when the file does not say, or says more than can be counted.
    #[must_use]
    pub fn run(&self) -> Option<u64> {
        self.passed.as_ref()?.value.checked_add(self.failed.as_ref()?.value)
    }
}
