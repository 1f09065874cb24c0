//! When a part of a document counts as filled in: one value that is not a placeholder is enough,
//! and headings, labels and table headers are no values.

use super::block::{Block, RowBlock};
use super::run::Run;
use crate::value::placeholder::is_placeholder;

/// True when one of `blocks` says something.
pub(super) fn is_filled(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Paragraph(lines) => lines.iter().any(says_something),
        Block::Item(item) => item.lines.iter().any(says_something),
        Block::Table(table) => {
            let columns = table.header.cells.len();
            table.rows.iter().any(|row| row_is_filled(row, columns))
        }
    })
}

/// The first of two columns is a label, which a template has too.
fn row_is_filled(row: &RowBlock, columns: usize) -> bool {
    let labels = usize::from(columns == 2);
    row.cells.iter().skip(labels).any(says_something)
}

fn says_something(run: &Run) -> bool {
    let value = run.split().map_or(run.text.as_str(), |(_, value)| value);
    !is_placeholder(&run.text) && !is_placeholder(value)
}
