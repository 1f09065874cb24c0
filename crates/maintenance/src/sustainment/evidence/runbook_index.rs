//! `runbook-index.json`: where each runbook lies, who keeps it, and how often it is renewed.

use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};
use ray_core::value::words::fold;

/// Kinds of runbooks that must be indexed, with other words for them.
pub const REQUIRED_KINDS: &[(&str, &[&str])] = &[
    ("deployment", &["deployment", "deploy", "release"]),
    ("rollback", &["rollback", "roll-back"]),
    ("incident", &["incident", "incident-response", "incidents"]),
];

/// The index.
#[derive(Debug)]
pub struct RunbookIndex {
    /// Every runbook.
    pub runbooks: Vec<Runbook>,
    /// The list, for what is missing in it.
    pub place: Spot,
}

/// One runbook.
#[derive(Debug)]
pub struct Runbook {
    /// What it is for: its title, or else its kind.
    pub title: String,
    /// Its kind, as written.
    pub kind: Option<Located<String>>,
    /// Where it lies, from the root.
    pub path: Option<Located<String>>,
    /// The person or team that keeps it, as written.
    pub owner: Option<Located<String>>,
    /// How often it is renewed, as written.
    pub update_cadence: Option<Located<String>>,
    /// Which version is indexed, as written.
    pub version: Option<Located<String>>,
    /// The entry itself.
    pub place: Spot,
}

impl RunbookIndex {
    /// Reads the index.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let list = fields.required("runbooks");
        let runbooks = list.and_then(View::filled_list).unwrap_or_default();
        Self {
            place: list.map_or_else(|| fields.spot(), |list| list.spot()),
            runbooks: runbooks.into_iter().filter_map(View::object).map(Runbook::read).collect(),
        }
    }
}

impl Runbook {
    fn read(fields: Fields<'_>) -> Self {
        let kind = fields.required("kind").and_then(View::filled_text);
        let title = fields.optional("title").and_then(View::filled_text).or_else(|| kind.clone());
        Self {
            title: title.map_or_else(|| "a runbook".to_owned(), |title| title.value),
            kind,
            path: fields.required("path").and_then(View::filled_text),
            owner: fields.optional("owner").and_then(View::text),
            update_cadence: fields.optional("update_cadence").and_then(View::text),
            version: fields.optional("version").and_then(version),
            place: fields.spot(),
        }
    }

    /// True when this is a runbook of the kind that goes by one of `words`.
    #[must_use]
    pub fn is_of_kind(&self, words: &[&str]) -> bool {
        self.kind.as_ref().is_some_and(|kind| {
            let kind = fold(&kind.value);
            let kind = kind.strip_suffix("-runbook").unwrap_or(&kind);
            words.contains(&kind)
        })
    }
}

/// `1.3` may be written as a number.
fn version(view: View<'_>) -> Option<Located<String>> {
    match view.kind() {
        ray_core::evidence::tree::Kind::Number(_) => view.label(),
        _ => view.text(),
    }
}
