//! `support-workflow.yaml`: how a ticket comes in, how soon it is answered, and where it ends.

use jiff::{SignedDuration, Span, SpanRelativeTo};
use ray_core::evidence::tree::Kind;
use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};
use ray_core::shape::severity::Severity;
use ray_core::value::words::Vocabulary;

/// The workflow.
#[derive(Debug)]
pub struct SupportWorkflow {
    /// The names of the intake channels, where they could be read.
    pub channels: Vec<Option<Located<String>>>,
    /// The list of channels, for what is missing in it.
    pub channels_place: Spot,
    /// Each severity with its target.
    pub matrix: Vec<MatrixRow>,
    /// The matrix, for what is missing in it.
    pub matrix_place: Spot,
    /// The names of the queues.
    pub queues: Vec<Located<String>>,
    /// Which severity goes where.
    pub routes: Vec<Route>,
}

/// A severity and how soon it is answered.
#[derive(Debug)]
pub struct MatrixRow {
    /// The severity.
    pub severity: Option<Located<TicketSeverity>>,
    /// The target, as written.
    pub response_target: Option<Located<String>>,
    /// The row itself.
    pub place: Spot,
}

/// Where tickets of a severity go.
#[derive(Debug)]
pub struct Route {
    /// The severity.
    pub severity: Option<Located<TicketSeverity>>,
    /// The name of a queue.
    pub queue: Option<Located<String>>,
}

/// The severity of a ticket, which support often counts from 1, the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TicketSeverity(pub Severity);

impl Vocabulary for TicketSeverity {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("critical", Self(Severity::Critical)),
        ("high", Self(Severity::High)),
        ("medium", Self(Severity::Medium)),
        ("low", Self(Severity::Low)),
        ("blocker", Self(Severity::Critical)),
        ("moderate", Self(Severity::Medium)),
        ("info", Self(Severity::None)),
        ("p1", Self(Severity::Critical)),
        ("p2", Self(Severity::High)),
        ("p3", Self(Severity::Medium)),
        ("p4", Self(Severity::Low)),
        ("sev1", Self(Severity::Critical)),
        ("sev2", Self(Severity::High)),
        ("sev3", Self(Severity::Medium)),
        ("sev4", Self(Severity::Low)),
        ("sev-1", Self(Severity::Critical)),
        ("sev-2", Self(Severity::High)),
        ("sev-3", Self(Severity::Medium)),
        ("sev-4", Self(Severity::Low)),
    ];
}

impl SupportWorkflow {
    /// Reads the workflow. A channel or a queue may be written as its name alone.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let channels = fields.required("intake_channels");
        let matrix = fields.required("severity_matrix");
        let place = |list: Option<View<'_>>| list.map_or_else(|| fields.spot(), |it| it.spot());
        Self {
            channels_place: place(channels),
            matrix_place: place(matrix),
            channels: entries(channels).into_iter().map(name).collect(),
            matrix: objects(matrix).map(MatrixRow::read).collect(),
            queues: entries(fields.required("queues")).into_iter().filter_map(name).collect(),
            routes: objects(fields.required("routing")).map(Route::read).collect(),
        }
    }
}

fn entries(list: Option<View<'_>>) -> Vec<View<'_>> {
    list.and_then(View::filled_list).unwrap_or_default()
}

fn objects(list: Option<View<'_>>) -> impl Iterator<Item = Fields<'_>> {
    entries(list).into_iter().filter_map(View::object)
}

fn name(view: View<'_>) -> Option<Located<String>> {
    match view.kind() {
        Kind::Text(_) => view.filled_text(),
        _ => view.object()?.required("name").and_then(View::filled_text),
    }
}

impl MatrixRow {
    fn read(fields: Fields<'_>) -> Self {
        Self {
            severity: fields.required("severity").and_then(View::word),
            response_target: fields.optional("response_target").and_then(written),
            place: fields.spot(),
        }
    }

    /// How soon a ticket of this severity is answered.
    #[must_use]
    pub fn target(&self) -> Option<SignedDuration> {
        length(&self.response_target.as_ref()?.value)
    }
}

impl Route {
    fn read(fields: Fields<'_>) -> Self {
        Self {
            severity: fields.required("severity").and_then(View::word),
            queue: fields.required("queue").and_then(View::filled_text),
        }
    }
}

/// A bare number is kept as it is written: what it counts nobody says.
fn written(view: View<'_>) -> Option<Located<String>> {
    match view.kind() {
        Kind::Number(_) => view.label(),
        _ => view.text(),
    }
}

/// Reads `15m`, `4 hours`, `1 business day`, `1h 30m` or `PT15M`: longer than nothing. A day has 24
/// hours; a month has no length.
#[must_use]
pub fn length(text: &str) -> Option<SignedDuration> {
    let lower = text.trim().to_lowercase();
    let plain = lower.replace("business ", "").replace("working ", "");
    let has_unit = plain.chars().any(|c| c.is_ascii_alphabetic());
    let span: Span = has_unit.then(|| plain.parse().ok()).flatten()?;
    // Years and months, whose length nobody knows, are an error here.
    let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    (length > SignedDuration::ZERO).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lengths_of_time() {
        for (text, minutes) in [
            ("15m", 15),
            ("15 minutes", 15),
            ("90s", 1),
            ("4h", 240),
            ("1h 30m", 90),
            ("1 business day", 1440),
            ("2 Days", 2880),
            ("1w", 10_080),
            ("PT15M", 15),
            ("P1D", 1440),
        ] {
            assert_eq!(length(text).map(|length| length.as_mins()), Some(minutes), "{text}");
        }
    }

    #[test]
    fn refuses_what_has_no_length() {
        for text in [
            "",
            "15",
            "soon",
            "asap",
            "0m",
            "0 days",
            "-4h",
            "4h ago",
            "1 month",
            "P1Y",
            "15 apples",
        ] {
            assert_eq!(length(text), None, "{text}");
        }
    }
}
