//! What a Markdown file is made of once it is parsed: blocks in document order, and headings that
//! span them. Plain data; the handles ask the questions.

use std::ops::Range;

use super::run::Run;
use crate::source::Span;

/// A block that holds text. Nested blocks follow the block that holds them.
#[derive(Debug)]
pub(super) enum Block {
    Paragraph(Vec<Run>),
    Item(ItemBlock),
    Table(TableBlock),
}

impl Block {
    /// The first byte; never before that of an earlier block.
    pub(super) fn start(&self) -> usize {
        match self {
            Block::Paragraph(lines) => lines.first().map_or(0, |line| line.span.start),
            Block::Item(item) => item.span.start,
            Block::Table(table) => table.span.start,
        }
    }
}

/// An item of a list.
#[derive(Debug)]
pub(super) struct ItemBlock {
    /// Whether the box is checked; none when the item has no box.
    pub(super) checked: Option<bool>,
    /// The lines of the item itself, without those of items nested in it.
    pub(super) lines: Vec<Run>,
    /// How many lists stand around the item's own list.
    pub(super) depth: usize,
    /// The line that holds the bullet or the number.
    pub(super) span: Span,
}

/// A table.
#[derive(Debug)]
pub(super) struct TableBlock {
    pub(super) header: RowBlock,
    /// The rows below the header.
    pub(super) rows: Vec<RowBlock>,
    pub(super) span: Span,
}

/// A row of a table.
#[derive(Debug)]
pub(super) struct RowBlock {
    /// The cells that are written; a row may have fewer than the header, never more.
    pub(super) cells: Vec<Run>,
    /// What is written after the last column of the table; Markdown drops it.
    pub(super) surplus: Option<Span>,
    pub(super) span: Span,
}

/// A heading and what it stands above.
#[derive(Debug)]
pub(super) struct Heading {
    /// From 1, the highest, to 6.
    pub(super) level: u8,
    pub(super) title: Run,
    /// The title as headings compare: folded, and folded without its number.
    pub(super) names: [String; 2],
    /// The blocks up to the next heading of the same or a higher level.
    pub(super) blocks: Range<usize>,
    /// The headings below this one, themselves numbered after it.
    pub(super) sections: Range<usize>,
    /// The heading that this one stands below.
    pub(super) parent: Option<usize>,
}
