//! The parts of tables: columns and cells, of CSV and of Markdown.

use std::ops::Range;

use super::lines::line_ranges;
use super::{Part, Spot};

/// The columns and cells of a CSV text.
pub(super) fn of_csv(text: &str) -> Vec<Part> {
    let rows = line_ranges(text).into_iter().map(|line| cells(text, line, ',')).collect();
    columns_and_cells(rows)
}

/// Those of every table in a Markdown text.
pub(super) fn of_tables(text: &str) -> Vec<Part> {
    let (mut parts, mut table) = (Vec::new(), Vec::new());
    for line in line_ranges(text) {
        if text[line.clone()].starts_with('|') {
            table.push(cells(text, line.start + 1..line.end, '|'));
        } else if !table.is_empty() {
            parts.extend(columns_and_cells(std::mem::take(&mut table)));
        }
    }
    parts.extend(columns_and_cells(table));
    parts
}

fn columns_and_cells(rows: Vec<Vec<Range<usize>>>) -> Vec<Part> {
    let width = rows.first().map_or(0, Vec::len);
    let column = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        Part { spots: cells.map(|cell| spot(cell.clone())).collect(), empty: "" }
    };
    let columns: Vec<Part> = (0..width).map(column).filter(|it| !it.spots.is_empty()).collect();
    let cells = rows.iter().flatten();
    let cells = cells.map(|cell| Part { spots: vec![spot(cell.clone())], empty: "" });
    columns.into_iter().chain(cells).collect()
}

/// What separates a cell from the next belongs to it.
fn spot(cell: Range<usize>) -> Spot {
    Spot { outer: cell.start..cell.end + 1, value: cell, name: None }
}

/// The cells of `line` that a `delimiter` ends, quotes respected.
fn cells(text: &str, line: Range<usize>, delimiter: char) -> Vec<Range<usize>> {
    let (mut cells, mut start, mut quoted) = (Vec::new(), line.start, false);
    for (at, character) in text[line.clone()].char_indices() {
        match character {
            '"' => quoted = !quoted,
            character if character == delimiter && !quoted => {
                cells.push(start..line.start + at);
                start = line.start + at + 1;
            }
            _ => {}
        }
    }
    if delimiter == ',' && line.end < text.len() {
        cells.push(start..line.end);
    }
    cells
}
