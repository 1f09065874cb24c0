//! `deployment-health-log.md`: metrics sampled over the soak window.

use jiff::Timestamp;
use ray_core::evidence::markdown::{Row, Table};
use ray_core::evidence::page::Page;
use ray_core::finding::{Code, Notes};
use ray_core::place::{Located, Place, Placed};
use ray_core::value::instant::read_past_in_prose;
use ray_core::value::words::{UNKNOWN_WORD, Vocabulary};

use super::quantity::{Quantity, Threshold};
use super::window::Window;

/// A value or threshold in the log cannot be compared.
pub const QUANTITY_UNREADABLE: Code = Code::error(
    "quantity-unreadable",
    "A measured value or its threshold cannot be compared",
    "Write a number with its unit, and before a threshold the operator: `212 ms` and `<= 500 ms`",
    "| 2026-11-19 22:05 UTC | Latency p95 | fast | <= 500 ms | OK |",
);

/// The columns of the table of samples.
const COLUMNS: [&str; 5] = ["Time", "Metric", "Value", "Threshold", "Status"];

/// The log.
#[derive(Debug)]
pub struct HealthLog {
    /// The soak window, where there is a section for it.
    pub window: Option<Window>,
    /// That section, or the file where there is none.
    pub window_place: Place,
    /// What was sampled.
    pub samples: Vec<Sample>,
}

/// One sampled value.
#[derive(Debug)]
pub struct Sample {
    /// When it was sampled.
    pub time: Option<Located<Timestamp>>,
    /// What was sampled.
    pub metric: String,
    /// The value.
    pub value: Option<Located<Quantity>>,
    /// What it is held against.
    pub threshold: Option<Located<Threshold>>,
    /// What the log says about it.
    pub status: Option<Located<SampleStatus>>,
}

/// What the log says about a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleStatus {
    /// It meets its threshold.
    Within,
    /// It does not.
    Breach,
}

impl SampleStatus {
    /// A word for messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            SampleStatus::Within => "within the threshold",
            SampleStatus::Breach => "a breach",
        }
    }
}

impl Vocabulary for SampleStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("ok", SampleStatus::Within),
        ("pass", SampleStatus::Within),
        ("passed", SampleStatus::Within),
        ("met", SampleStatus::Within),
        ("within", SampleStatus::Within),
        ("healthy", SampleStatus::Within),
        ("green", SampleStatus::Within),
        ("✅", SampleStatus::Within),
        ("breach", SampleStatus::Breach),
        ("fail", SampleStatus::Breach),
        ("failed", SampleStatus::Breach),
        ("breached", SampleStatus::Breach),
        ("exceeded", SampleStatus::Breach),
        ("alert", SampleStatus::Breach),
        ("warn", SampleStatus::Breach),
        ("warning", SampleStatus::Breach),
        ("red", SampleStatus::Breach),
        ("❌", SampleStatus::Breach),
    ];
}

impl HealthLog {
    /// Reads the log. A table counts when it has a column for the value; other tables are prose.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        let section = page.section("Soak window");
        Self {
            window_place: section
                .as_ref()
                .map_or_else(|| page.path().place(), |section| section.title().place()),
            window: section.map(|section| Window::read(page, section)),
            samples: page.tables().flat_map(|table| samples(page, table)).collect(),
        }
    }
}

fn samples(page: &Page<'_>, table: Table<'_>) -> Vec<Sample> {
    if page.column(table, "Value").is_none() && page.column(table, "Threshold").is_none() {
        return Vec::new();
    }
    let columns = COLUMNS.map(|name| page.required_column(table, name));
    let [Some(time), Some(metric), Some(value), Some(threshold), Some(status)] = columns else {
        return Vec::new();
    };
    page.rows(table)
        .into_iter()
        .map(|row| Sample {
            time: page
                .filled_cell(row, time, "Time")
                .and_then(|cell| read_past_in_prose(cell, page.notes())),
            metric: page
                .filled_cell(row, metric, "Metric")
                .map_or_else(|| "a metric".to_owned(), |cell| cell.value),
            value: quantity(page, row, value, "Value", Quantity::parse),
            threshold: quantity(page, row, threshold, "Threshold", Threshold::parse),
            status: page
                .filled_cell(row, status, "Status")
                .and_then(|cell| read_status(cell, page.notes())),
        })
        .collect()
}

fn quantity<T>(
    page: &Page<'_>,
    row: Row<'_>,
    column: usize,
    name: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<Located<T>> {
    let cell = page.filled_cell(row, column, name)?;
    match parse(&cell.value) {
        Some(parsed) => Some(cell.map(|_| parsed)),
        None => {
            page.notes().add(
                QUANTITY_UNREADABLE
                    .at(&cell)
                    .message(format!("The {} cannot be compared", name.to_lowercase()))
                    .expected(if name == "Value" {
                        "a number with its unit"
                    } else {
                        "an operator, a number and its unit"
                    })
                    .actual(cell.value.clone()),
            );
            None
        }
    }
}

fn read_status(cell: Located<String>, notes: &Notes) -> Option<Located<SampleStatus>> {
    let status = SampleStatus::find(&cell.value);
    if status.is_none() {
        notes.add(
            UNKNOWN_WORD
                .at(&cell)
                .message(format!("\"{}\" is not a status that is known here", cell.value))
                .expected(format!("one of: {}", SampleStatus::listed()))
                .actual(cell.value.clone()),
        );
    }
    status.map(|status| cell.map(|_| status))
}
