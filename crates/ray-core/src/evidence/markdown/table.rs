//! The handles on a table and its rows.

use std::sync::Arc;

use super::Markdown;
use super::block::{RowBlock, TableBlock};
use super::name;
use super::text::Text;
use crate::place::{Located, Place, Placed, Spot};
use crate::value::words::fold_heading;

/// A table. Its columns are found by name, in any order.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    markdown: &'a Arc<Markdown>,
    table: &'a TableBlock,
}

impl<'a> Table<'a> {
    pub(super) fn new(markdown: &'a Arc<Markdown>, table: &'a TableBlock) -> Self {
        Self { markdown, table }
    }

    /// The names of the columns, in the order of the file.
    pub fn header(self) -> impl Iterator<Item = Text<'a>> {
        let markdown = self.markdown;
        self.table.header.cells.iter().map(move |cell| Text::new(markdown, cell))
    }

    /// The column that has one of `names`, without case and punctuation, counted from 0. Where
    /// several columns have one, the earlier name wins, then the earlier column.
    #[must_use]
    pub fn column(self, names: &[&str]) -> Option<usize> {
        let columns = self.table.header.cells.iter().enumerate();
        let folded = columns.map(|(at, cell)| (at, fold_heading(&cell.text)));
        name::find(names, folded, |(_, column), name| column == name).map(|(at, _)| at)
    }

    /// The rows below the header, in the order of the file.
    pub fn rows(self) -> impl Iterator<Item = Row<'a>> {
        let markdown = self.markdown;
        let rows = self.table.rows.iter().enumerate();
        rows.map(move |(at, row)| Row { markdown, row, number: at + 1 })
    }

    /// Where the header stands, for a finding about a column that is not there.
    #[must_use]
    pub fn spot(self) -> Spot {
        self.markdown.spot(self.table.header.span)
    }
}

impl Placed for Table<'_> {
    fn place(&self) -> Place {
        self.spot().place()
    }
}

/// A row below the header of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    markdown: &'a Arc<Markdown>,
    row: &'a RowBlock,
    number: usize,
}

impl<'a> Row<'a> {
    /// The number of the row, from 1 below the header.
    #[must_use]
    pub fn number(self) -> usize {
        self.number
    }

    /// The cell in `column`; none when the row ends before it. An empty cell is an empty text.
    #[must_use]
    pub fn cell(self, column: usize) -> Option<Text<'a>> {
        let cell = self.row.cells.get(column)?;
        Some(Text::new(self.markdown, cell))
    }

    /// The text of the cell in `column`; none when the row ends before it.
    #[must_use]
    pub fn get(self, column: usize) -> Option<Located<String>> {
        self.cell(column).map(Text::located)
    }

    /// What is written after the last column of the table, where Markdown drops it; often a `|`
    /// in a value that lacks its backslash.
    #[must_use]
    pub fn surplus(self) -> Option<Located<String>> {
        use crate::place::Document;
        let span = self.row.surplus?;
        let text = self.markdown.source().slice(span).to_owned();
        Some(Located::new(text, self.markdown.spot(span)))
    }

    /// Where the row stands, for a finding about a cell that is not there.
    #[must_use]
    pub fn spot(self) -> Spot {
        self.markdown.spot(self.row.span)
    }
}

impl Placed for Row<'_> {
    fn place(&self) -> Place {
        self.spot().place()
    }
}
