//! The text of one evidence file, and the only place that counts lines.
//!
//! Readers work with byte [`Span`]s. A span becomes a 1-based line and column here and nowhere
//! else, and only when a finding needs it, so that a passing run never pays for it. Columns count
//! Unicode characters, not bytes. A file may be one line of many megabytes with a finding at each of
//! its values, so no place is found by walking a line from its start.

use std::sync::OnceLock;

use crate::place::{EvidencePath, Excerpt, Position};

/// Characters of a line that an excerpt keeps on either side of the value it shows.
const EXCERPT_CONTEXT: usize = 60;

/// Characters of the value itself that an excerpt keeps; a longer value is cut.
const EXCERPT_VALUE: usize = 60;

/// Bytes between two offsets of which it is known how many characters stand before them.
const STRIDE: usize = 4096;

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
    /// How many characters start before each multiple of [`STRIDE`].
    characters: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// Wraps `text`, which was read from `path`; a byte-order mark must be gone already.
    #[must_use]
    pub fn new(path: EvidencePath, text: String) -> Self {
        Self { path, text, line_starts: OnceLock::new(), characters: OnceLock::new() }
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
        let column = self.characters_before(offset) - self.characters_before(start);
        Position::from_zero_based(line, column)
    }

    /// The line on which `span` starts, cut to a readable width around the value.
    #[must_use]
    pub fn excerpt(&self, span: Span) -> Excerpt {
        let (line, start) = self.line_of(span.start);
        let end = self.line_starts().get(line + 1).copied().unwrap_or(self.text.len());
        let whole = self.text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let (before, rest) = whole.split_at_checked(span.start - start).unwrap_or((whole, ""));
        let value = self.slice(span).chars().take(EXCERPT_VALUE);
        let width = value.take_while(|c| !matches!(c, '\r' | '\n')).count();
        // One character more on either side shows that there is more.
        let first = before.char_indices().rev().nth(EXCERPT_CONTEXT).map_or(0, |(at, _)| at);
        let last = rest.char_indices().nth(width + EXCERPT_CONTEXT + 1);
        let near = whole.get(first..last.map_or(whole.len(), |(at, _)| before.len() + at));
        let column = before.get(first..).map_or(0, |before| before.chars().count());
        Excerpt::cut(near.unwrap_or_default(), column, width, EXCERPT_CONTEXT, EXCERPT_VALUE)
    }

    /// How many characters start before byte `offset`.
    fn characters_before(&self, offset: usize) -> usize {
        let known = self.characters.get_or_init(|| {
            let strides = self.text.as_bytes().chunks(STRIDE).map(characters_in);
            let sums = strides.scan(0, |sum, count| {
                *sum += count;
                Some(*sum)
            });
            std::iter::once(0).chain(sums).collect()
        });
        let stride = offset / STRIDE;
        let rest = self.text.as_bytes().get(stride * STRIDE..offset).unwrap_or_default();
        known.get(stride).copied().unwrap_or(0) + characters_in(rest)
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

/// How many characters start in `bytes`, a part of UTF-8 text.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
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
    use proptest::prelude::*;

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

    /// What [`SourceFile::excerpt`] shows, found by walking the line from its start.
    fn walked(file: &SourceFile, span: Span) -> Excerpt {
        let (line, start) = file.line_of(span.start);
        let end = file.line_starts().get(line + 1).copied().unwrap_or(file.text.len());
        let text = file.slice(Span::new(start, end)).trim_end_matches(['\r', '\n']);
        let column = file.slice(Span::new(start, span.start)).chars().count();
        let value = file.slice(span).split(['\r', '\n']).next().unwrap_or_default();
        Excerpt::cut(text, column, value.chars().count(), EXCERPT_CONTEXT, EXCERPT_VALUE)
    }

    proptest! {
        #[test]
        fn a_place_is_the_one_that_walking_the_line_finds(
            text in "([aé😀]{0,300}(\r\n|\n|\r)?){0,4}",
            repeat in prop_oneof![Just(1usize), Just(60)],
            from in any::<prop::sample::Index>(),
            length in 0usize..200,
        ) {
            let file = source(&text.repeat(repeat));
            let text = file.text();
            let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            prop_assume!(!offsets.is_empty());
            let at = from.index(offsets.len());
            let end = offsets.get(at + length).copied().unwrap_or(text.len());
            let span = Span::new(offsets[at], end);
            let (line, start) = file.line_of(span.start);
            let column = file.slice(Span::new(start, span.start)).chars().count();
            prop_assert_eq!(file.position(span.start), Position::from_zero_based(line, column));
            if !file.slice(Span::new(span.start, text.len())).starts_with(['\r', '\n']) {
                prop_assert_eq!(file.excerpt(span), walked(&file, span));
            }
        }
    }

    /// Walking the line for each of them, this test would take minutes.
    #[test]
    fn many_places_on_one_long_line_are_found_at_once() {
        let file = source(&"value ".repeat(200_000));
        for at in (0..file.text().len()).step_by(60) {
            let excerpt = file.excerpt(Span::new(at, at + 5));
            assert_eq!((file.position(at).column(), excerpt.width), (at + 1, 5));
        }
    }

    #[test]
    fn a_place_at_the_end_of_the_file_is_found() {
        let file = source(&"é".repeat(STRIDE));
        let end = file.text().len();
        assert_eq!(file.position(end), Position::from_zero_based(0, STRIDE));
        assert_eq!(file.excerpt(Span::new(end, end)).width, 0);
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
