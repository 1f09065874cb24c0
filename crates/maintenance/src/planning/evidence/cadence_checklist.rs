//! `governance-cadence-checklist.json`: whether reporting, dashboards and alerts are in place.
//!
//! It has two forms, and both may stand in one file: a list of `items`, and keys that name an area and
//! say how far it is, as a word or as an object. A further key that says how far something is, is a
//! field of the checklist like any other; one that does not is a remark of the team.

use jiff::Timestamp;
use ray_core::evidence::tree::Kind;
use ray_core::evidence::view::{Fields, Given, View};
use ray_core::place::{Located, Spot};
use ray_core::value::words::{Vocabulary, fold_heading};

/// The key of the list.
const ITEMS: &str = "items";

/// The checklist.
#[derive(Debug)]
pub struct CadenceChecklist {
    /// Every field, in the order of the file.
    pub fields: Vec<Field>,
    /// The object, for what is missing in it.
    pub place: Spot,
}

/// One field of the checklist: an item of its list, or one of its keys.
#[derive(Debug)]
pub struct Field {
    /// What it is called.
    pub name: String,
    /// The part of governance that it belongs to.
    pub area: Option<Area>,
    /// How far it is.
    pub status: Option<Located<Progress>>,
    /// Who sees to it.
    pub owner: Given<String>,
    /// When it was completed.
    pub completed_at: Given<Timestamp>,
    /// True for an item of the list, which must say who and when.
    pub listed: bool,
    /// The field itself.
    pub place: Spot,
}

/// A part of governance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Reports that are written at regular times.
    Reporting,
    /// Dashboards.
    Dashboards,
    /// Alerts.
    Alerts,
}

impl Area {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Reporting, Self::Dashboards, Self::Alerts];
}

impl Vocabulary for Area {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("reporting", Area::Reporting),
        ("dashboards", Area::Dashboards),
        ("alerts", Area::Alerts),
        ("reports", Area::Reporting),
        ("dashboard", Area::Dashboards),
        ("alerting", Area::Alerts),
    ];
}

/// How far a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Done.
    Complete,
    /// Not begun.
    Pending,
    /// Begun.
    InProgress,
    /// Stuck.
    Blocked,
    /// Not wanted.
    NotApplicable,
}

impl Vocabulary for Progress {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("complete", Progress::Complete),
        ("pending", Progress::Pending),
        ("in_progress", Progress::InProgress),
        ("blocked", Progress::Blocked),
        ("not_applicable", Progress::NotApplicable),
        ("completed", Progress::Complete),
        ("incomplete", Progress::Pending),
        ("not_started", Progress::Pending),
        ("open", Progress::Pending),
    ];
}

impl CadenceChecklist {
    /// Reads the checklist.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let mut entries = fields.entries();
        let listed = entries.find(|(key, _)| fold_heading(&key.value) == ITEMS);
        let listed = listed.and_then(|(_, view)| view.filled_list()).unwrap_or_default();
        let listed = listed.into_iter().filter_map(View::object).map(Field::listed);
        let keyed = fields.entries().filter_map(|(key, view)| Field::keyed(&key, view));
        Self { fields: listed.chain(keyed).collect(), place: fields.spot() }
    }
}

impl Field {
    fn listed(fields: Fields<'_>) -> Self {
        let name = fields.required("name").and_then(View::filled_text);
        Self {
            name: name.map_or_else(|| "an item".to_owned(), |name| name.value),
            area: fields.required("area").and_then(View::word).map(|area| area.value),
            status: fields.required("status").and_then(View::word),
            owner: fields.given("owner", View::text),
            completed_at: fields.given("completed_at", View::past_instant),
            listed: true,
            place: fields.spot(),
        }
    }

    fn keyed(key: &Located<String>, view: View<'_>) -> Option<Self> {
        let area = Area::find(&key.value);
        if fold_heading(&key.value) == ITEMS || (area.is_none() && !is_status(view)) {
            return None;
        }
        let object = matches!(view.kind(), Kind::Object(_)).then(|| view.object()).flatten();
        Some(Self {
            name: key.value.clone(),
            area,
            status: match object {
                Some(fields) => fields.required("status").and_then(View::word),
                None => view.word(),
            },
            owner: object.map_or(Given::Absent, |fields| fields.given("owner", View::text)),
            completed_at: object
                .map_or(Given::Absent, |fields| fields.given("completed_at", View::past_instant)),
            listed: false,
            place: key.spot.clone(),
        })
    }

    /// What two entries for the same field have in common: for a key its area, for an item of the list
    /// its area and its name.
    #[must_use]
    pub fn identity(&self) -> (Option<Area>, String) {
        match self.area {
            Some(area) if !self.listed => (Some(area), String::new()),
            area => (area, fold_heading(&self.name)),
        }
    }
}

/// True for a few words of which one says that something is not done. A stranger word must not be
/// safer than a known one.
fn says_open(text: &str) -> bool {
    const OPEN: &[&str] = &[
        "not",
        "never",
        "pending",
        "planned",
        "scheduled",
        "failed",
        "missing",
        "deferred",
        "draft",
        "tbd",
        "todo",
        "ongoing",
        "started",
        "outstanding",
    ];
    let folded = fold_heading(text);
    let words: Vec<&str> = folded.split(' ').collect();
    words.len() <= 3 && words.iter().any(|word| OPEN.contains(word))
}

/// True for a value that says how far something is.
fn is_status(view: View<'_>) -> bool {
    match view.kind() {
        Kind::Text(text) => Progress::find(text).is_some() || says_open(text),
        Kind::Boolean(done) => !done,
        Kind::Object(members) => members.iter().any(|member| &*member.key == "status"),
        _ => false,
    }
}
