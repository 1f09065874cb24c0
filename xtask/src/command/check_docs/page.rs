//! A protocol document: its headings, its blocks of text and code with their places, and its comments.
//!
//! It is read here and not with the reader of Markdown evidence, which rightly skips what this command
//! looks for: code blocks and comments. It knows no script and no protocol.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use ray_core::evidence::markdown::{bounded, front_matter_end};
use ray_core::place::Place;
use ray_core::source::{SourceFile, Span};

/// Characters of a heading that a place keeps.
const POINTER: usize = 60;

/// A document.
#[derive(Debug)]
pub(super) struct Page {
    /// Its text.
    pub(super) source: SourceFile,
    /// Its headings, in order.
    pub(super) headings: Vec<Heading>,
    /// Its blocks, in order; none lies within another.
    pub(super) blocks: Vec<Block>,
    /// Its HTML comments, in order.
    pub(super) comments: Vec<Span>,
}

/// A heading.
#[derive(Debug)]
pub(super) struct Heading {
    /// From 1, the highest, to 6.
    pub(super) level: u8,
    /// What is written, without the marks around it.
    pub(super) title: Span,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading.
    Heading,
    /// A paragraph, or an item without those nested in it.
    Text,
    /// A row of a table.
    Row,
    /// A code block with its language, in lower case.
    Code(String),
}

/// A run of text that belongs together.
#[derive(Debug)]
pub(super) struct Block {
    /// What it is.
    pub(super) kind: Kind,
    /// From its first piece to its last.
    pub(super) span: Span,
    /// What an allowance before it covers: for a row the table.
    pub(super) unit: Span,
    /// Its text and its code, in order.
    pub(super) pieces: Vec<Piece>,
}

/// A part of a block without a break in the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// True for inline code and the lines of a code block.
    pub(super) code: bool,
    /// Where it stands, without backticks.
    pub(super) span: Span,
}

impl Page {
    /// Reads `source`. Any text is Markdown, so this cannot fail.
    #[must_use]
    pub(super) fn read(source: SourceFile) -> Self {
        let (headings, blocks, comments) = {
            let text = source.text();
            let base = front_matter_end(text);
            let bounded = bounded(text.get(base..).unwrap_or_default());
            let mut reader = Reader { text, base, ..Reader::default() };
            let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
            for (event, range) in Parser::new_ext(&bounded, options).into_offset_iter() {
                reader.event(event, &range);
            }
            reader.close();
            (reader.headings, reader.blocks, reader.comments)
        };
        Self { source, headings, blocks, comments }
    }

    /// What is written at `span`.
    #[must_use]
    pub(super) fn text(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// The place of `span`, below the heading that it stands under.
    #[must_use]
    pub(super) fn place(&self, span: Span) -> Place {
        let next = self.headings.partition_point(|heading| heading.title.start <= span.start);
        let heading = next.checked_sub(1).and_then(|at| self.headings.get(at));
        Place {
            path: self.source.path().clone(),
            position: Some(self.source.position(span.start)),
            pointer: heading
                .map(|heading| self.text(heading.title).chars().take(POINTER).collect()),
            excerpt: Some(self.source.excerpt(span)),
        }
    }

    /// Where the section below the heading `at` ends: at the next of the same or a higher level.
    #[must_use]
    pub(super) fn section_end(&self, at: usize) -> usize {
        let level = self.headings.get(at).map_or(0, |heading| heading.level);
        let mut after = self.headings.iter().skip(at + 1);
        after
            .find(|heading| heading.level <= level)
            .map_or(self.source.text().len(), |heading| heading.title.start)
    }
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    base: usize,
    headings: Vec<Heading>,
    blocks: Vec<Block>,
    comments: Vec<Span>,
    open: Option<Block>,
    /// The level of the heading that is open.
    level: Option<u8>,
    table: Option<Span>,
    html: Option<Span>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: &Range<usize>) {
        let span = Span::new(self.base + range.start, self.base + range.end);
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(end) => self.end(end),
            Event::Text(_) => self.piece(self.in_code_block(), span),
            Event::Code(_) => self.piece(true, self.without_backticks(span)),
            Event::Html(_) => {
                self.html = Some(self.html.map_or(span, |html| Span::new(html.start, span.end)));
            }
            Event::InlineHtml(_) => self.find_comments(span),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { level, .. } => {
                self.open(Kind::Heading, span);
                self.level = Some(*level as u8);
            }
            Tag::Paragraph | Tag::Item => self.open(Kind::Text, span),
            Tag::Table(_) => self.table = Some(span),
            Tag::TableHead | Tag::TableRow => self.open(Kind::Row, self.table.unwrap_or(span)),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next(),
                    CodeBlockKind::Indented => None,
                };
                self.open(Kind::Code(language.unwrap_or_default().to_lowercase()), span);
            }
            Tag::HtmlBlock => self.close(),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::CodeBlock => self.close(),
            TagEnd::Table => self.table = None,
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    self.find_comments(html);
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, kind: Kind, unit: Span) {
        self.close();
        let span = Span::new(unit.start, unit.start);
        self.open = Some(Block { kind, span, unit, pieces: Vec::new() });
    }

    fn close(&mut self) {
        let level = self.level.take();
        let Some(mut block) = self.open.take() else { return };
        let (Some(first), Some(last)) = (block.pieces.first(), block.pieces.last()) else { return };
        block.span = Span::new(first.span.start, last.span.end);
        // The text of an item ends where one that is nested in it starts.
        if block.kind == Kind::Text {
            block.unit = block.span;
        }
        if let Some(level) = level {
            self.headings.push(Heading { level, title: block.span });
        }
        self.blocks.push(block);
    }

    fn in_code_block(&self) -> bool {
        self.open.as_ref().is_some_and(|block| matches!(block.kind, Kind::Code(_)))
    }

    /// Text that goes on without a break is one piece: the parser cuts it at every `_` and `[`.
    fn piece(&mut self, code: bool, span: Span) {
        if self.open.is_none() {
            self.open(Kind::Text, span);
        }
        let Some(block) = &mut self.open else { return };
        match block.pieces.last_mut() {
            Some(last) if last.code == code && last.span.end == span.start => {
                last.span.end = span.end;
            }
            _ => block.pieces.push(Piece { code, span }),
        }
    }

    fn without_backticks(&self, span: Span) -> Span {
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        let ticks = text.len() - text.trim_start_matches('`').len();
        let inner = Span::new(span.start + ticks, span.end.saturating_sub(ticks));
        if inner.start < inner.end { inner } else { span }
    }

    fn find_comments(&mut self, html: Span) {
        let mut at = html.start;
        while let Some(rest) = self.text.get(at..html.end) {
            let Some(start) = rest.find("<!--") else { return };
            let Some(length) = rest.get(start..).and_then(|comment| comment.find("-->")) else {
                return;
            };
            let end = at + start + length + "-->".len();
            self.comments.push(Span::new(at + start, end));
            at = end;
        }
    }
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
