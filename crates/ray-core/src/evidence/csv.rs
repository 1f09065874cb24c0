//! Reads CSV (RFC 4180) as a stream of rows, whose columns are found by name.
//!
//! Memory does not grow with the file, and a row that is fine costs no allocation: a line and
//! column are worked out, from the bytes of the one record at hand, only when a finding asks for
//! them. It knows nothing of what a column means, and whether no rows are enough.

mod bytes;
#[cfg(test)]
mod properties;
mod records;
mod report;

use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;

use self::records::{Record, Records, Step};
use self::report::Report;
use super::MISSING_COLUMN;
use super::text::{NOT_UTF8, READ_FAILED};
use crate::finding::{Code, Notes};
use crate::place::{EvidencePath, Place, Placed};

/// Bytes that one record may have.
pub const LONGEST_RECORD: usize = 1024 * 1024;

/// A column that is asked for stands in the header twice.
pub const REPEATED_COLUMN: Code = Code::error(
    "repeated-column",
    "A column stands twice in the header",
    "Keep one of the two; the first is the one that was read",
    "id,due_date,Due Date",
);

/// A row has more or fewer fields than the header.
pub const RAGGED_ROW: Code = Code::error(
    "ragged-row",
    "A row has another number of fields than the header",
    "Give every row one field for each column; a field that holds the delimiter needs quotes",
    "id,title\n7,Rotate keys, then restart",
)
.never_waived();

/// A record is longer than [`LONGEST_RECORD`].
pub const RECORD_TOO_LONG: Code = Code::error(
    "record-too-long",
    "A row is too long to be read",
    "Look for a quote that is opened in this row and never closed",
    "1,\"the quote is never closed",
)
.never_waived();

/// The file ends inside quotes.
pub const UNCLOSED_QUOTE: Code = Code::error(
    "unclosed-quote",
    "The file ends inside a quoted field",
    "Close the quote; if the file was cut short, export it again",
    "id,title\n7,\"Rotate ke",
)
.never_waived();

/// A column to look for.
#[derive(Debug, Clone, Copy)]
pub struct Column<'c> {
    /// Its proper name, as messages spell it.
    pub name: &'c str,
    /// Other names that are understood.
    pub synonyms: &'c [&'c str],
    /// Its absence is a finding.
    pub required: bool,
}

impl<'c> Column<'c> {
    /// A column that must be there.
    #[must_use]
    pub const fn required(name: &'c str, synonyms: &'c [&'c str]) -> Self {
        Self { name, synonyms, required: true }
    }

    /// A column that may be there.
    #[must_use]
    pub const fn optional(name: &'c str, synonyms: &'c [&'c str]) -> Self {
        Self { name, synonyms, required: false }
    }

    /// All its names, folded.
    fn folded(&self) -> Vec<String> {
        let names = std::iter::once(&self.name).chain(self.synonyms);
        names.map(|name| fold_name(name)).collect()
    }
}

/// Folds case and drops spaces, `-` and `_`, as column names compare.
fn fold_name(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A CSV file that is being read.
#[derive(Debug)]
pub struct Table<'t, R> {
    records: Records<R>,
    report: Report<'t>,
    columns: &'t [Column<'t>],
    /// For each asked-for column its place among the fields.
    fields: Vec<Option<usize>>,
    header: Place,
    width: usize,
    number: u64,
    ended: bool,
}

impl<'t, R: Read> Table<'t, R> {
    /// Reads the header of the file at `path` and looks for `columns` in it.
    ///
    /// A file that is empty, or whose header cannot be read, is a finding and has no rows. A row
    /// that is longer than [`LONGEST_RECORD`], is not UTF-8 or ends inside quotes is a finding and
    /// is left out; reading goes on behind it. A ragged row is a finding and is still given out. A
    /// column that is repeated is read where it stands first.
    pub fn open(read: R, path: EvidencePath, notes: &'t Notes, columns: &'t [Column<'t>]) -> Self {
        let mut table = Self {
            records: Records::new(read, LONGEST_RECORD),
            header: path.place(),
            report: Report::new(path, notes),
            columns,
            fields: Vec::new(),
            width: 0,
            number: 0,
            ended: false,
        };
        table.read_header();
        table
    }

    fn read_header(&mut self) {
        let step = self.records.open().and_then(|()| self.records.advance());
        let record = self.records.record();
        if matches!(step, Ok(Step::End)) {
            self.report.empty();
        }
        if !self.report.accepts(step, &record, 0) {
            self.ended = true;
            return;
        }
        self.width = record.width();
        let all = 0..record.bytes.len();
        self.header = report::place(self.report.path(), &record, all, report::pointer(0));
        let header = names(&record);
        let folded: Vec<String> = header.iter().map(|name| fold_name(name)).collect();
        for column in self.columns {
            let wanted = column.folded();
            let mut named = (0..).zip(&folded).filter(|(_, name)| wanted.contains(name));
            let first = named.next().map(|(at, _)| at);
            if let Some((again, _)) = named.next() {
                self.report.repeated(&record, again, column.name);
            }
            if first.is_none() && column.required {
                self.report.missing(&self.header, column.name, &header);
            }
            self.fields.push(first);
        }
    }

    /// The character between two fields, taken from the header line: `,`, `;` or a tab.
    #[must_use]
    pub fn delimiter(&self) -> char {
        char::from(self.records.delimiter())
    }

    /// The header row; the file as a whole when there is none.
    #[must_use]
    pub fn header(&self) -> &Place {
        &self.header
    }

    /// True when the asked-for column `index` is in the header.
    #[must_use]
    pub fn has(&self, index: usize) -> bool {
        matches!(self.fields.get(index), Some(Some(_)))
    }

    /// How many rows were read so far, those that were left out included.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.number
    }

    /// The next row that can be read. Blank lines are no rows.
    pub fn next_row(&mut self) -> Option<Row<'_>> {
        if !self.advance() {
            return None;
        }
        let record = self.records.record();
        Some(Row {
            text: text_of(record.bytes),
            record,
            columns: self.columns,
            fields: &self.fields,
            path: self.report.path(),
            number: self.number,
        })
    }

    fn advance(&mut self) -> bool {
        while !self.ended {
            let step = self.records.advance();
            self.ended = !matches!(step, Ok(Step::Record | Step::TooLong | Step::Unclosed));
            let record = self.records.record();
            if !self.ended {
                if is_blank(record.bytes, self.records.delimiter()) {
                    continue;
                }
                self.number += 1;
            }
            if self.report.accepts(step, &record, self.number) {
                if record.width() != self.width {
                    self.report.ragged(&record, self.number, self.width);
                }
                return true;
            }
        }
        self.report.close();
        false
    }
}

/// True for a record of nothing but empty fields, as a spreadsheet writes below its table. It is no row,
/// like a blank line.
#[inline]
fn is_blank(record: &[u8], delimiter: u8) -> bool {
    let empty = |byte: &u8| *byte == delimiter || matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    record.first().is_some_and(empty) && record.iter().all(empty)
}

/// Reads the file at `path` to its end for its grammar alone, and counts its rows.
pub fn sound(read: impl Read, path: EvidencePath, notes: &Notes) -> u64 {
    let mut table = Table::open(read, path, notes, &[]);
    while table.next_row().is_some() {}
    table.rows()
}

/// One row, which lives until the next is read.
#[derive(Debug)]
pub struct Row<'r> {
    text: &'r str,
    record: Record<'r>,
    columns: &'r [Column<'r>],
    fields: &'r [Option<usize>],
    path: &'r EvidencePath,
    number: u64,
}

impl Row<'_> {
    /// The field of the asked-for column `index`; none when the column is not in the header, or
    /// the row is too short to have it.
    #[must_use]
    #[inline]
    pub fn get(&self, index: usize) -> Option<Field<'_>> {
        let range = self.record.field((*self.fields.get(index)?)?)?;
        Some(Field {
            text: unquoted(self.text.get(range.clone())?),
            row: self,
            column: index,
            range,
        })
    }

    /// Which row this is, from 1; the header does not count.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }
}

impl Placed for Row<'_> {
    fn place(&self) -> Place {
        let all = 0..self.record.bytes.len();
        report::place(self.path, &self.record, all, report::pointer(self.number))
    }
}

/// A field of a row.
#[derive(Debug, Clone)]
pub struct Field<'r> {
    /// What it says, without quotes. Spaces belong to it.
    pub text: Cow<'r, str>,
    row: &'r Row<'r>,
    column: usize,
    range: Range<usize>,
}

impl Placed for Field<'_> {
    fn place(&self) -> Place {
        let row = self.row;
        let name = row.columns.get(self.column).map_or("", |column| column.name);
        let pointer = format!("{}, {name}", report::pointer(row.number));
        report::place(row.path, &row.record, self.range.clone(), pointer)
    }
}

/// The names in the header, as they are written.
fn names(header: &Record<'_>) -> Vec<String> {
    let text = text_of(header.bytes);
    (0..header.width())
        .filter_map(|at| text.get(header.field(at)?))
        .map(|raw| unquoted(raw).into_owned())
        .collect()
}

/// The text of a record that is known to be UTF-8.
#[inline]
fn text_of(bytes: &[u8]) -> &str {
    simdutf8::basic::from_utf8(bytes).unwrap_or_default()
}

/// What a field says, without its quotes; it costs an allocation only if it holds `""`.
#[inline]
fn unquoted(raw: &str) -> Cow<'_, str> {
    let Some(mut rest) = raw.strip_prefix('"') else {
        return Cow::Borrowed(raw);
    };
    if let Some((inner, "")) = rest.split_once('"') {
        return Cow::Borrowed(inner);
    }
    let mut text = String::with_capacity(rest.len());
    while let Some((inner, behind)) = rest.split_once('"') {
        text.push_str(inner);
        rest = behind;
        match behind.strip_prefix('"') {
            Some(behind) => rest = behind,
            None => break,
        }
        text.push('"');
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The codes that reading CSV can raise, beside [`super::SYNTAX`].
pub const CODES: &[&Code] = &[&REPEATED_COLUMN, &RAGGED_ROW, &RECORD_TOO_LONG, &UNCLOSED_QUOTE];

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
