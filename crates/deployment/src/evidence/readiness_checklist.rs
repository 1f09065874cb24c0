//! `deployment-readiness-checklist.json`: the status of every item that must be in place.

use ray_core::evidence::tree::Kind;
use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};
use ray_core::shape::link::Link;
use ray_core::shape::stamp::Stamp;
use ray_core::value::words::Vocabulary;
use rust_decimal::Decimal;

/// The checklist.
#[derive(Debug)]
pub struct ReadinessChecklist {
    /// The share of complete items that the file claims.
    pub completion: Option<Located<Decimal>>,
    /// The items.
    pub items: Vec<Item>,
    /// The list of items, for what is missing in it.
    pub items_place: Spot,
    /// The rollback plan.
    pub rollback_plan: Option<RollbackPlan>,
}

/// One item of the checklist.
#[derive(Debug)]
pub struct Item {
    /// What the item is called in messages: its id, or its name.
    pub label: String,
    /// The group it belongs to.
    pub category: Option<Located<String>>,
    /// True unless the file says that it is not required.
    pub required: bool,
    /// How far it is.
    pub status: Option<Located<ItemStatus>>,
    /// Why it does not apply.
    pub justification: Option<Located<String>>,
    /// Who verified it.
    pub stamp: Stamp,
    /// The files that show it.
    pub links: Vec<Link>,
    /// The item itself.
    pub place: Spot,
}

/// How far an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemStatus {
    /// Done.
    Complete,
    /// Not begun.
    Pending,
    /// Begun.
    InProgress,
    /// Stuck.
    Blocked,
    /// Not needed for this release.
    NotApplicable,
}

impl Vocabulary for ItemStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("complete", ItemStatus::Complete),
        ("pending", ItemStatus::Pending),
        ("in_progress", ItemStatus::InProgress),
        ("blocked", ItemStatus::Blocked),
        ("not_applicable", ItemStatus::NotApplicable),
    ];
}

/// The rollback plan.
#[derive(Debug)]
pub struct RollbackPlan {
    /// How far it is.
    pub status: Option<Located<PlanStatus>>,
    /// Who verified it.
    pub stamp: Stamp,
}

/// How far the rollback plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanStatus {
    /// It was tried and works.
    Verified,
    /// It was not tried yet.
    Pending,
    /// It was tried and does not work.
    Failed,
}

impl Vocabulary for PlanStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("verified", PlanStatus::Verified),
        ("pending", PlanStatus::Pending),
        ("failed", PlanStatus::Failed),
    ];
}

impl ReadinessChecklist {
    /// Reads the checklist.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let items = fields.required("items");
        Self {
            completion: fields.optional("completion").and_then(View::number),
            items_place: items.map_or_else(|| fields.spot(), |items| items.spot()),
            items: items
                .and_then(View::filled_list)
                .unwrap_or_default()
                .into_iter()
                .filter_map(Item::read)
                .collect(),
            rollback_plan: fields
                .required("rollback_plan")
                .and_then(View::object)
                .map(RollbackPlan::read),
        }
    }
}

impl Item {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let name = fields.required("name").and_then(View::filled_text);
        let id = fields.optional("id").and_then(View::label);
        Some(Self {
            label: id.or(name).map_or_else(|| "an item".to_owned(), |label| label.value),
            category: fields.required("category").and_then(View::filled_text),
            required: fields
                .required("required")
                .and_then(View::boolean)
                .is_none_or(|required| required.value),
            status: fields.required("status").and_then(View::word),
            justification: fields.optional("justification").and_then(View::filled_text),
            stamp: Stamp::read(fields),
            links: fields.optional("evidence").map(links).unwrap_or_default(),
            place: fields.spot(),
        })
    }

    /// True when the item counts as done: complete, or not needed for a reason that is given.
    #[must_use]
    pub fn counts(&self) -> bool {
        match self.status.as_ref().map(|status| status.value) {
            Some(ItemStatus::Complete) => true,
            Some(ItemStatus::NotApplicable) => self.justification.is_some(),
            _ => false,
        }
    }
}

impl RollbackPlan {
    fn read(fields: Fields<'_>) -> Self {
        Self { status: fields.required("status").and_then(View::word), stamp: Stamp::read(fields) }
    }
}

/// One link, or a list of them.
fn links(view: View<'_>) -> Vec<Link> {
    let views = match view.kind() {
        Kind::List(_) => view.filled_list().unwrap_or_default(),
        _ => vec![view],
    };
    views.into_iter().filter_map(View::object).map(Link::read).collect()
}
