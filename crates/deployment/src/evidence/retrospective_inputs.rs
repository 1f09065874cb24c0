//! `retrospective-inputs.json`: what to improve, and who will.

use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};

/// The inputs.
#[derive(Debug)]
pub struct RetrospectiveInputs {
    /// What happened, in a few sentences.
    pub summary: Option<Located<String>>,
    /// What to improve.
    pub improvements: Vec<Improvement>,
}

/// One improvement.
#[derive(Debug)]
pub struct Improvement {
    /// What to do; required.
    pub title: Option<Located<String>>,
    /// The person or team that does it.
    pub owner: Option<Located<String>>,
    /// The day or time by which.
    pub due: Option<Located<String>>,
    /// The improvement itself.
    pub place: Spot,
}

impl RetrospectiveInputs {
    /// Reads the inputs.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let improvements =
            fields.required("improvements").and_then(View::filled_list).unwrap_or_default();
        Self {
            summary: fields.required("summary").and_then(View::filled_text),
            improvements: improvements
                .into_iter()
                .filter_map(View::object)
                .map(Improvement::read)
                .collect(),
        }
    }
}

impl Improvement {
    fn read(fields: Fields<'_>) -> Self {
        Self {
            title: fields.required("title").and_then(View::filled_text),
            owner: fields.optional("owner").and_then(View::text),
            due: fields.optional("due").and_then(View::text),
            place: fields.spot(),
        }
    }
}
