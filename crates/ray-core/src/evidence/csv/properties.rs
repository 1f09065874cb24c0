//! What holds of every CSV text: our splitter against the `csv` crate, and our places against
//! those of the whole file.

use proptest::prelude::*;

use super::bytes::find;
use super::records::{Records, Step};
use super::{LONGEST_RECORD, report, sound, unquoted};
use crate::clock::Now;
use crate::finding::Notes;
use crate::place::EvidencePath;
use crate::source::{SourceFile, Span};

fn path() -> EvidencePath {
    EvidencePath::new("a.csv")
}

/// The fields of every record, as the splitter sees them, with a buffer of `chunk` bytes.
fn split(text: &str, chunk: usize) -> (u8, Vec<Vec<String>>) {
    let mut records = Records::with_chunk(text.as_bytes(), LONGEST_RECORD, chunk);
    records.open().unwrap();
    let mut all = Vec::new();
    while records.advance().unwrap() != Step::End {
        let record = records.record();
        let written = std::str::from_utf8(record.bytes).unwrap();
        let field = |at| unquoted(written.get(record.field(at).unwrap()).unwrap()).into_owned();
        all.push((0..record.width()).map(field).collect());
    }
    (records.delimiter(), all)
}

/// The same from the `csv` crate.
fn split_by_csv(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    csv_builder(delimiter)
        .from_reader(text.as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn csv_builder(delimiter: u8) -> ::csv::ReaderBuilder {
    let mut builder = ::csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter);
    builder
}

fn any_csv() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a,;\"\n\r\t é]{0,60}",
        "(\u{feff})?([ab,;é]{0,9}|\"([ab,;é\r\n]|\"\"){0,12}\"|[,;\n\r]){0,12}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn reads_what_the_csv_crate_reads(text in any_csv(), chunk in 4_usize..40) {
        let (delimiter, records) = split(&text, chunk);
        prop_assert_eq!(records, split_by_csv(&text, delimiter));
    }

    #[test]
    fn reads_what_the_csv_crate_writes(
        rows in prop::collection::vec(prop::collection::vec(any::<String>(), 2..5), 1..8),
        chunk in 4_usize..40,
    ) {
        let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        prop_assume!(!text.starts_with('\u{feff}'));
        let (delimiter, records) = split(&text, chunk);
        prop_assume!(delimiter == b',');
        prop_assert_eq!(records, rows);
    }

    #[test]
    fn places_are_those_of_the_whole_file(text in "[a,\"\n\ré]{0,60}", chunk in 4_usize..40) {
        let whole = SourceFile::new(path(), text.clone());
        let mut records = Records::with_chunk(text.as_bytes(), LONGEST_RECORD, chunk);
        records.open().unwrap();
        while records.advance().unwrap() != Step::End {
            let record = records.record();
            let start = usize::try_from(record.offset).unwrap();
            for at in 0..record.width() {
                let field = record.field(at).unwrap();
                let place = report::place(&path(), &record, field.clone(), String::new());
                let span = Span::new(start + field.start, start + field.end);
                prop_assert_eq!(place.position, Some(whole.position(span.start)));
                prop_assert_eq!(place.excerpt, Some(whole.excerpt(span)));
            }
        }
    }

    #[test]
    fn long_records_are_found_whatever_the_buffer(
        text in "[a,\"\n\r]{0,80}", longest in 1_usize..20, chunk in 4_usize..20,
    ) {
        let found = |longest, chunk| {
            let mut records = Records::with_chunk(text.as_bytes(), longest, chunk);
            records.open().unwrap();
            let mut all = Vec::new();
            loop {
                let step = records.advance().unwrap();
                if step == Step::End {
                    return all;
                }
                let record = records.record();
                all.push((record.line, record.offset, record.bytes.len(), step));
            }
        };
        let (whole, cut) = (found(80, 100), found(longest, chunk));
        prop_assert_eq!(whole.len(), cut.len());
        for (whole, cut) in whole.iter().zip(&cut) {
            prop_assert_eq!((whole.0, whole.1), (cut.0, cut.1));
            prop_assert_eq!(whole.2 > longest, cut.3 == Step::TooLong);
        }
    }

    #[test]
    fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for text in [bytes.clone(), [b"id,due_date,owner\n", &bytes[..]].concat()] {
            let notes = Notes::new(Now::from_system(jiff::Timestamp::UNIX_EPOCH));
            let rows = sound(text.as_slice(), path(), &notes);
            prop_assert!(rows <= text.len() as u64);
        }
    }

    #[test]
    fn finds_the_byte_that_a_plain_search_finds(
        bytes in prop::collection::vec(0_u8..6, 0..40), at in 0_usize..40, needle in 0_u8..6,
    ) {
        let at = at.min(bytes.len());
        let plain = bytes[at..].iter().position(|byte| *byte == needle || *byte == 3);
        let found = find(&bytes, at, [needle, 3]);
        prop_assert_eq!(found, plain.map_or(bytes.len(), |plain| at + plain));
    }
}
