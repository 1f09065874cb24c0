//! Cuts a stream of bytes into the records and fields of RFC 4180.
//!
//! One record at a time stands in a buffer that does not grow beyond the longest record allowed, so
//! memory does not depend on the file. This knows bytes only: no header, no text, no findings. Where
//! RFC 4180 says nothing it reads as most readers do: a quote within an unquoted field is a
//! character like any other, and what follows a closing quote belongs to the field, but is told.

use std::io::{self, ErrorKind, Read};
use std::ops::Range;

use super::bytes::{Lines, detect_delimiter, equal_bytes, find, is_break};

/// Bytes that are asked of the stream at once.
const CHUNK: usize = 64 * 1024;

/// What became of a call to [`Records::advance`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A whole record.
    Record,
    /// The beginning of a record that is longer than allowed; the next call passes over the rest.
    TooLong,
    /// A last record that ends inside quotes.
    Unclosed,
    /// There are no more records.
    End,
}

/// What the scanner is in, at its next byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Unquoted,
    Quoted,
    /// After a quote in a quoted field, which closes the field or is the first half of `""`.
    QuoteInQuoted,
}

/// The record that [`Records::advance`] came to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    /// Its bytes as they stand, quotes included, without the line ending.
    pub(super) bytes: &'a [u8],
    /// The line of its first byte, from 0.
    pub(super) line: usize,
    /// The place of its first byte in the file.
    pub(super) offset: u64,
    /// The first byte that follows a closing quote and is no delimiter.
    pub(super) stray: Option<usize>,
    /// It is known to be ASCII throughout.
    pub(super) ascii: bool,
    /// Where each field ends; the next one starts a byte later.
    ends: &'a [usize],
}

impl Record<'_> {
    /// How many fields it has.
    pub(super) fn width(&self) -> usize {
        self.ends.len()
    }

    /// Where field `index` stands among the bytes, its quotes included.
    #[inline]
    pub(super) fn field(&self, index: usize) -> Option<Range<usize>> {
        let start = match index.checked_sub(1) {
            Some(before) => self.ends.get(before)? + 1,
            None => 0,
        };
        Some(start..*self.ends.get(index)?)
    }
}

/// The records of `read`, one after another.
#[derive(Debug)]
pub(super) struct Records<R> {
    read: R,
    longest: usize,
    chunk: usize,
    delimiter: u8,
    buffer: Vec<u8>,
    /// How many bytes of `buffer` were read.
    filled: usize,
    end_of_file: bool,
    /// The place of the first byte of `buffer` in the file.
    offset: u64,
    lines: Lines,
    /// Where the record starts and ends in `buffer`.
    start: usize,
    end: usize,
    /// The next byte to look at.
    at: usize,
    state: State,
    ends: Vec<usize>,
    quoted: bool,
    skipping: bool,
    ascii: bool,
    stray: Option<usize>,
}

impl<R: Read> Records<R> {
    /// Records of at most `longest` bytes, delimited by what stands most often in the first line.
    pub(super) fn new(read: R, longest: usize) -> Self {
        Self::with_chunk(read, longest, CHUNK)
    }

    /// The same, asking the stream for `chunk` bytes at once; at least four.
    pub(super) fn with_chunk(read: R, longest: usize, chunk: usize) -> Self {
        Self {
            read,
            longest,
            chunk,
            delimiter: b',',
            buffer: vec![0; chunk],
            filled: 0,
            end_of_file: false,
            offset: 0,
            lines: Lines::default(),
            start: 0,
            end: 0,
            at: 0,
            state: State::FieldStart,
            ends: Vec::new(),
            quoted: false,
            skipping: false,
            ascii: false,
            stray: None,
        }
    }

    /// Goes to the first line: past a byte-order mark and blank lines, and learns the delimiter.
    pub(super) fn open(&mut self) -> io::Result<()> {
        self.fill()?;
        if self.buffer.starts_with(b"\xef\xbb\xbf") {
            self.start = 3;
            self.end = 3;
        }
        self.leave_record()?;
        let first = self.buffer.get(self.start..self.filled).unwrap_or_default();
        self.delimiter = detect_delimiter(first);
        Ok(())
    }

    /// The byte between two fields.
    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Goes to the next record. A blank line is none.
    pub(super) fn advance(&mut self) -> io::Result<Step> {
        self.leave_record()?;
        if self.start == self.filled {
            return Ok(Step::End);
        }
        self.at = self.start;
        self.state = State::FieldStart;
        self.ends.clear();
        self.ascii = false;
        self.stray = None;
        while !self.split_plain() && !self.split() {
            if self.end_of_file {
                self.ends.push(self.filled - self.start);
                break;
            }
            if self.filled - self.start > self.longest {
                self.skipping = true;
                self.end = self.at;
                return Ok(Step::TooLong);
            }
            self.fill()?;
        }
        self.end = self.at;
        Ok(if self.end - self.start > self.longest {
            Step::TooLong
        } else if self.state == State::Quoted {
            Step::Unclosed
        } else {
            Step::Record
        })
    }

    /// What [`Records::advance`] came to.
    pub(super) fn record(&self) -> Record<'_> {
        Record {
            bytes: self.buffer.get(self.start..self.end).unwrap_or_default(),
            line: self.lines.line(),
            offset: self.offset + self.start as u64,
            stray: self.stray,
            ascii: self.ascii,
            ends: &self.ends,
        }
    }

    /// Goes to the first byte after the record, its line ending and the blank lines behind it.
    fn leave_record(&mut self) -> io::Result<()> {
        while self.skipping {
            self.skip_more()?;
        }
        if self.quoted {
            self.pass(self.end);
            self.quoted = false;
        } else if self.end > self.start {
            self.lines.pass_unbroken();
            self.start = self.end;
        }
        loop {
            let rest = self.buffer.get(self.end..self.filled).unwrap_or_default();
            self.end += rest.iter().take_while(|&&byte| is_break(byte)).count();
            self.pass(self.end);
            if self.start < self.filled || self.end_of_file {
                return Ok(());
            }
            self.fill()?;
        }
    }

    /// Drops what is buffered of a record that is too long, and looks for its end in what follows.
    fn skip_more(&mut self) -> io::Result<()> {
        self.pass(self.end);
        self.ends.clear();
        self.fill()?;
        self.skipping = !self.split() && !self.end_of_file;
        self.end = self.at;
        self.quoted = true;
        Ok(())
    }

    /// Counts the lines up to `end`, which is where the next bytes begin.
    fn pass(&mut self, end: usize) {
        self.lines.pass(self.buffer.get(self.start..end).unwrap_or_default());
        self.start = end;
    }

    /// Splits the record when it is wholly buffered and has no quotes, as most records; false when
    /// that is not so, and nothing is changed.
    #[inline]
    fn split_plain(&mut self) -> bool {
        if self.at != self.start {
            return false;
        }
        let rest = self.buffer.get(self.at..self.filled).unwrap_or_default();
        let end = match memchr::memchr3(b'\n', b'\r', b'"', rest) {
            Some(end) if rest.get(end) != Some(&b'"') => end,
            _ => return false,
        };
        let (words, tail) = rest.get(..end).unwrap_or_default().as_chunks();
        let (mut from, mut all) = (0, 0);
        for word in words {
            let word = u64::from_le_bytes(*word);
            all |= word;
            let mut hits = equal_bytes(word, self.delimiter);
            while hits != 0 {
                self.ends.push(from + (hits.trailing_zeros() / 8) as usize);
                hits &= hits - 1;
            }
            from += 8;
        }
        for byte in tail {
            if *byte == self.delimiter {
                self.ends.push(from);
            }
            from += 1;
        }
        self.ascii = tail.is_ascii() && all & u64::from_le_bytes([0x80; 8]) == 0;
        self.ends.push(end);
        self.at += end;
        true
    }

    /// Looks for the end of the record in what is buffered; false when there is no end in it.
    fn split(&mut self) -> bool {
        let bytes = self.buffer.get(..self.filled).unwrap_or_default();
        let (mut at, mut state) = (self.at, self.state);
        let mut ended = false;
        while let (false, Some(&byte)) = (ended, bytes.get(at)) {
            match state {
                State::FieldStart if byte == b'"' => {
                    self.quoted = true;
                    state = State::Quoted;
                    at += 1;
                }
                State::FieldStart | State::Unquoted => {
                    at = find(bytes, at, [self.delimiter, b'\n', b'\r']);
                    state = State::Unquoted;
                    if let Some(&byte) = bytes.get(at) {
                        self.ends.push(at - self.start);
                        ended = byte != self.delimiter;
                        state = State::FieldStart;
                        at += usize::from(!ended);
                    }
                }
                State::Quoted => {
                    at = find(bytes, at, [b'"']);
                    if at < bytes.len() {
                        state = State::QuoteInQuoted;
                        at += 1;
                    }
                }
                State::QuoteInQuoted if byte == b'"' => {
                    state = State::Quoted;
                    at += 1;
                }
                State::QuoteInQuoted => {
                    if byte != self.delimiter && !is_break(byte) {
                        self.stray = self.stray.or(Some(at - self.start));
                    }
                    state = State::Unquoted;
                }
            }
        }
        (self.at, self.state) = (at, state);
        ended
    }

    /// Moves the record to the front of the buffer and fills the rest of it from the stream.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.filled, 0);
        self.offset += self.start as u64;
        self.filled -= self.start;
        self.end -= self.start;
        self.at = self.at.saturating_sub(self.start);
        self.start = 0;
        if self.filled == self.buffer.len() {
            let longer = (self.filled * 2).min(self.longest + self.chunk);
            self.buffer.resize(longer, 0);
        }
        while let Some(free) = self.buffer.get_mut(self.filled..).filter(|b| !b.is_empty()) {
            match self.read.read(free) {
                Ok(0) => {
                    self.end_of_file = true;
                    break;
                }
                Ok(read) => self.filled = (self.filled + read).min(self.buffer.len()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
