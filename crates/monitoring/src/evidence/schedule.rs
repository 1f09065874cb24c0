//! `observability-schedule.json`: how often each monitoring asset is checked, by what and by whom.

use std::collections::BTreeSet;

use jiff::Timestamp;
use ray_core::evidence::view::{Fields, Given, View};
use ray_core::place::{Located, Spot};
use ray_core::value::words::{Vocabulary, fold};

/// The schedule.
#[derive(Debug)]
pub struct Schedule {
    /// What must be checked.
    pub assets: Vec<Asset>,
    /// What is checked.
    pub checks: Vec<Check>,
}

/// Something that watches production, and must itself be watched.
#[derive(Debug)]
pub struct Asset {
    /// What it is called.
    pub name: Option<Located<String>>,
}

/// What kind of thing an asset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetType {
    /// It shows.
    Dashboard,
    /// It calls.
    Alert,
    /// It tries.
    Synthetic,
}

impl Vocabulary for AssetType {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("dashboard", AssetType::Dashboard),
        ("alert", AssetType::Alert),
        ("synthetic", AssetType::Synthetic),
    ];
}

/// One recurring check.
#[derive(Debug)]
pub struct Check {
    /// The asset that it checks.
    pub asset: Option<Located<String>>,
    /// How often, as written.
    pub cadence: Option<Located<String>>,
    /// The person who answers for it.
    pub owner: Given<String>,
    /// What runs it.
    pub automation: Given<String>,
    /// When it runs next.
    pub next_run: Given<Timestamp>,
    /// The check itself.
    pub place: Spot,
}

impl Schedule {
    /// Reads the schedule.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let list = |key| fields.required(key).and_then(View::filled_list).unwrap_or_default();
        Self {
            assets: list("assets").into_iter().filter_map(Asset::read).collect(),
            checks: list("checks").into_iter().filter_map(Check::read).collect(),
        }
    }

    /// The folded names of the assets that a check is of.
    #[must_use]
    pub fn checked(&self) -> BTreeSet<String> {
        let names = self.checks.iter().filter_map(|check| check.asset.as_ref());
        names.map(|name| fold(&name.value)).collect()
    }
}

impl Asset {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let _ = fields.required("type").and_then(View::word::<AssetType>);
        Some(Self { name: fields.required("name").and_then(View::filled_text) })
    }
}

impl Check {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        Some(Self {
            asset: fields.required("asset").and_then(View::filled_text),
            cadence: fields.required("cadence").and_then(View::text),
            owner: fields.given("owner", View::text),
            automation: fields.given("automation", View::filled_text),
            next_run: fields.given("next_run", View::instant),
            place: fields.spot(),
        })
    }

    /// What the check is called in messages.
    #[must_use]
    pub fn label(&self) -> String {
        self.asset.as_ref().map_or_else(
            || "a check".to_owned(),
            |asset| format!("the check of \"{}\"", asset.value),
        )
    }
}
