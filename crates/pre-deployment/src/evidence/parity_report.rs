//! `staging-parity-report.json`: how staging differs from production, component by component.

use jiff::Timestamp;
use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};
use ray_core::shape::severity::Severity;
use ray_core::value::words::Vocabulary;

use super::plan::Plan;

/// The report.
#[derive(Debug)]
pub struct ParityReport {
    /// When it was made.
    pub compared_at: Option<Located<Timestamp>>,
    /// What was compared with what.
    pub environments: Option<Environments>,
    /// The parts that were compared.
    pub components: Vec<Component>,
    /// The list of components, for what is missing in it.
    pub place: Spot,
}

/// What was compared with what.
#[derive(Debug)]
pub struct Environments {
    /// What staging should be like.
    pub baseline: Option<Located<String>>,
    /// What was compared with it.
    pub candidate: Option<Located<String>>,
}

/// One part of the environments.
#[derive(Debug)]
pub struct Component {
    /// What it is called in messages.
    pub name: String,
    /// The group it belongs to.
    pub category: Option<Located<String>>,
    /// What the comparison says.
    pub status: Option<Located<ComponentStatus>>,
    /// Where the two differ; none when the list could not be read.
    pub drift: Option<Vec<Drift>>,
    /// The component itself.
    pub place: Spot,
}

/// What a comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComponentStatus {
    /// They are alike.
    Match,
    /// They differ.
    Drift,
}

impl Vocabulary for ComponentStatus {
    const WORDS: &'static [(&'static str, Self)] =
        &[("match", ComponentStatus::Match), ("drift", ComponentStatus::Drift)];
}

/// One difference.
#[derive(Debug)]
pub struct Drift {
    /// What differs.
    pub key: String,
    /// How bad that is.
    pub severity: Option<Located<Severity>>,
    /// What is done about it.
    pub remediation: Option<Plan>,
    /// True when the remediation is there and could not be read.
    pub remediation_faulty: bool,
    /// The difference itself.
    pub place: Spot,
}

impl ParityReport {
    /// Reads the report.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let components = fields.required("components");
        let views = components.and_then(View::filled_list).unwrap_or_default();
        Self {
            compared_at: fields.required("compared_at").and_then(View::past_instant),
            environments: fields
                .required("environments")
                .and_then(View::object)
                .map(Environments::read),
            components: views.into_iter().filter_map(Component::read).collect(),
            place: components.map_or_else(|| fields.spot(), |list| list.spot()),
        }
    }

    /// Every difference with the component that it is of.
    pub fn drift(&self) -> impl Iterator<Item = (&Component, &Drift)> {
        self.components.iter().flat_map(|component| {
            component.drift.iter().flatten().map(move |drift| (component, drift))
        })
    }
}

impl Environments {
    fn read(fields: Fields<'_>) -> Self {
        Self {
            baseline: fields.required("baseline").and_then(View::filled_text),
            candidate: fields.required("candidate").and_then(View::filled_text),
        }
    }
}

impl Component {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let name = fields.required("name").and_then(View::filled_text);
        Some(Self {
            name: name.map_or_else(|| "a component".to_owned(), |name| name.value),
            category: fields.required("category").and_then(View::filled_text),
            status: fields.required("status").and_then(View::word),
            drift: match fields.optional("drift") {
                None => Some(Vec::new()),
                Some(list) => list.list().map(Drift::read_all),
            },
            place: fields.spot(),
        })
    }
}

impl Drift {
    fn read_all(views: Vec<View<'_>>) -> Vec<Self> {
        views.into_iter().filter_map(Self::read).collect()
    }

    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let key = fields.required("key").and_then(View::filled_text);
        let remediation = fields.optional("remediation");
        let plan = remediation.and_then(View::object).map(|fields| Plan::read(fields, "plan"));
        Some(Self {
            key: key.map_or_else(|| "a setting".to_owned(), |key| key.value),
            severity: fields.required("severity").and_then(View::word),
            remediation_faulty: remediation.is_some() && plan.is_none(),
            remediation: plan,
            place: fields.spot(),
        })
    }
}
