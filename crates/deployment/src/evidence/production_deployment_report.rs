//! `production-deployment-report.json`: every action of the deployment, and its incidents.

use jiff::{SignedDuration, Timestamp};
use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};
use ray_core::shape::severity::Severity;
use ray_core::value::words::Vocabulary;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The report.
#[derive(Debug)]
pub struct ProductionDeploymentReport {
    /// When the deployment started.
    pub started_at: Option<Located<Timestamp>>,
    /// When it was completed.
    pub completed_at: Option<Located<Timestamp>>,
    /// How it ended.
    pub status: Option<Located<DeploymentStatus>>,
    /// What was done.
    pub actions: Vec<Action>,
    /// What went wrong; none when the file does not say.
    pub incidents: Option<Vec<Incident>>,
}

/// How the deployment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeploymentStatus {
    /// As planned.
    Success,
    /// It failed.
    Failed,
    /// In part.
    Partial,
    /// It was taken back.
    RolledBack,
    /// It goes on.
    InProgress,
}

impl Vocabulary for DeploymentStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("success", DeploymentStatus::Success),
        ("failed", DeploymentStatus::Failed),
        ("partial", DeploymentStatus::Partial),
        ("rolled_back", DeploymentStatus::RolledBack),
        ("in_progress", DeploymentStatus::InProgress),
        ("succeeded", DeploymentStatus::Success),
        ("failure", DeploymentStatus::Failed),
    ];
}

/// One action of the deployment.
#[derive(Debug)]
pub struct Action {
    /// What was done.
    pub name: String,
    /// When it started.
    pub started_at: Option<Located<Timestamp>>,
    /// How long it took, in seconds.
    pub duration: Option<Located<Decimal>>,
    /// The exit code of its command.
    pub exit_code: Option<Located<i64>>,
}

impl Action {
    /// When the action ended.
    #[must_use]
    pub fn ended_at(&self) -> Option<Timestamp> {
        let milliseconds =
            (self.duration.as_ref()?.value * Decimal::ONE_THOUSAND).ceil().to_i64()?;
        self.started_at.as_ref()?.value.checked_add(SignedDuration::from_millis(milliseconds)).ok()
    }
}

/// One incident during the deployment.
#[derive(Debug)]
pub struct Incident {
    /// Its id, or what stands for it.
    pub label: String,
    /// How bad it was.
    pub severity: Option<Located<Severity>>,
    /// Whether it stood in the way of the release.
    pub blocking: Option<Located<bool>>,
    /// How far it is.
    pub status: Option<Located<IncidentStatus>>,
    /// The incident itself.
    pub place: Spot,
}

/// How far an incident is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentStatus {
    /// Open, or being worked on.
    Open,
    /// Over.
    Resolved,
}

impl Vocabulary for IncidentStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("open", IncidentStatus::Open),
        ("in_progress", IncidentStatus::Open),
        ("mitigated", IncidentStatus::Open),
        ("resolved", IncidentStatus::Resolved),
        ("closed", IncidentStatus::Resolved),
    ];
}

impl ProductionDeploymentReport {
    /// Reads the report.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let actions = fields.required("actions").and_then(View::filled_list).unwrap_or_default();
        let incidents = fields.required("incidents").and_then(View::list);
        Self {
            started_at: fields.required("started_at").and_then(View::past_instant),
            completed_at: fields.required("completed_at").and_then(View::past_instant),
            status: fields.required("status").and_then(View::word),
            actions: actions.into_iter().filter_map(View::object).map(Action::read).collect(),
            incidents: incidents.map(|incidents| {
                incidents.into_iter().filter_map(View::object).map(Incident::read).collect()
            }),
        }
    }
}

impl Action {
    fn read(fields: Fields<'_>) -> Self {
        let name = fields.required("name").and_then(View::filled_text);
        Self {
            name: name.map_or_else(|| "an action".to_owned(), |name| name.value),
            started_at: fields.required("started_at").and_then(View::past_instant),
            duration: fields.required("duration_seconds").and_then(View::quantity),
            exit_code: fields.required("exit_code").and_then(View::integer),
        }
    }
}

impl Incident {
    fn read(fields: Fields<'_>) -> Self {
        let id = fields.optional("id").and_then(View::label);
        Self {
            label: id.map_or_else(|| "an incident".to_owned(), |id| id.value),
            severity: fields.required("severity").and_then(View::word),
            blocking: fields.required("blocking").and_then(View::boolean),
            status: fields.required("status").and_then(View::word),
            place: fields.spot(),
        }
    }
}
