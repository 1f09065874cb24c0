//! What a log is handed out in: chunks of whole lines, and lines that know their place.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};

use crate::place::{EvidencePath, Excerpt, Place, Placed, Position};

/// Characters of a line that an excerpt keeps on either side of a match, and of the match.
const EXCERPT: usize = 60;

/// Where the bytes that come next stand in the log.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mark {
    /// Lines before this one.
    pub(super) line: usize,
    /// Windows of this line before this one.
    pub(super) window: usize,
    /// Characters of this line before this window.
    pub(super) column: usize,
}

/// Lines that follow one another, or one window of a line that is too long.
#[derive(Debug)]
pub struct Chunk<'a> {
    path: &'a EvidencePath,
    bytes: &'a [u8],
    mark: Mark,
    cut: bool,
    /// A byte, and the line endings before it: hits come in order, so lines are counted once.
    counted: Cell<(usize, usize)>,
}

impl<'a> Chunk<'a> {
    /// The `bytes` of the log at `path` that start at `mark`; `cut` when they end within a line
    /// that is too long for one window.
    pub(super) fn new(path: &'a EvidencePath, bytes: &'a [u8], mark: Mark, cut: bool) -> Self {
        Self { path, bytes, mark, cut, counted: Cell::default() }
    }

    /// The bytes with their line endings.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The number of the line in which the chunk starts, from 1.
    #[must_use]
    pub fn first_line(&self) -> usize {
        self.mark.line + 1
    }

    /// The line that holds the byte at `offset`, its ending included; the last line for an offset
    /// past the end.
    #[must_use]
    pub fn line_at(&self, offset: usize) -> Line<'a> {
        let offset = offset.min(self.bytes.len().saturating_sub(1));
        let (before, from) = self.bytes.split_at_checked(offset).unwrap_or_default();
        let start = memrchr(b'\n', before).map_or(0, |at| at + 1);
        let ending = memchr(b'\n', from).map(|at| offset + at);
        let end = ending.unwrap_or(self.bytes.len());
        let mut bytes = self.bytes.get(start..end).unwrap_or_default();
        if ending.is_some() {
            bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        }
        let first = start == 0;
        Line {
            path: self.path,
            bytes,
            start,
            mark: Mark {
                line: self.mark.line + self.endings_before(start),
                window: if first { self.mark.window } else { 0 },
                column: if first { self.mark.column } else { 0 },
            },
            cut: ending.is_none() && self.cut,
        }
    }

    /// The place of the bytes `range` of the chunk.
    #[must_use]
    pub fn place_of(&self, range: Range<usize>) -> Place {
        let line = self.line_at(range.start);
        line.place_of(range.start.saturating_sub(line.start)..range.end.saturating_sub(line.start))
    }

    fn endings_before(&self, start: usize) -> usize {
        let (from, endings) = match self.counted.get() {
            (from, endings) if from <= start => (from, endings),
            _ => (0, 0),
        };
        let between = self.bytes.get(from..start).unwrap_or_default();
        let endings = endings + memchr_iter(b'\n', between).count();
        self.counted.set((start, endings));
        endings
    }
}

/// A line, or one window of a line that is too long.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    path: &'a EvidencePath,
    bytes: &'a [u8],
    start: usize,
    mark: Mark,
    cut: bool,
}

impl<'a> Line<'a> {
    /// The number of the line, from 1; the same for all of its windows.
    #[must_use]
    pub fn number(&self) -> usize {
        self.mark.line + 1
    }

    /// Which window of its line this is, from 0.
    #[must_use]
    pub fn window(&self) -> usize {
        self.mark.window
    }

    /// True when this is a part of its line: other windows stand before it or follow.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut || self.mark.window > 0
    }

    /// The byte of the chunk at which the line starts.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start
    }

    /// The bytes without the line ending.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The text without the line ending; what is not UTF-8 is replaced by U+FFFD.
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.bytes)
    }

    /// The place of the bytes `range` of the line. The column counts the characters of the whole
    /// line, also in a later window of it.
    #[must_use]
    pub fn place_of(&self, range: Range<usize>) -> Place {
        let end = range.end.min(self.bytes.len());
        let start = range.start.min(end);
        let column = self.characters(0..start);
        let width = self.characters(start..end);
        let position = Position::from_zero_based(self.mark.line, self.mark.column + column);
        Place {
            position: Some(position),
            excerpt: Some(Excerpt::cut(&self.text(), column, width, EXCERPT, EXCERPT)),
            ..self.path.place()
        }
    }

    fn characters(&self, range: Range<usize>) -> usize {
        let bytes = self.bytes.get(range).unwrap_or_default();
        String::from_utf8_lossy(bytes).chars().count()
    }
}

impl Placed for Line<'_> {
    fn place(&self) -> Place {
        self.place_of(0..self.bytes.len())
    }
}
