//! `monitoring-activation.json`: which alerts, dashboards and reports are live, and whom they reach.

use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};
use ray_core::value::words::Vocabulary;

/// The keys of the file, and what one entry of each is called.
const KINDS: [(&str, &str); 3] =
    [("alerts", "alert"), ("dashboards", "dashboard"), ("reports", "report")];

/// Everything of one kind.
#[derive(Debug)]
pub struct Group {
    /// What one entry is called.
    pub kind: &'static str,
    /// The entries; none where there is no list.
    pub items: Option<Vec<Monitor>>,
    /// The list, for what is missing in it.
    pub place: Spot,
}

/// An alert, a dashboard or a report.
#[derive(Debug)]
pub struct Monitor {
    /// What it is called, with its kind.
    pub name: String,
    /// Whether it is live.
    pub status: Option<Located<Activation>>,
    /// The person, rota or address that it reaches, as written.
    pub contact: Option<Located<String>>,
    /// The entry itself.
    pub place: Spot,
}

/// Whether something is live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// It is.
    Active,
    /// It is not, or not now.
    Inactive,
}

impl Vocabulary for Activation {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("active", Activation::Active),
        ("inactive", Activation::Inactive),
        ("activated", Activation::Active),
        ("enabled", Activation::Active),
        ("live", Activation::Active),
        ("pending", Activation::Inactive),
        ("planned", Activation::Inactive),
        ("paused", Activation::Inactive),
        ("muted", Activation::Inactive),
        ("silenced", Activation::Inactive),
        ("disabled", Activation::Inactive),
    ];
}

/// Reads the file.
#[must_use]
pub fn read(fields: Fields<'_>) -> Vec<Group> {
    KINDS.into_iter().map(|(key, kind)| Group::read(fields, key, kind)).collect()
}

impl Group {
    fn read(fields: Fields<'_>, key: &str, kind: &'static str) -> Self {
        let list = fields.required(key);
        let items = list.and_then(View::list).map(|items| {
            let items = items.into_iter().filter_map(View::object);
            items.map(|item| Monitor::read(item, kind)).collect()
        });
        Self { kind, items, place: list.map_or_else(|| fields.spot(), |list| list.spot()) }
    }
}

impl Monitor {
    fn read(fields: Fields<'_>, kind: &str) -> Self {
        let name = fields.required("name").and_then(View::filled_text);
        Self {
            name: name
                .map_or_else(|| format!("a {kind}"), |name| format!("{kind} \"{}\"", name.value)),
            status: fields.required("status").and_then(View::word),
            contact: fields.optional("contact").and_then(View::text),
            place: fields.spot(),
        }
    }
}
