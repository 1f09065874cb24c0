//! The handles on a document and its sections, which answer the same questions.

use std::sync::Arc;

use super::Markdown;
use super::block::{Block, Heading};
use super::field::{self, Field};
use super::item::Item;
use super::table::Table;
use super::text::Text;
use super::{fill, name};
use crate::place::{Located, Place, Placed, Spot};
use crate::value::words::fold_heading;

/// The whole document, or everything below one heading. All that it lists is in document order and
/// includes what stands in subsections, quotes and nested lists.
#[derive(Debug, Clone, Copy)]
pub struct Body<'a> {
    markdown: &'a Arc<Markdown>,
    heading: Option<&'a Heading>,
    blocks: &'a [Block],
    headings: &'a [Heading],
}

impl<'a> Body<'a> {
    pub(super) fn whole(markdown: &'a Arc<Markdown>) -> Self {
        Self { markdown, heading: None, blocks: &markdown.blocks, headings: &markdown.headings }
    }

    fn below(markdown: &'a Arc<Markdown>, heading: &'a Heading) -> Self {
        let blocks = markdown.blocks.get(heading.blocks.clone());
        let headings = markdown.headings.get(heading.sections.clone());
        Self {
            markdown,
            heading: Some(heading),
            blocks: blocks.unwrap_or_default(),
            headings: headings.unwrap_or_default(),
        }
    }

    /// All sections, each followed by its subsections.
    pub fn sections(self) -> impl Iterator<Item = Section<'a>> {
        let markdown = self.markdown;
        self.headings.iter().map(move |heading| Section { markdown, heading })
    }

    /// All sections that go by one of `names`; see [`Section::is_named`].
    pub fn sections_named(self, names: &[&str]) -> impl Iterator<Item = Section<'a>> {
        let folded: Vec<String> = names.iter().map(|name| fold_heading(name)).collect();
        self.sections().filter(move |section| {
            let names = &section.heading.names;
            folded.iter().any(|name| names.contains(name))
        })
    }

    /// The section that goes by one of `names`; see [`Section::is_named`]. Where several do, the
    /// earlier name wins, then the earlier section.
    #[must_use]
    pub fn section(self, names: &[&str]) -> Option<Section<'a>> {
        name::find(names, self.sections(), |section, name| {
            section.heading.names.iter().any(|own| own == name)
        })
    }

    /// True when there is a line, an item or a cell below a table header that is neither a
    /// placeholder nor a label with nothing, or a placeholder, behind it. In a table of two
    /// columns the first is a label.
    #[must_use]
    pub fn is_filled(self) -> bool {
        fill::is_filled(self.blocks)
    }

    /// The lines of all paragraphs that are not in a list.
    pub fn lines(self) -> impl Iterator<Item = Text<'a>> {
        let markdown = self.markdown;
        let lines = self.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(lines) => Some(lines),
            _ => None,
        });
        lines.flatten().map(move |line| Text::new(markdown, line))
    }

    /// All items of lists, tasks or not.
    pub fn items(self) -> impl Iterator<Item = Item<'a>> {
        let markdown = self.markdown;
        self.blocks.iter().filter_map(move |block| match block {
            Block::Item(item) => Some(Item::new(markdown, item)),
            _ => None,
        })
    }

    /// All items with a box to check.
    pub fn tasks(self) -> impl Iterator<Item = Item<'a>> {
        self.items().filter(|item| item.checked().is_some())
    }

    /// All tables.
    pub fn tables(self) -> impl Iterator<Item = Table<'a>> {
        let markdown = self.markdown;
        self.blocks.iter().filter_map(move |block| match block {
            Block::Table(table) => Some(Table::new(markdown, table)),
            _ => None,
        })
    }

    /// All labelled values: lines and items that read `Label: value`, and the rows of tables with
    /// two columns.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        let markdown = self.markdown;
        self.blocks.iter().flat_map(move |block| field::of_block(markdown, block))
    }

    /// The labelled value that has one of `names`, without case and punctuation. Where several do,
    /// the earlier name wins, then the earlier value.
    #[must_use]
    pub fn field(self, names: &[&str]) -> Option<Field> {
        let folded = self.fields().map(|field| (fold_heading(&field.label.value), field));
        name::find(names, folded, |(label, _), name| label == name).map(|(_, field)| field)
    }
}

impl Placed for Body<'_> {
    /// The heading; for a whole document the file.
    fn place(&self) -> Place {
        use crate::place::Document;
        match self.heading {
            Some(heading) => self.markdown.spot(heading.title.span).place(),
            None => self.markdown.source().path().place(),
        }
    }
}

/// A heading, and everything up to the next heading of the same or a higher level. A heading in a
/// quote or a list opens no section.
#[derive(Debug, Clone, Copy)]
pub struct Section<'a> {
    markdown: &'a Arc<Markdown>,
    heading: &'a Heading,
}

impl<'a> Section<'a> {
    /// The text of the heading as written, without its formatting.
    #[must_use]
    pub fn title(self) -> Located<String> {
        Located::new(self.heading.title.text.clone(), self.spot())
    }

    /// True when the heading is one of `names`, without case, punctuation, emoji and a number in
    /// front such as `4.`, `4.2`, `IV.` or `Step 3:`.
    #[must_use]
    pub fn is_named(self, names: &[&str]) -> bool {
        let mut folded = names.iter().map(|name| fold_heading(name));
        folded.any(|name| self.heading.names.contains(&name))
    }

    /// What stands below the heading.
    #[must_use]
    pub fn body(self) -> Body<'a> {
        Body::below(self.markdown, self.heading)
    }

    /// True when the section says something; see [`Body::is_filled`].
    #[must_use]
    pub fn is_filled(self) -> bool {
        self.body().is_filled()
    }

    /// Where the heading stands.
    #[must_use]
    pub fn spot(self) -> Spot {
        self.markdown.spot(self.heading.title.span)
    }
}

impl Placed for Section<'_> {
    fn place(&self) -> Place {
        self.spot().place()
    }
}
