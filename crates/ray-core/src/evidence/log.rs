//! Reads a log as a stream: chunks of whole lines, or one line at a time, in constant memory.
//!
//! It knows where lines start and end, and no more: what a line says is for a gate to judge. `\n`
//! and `\r\n` end a line; a lone `\r`, as progress bars write it, is a byte of its line. The last
//! line may lack its ending.
//!
//! A [`Chunk`] is what a scanner wants: one regular expression runs over all of its bytes, and only
//! a hit is turned into a [`Line`]. A line that is longer than the reader's window comes in several
//! chunks that overlap by [`OVERLAP`] bytes, so that a scanner sees every byte of it, and a match
//! of up to that length in one piece.

mod chunk;

use std::io::{self, Read};
use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};

use self::chunk::Mark;
pub use self::chunk::{Chunk, Line};
use super::text::{BYTE_ORDER_MARK, not_utf8, read_failed};
use crate::finding::Notes;
use crate::place::{EvidencePath, Place};

/// Bytes of a window: a shorter line is always whole, and a chunk is never larger.
pub const WINDOW: usize = 64 * 1024;

/// Bytes that two windows of one line have in common; a few more where they would cut a character.
pub const OVERLAP: usize = 256;

/// The smallest window, which leaves room for what is new next to the overlap.
const SMALLEST_WINDOW: usize = 4 * OVERLAP;

/// The first bytes that are not UTF-8, and how often there are such.
#[derive(Debug)]
struct Invalid {
    place: Place,
    offset: u64,
    found: Vec<u8>,
    count: u64,
}

/// A log that is being read. It keeps one window, whatever the length of the log and its lines.
#[derive(Debug)]
pub struct LogReader<'n, R> {
    read: R,
    path: EvidencePath,
    notes: &'n Notes,
    buffer: Vec<u8>,
    filled: usize,
    /// What is cut at the end of a line or window, and not handed out yet.
    pending: Range<usize>,
    /// Where `pending` starts.
    mark: Mark,
    /// The byte of the file that stands first in `buffer`.
    offset: u64,
    /// `pending` ends within a line that is too long for one window.
    cut: bool,
    /// What was handed out last did not end its line.
    open_line: bool,
    /// Nothing follows what is in `buffer`.
    ended: bool,
    invalid: Option<Invalid>,
}

impl<'n, R: Read> LogReader<'n, R> {
    /// The log that `read` yields, which lies at `path`.
    ///
    /// When the end is reached, bytes that are not UTF-8 are noted: the first place and their
    /// number. When reading fails, that is noted where it happened, and the log ends there.
    #[must_use]
    pub fn new(read: R, path: &EvidencePath, notes: &'n Notes) -> Self {
        Self {
            read,
            path: path.clone(),
            notes,
            buffer: vec![0; WINDOW],
            filled: 0,
            pending: 0..0,
            mark: Mark::default(),
            offset: 0,
            cut: false,
            open_line: false,
            ended: false,
            invalid: None,
        }
    }

    /// Reads in windows of `bytes` instead of [`WINDOW`], but no fewer than 1024.
    #[must_use]
    pub fn with_window(mut self, bytes: usize) -> Self {
        let size = bytes.max(SMALLEST_WINDOW).max(self.filled);
        self.buffer.resize(size, 0);
        self
    }

    /// How many lines have been handed out, the one in progress included.
    #[must_use]
    pub fn lines_read(&self) -> usize {
        self.mark.line + usize::from(self.open_line)
    }

    /// The next whole lines, or the next window of a line that is too long. After
    /// [`next_line`](Self::next_line) it hands out what that has left.
    pub fn next_chunk(&mut self) -> Option<Chunk<'_>> {
        if self.pending.is_empty() && !self.fill() {
            return None;
        }
        Some(self.take(self.pending.end))
    }

    /// The next line, or the next window of a line that is too long.
    pub fn next_line(&mut self) -> Option<Line<'_>> {
        if self.pending.is_empty() && !self.fill() {
            return None;
        }
        let rest = self.buffer.get(self.pending.clone()).unwrap_or_default();
        let length = memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        Some(self.take(self.pending.start + length).line_at(0))
    }

    /// Hands out the pending bytes up to `end`.
    fn take(&mut self, end: usize) -> Chunk<'_> {
        let bytes = self.buffer.get(self.pending.start..end).unwrap_or_default();
        let mark = self.mark;
        let endings = memchr_iter(b'\n', bytes).count();
        if endings > 0 {
            self.mark = Mark { line: mark.line + endings, ..Mark::default() };
        }
        self.open_line = bytes.last() != Some(&b'\n');
        self.pending.start = end;
        Chunk::new(&self.path, bytes, mark, self.cut)
    }

    /// Reads on until there is something to hand out; false at the end.
    fn fill(&mut self) -> bool {
        let overlap = self.drop_handed_out();
        let read = self.read_more();
        self.drop_byte_order_mark();
        if let Err(error) = read {
            self.ended = true;
            let place = self.unread().line_at(self.filled).place_of(self.filled..self.filled);
            self.notes.add(read_failed(&place, &error));
        }
        if self.filled == overlap {
            self.ended = true;
            self.note_invalid();
            return false;
        }
        let end = self.end_of_chunk();
        self.pending = 0..end;
        self.look_for_invalid(overlap, end);
        true
    }

    /// Makes room in the buffer. What stays of the window that was handed out last is its length
    /// in bytes; 0 unless a line goes on.
    fn drop_handed_out(&mut self) -> usize {
        let end = self.pending.end;
        let keep = if self.cut { start_of_character(&self.buffer, end - OVERLAP) } else { end };
        if self.cut {
            let gone = self.buffer.get(..keep).unwrap_or_default();
            self.mark.window += 1;
            self.mark.column += gone.iter().filter(|&&byte| starts_character(byte)).count();
        }
        self.buffer.copy_within(keep..self.filled, 0);
        self.filled -= keep;
        self.offset += keep as u64;
        self.pending = 0..0;
        end - keep
    }

    /// Reads until the buffer is full or the log ends.
    fn read_more(&mut self) -> io::Result<()> {
        while !self.ended && self.filled < self.buffer.len() {
            let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
            match self.read.read(room) {
                Ok(0) => self.ended = true,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn drop_byte_order_mark(&mut self) {
        if self.offset == 0 && self.unread().bytes().starts_with(BYTE_ORDER_MARK) {
            let mark = BYTE_ORDER_MARK.len();
            self.buffer.copy_within(mark..self.filled, 0);
            self.filled -= mark;
            self.offset = mark as u64;
        }
    }

    /// Where the buffer is cut: after its last line ending, or else before its last character.
    fn end_of_chunk(&mut self) -> usize {
        let unread = self.unread().bytes();
        let ending = memrchr(b'\n', unread);
        // A byte is held back, so that the next window has something new.
        let last = start_of_character(unread, unread.len() - 1);
        self.cut = !self.ended && ending.is_none();
        match ending {
            _ if self.ended => self.filled,
            Some(at) => at + 1,
            None => last,
        }
    }

    /// All that is in the buffer.
    fn unread(&self) -> Chunk<'_> {
        let bytes = self.buffer.get(..self.filled).unwrap_or_default();
        Chunk::new(&self.path, bytes, self.mark, self.cut)
    }

    /// Counts what is not UTF-8 in the buffer from `start` up to `end`.
    fn look_for_invalid(&mut self, start: usize, end: usize) {
        let bytes = self.buffer.get(start..end).unwrap_or_default();
        let Err(error) = std::str::from_utf8(bytes) else {
            return;
        };
        let broken = || {
            let parts = bytes.utf8_chunks().map(|part| part.invalid());
            parts.filter(|invalid| !invalid.is_empty())
        };
        let count = broken().count() as u64;
        if let Some(invalid) = &mut self.invalid {
            invalid.count += count;
            return;
        }
        let found = broken().next().unwrap_or_default().to_vec();
        let at = start + error.valid_up_to();
        self.invalid = Some(Invalid {
            place: self.unread().place_of(at..at + found.len()),
            offset: self.offset + at as u64,
            found,
            count,
        });
    }

    fn note_invalid(&mut self) {
        let Some(invalid) = self.invalid.take() else {
            return;
        };
        let mut finding = not_utf8(&invalid.place, invalid.offset, &invalid.found);
        if invalid.count > 1 {
            finding.message = format!(
                "The file is not UTF-8 in {} places; the first is the byte at offset {}",
                invalid.count, invalid.offset
            )
            .into();
        }
        self.notes.add(finding);
    }
}

/// True for every byte but the second to fourth of a character in UTF-8.
fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// The start of the character that holds byte `at`; `at` itself where there is no UTF-8.
fn start_of_character(bytes: &[u8], at: usize) -> usize {
    (at.saturating_sub(3)..=at)
        .rev()
        .find(|&at| bytes.get(at).copied().is_some_and(starts_character))
        .unwrap_or(at)
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
