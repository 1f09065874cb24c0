use std::io::{self, Read};

use jiff::Timestamp;

use super::*;
use crate::clock::Now;
use crate::finding::Finding;

const COLUMNS: &[Column<'_>] = &[
    Column::required("id", &[]),
    Column::required("due_date", &["deadline"]),
    Column::optional("owner", &[]),
];

fn notes() -> Notes {
    Notes::new(Now::from_system(Timestamp::UNIX_EPOCH))
}

fn path() -> EvidencePath {
    EvidencePath::new("a.csv")
}

/// The asked-for fields of every row, and what was found on the way.
fn read(text: impl AsRef<[u8]>) -> (Vec<Vec<Option<String>>>, Vec<Finding>) {
    let notes = notes();
    let mut table = Table::open(text.as_ref(), path(), &notes, COLUMNS);
    let mut rows = Vec::new();
    while let Some(row) = table.next_row() {
        let fields = (0..COLUMNS.len()).map(|at| row.get(at).map(|field| field.text.into_owned()));
        rows.push(fields.collect());
    }
    (rows, notes.into_findings())
}

fn row(fields: [&str; 3]) -> Vec<Option<String>> {
    fields.iter().map(|text| Some((*text).to_owned())).collect()
}

/// Word, line, column and pointer of the only finding.
fn finding(text: impl AsRef<[u8]>) -> (&'static str, usize, usize, String) {
    let (_, findings) = read(text);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let place = findings[0].place.clone();
    let position = place.position.unwrap();
    let pointer = place.pointer.unwrap_or_default();
    (findings[0].code.word, position.line(), position.column(), pointer)
}

#[test]
fn columns_are_found_by_name_in_any_order_and_spelling() {
    for header in ["Owner,extra,Due Date,ID", "owner,x,due_date,id", "OWNER,x,dead-line, I d "] {
        let (rows, findings) = read(format!("{header}\nme,?,2026-11-19,7\n"));
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(rows, [row(["7", "2026-11-19", "me"])], "{header}");
    }
}

#[test]
fn fails_when_a_required_column_is_missing_and_reads_the_others() {
    let text = "id,due-dat,owner\n1,2,3\n";
    assert_eq!(finding(text), ("missing-column", 1, 1, "header".into()));
    let (rows, findings) = read(text);
    assert_eq!(rows, [[Some("1".into()), None, Some("3".into())]]);
    assert_eq!(findings[0].help, "Is the column \"due-dat\" meant? Name it \"due_date\"");
}

#[test]
fn an_optional_column_may_be_missing() {
    let (rows, findings) = read("id;due_date\n1;2\n");
    assert!(findings.is_empty());
    assert_eq!(rows, [[Some("1".into()), Some("2".into()), None]]);
}

#[test]
fn fails_when_a_wanted_column_stands_twice_and_reads_the_first() {
    let text = "id,due_date,owner,note,note,Deadline\n1,2,3,4,5,6\n";
    assert_eq!(finding(text), ("repeated-column", 1, 29, "header".into()));
    assert_eq!(read(text).0, [row(["1", "2", "3"])]);
}

#[test]
fn the_delimiter_is_the_one_that_stands_most_often_outside_quotes() {
    for (text, delimiter) in [
        ("id,due_date,owner\n1;;;;,2,3", ','),
        ("\u{feff}id;\"due,,date\";owner\n1;2;3", ';'),
        ("id\tdue_date\towner\n1\t2\t3", '\t'),
        ("id;due_date;owner\n1;2;a, b, c, d, e, f and g", ';'),
        ("id", ','),
    ] {
        let notes = notes();
        let table = Table::open(text.as_bytes(), path(), &notes, COLUMNS);
        assert_eq!(table.delimiter(), delimiter, "{text}");
        assert!(table.has(0));
    }
}

#[test]
fn a_byte_order_mark_any_line_ending_and_blank_lines_are_read() {
    for text in [
        "\u{feff}id,due_date,owner\r\n1,2,3\r\n\r\n4,5,6\r\n",
        "id,due_date,owner\r1,2,3\r\r4,5,6",
        "\n\nid,due_date,owner\n1,2,3\n\n\n4,5,6",
    ] {
        let (rows, findings) = read(text);
        assert!(findings.is_empty());
        assert_eq!(rows, [row(["1", "2", "3"]), row(["4", "5", "6"])]);
    }
}

#[test]
fn quoted_fields_are_unescaped_and_may_span_lines() {
    let (rows, findings) = read("id,due_date,owner\n\"a,\"\"b\"\"\",\"x\r\ny\",\"\"\n");
    assert!(findings.is_empty());
    assert_eq!(rows, [row(["a,\"b\"", "x\r\ny", ""])]);
}

#[test]
fn a_quote_within_an_unquoted_field_is_a_character() {
    let (rows, findings) = read("id,due_date,owner\n5\" disk,\" \",3\n");
    assert!(findings.is_empty());
    assert_eq!(rows, [row(["5\" disk", " ", "3"])]);
}

#[test]
fn fails_when_text_follows_a_closing_quote() {
    let text = "id,due_date,owner\n1,\"2\"é,3\n";
    assert_eq!(finding(text), ("syntax-error", 2, 6, "row 1".into()));
    assert_eq!(read(text).0, [row(["1", "2é", "3"])]);
    let (_, findings) = read("id,due_date,owner\n1,\"2\"xy,3\n");
    assert_eq!(findings[0].place.excerpt.as_ref().unwrap().width, 1);
}

#[test]
fn fails_when_a_row_is_ragged_and_still_gives_what_is_there() {
    let text = "id,due_date,owner\n1,2,3\n4,5\n";
    assert_eq!(finding(text), ("ragged-row", 3, 1, "row 2".into()));
    assert_eq!(read(text).0[1], [Some("4".into()), Some("5".into()), None]);
    let text = "id,due_date,owner\n1,2,3,4,5\n";
    assert_eq!(finding(text), ("ragged-row", 2, 7, "row 1".into()));
    assert_eq!(read(text).0, [row(["1", "2", "3"])]);
}

#[test]
fn fails_when_the_file_is_not_utf8_at_the_byte_and_reads_on() {
    let (rows, findings) = read(b"id,due_date,owner\n1,Gr\xfc\xdfe,3\n4,5,6\n");
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code.word, "not-utf8");
    assert_eq!(findings[0].message, "The byte at offset 22 of the file is not UTF-8");
    let position = findings[0].place.position.unwrap();
    assert_eq!((position.line(), position.column()), (2, 5));
    assert_eq!(rows, [row(["4", "5", "6"])]);
    let (_, findings) = read([&b"id,due_date,owner\n"[..], &[0x80; 24], b",2,3\n"].concat());
    assert_eq!(findings[0].code.word, "not-utf8");
}

#[test]
fn fails_when_a_quote_is_never_closed() {
    let text = "id,due_date,owner\n1,2,3\n4,\"5,6\n7,8,9\n";
    assert_eq!(finding(text), ("unclosed-quote", 3, 3, "row 2".into()));
    assert_eq!(read(text).1[0].place.excerpt.as_ref().unwrap().width, 1);
    assert_eq!(read(text).0.len(), 1);
}

#[test]
fn fails_when_there_is_no_header() {
    for text in ["", "\u{feff}", "\r\n\n"] {
        let (rows, findings) = read(text);
        assert_eq!((rows.len(), findings.len()), (0, 1));
        assert_eq!(findings[0].message, "The file is empty; a header row was expected");
    }
}

#[test]
fn a_header_alone_has_no_rows() {
    let notes = notes();
    assert_eq!(sound("id,due_date\n".as_bytes(), path(), &notes), 0);
    assert_eq!(notes.errors(), 0);
}

#[test]
fn a_record_that_is_too_long_is_left_out_and_reading_goes_on() {
    let long = "x".repeat(5_000_000);
    for middle in [long.clone(), format!("\"\r\n{long}\n\""), format!("\"{long}\"\"\",\"\"")] {
        let text = format!("id,due_date,owner\r\n1,2,3\r\n{middle}\r\n4,5\r\n");
        let (rows, findings) = read(&text);
        assert_eq!(rows.len(), 2);
        let words: Vec<_> = findings.iter().map(|finding| finding.code.word).collect();
        assert_eq!(words, ["record-too-long", "ragged-row"]);
        assert_eq!(findings[0].place.position.unwrap().line(), 3);
        let lines = text.lines().count();
        assert_eq!(findings[1].place.position.unwrap().line(), lines);
    }
}

#[test]
fn a_quote_that_swallows_the_rest_of_a_long_file_ends_cleanly() {
    let text = format!("id,due_date,owner\n\"{}", "1,2,3\n".repeat(1_000_000));
    assert_eq!(finding(text), ("record-too-long", 2, 1, "row 1".into()));
}

#[test]
fn a_header_of_a_million_columns_is_read() {
    let (rows, findings) = read(format!("id,due_date,owner{}\n1,2,3\n", ",".repeat(1_000_000)));
    assert_eq!((rows.len(), findings.len()), (1, 1));
    assert_eq!(findings[0].code.word, "ragged-row");
}

#[test]
fn so_many_findings_are_listed_and_the_rest_counted() {
    let (rows, findings) = read(format!("id,due_date,owner\n{}", "1\n".repeat(5_000)));
    assert_eq!((rows.len(), findings.len()), (5_000, report::LISTED + 1));
    let last = &findings[report::LISTED];
    assert_eq!(last.place.position.unwrap().line(), report::LISTED + 2);
    assert!(last.message.contains("and 3999 more"), "{}", last.message);
}

#[test]
fn nul_bytes_are_characters() {
    let (rows, findings) = read("id,due_date,owner\n\0,2\0,3\n");
    assert!(findings.is_empty());
    assert_eq!(rows, [row(["\0", "2\0", "3"])]);
}

#[test]
fn a_read_that_was_interrupted_is_tried_again() {
    struct Interrupted(bool);
    impl Read for Interrupted {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            match std::mem::replace(&mut self.0, false) {
                true => Err(io::ErrorKind::Interrupted.into()),
                false => Ok(0),
            }
        }
    }
    let notes = notes();
    let text = (&b"id\n1\n"[..]).chain(Interrupted(true)).chain(&b"2\n"[..]);
    assert_eq!(sound(text, path(), &notes), 2);
    assert!(notes.into_findings().is_empty());
}

#[test]
fn fails_when_reading_fails_halfway() {
    struct Broken(bool);
    impl Read for Broken {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(io::Error::other("disk on fire"));
            }
            let text = b"id\n".repeat(2);
            into[..text.len()].copy_from_slice(&text);
            Ok(text.len())
        }
    }
    let notes = notes();
    sound(Broken(false), path(), &notes);
    let findings = notes.into_findings();
    assert_eq!(findings[0].code.word, "read-failed");
    assert!(findings[0].message.ends_with("disk on fire"));
}

#[test]
fn a_field_knows_its_place_even_within_a_quoted_record() {
    let text = "id,due_date,owner\n\"a\nbé\",\"c\n\", d\n";
    let notes = notes();
    let mut table = Table::open(text.as_bytes(), path(), &notes, COLUMNS);
    let row = table.next_row().unwrap();
    assert_eq!(row.number(), 1);
    let place = row.get(2).unwrap().place();
    let position = place.position.unwrap();
    assert_eq!((position.line(), position.column()), (4, 3));
    assert_eq!(place.pointer.as_deref(), Some("row 1, owner"));
    let excerpt = place.excerpt.unwrap();
    assert_eq!((excerpt.text.as_str(), excerpt.start, excerpt.width), ("\", d", 2, 2));
    let position = row.get(1).unwrap().place().position.unwrap();
    assert_eq!((position.line(), position.column()), (3, 5));
    assert_eq!(row.place().position.unwrap().line(), 2);
}

#[test]
fn rows_of_nothing_are_no_rows() {
    let notes = Notes::new(Now::from_system(jiff::Timestamp::UNIX_EPOCH));
    let text = "id;title\n1;a\n;\n  ;\t\n2;b\n;\n;c\n";
    let path = EvidencePath::new("a.csv");
    let columns = [Column::required("id", &[])];
    let mut table = Table::open(text.as_bytes(), path, &notes, &columns);
    let mut ids = Vec::new();
    while let Some(row) = table.next_row() {
        ids.push(row.get(0).unwrap().text.into_owned());
    }
    assert_eq!((ids, table.rows()), (vec!["1".to_owned(), "2".to_owned(), String::new()], 3));
    assert!(table.has(0) && !table.has(1));
    assert!(notes.into_findings().is_empty());
}
