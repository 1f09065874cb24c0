//! Reads Markdown (CommonMark with GFM tables and task lists) into located sections, items, tables
//! and labelled values.
//!
//! Everything is read from the parsed document, never by searching the text: what stands in a code
//! block, an HTML comment or block, or front matter does not count, and neither does text that is
//! struck out. Markdown has no grammar errors, so reading never fails and notes no finding; whether
//! a section or a value has to be there is for the shapes to say.
//!
//! - `input` bounds what the parser is given, `parse` turns its events into `block`s, `run`
//!   flattens inline text.
//! - `body`, `item`, `field` and `table` are cheap handles to ask with; `name` and `fill` hold the
//!   rules by which headings compare and by which a section counts as filled in.

mod block;
mod body;
mod field;
mod fill;
mod input;
mod item;
mod name;
mod parse;
mod run;
mod table;
mod text;

use std::sync::Arc;

use block::{Block, Heading, TableBlock};
pub use body::{Body, Section};
pub use field::Field;
pub use input::{bounded, front_matter_end};
pub use item::Item;
pub use table::{Row, Table};
pub use text::Text;

use crate::place::{Document, Spot};
use crate::source::{SourceFile, Span};

/// Characters of a heading or a column name that a pointer keeps.
const POINTER_PART: usize = 60;

/// A Markdown file: its text, and its blocks with their places.
#[derive(Debug)]
pub struct Markdown {
    source: SourceFile,
    blocks: Vec<Block>,
    headings: Vec<Heading>,
}

/// Parses `source`. Any text is Markdown, so this cannot fail.
#[must_use]
pub fn parse(source: SourceFile) -> Arc<Markdown> {
    let (blocks, headings) = parse::read(source.text());
    Arc::new(Markdown { source, blocks, headings })
}

impl Markdown {
    /// The whole document, to ask for sections, tables, items, lines and fields.
    #[must_use]
    pub fn body(self: &Arc<Self>) -> Body<'_> {
        Body::whole(self)
    }

    fn spot(self: &Arc<Self>, span: Span) -> Spot {
        Spot::new(self.clone(), span)
    }

    /// The headings above `span`, outermost first. A title above all other headings names the
    /// file rather than the place, so it is left out where anything else is known.
    fn heading_path(&self, span: Span) -> Vec<String> {
        let above = |heading: &Heading| heading.title.span.start <= span.start;
        let mut next = self.headings.partition_point(above).checked_sub(1);
        let mut path = Vec::new();
        while let Some(heading) = next.and_then(|at| self.headings.get(at)) {
            let is_title = next == Some(0) && heading.sections.end == self.headings.len();
            if path.is_empty() || !is_title {
                path.push(short(&heading.title.text));
            }
            next = heading.parent;
        }
        path.reverse();
        path
    }

    /// The table that starts last before `span`, unless another block does: no other can hold it.
    fn table_before(&self, span: Span) -> Option<&TableBlock> {
        let next = self.blocks.partition_point(|block| block.start() <= span.start);
        match self.blocks.get(next.checked_sub(1)?)? {
            Block::Table(table) => Some(table),
            _ => None,
        }
    }
}

impl Document for Markdown {
    fn source(&self) -> &SourceFile {
        &self.source
    }

    /// The headings above `span`, and within a table the row, counted from 1 below the header, and
    /// the column: `Rollback > Triggers` or `Stakeholders, row 3, Confirmed`.
    fn pointer(&self, span: Span) -> Option<String> {
        let mut parts = vec![self.heading_path(span).join(" > ")];
        if let Some(table) = self.table_before(span) {
            parts.extend(cell_path(table, span));
        }
        parts.retain(|part| !part.is_empty());
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// The row, and the column when `span` lies in one cell; nothing when it lies in no row.
fn cell_path(table: &TableBlock, span: Span) -> Vec<String> {
    if table.header.span.contains(span) {
        return vec!["header row".to_owned()];
    }
    let number = table.rows.partition_point(|row| row.span.start <= span.start);
    let row = number.checked_sub(1).and_then(|at| table.rows.get(at));
    let Some(row) = row.filter(|row| row.span.contains(span)) else {
        return Vec::new();
    };
    let mut path = vec![format!("row {number}")];
    let cell = row.cells.iter().position(|cell| cell.span.contains(span));
    if let Some(at) = cell {
        let name = table.header.cells.get(at).map_or("", |name| name.text.as_str());
        path.push(match name {
            "" => format!("column {}", at + 1),
            name => short(name),
        });
    }
    path
}

/// `text`, cut to the length that a pointer can bear.
fn short(text: &str) -> String {
    match text.char_indices().nth(POINTER_PART) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
#[path = "hostile_tests.rs"]
mod hostile_tests;
#[cfg(test)]
#[path = "parse_tests.rs"]
mod parse_tests;
#[cfg(test)]
#[path = "query_tests.rs"]
mod query_tests;
#[cfg(test)]
#[path = "table_tests.rs"]
mod table_tests;
