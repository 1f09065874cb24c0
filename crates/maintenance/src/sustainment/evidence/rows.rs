//! CSV files that are short by nature, such as a log of approvals: their rows are kept, up to a
//! number that no honest file reaches. A file that may be long is streamed instead.

use std::io::Read;

use ray_core::evidence::csv::{Column, Row, Table};
use ray_core::finding::Notes;
use ray_core::place::EvidencePath;
use ray_core::value::placeholder::{PLACEHOLDER, is_placeholder};
use ray_core::workspace::FILE_TOO_LARGE;

use crate::approval_log::Cell;

/// Rows that are kept.
const MOST_ROWS: u64 = 10_000;

/// The field of `row` in `column`, called `name`, which must say something.
#[must_use]
pub fn filled(row: &Row<'_>, column: usize, name: &str, notes: &Notes) -> Option<Cell> {
    let cell = Cell::of(row, column)?;
    if !is_placeholder(&cell.text) {
        return Some(cell);
    }
    notes.add(
        PLACEHOLDER
            .at(&cell)
            .message(format!("The row has no value for \"{name}\""))
            .expected("a real value")
            .actual(if cell.text.is_empty() { "nothing" } else { &cell.text }),
    );
    None
}

/// Reads every row by `read`. The columns are found by name, in any order.
pub fn read_rows<T>(
    bytes: &mut dyn Read,
    path: &EvidencePath,
    notes: &Notes,
    columns: &[Column<'_>],
    mut read: impl FnMut(&Row<'_>) -> T,
) -> Vec<T> {
    let mut table = Table::open(bytes, path.clone(), notes, columns);
    let mut rows = Vec::new();
    while let Some(row) = table.next_row() {
        if row.number() > MOST_ROWS {
            notes.add(
                FILE_TOO_LARGE
                    .at(&row)
                    .message("The file has more rows than are kept")
                    .expected(format!("at most {MOST_ROWS} rows"))
                    .help("Keep one row for each role or decision"),
            );
            break;
        }
        rows.push(read(&row));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_short_fails_where_reading_stops() {
        let notes = Notes::new(ray_core::clock::Now::from_system(jiff::Timestamp::UNIX_EPOCH));
        let columns = [Column::required("role", &[])];
        let path = EvidencePath::new("a.csv");
        let text = format!("role\n{}", "x\n".repeat(20_000));
        let rows = read_rows(&mut text.as_bytes(), &path, &notes, &columns, |_| ());
        assert_eq!(rows.len(), 10_000);
        let findings = notes.into_findings();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code.word, "file-too-large");
        assert_eq!(findings[0].place.position.map(|position| position.line()), Some(10_002));
    }
}
