//! Says what is wrong with the records of a CSV file, and where.
//!
//! So many findings of one file are listed and the rest counted, so that a file in which every row
//! is wrong does not fill the memory. A record that is fine passes through without a trace.

use std::io;
use std::ops::Range;

use super::records::{Record, Step};
use super::{
    LONGEST_RECORD, MISSING_COLUMN, NOT_UTF8, RAGGED_ROW, READ_FAILED, RECORD_TOO_LONG,
    REPEATED_COLUMN, UNCLOSED_QUOTE,
};
use crate::evidence::SYNTAX;
use crate::finding::{Code, Finding, Notes};
use crate::place::{EvidencePath, Place, Position};
use crate::source::{SourceFile, Span};
use crate::value::words::nearest;

/// Findings about the grammar of one file that are listed one by one.
pub(super) const LISTED: usize = 1_000;

/// The findings about one file.
#[derive(Debug)]
pub(super) struct Report<'t> {
    path: EvidencePath,
    notes: &'t Notes,
    listed: usize,
    /// The first finding that is not listed, and how many there are.
    unlisted: Option<(Finding, u64)>,
}

impl<'t> Report<'t> {
    pub(super) fn new(path: EvidencePath, notes: &'t Notes) -> Self {
        Self { path, notes, listed: 0, unlisted: None }
    }

    pub(super) fn path(&self) -> &EvidencePath {
        &self.path
    }

    /// True when `step` is a record that can be used; anything else but the end is a finding.
    #[inline]
    pub(super) fn accepts(
        &mut self,
        step: io::Result<Step>,
        record: &Record<'_>,
        number: u64,
    ) -> bool {
        match step {
            Ok(Step::Record) if record.stray.is_none() => self.is_utf8(record, number),
            Ok(Step::End) => false,
            step => self.explain(step, record, number),
        }
    }

    #[inline]
    fn is_utf8(&mut self, record: &Record<'_>, number: u64) -> bool {
        if record.ascii {
            return true;
        }
        let Err(error) = simdutf8::compat::from_utf8(record.bytes) else {
            return true;
        };
        let at = error.valid_up_to();
        let byte = record.bytes.get(at).copied().unwrap_or_default();
        self.add(&NOT_UTF8, record, at..at, number, |finding| {
            finding
                .message(format!(
                    "The byte at offset {} of the file is not UTF-8",
                    record.offset + at as u64
                ))
                .expected("UTF-8")
                .actual(format!("0x{byte:02X}"))
        });
        false
    }

    #[cold]
    fn explain(&mut self, step: io::Result<Step>, record: &Record<'_>, number: u64) -> bool {
        match step {
            Ok(Step::Record) => {
                let usable = self.is_utf8(record, number);
                let at = record.stray.unwrap_or_default();
                self.add(&SYNTAX, record, at..at + 1, number, |finding| {
                    finding
                        .message("Text follows a closing quote")
                        .expected("the delimiter or the end of the line")
                        .help("Write a quote within quotes twice; leave no space around quotes")
                });
                return usable;
            }
            Ok(Step::TooLong) => self.add(&RECORD_TOO_LONG, record, 0..0, number, |finding| {
                finding.expected(format!("at most {LONGEST_RECORD} bytes"))
            }),
            Ok(Step::Unclosed) => {
                let last = record.width().saturating_sub(1);
                let at = record.field(last).map_or(0, |field| field.start);
                self.add(&UNCLOSED_QUOTE, record, at..at + 1, number, |finding| {
                    finding.message("The file ends before the quote that opens here is closed")
                });
            }
            Ok(Step::End) => {}
            Err(error) => {
                let message = format!("The file could not be read to its end: {error}");
                self.notes.add(READ_FAILED.at(&self.path).message(message));
            }
        }
        false
    }

    pub(super) fn empty(&mut self) {
        self.notes
            .add(SYNTAX.at(&self.path).message("The file is empty; a header row was expected"));
    }

    pub(super) fn missing(&mut self, header: &Place, name: &str, names: &[String]) {
        let mut finding = MISSING_COLUMN
            .at(header)
            .message(format!("The column \"{name}\" is missing"))
            .expected(format!("a column \"{name}\""));
        if let Some(near) = nearest(name, names.iter().map(String::as_str)) {
            finding = finding.help(format!("Is the column \"{near}\" meant? Name it \"{name}\""));
        }
        self.notes.add(finding);
    }

    pub(super) fn repeated(&mut self, header: &Record<'_>, again: usize, name: &str) {
        let field = header.field(again).unwrap_or_default();
        self.add(&REPEATED_COLUMN, header, field, 0, |finding| {
            finding
                .message(format!("The column \"{name}\" stands in the header twice"))
                .expected("one column of this name")
        });
    }

    #[cold]
    pub(super) fn ragged(&mut self, record: &Record<'_>, number: u64, width: usize) {
        let found = record.width();
        let span = record.field(width).unwrap_or(0..record.bytes.len());
        self.add(&RAGGED_ROW, record, span, number, |finding| {
            finding
                .message(format!("The row has {found} fields, the header has {width}"))
                .expected(format!("{width} fields"))
                .actual(format!("{found} fields"))
        });
    }

    /// Says how many findings were not listed.
    pub(super) fn close(&mut self) {
        if let Some((finding, more)) = self.unlisted.take() {
            let message = format!(
                "{}, and {more} more findings about rows from here on are not listed",
                finding.message
            );
            self.notes.add(finding.message(message));
        }
    }

    fn add(
        &mut self,
        code: &'static Code,
        record: &Record<'_>,
        range: Range<usize>,
        number: u64,
        say: impl FnOnce(Finding) -> Finding,
    ) {
        if let Some((_, more)) = &mut self.unlisted {
            *more += 1;
            return;
        }
        let finding = say(code.at(&place(&self.path, record, range, pointer(number))));
        if self.listed < LISTED {
            self.listed += 1;
            self.notes.add(finding);
        } else {
            self.unlisted = Some((finding, 0));
        }
    }
}

/// A row in the terms of the file; row 0 is the header.
pub(super) fn pointer(number: u64) -> String {
    match number {
        0 => "header".to_owned(),
        number => format!("row {number}"),
    }
}

/// The place of the bytes `range` of `record`.
pub(super) fn place(
    path: &EvidencePath,
    record: &Record<'_>,
    range: Range<usize>,
    pointer: String,
) -> Place {
    let text = String::from_utf8_lossy(record.bytes).into_owned();
    let source = SourceFile::new(path.clone(), text);
    let at = source.position(range.start);
    let line = record.line + at.line() - 1;
    Place {
        path: path.clone(),
        position: Some(Position::from_zero_based(line, at.column() - 1)),
        pointer: Some(pointer),
        excerpt: Some(source.excerpt(Span::new(range.start, range.end))),
    }
}
