//! The handle on one line of text or one cell.

use std::sync::Arc;

use super::Markdown;
use super::field::Field;
use super::run::Run;
use crate::place::{Located, Place, Placed};

/// A line of a paragraph or an item, or a cell of a table: flat text without its formatting.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    markdown: &'a Arc<Markdown>,
    run: &'a Run,
}

impl<'a> Text<'a> {
    pub(super) fn new(markdown: &'a Arc<Markdown>, run: &'a Run) -> Self {
        Self { markdown, run }
    }

    /// The text, trimmed; empty only for a cell.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        &self.run.text
    }

    /// The text and where it stands.
    #[must_use]
    pub fn located(self) -> Located<String> {
        let spot = self.markdown.spot(self.run.span);
        Located::new(self.run.text.clone(), spot)
    }

    /// Where the links and images in the text lead, as written.
    #[must_use]
    pub fn links(self) -> &'a [String] {
        &self.run.links
    }

    /// The label and the value, when the text reads `Label: value`.
    #[must_use]
    pub fn field(self) -> Option<Field> {
        Field::of_line(self.markdown, self.run)
    }
}

impl Placed for Text<'_> {
    fn place(&self) -> Place {
        self.markdown.spot(self.run.span).place()
    }
}
