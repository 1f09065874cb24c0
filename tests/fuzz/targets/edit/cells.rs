//! The parts of tables: columns and cells, of CSV and of Markdown.

use std::ops::Range;

use super::lines::line_ranges;
use super::{Part, Spot};

/// The columns and cells of a CSV text.
pub(super) fn of_csv(text: &str) -> Vec<Part> {
    let rows = line_ranges(text).into_iter().filter(|line| !line.is_empty()).map(|line| {
        let mut cells = ended(text, line.clone(), ',');
        let last = cells.last().map_or(line.start, |cell| cell.end + 1);
        cells.push(last..line.end);
        let outer = |at: usize| match (at.checked_sub(1), cells.get(at + 1)) {
            (_, Some(next)) => cells[at].start..next.start,
            (Some(before), None) => cells[before].end..cells[at].end,
            (None, None) => cells[at].clone(),
        };
        (0..cells.len()).map(|at| spot(outer(at), cells[at].clone())).collect()
    });
    columns_and_cells(&rows.collect::<Vec<_>>())
}

/// Those of every table in a Markdown text.
pub(super) fn of_tables(text: &str) -> Vec<Part> {
    let (mut parts, mut table) = (Vec::new(), Vec::new());
    for line in line_ranges(text) {
        if text[line.clone()].starts_with('|') {
            let cells = ended(text, line.start + 1..line.end, '|').into_iter();
            table.push(cells.map(|cell| spot(cell.start..cell.end + 1, cell)).collect());
        } else {
            parts.extend(columns_and_cells(&std::mem::take(&mut table)));
        }
    }
    parts.extend(columns_and_cells(&table));
    parts
}

fn columns_and_cells(rows: &[Vec<Spot>]) -> Vec<Part> {
    let width = rows.first().map_or(0, Vec::len);
    let column = |at: usize| {
        let spots = rows.iter().filter_map(|row| row.get(at).cloned()).collect();
        Part { spots, empty: "" }
    };
    let cell = |spot: &Spot| Part { spots: vec![spot.clone()], empty: "" };
    (0..width).map(column).chain(rows.iter().flatten().map(cell)).collect()
}

fn spot(outer: Range<usize>, value: Range<usize>) -> Spot {
    Spot { outer, value, name: None }
}

/// The cells of `line` that a `delimiter` ends, quotes respected.
fn ended(text: &str, line: Range<usize>, delimiter: char) -> Vec<Range<usize>> {
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
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of `text` without each of `parts`.
    fn without_each(text: &str, parts: Vec<Part>) -> Vec<String> {
        let without = |part: Part| {
            let mut text = text.to_owned();
            part.spots.iter().rev().for_each(|spot| text.replace_range(spot.outer.clone(), ""));
            text
        };
        parts.into_iter().map(without).collect()
    }

    #[test]
    fn a_column_goes_with_all_its_cells() {
        let left = without_each("a,b\n\"1,1\",2\n", of_csv("a,b\n\"1,1\",2\n"));
        assert_eq!(left[..2], ["b\n2\n", "a\n\"1,1\"\n"]);
        let left = without_each("x\n| a | b |\n|1|2|\n", of_tables("x\n| a | b |\n|1|2|\n"));
        assert_eq!(left[..2], ["x\n| b |\n|2|\n", "x\n| a |\n|1|\n"]);
    }
}
