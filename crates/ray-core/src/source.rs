//! The text of one evidence file, and the only place that counts lines.
//!
//! Readers work with byte [`Span`]s. A span becomes a 1-based line and column here and nowhere
//! else, and only when a finding needs it, so that a passing run never pays for it. Columns count
//! Unicode characters, not bytes.

use std::sync::OnceLock;

use crate::place::{EvidencePath, Excerpt, Position};

/// Characters of a line that an excerpt keeps on either side of the value it shows.
const EXCERPT_CONTEXT: usize = 60;

/// Characters of the value itself that an excerpt keeps; a longer value is cut.
const EXCERPT_VALUE: usize = 60;

/// A run of bytes `start..end` in a [`SourceFile`]; always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// True when `inner` lies within `self`.
    #[must_use]
    pub fn contains(self, inner: Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }
}

/// One evidence file as text: UTF-8, without its byte-order mark.
#[derive(Debug)]
pub struct SourceFile {
    path: EvidencePath,
    text: String,
    line_starts: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// Wraps `text`, which was read from `path`; a byte-order mark must be gone already.
    #[must_use]
    pub fn new(path: EvidencePath, text: String) -> Self {
        Self { path, text, line_starts: OnceLock::new() }
    }

    /// Where the file lies, relative to the root.
    #[must_use]
    pub fn path(&self) -> &EvidencePath {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of `span`; empty when the span does not lie on character boundaries.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The 1-based line and column of the character that starts at byte `offset`.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let (line, start) = self.line_of(offset);
        let before = self.text.get(start..offset).unwrap_or_default();
        Position::from_zero_based(line, before.chars().count())
    }

    /// The line on which `span` starts, cut to a readable width around the value.
    #[must_use]
    pub fn excerpt(&self, span: Span) -> Excerpt {
        let (line, start) = self.line_of(span.start);
        let end = self.line_starts().get(line + 1).copied().unwrap_or(self.text.len());
        let text = self.text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let column = self.text.get(start..span.start).map_or(0, |before| before.chars().count());
        let width = self.slice(span).lines().next().map_or(0, |value| value.chars().count());
        Excerpt::cut(text, column, width, EXCERPT_CONTEXT, EXCERPT_VALUE)
    }

    /// The 0-based line that holds `offset`, and the byte at which it starts.
    fn line_of(&self, offset: usize) -> (usize, usize) {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).saturating_sub(1);
        (line, starts.get(line).copied().unwrap_or(0))
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| line_starts(self.text.as_bytes()))
    }
}

/// The byte at which each line starts; `\n`, `\r\n` and a lone `\r` end a line.
fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let after = memchr::memchr2_iter(b'\n', b'\r', bytes).filter_map(|at| {
        let followed_by_newline =
            bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
        (!followed_by_newline).then_some(at + 1)
    });
    std::iter::once(0).chain(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> SourceFile {
        SourceFile::new(EvidencePath::new("a.txt"), text.to_owned())
    }

    #[test]
    fn counts_lines_whatever_ends_them() {
        let file = source("one\r\ntwo\rthree\nfour");
        let at = |word: &str| file.position(file.text().find(word).unwrap());
        assert_eq!(at("one"), Position::from_zero_based(0, 0));
        assert_eq!(at("two"), Position::from_zero_based(1, 0));
        assert_eq!(at("three"), Position::from_zero_based(2, 0));
        assert_eq!(at("four"), Position::from_zero_based(3, 0));
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let file = source("\u{e9}\u{1f600}x");
        assert_eq!(file.position(file.text().find('x').unwrap()), Position::from_zero_based(0, 2));
    }

    #[test]
    fn excerpt_marks_the_value() {
        let file = source("{\n  \"status\": \"pending\"\n}\n");
        let start = file.text().find("\"pending\"").unwrap();
        let excerpt = file.excerpt(Span::new(start, start + 9));
        assert_eq!(excerpt.text, "  \"status\": \"pending\"");
        assert_eq!((excerpt.start, excerpt.width), (12, 9));
    }

    #[test]
    fn excerpt_of_a_huge_line_stays_short() {
        let file = source(&format!("{}VALUE{}", "a".repeat(5000), "b".repeat(5000)));
        let excerpt = file.excerpt(Span::new(5000, 5005));
        assert!(excerpt.text.chars().count() < 200);
        let shown: String = excerpt.text.chars().skip(excerpt.start).take(excerpt.width).collect();
        assert_eq!(shown, "VALUE");
    }
}
