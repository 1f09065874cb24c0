//! From the events of the Markdown parser to blocks and headings, in one pass and without
//! recursion.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::block::{Block, Heading, ItemBlock, RowBlock, TableBlock};
use super::run::{Run, RunBuilder};
use super::{input, name};
use crate::source::Span;

/// Reads the blocks and the headings of `text`.
pub(super) fn read(text: &str) -> (Vec<Block>, Vec<Heading>) {
    let base = input::front_matter_end(text);
    let bounded = input::bounded(text.get(base..).unwrap_or_default());
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES;
    let mut reader = Reader { text, ..Reader::default() };
    for (event, Range { start, end }) in Parser::new_ext(&bounded, options).into_offset_iter() {
        reader.event(event, Span::new(base + start, base + end));
    }
    reader.flush();
    reader.close_sections(0);
    (reader.blocks, reader.headings)
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    headings: Vec<Heading>,
    /// The headings whose sections are still open, outermost first.
    open: Vec<usize>,
    /// The blocks of the items around here, outermost first.
    items: Vec<usize>,
    lists: usize,
    /// How many quotes, lists and footnotes stand around here.
    containers: usize,
    /// How many code and HTML blocks, and struck-out texts, stand around here.
    hidden: usize,
    /// How many links stand around here.
    linked: usize,
    /// True in a heading or a cell, which are one line however they are written.
    one_line: bool,
    /// True when the current line was wrapped from the one before.
    wrapped: bool,
    run: RunBuilder,
    lines: Vec<Run>,
    row: RowReader,
}

/// The row that is being read.
#[derive(Default)]
struct RowReader {
    span: Option<Span>,
    cells: Vec<Run>,
    last_cell_end: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => self.push(&text, span, self.linked > 0),
            Event::Code(text) => self.push(&text, span, true),
            Event::SoftBreak => self.break_line(span, true),
            Event::HardBreak => self.break_line(span, false),
            Event::InlineHtml(tag) if is_line_break(&tag) => self.break_line(span, false),
            Event::TaskListMarker(checked) => {
                if let Some(item) = self.item() {
                    item.checked = Some(checked);
                }
            }
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.linked += 1;
                if self.hidden == 0 {
                    self.run.link(&dest_url);
                }
            }
            Tag::Strikethrough => self.hidden += 1,
            Tag::Emphasis | Tag::Strong | Tag::Superscript | Tag::Subscript => {}
            tag => {
                self.flush();
                self.start_block(tag, span);
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => self.hidden += 1,
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.containers += 1,
            Tag::List(_) => {
                self.containers += 1;
                self.lists += 1;
            }
            Tag::Item => self.start_item(span),
            Tag::Table(_) => self.blocks.push(Block::Table(TableBlock {
                header: RowBlock { cells: Vec::new(), surplus: None, span },
                rows: Vec::new(),
                span,
            })),
            Tag::TableHead | Tag::TableRow => self.row.span = Some(span),
            Tag::TableCell | Tag::Heading { .. } => self.one_line = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Link | TagEnd::Image => self.linked -= 1,
            TagEnd::Strikethrough => self.hidden -= 1,
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.hidden -= 1,
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(level) => self.end_heading(level, span),
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => self.containers -= 1,
            TagEnd::List(_) => {
                self.containers -= 1;
                self.lists -= 1;
            }
            TagEnd::Item => {
                self.flush();
                self.items.pop();
            }
            TagEnd::TableCell => self.end_cell(span),
            TagEnd::TableHead => {
                let row = self.end_row(usize::MAX);
                if let (Some(row), Some(table)) = (row, self.table()) {
                    table.header = row;
                }
            }
            TagEnd::TableRow => {
                let columns = self.table().map_or(0, |table| table.header.cells.len());
                let row = self.end_row(columns);
                if let Some(table) = self.table() {
                    table.rows.extend(row);
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str, span: Span, whole: bool) {
        if self.hidden == 0 {
            let written = self.text.get(span.start..span.end).unwrap_or_default();
            self.run.push(text, written, span, whole);
        }
    }

    fn break_line(&mut self, span: Span, wrapped: bool) {
        if self.one_line {
            self.run.push(" ", "", span, false);
        } else {
            self.end_line();
            self.wrapped = wrapped;
        }
    }

    fn end_line(&mut self) {
        let mut run = self.run.finish(Span::new(0, 0));
        if !run.text.is_empty() {
            run.continues = self.wrapped && !self.lines.is_empty();
            self.lines.push(run);
        }
    }

    /// Ends the paragraph, or the text of an item that has none: it goes to the innermost item.
    fn flush(&mut self) {
        self.end_line();
        self.wrapped = false;
        let lines = std::mem::take(&mut self.lines);
        if lines.is_empty() {
            return;
        }
        match self.item() {
            Some(item) => item.lines.extend(lines),
            None => self.blocks.push(Block::Paragraph(lines)),
        }
    }

    fn start_item(&mut self, span: Span) {
        self.items.push(self.blocks.len());
        let line = self.text.get(span.start..span.end).unwrap_or_default();
        let line = line.trim_ascii_start();
        let start = span.end - line.len();
        let line = line.split(['\r', '\n']).next().unwrap_or_default();
        self.blocks.push(Block::Item(ItemBlock {
            checked: None,
            lines: Vec::new(),
            depth: self.lists.saturating_sub(1),
            span: Span::new(start, start + line.trim_ascii_end().len()),
        }));
    }

    fn end_heading(&mut self, level: HeadingLevel, span: Span) {
        self.one_line = false;
        let title = self.run.finish(self.trimmed(span));
        // A heading that is quoted or listed belongs to the quote or the list, not to the outline.
        if self.containers == 0 {
            self.open_section(level as u8, title);
        }
    }

    fn open_section(&mut self, level: u8, title: Run) {
        self.close_sections(level);
        let at = self.headings.len();
        // Where the section ends is known when it is closed.
        let (blocks, sections) = (self.blocks.len(), at + 1);
        self.headings.push(Heading {
            level,
            names: name::of_heading(&title.text),
            title,
            blocks: blocks..blocks,
            sections: sections..sections,
            parent: self.open.last().copied(),
        });
        self.open.push(at);
    }

    /// Closes the open sections of `level` and below.
    fn close_sections(&mut self, level: u8) {
        let (blocks, sections) = (self.blocks.len(), self.headings.len());
        while let Some(&at) = self.open.last() {
            match self.headings.get_mut(at) {
                Some(heading) if heading.level >= level => {
                    heading.blocks.end = blocks;
                    heading.sections.end = sections;
                    self.open.pop();
                }
                _ => break,
            }
        }
    }

    fn end_cell(&mut self, span: Span) {
        self.one_line = false;
        let cell = self.run.finish(self.trimmed(span));
        // The parser fills a short row up with cells at its end; those are not written anywhere.
        let is_filler =
            span.start == span.end && self.row.span.is_some_and(|row| row.end == span.end);
        if !is_filler {
            self.row.last_cell_end = span.end;
            self.row.cells.push(cell);
        }
    }

    /// The row that ends here, in a table of `columns`.
    fn end_row(&mut self, columns: usize) -> Option<RowBlock> {
        let RowReader { span, cells, last_cell_end } = std::mem::take(&mut self.row);
        // A table that would need very many fillers is broken off by the parser, which leaves an
        // empty row and reads what was written in it again as text.
        let span = span.filter(|span| span.start < span.end)?;
        let after = self.text.get(last_cell_end..span.end);
        let surplus = after.filter(|_| cells.len() == columns).and_then(|after| {
            let from = after.trim_start_matches(is_between_cells);
            let start = span.end - from.len();
            let kept = from.trim_end_matches(is_between_cells).len();
            (kept > 0).then(|| Span::new(start, start + kept))
        });
        Some(RowBlock { cells, surplus, span: self.trimmed(span) })
    }

    fn item(&mut self) -> Option<&mut ItemBlock> {
        let at = *self.items.last()?;
        match self.blocks.get_mut(at) {
            Some(Block::Item(item)) => Some(item),
            _ => None,
        }
    }

    fn table(&mut self) -> Option<&mut TableBlock> {
        match self.blocks.last_mut() {
            Some(Block::Table(table)) => Some(table),
            _ => None,
        }
    }

    /// `span` without the white space around it; its start when there is nothing else.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        let kept = text.trim_ascii();
        if kept.is_empty() {
            return Span::new(span.start, span.start);
        }
        let start = span.start + (text.len() - text.trim_ascii_start().len());
        Span::new(start, start + kept.len())
    }
}

fn is_between_cells(c: char) -> bool {
    c == '|' || c.is_whitespace()
}

/// True for `<br>` in any spelling.
fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_matches(|c: char| matches!(c, '<' | '>' | '/') || c.is_whitespace());
    name.eq_ignore_ascii_case("br")
}
