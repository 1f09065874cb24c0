//! Where something stands: the path of a file, a line and column, and the file's own terms.
//!
//! A finding can only be placed at a value that a reader produced, at a file, or at a file that is
//! not there; nothing here invents a line number.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::source::{SourceFile, Span};

/// A path relative to the root, with forward slashes on every system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvidencePath(Arc<str>);

impl EvidencePath {
    /// Takes a path that is relative already; a backslash becomes a slash, `./` is dropped.
    #[must_use]
    pub fn new(path: &str) -> Self {
        let slashed = path.replace('\\', "/");
        let mut parts: Vec<&str> = Vec::new();
        for part in slashed.split('/') {
            match part {
                "" | "." => {}
                part => parts.push(part),
            }
        }
        Self(parts.join("/").into())
    }

    /// The path as text; empty for the root itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part of the path.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// This path with `name` below it.
    #[must_use]
    pub fn join(&self, name: &str) -> Self {
        Self::new(&format!("{}/{name}", self.0))
    }

    /// True when this path is `folder` or lies below it.
    #[must_use]
    pub fn is_within(&self, folder: &EvidencePath) -> bool {
        folder.0.is_empty()
            || self
                .0
                .strip_prefix(&*folder.0)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl Serialize for EvidencePath {
    /// As it is displayed.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Display for EvidencePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A 1-based line and column; columns count Unicode characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    line: NonZeroUsize,
    column: NonZeroUsize,
}

impl Position {
    /// From a line and a column that are counted from 0.
    #[must_use]
    pub fn from_zero_based(line: usize, column: usize) -> Self {
        Self {
            line: NonZeroUsize::MIN.saturating_add(line),
            column: NonZeroUsize::MIN.saturating_add(column),
        }
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(self) -> usize {
        self.line.get()
    }

    /// The column in characters, from 1.
    #[must_use]
    pub fn column(self) -> usize {
        self.column.get()
    }
}

/// A line of evidence cut to a readable width, and the part of it that a finding is about.
///
/// The text is untrusted and raw: whoever prints it escapes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line, or the part of it around the value.
    pub text: String,
    /// Where the value starts in `text`, in characters from 0.
    pub start: usize,
    /// How many characters of `text` the value takes; 0 for a place between characters.
    pub width: usize,
}

impl Excerpt {
    /// Keeps `context` characters of `line` on either side of the `width` characters at `column`,
    /// and no more than `longest` characters of the value. A cut is shown as `…`.
    #[must_use]
    pub fn cut(line: &str, column: usize, width: usize, context: usize, longest: usize) -> Self {
        let width = width.min(longest);
        let from = column.saturating_sub(context);
        let wanted = column - from + width + context;
        let mut rest = line.chars().skip(from);
        let mut text = String::from(if from > 0 { "…" } else { "" });
        text.extend(rest.by_ref().take(wanted));
        if rest.next().is_some() {
            text.push('…');
        }
        Self { text, start: column - from + usize::from(from > 0), width }
    }
}

/// Where a finding stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, whether it exists or not.
    pub path: EvidencePath,
    /// The line and column; none when the finding is about the file as a whole.
    pub position: Option<Position>,
    /// The place in the file's own terms: a JSON pointer, a column name, a heading, an entry name.
    pub pointer: Option<String>,
    /// What stands there.
    pub excerpt: Option<Excerpt>,
}

/// Anything that can say where it stands.
pub trait Placed {
    /// The place to put a finding at.
    fn place(&self) -> Place;
}

impl Placed for Place {
    fn place(&self) -> Place {
        self.clone()
    }
}

impl Placed for EvidencePath {
    fn place(&self) -> Place {
        Place { path: self.clone(), position: None, pointer: None, excerpt: None }
    }
}

/// A parsed file that knows its text and can name a part of itself.
pub trait Document: fmt::Debug + Send + Sync {
    /// The text that the file was parsed from.
    fn source(&self) -> &SourceFile;

    /// The name of the innermost part that holds `span`, such as a JSON pointer.
    fn pointer(&self, span: Span) -> Option<String>;
}

/// A span of a parsed file. Cheap to keep; turned into a [`Place`] only for a finding.
#[derive(Debug, Clone)]
pub struct Spot {
    document: Arc<dyn Document>,
    span: Span,
    opening: bool,
}

impl Spot {
    /// The bytes `span` of `document`.
    #[must_use]
    pub fn new(document: Arc<dyn Document>, span: Span) -> Self {
        Self { document, span, opening: false }
    }

    /// The same part of the document, shown by its first character alone: of an object or a list that
    /// goes on for many lines, the one that a reader looks at for what is not there.
    #[must_use]
    pub fn opening(self) -> Self {
        Self { opening: true, ..self }
    }
}

impl Placed for Spot {
    fn place(&self) -> Place {
        let source = self.document.source();
        let Span { start, end } = self.span;
        let shown = if self.opening { end.min(start + 1) } else { end };
        Place {
            path: source.path().clone(),
            position: Some(source.position(start)),
            pointer: self.document.pointer(self.span),
            excerpt: Some(source.excerpt(Span::new(start, shown))),
        }
    }
}

/// A value and where it was read.
#[derive(Debug, Clone)]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub spot: Spot,
}

impl<T> Located<T> {
    /// `value`, read at `spot`.
    #[must_use]
    pub fn new(value: T, spot: Spot) -> Self {
        Self { value, spot }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: change(self.value), spot: self.spot }
    }
}

impl<T> Placed for Located<T> {
    fn place(&self) -> Place {
        self.spot.place()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_with_forward_slashes() {
        assert_eq!(EvidencePath::new(".\\.artifacts\\a.json").as_str(), ".artifacts/a.json");
        assert_eq!(EvidencePath::new("a//b/").as_str(), "a/b");
    }

    #[test]
    fn a_path_is_within_its_folder_but_not_within_a_namesake() {
        let folder = EvidencePath::new(".artifacts/deployment");
        assert!(EvidencePath::new(".artifacts/deployment/a.json").is_within(&folder));
        assert!(folder.is_within(&folder));
        assert!(!EvidencePath::new(".artifacts/deployment-old/a.json").is_within(&folder));
    }

    #[test]
    fn an_excerpt_shows_where_it_was_cut() {
        let cut = Excerpt::cut("0123456789", 5, 1, 2, 10);
        assert_eq!((cut.text.as_str(), cut.start, cut.width), ("…34567…", 3, 1));
    }
}
