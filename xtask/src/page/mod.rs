//! A page of the documentation before it has a form: `ray-gates explain`, the book and the manual pages
//! are the same pages, written out by [`plain`], [`markdown`] and [`manual`]. It knows no content.

pub mod manual;
pub mod markdown;
pub mod plain;

/// What there is to say about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What it is about.
    pub title: String,
    /// What is said, in order.
    pub blocks: Vec<Block>,
}

impl Page {
    /// A page that says nothing yet.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), blocks: Vec::new() }
    }

    /// Goes on with a paragraph.
    #[must_use]
    pub fn paragraph(mut self, text: impl Into<Text>) -> Self {
        self.blocks.push(Block::Paragraph(text.into()));
        self
    }

    /// Goes on with a section of `entries`; without any there is no section.
    #[must_use]
    pub fn section(mut self, heading: &str, entries: Vec<Entry>) -> Self {
        if !entries.is_empty() {
            self.blocks.extend([Block::Heading(heading.to_owned()), Block::Entries(entries)]);
        }
        self
    }

    /// Goes on with a heading and a paragraph below it.
    #[must_use]
    pub fn remark(mut self, heading: &str, text: impl Into<Text>) -> Self {
        self.blocks.extend([Block::Heading(heading.to_owned()), Block::Paragraph(text.into())]);
        self
    }

    /// Goes on with a heading and text that stays as it is.
    #[must_use]
    pub fn verbatim(mut self, heading: &str, text: impl Into<String>) -> Self {
        self.blocks.extend([Block::Heading(heading.to_owned()), Block::Verbatim(text.into())]);
        self
    }
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// What the blocks up to the next heading are about.
    Heading(String),
    /// A paragraph.
    Paragraph(Text),
    /// A list of things and what there is to say about each.
    Entries(Vec<Entry>),
    /// Lines that stay as they are.
    Verbatim(String),
}

/// A thing in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The thing.
    pub term: Text,
    /// What there is to say about it: a sentence each.
    pub lines: Vec<Text>,
}

impl Entry {
    /// `term`, with one sentence about it.
    #[must_use]
    pub fn new(term: Text, line: impl Into<Text>) -> Self {
        Self { term, lines: vec![line.into()] }
    }

    /// Says more.
    #[must_use]
    pub fn and(mut self, line: impl Into<Text>) -> Self {
        self.lines.push(line.into());
        self
    }
}

/// Words in one line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Vec<Span>);

/// Words of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Prose. It is escaped where that is needed, so it may hold anything.
    Prose(String),
    /// A name, a path, a value: what one would type.
    Code(String),
    /// The name of something that has a page of its own.
    Link(Target),
}

/// Something that has a page of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The gate, or the check of prerequisites, with this script.
    Gate(String),
    /// The finding code with this word.
    Code(String),
    /// The executable of this name.
    Command(String),
}

impl Target {
    /// The name, as one would type it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Target::Gate(name) | Target::Code(name) | Target::Command(name) => name,
        }
    }
}

impl Text {
    /// What one would type.
    #[must_use]
    pub fn code(text: impl Into<String>) -> Self {
        Self(vec![Span::Code(text.into())])
    }

    /// The name of `target`, which leads to its page.
    #[must_use]
    pub fn link(target: Target) -> Self {
        Self(vec![Span::Link(target)])
    }

    /// Goes on with `more`.
    #[must_use]
    pub fn then(mut self, more: impl Into<Text>) -> Self {
        self.0.extend(more.into().0);
        self
    }

    /// `items` with `between` between them.
    #[must_use]
    pub fn joined(items: impl IntoIterator<Item = Text>, between: &str) -> Self {
        let mut text = Self::default();
        for item in items {
            if !text.0.is_empty() {
                text = text.then(between);
            }
            text = text.then(item);
        }
        text
    }
}

/// Prose in which backticks enclose code, as in descriptors and in the help of a finding code.
impl From<&str> for Text {
    fn from(prose: &str) -> Self {
        let paired = prose.matches('`').count().is_multiple_of(2);
        if !paired {
            return Self(vec![Span::Prose(prose.to_owned())]);
        }
        let parts = prose.split('`').enumerate();
        let spans = parts.filter(|(_, part)| !part.is_empty()).map(|(at, part)| match at % 2 {
            0 => Span::Prose(part.to_owned()),
            _ => Span::Code(part.to_owned()),
        });
        Self(spans.collect())
    }
}

impl From<String> for Text {
    fn from(prose: String) -> Self {
        Text::from(prose.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_enclose_code_and_a_lone_one_is_prose() {
        let spans = Text::from("Write `a` or `b|c`").0;
        assert_eq!(spans.len(), 4);
        assert_eq!(spans[3], Span::Code("b|c".into()));
        assert_eq!(Text::from("5` tall").0, [Span::Prose("5` tall".into())]);
    }

    #[test]
    fn a_section_of_nothing_is_no_section() {
        assert_eq!(Page::new("a").section("Settings", vec![]).blocks, []);
    }
}
