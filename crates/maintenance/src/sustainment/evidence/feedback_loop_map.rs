//! `feedback-loop-map.json`: the loops by which what users and operations learn reaches the backlog.

use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};

/// One loop, as written.
#[derive(Debug)]
pub struct FeedbackLoop {
    /// What it is called.
    pub name: String,
    /// Where the feedback comes from.
    pub channel: Option<Located<String>>,
    /// The person or team that brings it into the backlog.
    pub stakeholder: Option<Located<String>>,
    /// How often.
    pub cadence: Option<Located<String>>,
    /// The loop itself.
    pub place: Spot,
}

/// Reads the map.
#[must_use]
pub fn read(fields: Fields<'_>) -> Vec<FeedbackLoop> {
    let loops = fields.required("loops").and_then(View::filled_list).unwrap_or_default();
    loops.into_iter().filter_map(View::object).map(FeedbackLoop::read).collect()
}

impl FeedbackLoop {
    fn read(fields: Fields<'_>) -> Self {
        let name = fields.optional("name").and_then(View::filled_text);
        let text = |key| fields.optional(key).and_then(View::text);
        Self {
            name: name.map_or_else(|| "a loop".to_owned(), |name| format!("\"{}\"", name.value)),
            channel: text("channel"),
            stakeholder: text("stakeholder"),
            cadence: text("cadence"),
            place: fields.spot(),
        }
    }
}
