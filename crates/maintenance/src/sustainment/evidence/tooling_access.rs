//! `tooling-access-checklist.json`: whether the maintenance owners can use every tool.

use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};
use ray_core::value::words::Vocabulary;

/// One tool.
#[derive(Debug)]
pub struct Tool {
    /// What it is called.
    pub name: String,
    /// Whether its owners can use it.
    pub access: Option<Located<Access>>,
    /// What is done about missing access.
    pub remediation: Option<Remediation>,
}

/// What is done, as written.
#[derive(Debug)]
pub struct Remediation {
    /// The person who does it.
    pub owner: Option<Located<String>>,
    /// What is done.
    pub plan: Option<Located<String>>,
    /// By which day.
    pub due: Option<Located<String>>,
    /// The remediation itself.
    pub place: Spot,
}

/// Whether a tool can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// By all who need it.
    Granted,
    /// By some, or not for everything.
    Partial,
    /// Not yet.
    Pending,
    /// No.
    Denied,
}

impl Vocabulary for Access {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("granted", Access::Granted),
        ("partial", Access::Partial),
        ("pending", Access::Pending),
        ("denied", Access::Denied),
        ("requested", Access::Pending),
        ("missing", Access::Denied),
        ("revoked", Access::Denied),
        ("expired", Access::Denied),
    ];
}

/// Reads the checklist.
#[must_use]
pub fn read(fields: Fields<'_>) -> Vec<Tool> {
    let tools = fields.required("tools").and_then(View::filled_list).unwrap_or_default();
    tools.into_iter().filter_map(View::object).map(Tool::read).collect()
}

impl Tool {
    fn read(fields: Fields<'_>) -> Self {
        let name = fields.required("name").and_then(View::filled_text);
        Self {
            name: name.map_or_else(|| "a tool".to_owned(), |name| name.value),
            access: fields.required("access").and_then(View::word),
            remediation: fields
                .optional("remediation")
                .and_then(View::object)
                .map(Remediation::read),
        }
    }
}

impl Remediation {
    fn read(fields: Fields<'_>) -> Self {
        let text = |key| fields.optional(key).and_then(View::text);
        Self { owner: text("owner"), plan: text("plan"), due: text("due"), place: fields.spot() }
    }
}
