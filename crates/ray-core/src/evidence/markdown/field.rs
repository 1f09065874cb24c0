//! Labelled values: `Label: value` in lines and items, and the rows of two-column tables.
//!
//! A colon ends a label where white space or nothing follows it, so that the time in
//! `Start: 2026-11-19 21:00 UTC` and the address in `https://…` stay whole.

use std::sync::Arc;

use super::Markdown;
use super::block::{Block, TableBlock};
use super::run::{Label, Run};
use crate::place::{Located, Place, Placed};
use crate::source::Span;
use crate::value::words::fold_heading;

/// Names of a second column that say nothing, so that the header is no value itself.
const VALUE_COLUMNS: &[&str] = &[
    "",
    "value",
    "values",
    "detail",
    "details",
    "entry",
    "content",
    "contents",
    "description",
    "information",
    "data",
];

/// A label and its value.
#[derive(Debug, Clone)]
pub struct Field {
    /// The label as written, without its colon.
    pub label: Located<String>,
    /// The value; empty when nothing follows the label, and then placed behind it.
    pub value: Located<String>,
    /// Where the links in the line lead, as written.
    pub links: Vec<String>,
}

impl Field {
    /// True when the label is one of `names`, without case and punctuation.
    #[must_use]
    pub fn is_named(&self, names: &[&str]) -> bool {
        let label = fold_heading(&self.label.value);
        names.iter().any(|name| fold_heading(name) == label)
    }

    pub(super) fn of_line(markdown: &Arc<Markdown>, line: &Run) -> Option<Self> {
        line.label.map(|label| Draft::new(line, label).field(markdown))
    }
}

impl Placed for Field {
    fn place(&self) -> Place {
        self.value.place()
    }
}

/// The fields of `block`, in document order.
pub(super) fn of_block(markdown: &Arc<Markdown>, block: &Block) -> Vec<Field> {
    match block {
        Block::Paragraph(lines) => {
            lines.iter().filter_map(|line| Field::of_line(markdown, line)).collect()
        }
        Block::Item(item) => of_item(markdown, &item.lines),
        Block::Table(table) => of_table(markdown, table),
    }
}

/// A value in an item goes on over the lines that were wrapped.
pub(super) fn of_item(markdown: &Arc<Markdown>, lines: &[Run]) -> Vec<Field> {
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    let mut goes_on = false;
    for line in lines {
        match (line.label, drafts.last_mut()) {
            (Some(label), _) => {
                drafts.push(Draft::new(line, label));
                goes_on = true;
            }
            (None, Some(draft)) if goes_on && line.continues => draft.go_on(line),
            (None, _) => goes_on = false,
        }
    }
    drafts.into_iter().map(|draft| draft.field(markdown)).collect()
}

fn of_table(markdown: &Arc<Markdown>, table: &TableBlock) -> Vec<Field> {
    let [_, second] = table.header.cells.as_slice() else {
        return Vec::new();
    };
    let says_nothing = VALUE_COLUMNS.contains(&fold_heading(&second.text).as_str());
    let header = (!says_nothing).then_some(&table.header);
    header
        .into_iter()
        .chain(&table.rows)
        .filter_map(|row| {
            let label = row.cells.first().filter(|label| !label.text.is_empty())?;
            let (name, name_span) = match (label.split(), label.label) {
                (Some((name, "")), Some(label)) => (name, label.label),
                _ => (label.text.as_str(), label.span),
            };
            let value = row.cells.get(1);
            let nothing = Span::new(row.span.end, row.span.end);
            let spot = markdown.spot(value.map_or(nothing, |value| value.span));
            Some(Field {
                label: Located::new(name.to_owned(), markdown.spot(name_span)),
                value: Located::new(value.map_or_else(String::new, |v| v.text.clone()), spot),
                links: value.map_or_else(Vec::new, |value| value.links.clone()),
            })
        })
        .collect()
}

/// A field whose value may still go on.
struct Draft<'a> {
    label: &'a str,
    label_span: Span,
    value: String,
    value_span: Span,
    links: Vec<String>,
}

impl<'a> Draft<'a> {
    fn new(line: &'a Run, label: Label) -> Self {
        let (name, value) = line.split().unwrap_or_default();
        Self {
            label: name,
            label_span: label.label,
            value: value.to_owned(),
            value_span: label.value,
            links: line.links.clone(),
        }
    }

    fn go_on(&mut self, line: &Run) {
        if self.value.is_empty() {
            self.value_span = line.span;
        } else {
            self.value.push(' ');
            self.value_span.end = line.span.end;
        }
        self.value.push_str(&line.text);
        self.links.extend(line.links.iter().cloned());
    }

    fn field(self, markdown: &Arc<Markdown>) -> Field {
        Field {
            label: Located::new(self.label.to_owned(), markdown.spot(self.label_span)),
            value: Located::new(self.value, markdown.spot(self.value_span)),
            links: self.links,
        }
    }
}
