//! `rollback-verification-report.json`: the rehearsed rollback, step by step.

use jiff::Timestamp;
use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};
use ray_core::value::words::Vocabulary;
use rust_decimal::Decimal;

/// The report.
#[derive(Debug)]
pub struct RollbackReport {
    /// When it began.
    pub started_at: Option<Located<Timestamp>>,
    /// When the service was back.
    pub completed_at: Option<Located<Timestamp>>,
    /// How it ended.
    pub outcome: Option<Located<Outcome>>,
    /// The minutes that the file claims it took.
    pub recovery_minutes: Option<Located<Decimal>>,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug)]
pub struct Step {
    /// What it is called in messages.
    pub name: String,
    /// When it began.
    pub started_at: Option<Located<Timestamp>>,
    /// When it ended.
    pub completed_at: Option<Located<Timestamp>>,
    /// How it ended.
    pub status: Option<Located<Outcome>>,
    /// The step itself.
    pub place: Spot,
}

/// How a rollback or a step of it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// As it should.
    Success,
    /// Not as it should.
    Failed,
    /// In part.
    Partial,
    /// It was left out.
    Skipped,
    /// Not yet.
    InProgress,
}

impl Vocabulary for Outcome {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("success", Outcome::Success),
        ("failed", Outcome::Failed),
        ("partial", Outcome::Partial),
        ("skipped", Outcome::Skipped),
        ("in_progress", Outcome::InProgress),
        ("succeeded", Outcome::Success),
        ("failure", Outcome::Failed),
    ];
}

impl RollbackReport {
    /// Reads the report.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let steps = fields.required("steps").and_then(View::filled_list).unwrap_or_default();
        Self {
            started_at: fields.required("started_at").and_then(View::past_instant),
            completed_at: fields.required("completed_at").and_then(View::past_instant),
            outcome: fields.required("outcome").and_then(View::word),
            recovery_minutes: fields.optional("recovery_minutes").and_then(View::quantity),
            steps: steps.into_iter().filter_map(Step::read).collect(),
        }
    }
}

impl Step {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let name = fields.required("name").and_then(View::filled_text);
        Some(Self {
            name: name.map_or_else(|| "a step".to_owned(), |name| name.value),
            started_at: fields.required("started_at").and_then(View::past_instant),
            completed_at: fields.required("completed_at").and_then(View::past_instant),
            status: fields.required("status").and_then(View::word),
            place: fields.spot(),
        })
    }
}
