//! The readers: any bytes, and files of the examples with changes. A reader returns, says what is wrong
//! at places that are in the text, and agrees with another reader of the same format where there is one.

use std::io::Cursor;

use bolero::check;
use ray_core::clock::Now;
use ray_core::evidence::csv::{Column, Table};
use ray_core::evidence::log::LogReader;
use ray_core::evidence::zip::{Archive, Limits};
use ray_core::evidence::{json, markdown, text, yaml};
use ray_core::finding::{Finding, Notes};
use ray_core::place::{EvidencePath, Placed};
use ray_core::source::SourceFile;
use serde_json::Value;

use crate::bounds::bounded;
use crate::damage::{Damaged, Text};

/// The longest input, in bytes: what comes later repeats what came before.
const LONGEST: usize = 1 << 16;

fn notes() -> Notes {
    Notes::new(Now::from_system(jiff::Timestamp::UNIX_EPOCH))
}

/// A place that is in `bytes`, and findings that are few enough to be read.
fn in_place(findings: &[Finding], bytes: &[u8]) {
    let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
    for finding in findings {
        assert!(!finding.message.is_empty());
        if let Some(position) = finding.place.position {
            assert!(position.line() <= lines, "{finding:?}");
            assert!(position.column() <= bytes.len() + 1, "{finding:?}");
        }
        if let Some(excerpt) = &finding.place.excerpt {
            assert!(excerpt.text.chars().count() <= 400, "{finding:?}");
        }
    }
}

fn decoded(bytes: &[u8], name: &str, notes: &Notes) -> Option<SourceFile> {
    let bytes = bytes[..bytes.len().min(LONGEST)].to_vec();
    text::decode(bytes, &EvidencePath::new(name), notes)
}

fn read_json(bytes: &[u8]) {
    bounded("readers::json", || {
        let notes = notes();
        let Some(source) = decoded(bytes, "a.json", &notes) else {
            assert!(notes.errors() > 0);
            return;
        };
        let text = source.text().to_owned();
        let tree = json::parse(source, &notes);
        let sound = tree.is_some() && notes.errors() == 0;
        assert!(tree.is_some() || notes.errors() > 0);
        if sound {
            // It is stricter in duplicate keys and depth, and never laxer.
            serde_json::from_str::<Value>(&text).map_or_else(
                |error| assert!(error.to_string().contains("out of range"), "{error}\n{text}"),
                drop,
            );
        }
        in_place(&notes.into_findings(), text.as_bytes());
    });
}

fn read_yaml(bytes: &[u8]) {
    bounded("readers::yaml", || {
        let notes = notes();
        if let Some(source) = decoded(bytes, "a.yaml", &notes) {
            let text = source.text().to_owned();
            let tree = yaml::parse(source, &notes);
            assert!(tree.is_some() || notes.errors() > 0);
            in_place(&notes.into_findings(), text.as_bytes());
        }
    });
}

fn read_markdown(bytes: &[u8]) {
    bounded("readers::markdown", || {
        let notes = notes();
        let Some(source) = decoded(bytes, "a.md", &notes) else { return };
        let document = markdown::parse(source);
        let body = document.body();
        for section in body.sections() {
            let _ = (section.is_filled(), section.title(), section.spot().place());
        }
        for table in body.tables() {
            let width = table.header().count();
            for row in table.rows() {
                let _ = (row.get(width), row.surplus(), row.spot().place());
                (0..width).for_each(|column| drop(row.get(column).map(|cell| cell.place())));
            }
        }
        for item in body.items() {
            let _ = (item.checked(), item.text().place(), item.links().count(), item.fields());
        }
        let _ = (body.fields().count(), body.lines().count(), body.is_filled());
    });
}

fn read_csv(bytes: &[u8]) {
    const COLUMNS: &[Column<'static>] = &[
        Column::required("Item", &["Name", "Id", "Role"]),
        Column::optional("Status", &["Decision"]),
    ];
    bounded("readers::csv", || {
        let bytes = &bytes[..bytes.len().min(LONGEST)];
        let notes = notes();
        let mut table = Table::open(bytes, EvidencePath::new("a.csv"), &notes, COLUMNS);
        let mut rows = 0;
        while let Some(row) = table.next_row() {
            rows += 1;
            for column in 0..COLUMNS.len() {
                let _ = row.get(column).map(|field| (field.place(), field.text.len()));
            }
            let _ = row.place();
        }
        assert!(rows <= bytes.len() as u64);
        // Rows that cannot be read are counted, and left out.
        assert!(rows <= table.rows());
        in_place(&notes.into_findings(), bytes);
    });
}

fn read_log(bytes: &[u8]) {
    bounded("readers::log", || {
        let bytes = &bytes[..bytes.len().min(LONGEST)];
        let path = EvidencePath::new("a.log");
        let notes = notes();
        let mut log = LogReader::new(bytes, &path, &notes);
        let mut whole = 0;
        while let Some(chunk) = log.next_chunk() {
            whole += chunk.bytes().len();
        }
        let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        assert_eq!(whole, bytes.len() - mark);
        let lines = log.lines_read();
        // A window that is smaller than a line shows the same lines.
        let other = self::notes();
        let mut small = LogReader::new(bytes, &path, &other).with_window(1024);
        while small.next_line().is_some() {}
        assert_eq!(small.lines_read(), lines);
        let (findings, others) = (notes.into_findings(), other.into_findings());
        in_place(&findings, bytes);
        assert_eq!(findings.len(), others.len());
        judge_log(bytes, &path);
    });
}

/// The deployment log is judged line by line on its way, whatever it holds.
fn judge_log(bytes: &[u8], path: &EvidencePath) {
    let notes = notes();
    let allowed = &mut |line: &str| line.contains("legacy_cart");
    let log = pre_deployment::evidence::deployment_log::read(bytes, path, &notes, allowed);
    for blocking in log.blocking.iter().take(50) {
        let place = log.place_of(blocking);
        assert!(place.position.is_some(), "{place:?}");
    }
}

fn read_zip(bytes: &[u8]) {
    bounded("readers::zip", || {
        let bytes = &bytes[..bytes.len().min(LONGEST)];
        let limits = Limits { unpacked: 1 << 24, ..Limits::default() };
        let notes = notes();
        let path = EvidencePath::new("a.zip");
        let opened = Archive::open(Cursor::new(bytes), &path, &limits, &notes);
        let Some(mut archive) = opened else {
            assert!(notes.errors() > 0);
            return;
        };
        assert!(!archive.entries().is_empty());
        let verified = archive.verify_all(&notes);
        assert!(verified.is_some() || notes.errors() > 0);
        if notes.errors() > 0 {
            return;
        }
        // What is sound leads nowhere but below the folder it is unpacked in.
        for entry in archive.entries() {
            let name = entry.name();
            assert!(!name.starts_with('/') && !name.contains(['\\', '\0']), "{name:?}");
            assert!(name.split('/').all(|part| part != ".."), "{name:?}");
        }
    });
}

macro_rules! targets {
    ($($name:ident: $read:ident, $ending:literal;)+) => {$(
        mod $name {
            use super::*;

            #[test]
            fn any_bytes() {
                check!().for_each($read);
            }

            #[test]
            fn a_text_in_pieces() {
                check!().with_type().for_each(|text: &Text| $read(text.whole().as_bytes()));
            }

            #[test]
            fn a_damaged_example() {
                check!().with_type().for_each(|damaged: &Damaged| {
                    if let Some(bytes) = damaged.bytes($ending) {
                        $read(&bytes);
                    }
                });
            }
        }
    )+};
}

targets! {
    of_json: read_json, ".json";
    of_yaml: read_yaml, ".yaml";
    of_markdown: read_markdown, ".md";
    of_csv: read_csv, ".csv";
    of_log: read_log, ".log";
    of_zip: read_zip, ".zip";
}
