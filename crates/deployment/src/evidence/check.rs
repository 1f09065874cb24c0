//! A check of a running system, as staging and production validation both record it.

use ray_core::evidence::view::View;
use ray_core::place::{Located, Spot};
use ray_core::value::words::Vocabulary;

/// One check.
#[derive(Debug)]
pub struct Check {
    /// What it checks.
    pub name: String,
    /// True when the release must not go on without it; also when the file does not say.
    pub critical: bool,
    /// How it ended.
    pub status: Option<Located<CheckStatus>>,
    /// The check itself.
    pub place: Spot,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckStatus {
    /// As it should.
    Pass,
    /// Not as it should.
    Fail,
    /// As it should, with reservations.
    Warn,
    /// It was not run.
    Skip,
}

impl Vocabulary for CheckStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("pass", CheckStatus::Pass),
        ("fail", CheckStatus::Fail),
        ("warn", CheckStatus::Warn),
        ("skip", CheckStatus::Skip),
        ("passed", CheckStatus::Pass),
        ("failed", CheckStatus::Fail),
        ("warning", CheckStatus::Warn),
        ("skipped", CheckStatus::Skip),
    ];
}

impl Check {
    /// Reads a list of checks, which must hold one.
    #[must_use]
    pub fn read_all(list: View<'_>) -> Vec<Self> {
        list.filled_list().unwrap_or_default().into_iter().filter_map(Self::read).collect()
    }

    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let name = fields.required("name").and_then(View::filled_text);
        Some(Self {
            name: name.map_or_else(|| "a check".to_owned(), |name| name.value),
            critical: fields
                .required("critical")
                .and_then(View::boolean)
                .is_none_or(|critical| critical.value),
            status: fields.required("status").and_then(View::word),
            place: fields.spot(),
        })
    }
}
