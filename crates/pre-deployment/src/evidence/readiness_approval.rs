//! `readiness-approval.json`: the decision of the readiness review, with approvals and risks.

use ray_core::evidence::view::{Fields, View};
use ray_core::place::Located;
use ray_core::shape::approval::Approvals;
use ray_core::value::words::Vocabulary;

use super::plan::Plan;

/// The record of the review.
#[derive(Debug)]
pub struct ReadinessApproval {
    /// The release that was decided on.
    pub release: Option<Located<String>>,
    /// What the review decided.
    pub decision: Option<Located<ReviewDecision>>,
    /// Who approved.
    pub approvals: Approvals,
    /// What may go wrong; none when the list could not be read.
    pub risks: Option<Vec<Risk>>,
}

/// What a review decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewDecision {
    /// The release goes on.
    Go,
    /// It does not.
    NoGo,
    /// Not now.
    Deferred,
    /// It would, if something were done first.
    Conditional,
    /// Nothing yet.
    Pending,
}

impl Vocabulary for ReviewDecision {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("go", ReviewDecision::Go),
        ("no_go", ReviewDecision::NoGo),
        ("deferred", ReviewDecision::Deferred),
        ("conditional", ReviewDecision::Conditional),
        ("pending", ReviewDecision::Pending),
    ];
}

/// Something that may go wrong.
#[derive(Debug)]
pub struct Risk {
    /// What it is called in messages.
    pub title: String,
    /// Who deals with it, and how.
    pub mitigation: Plan,
}

impl ReadinessApproval {
    /// Reads the record.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let risks = fields.required("risks").and_then(View::list);
        Self {
            release: fields.optional("release").and_then(View::label),
            decision: fields.required("decision").and_then(View::word),
            approvals: Approvals::read(fields),
            risks: risks.map(|views| views.into_iter().filter_map(Risk::read).collect()),
        }
    }
}

impl Risk {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let title = fields.required("title").and_then(View::filled_text);
        Some(Self {
            title: title.map_or_else(|| "a risk".to_owned(), |title| title.value),
            mitigation: Plan::read(fields, "mitigation"),
        })
    }
}
