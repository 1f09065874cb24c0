//! The handle on an item of a list, which may be a task.

use std::sync::Arc;

use super::Markdown;
use super::block::ItemBlock;
use super::field::{self, Field};
use super::text::Text;
use crate::place::{Located, Place, Placed};
use crate::source::Span;

/// An item of a list. Items that are nested in it are items of their own and follow it.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    markdown: &'a Arc<Markdown>,
    item: &'a ItemBlock,
}

impl<'a> Item<'a> {
    pub(super) fn new(markdown: &'a Arc<Markdown>, item: &'a ItemBlock) -> Self {
        Self { markdown, item }
    }

    /// Whether the box is checked; none for an item without one.
    #[must_use]
    pub fn checked(self) -> Option<bool> {
        self.item.checked
    }

    /// How many lists stand around the item's own list; 0 for the outermost.
    #[must_use]
    pub fn depth(self) -> usize {
        self.item.depth
    }

    /// The lines of the item.
    pub fn lines(self) -> impl Iterator<Item = Text<'a>> {
        let markdown = self.markdown;
        self.item.lines.iter().map(move |line| Text::new(markdown, line))
    }

    /// All lines as one text; empty when the item has none.
    #[must_use]
    pub fn text(self) -> Located<String> {
        let lines = &self.item.lines;
        let span = match (lines.first(), lines.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => self.item.span,
        };
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        Located::new(texts.join(" "), self.markdown.spot(span))
    }

    /// Where the links and images in the item lead, as written.
    pub fn links(self) -> impl Iterator<Item = &'a str> {
        let lines = self.item.lines.iter();
        lines.flat_map(|line| line.links.iter().map(String::as_str))
    }

    /// The labelled values of the item.
    #[must_use]
    pub fn fields(self) -> Vec<Field> {
        field::of_item(self.markdown, &self.item.lines)
    }
}

impl Placed for Item<'_> {
    /// The line that holds the bullet or the number.
    fn place(&self) -> Place {
        self.markdown.spot(self.item.span).place()
    }
}
