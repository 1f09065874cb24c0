//! `alert-tuning-report.md`: what incidents showed about the alerts, and what was changed.

use ray_core::evidence::markdown::{Row, Table};
use ray_core::evidence::page::Page;
use ray_core::place::{Located, Place, Placed};
use ray_core::value::instant::parse_day;
use ray_core::value::placeholder::is_placeholder;

/// The columns that must be filled in every row.
const FILLED: [&str; 4] = ["Alert", "Finding", "Adjustment", "Status"];

/// What says that a row leaves no gap.
const NONE: [&str; 8] = ["none", "no", "no gap", "no gaps", "nothing", "n/a", "na", "closed"];

/// The report.
#[derive(Debug)]
pub struct TuningReport {
    /// One for each alert that was looked at.
    pub rows: Vec<Tuning>,
}

/// One alert that was looked at.
#[derive(Debug)]
pub struct Tuning {
    /// What the alert is called in messages.
    pub alert: String,
    /// The columns that say nothing, and where.
    pub empty: Vec<(&'static str, Place)>,
    /// The ids of gaps that remain.
    pub gaps: Vec<Located<String>>,
}

impl TuningReport {
    /// Reads the report: every table with a column for gaps or adjustments.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        Self { rows: page.tables().flat_map(|table| rows(page, table)).collect() }
    }
}

fn rows(page: &Page<'_>, table: Table<'_>) -> Vec<Tuning> {
    if page.column(table, "Gap").is_none() && page.column(table, "Adjustment").is_none() {
        return Vec::new();
    }
    let gap = page.required_column(table, "Gap");
    let filled: Vec<_> =
        FILLED.into_iter().map(|name| (name, page.required_column(table, name))).collect();
    page.rows(table).into_iter().map(|row| tuning(row, gap, &filled)).collect()
}

fn tuning(row: Row<'_>, gap: Option<usize>, filled: &[(&'static str, Option<usize>)]) -> Tuning {
    let alert = filled.first().and_then(|(_, column)| row.get((*column)?));
    let mut empty = Vec::new();
    for (name, column) in filled.iter().filter_map(|(name, column)| Some((*name, (*column)?))) {
        match row.get(column) {
            Some(cell) if !is_placeholder(&cell.value) => {}
            Some(cell) if !cell.value.is_empty() => empty.push((name, cell.place())),
            _ => empty.push((name, row.place())),
        }
    }
    let gap = gap.and_then(|column| row.get(column));
    let gaps = match gap.map(gaps) {
        Some(Ok(gaps)) => gaps,
        Some(Err(place)) => {
            empty.push(("Gap", place));
            Vec::new()
        }
        None => Vec::new(),
    };
    Tuning { alert: alert.map_or_else(|| "an alert".to_owned(), |alert| alert.value), empty, gaps }
}

/// The ids in a cell: its words with a digit that are no date; where there is none, the whole text,
/// unless that says that there is no gap.
///
/// # Errors
/// With the place of the cell when it leaves open whether there is a gap.
fn gaps(cell: Located<String>) -> Result<Vec<Located<String>>, Place> {
    let text = cell.value.trim();
    let is_dash = text.chars().all(|c| matches!(c, '-' | '–' | '—'));
    if is_dash || NONE.contains(&text.to_lowercase().as_str()) {
        return Ok(Vec::new());
    }
    if is_placeholder(text) {
        return Err(cell.place());
    }
    let words = text.split(|c: char| c.is_whitespace() || ",;()|/+&".contains(c));
    let ids: Vec<Located<String>> = words
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().any(|c| c.is_ascii_digit()) && parse_day(word).is_none())
        .map(|id| Located::new(id.to_owned(), cell.spot.clone()))
        .collect();
    Ok(if ids.is_empty() { vec![cell] } else { ids })
}
