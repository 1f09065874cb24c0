//! How long single functions take, in process: the readers, the hasher, and the judgement of one gate.
//! `cargo bench --package xtask --bench functions` runs them. They are for whoever makes one of them
//! faster; what a user waits for is measured by `cargo xtask bench`.

#![expect(clippy::expect_used, reason = "a broken benchmark may stop")]

use std::fmt::Write;
use std::io::{Cursor, Write as _};
use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use ray_core::checksum::Digest;
use ray_core::clock::Now;
use ray_core::evidence::csv::{Column, Table};
use ray_core::evidence::log::LogReader;
use ray_core::evidence::zip::{Archive, Limits};
use ray_core::evidence::{json, markdown, yaml};
use ray_core::finding::Notes;
use ray_core::gate::result::Status;
use ray_core::gate::settings::Settings;
use ray_core::gate::{Context, archives, evaluate};
use ray_core::place::EvidencePath;
use ray_core::protocol::Protocol;
use ray_core::source::SourceFile;
use ray_core::workspace::Workspace;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn main() {
    divan::main();
}

/// Records of each input.
const RECORDS: usize = 1000;

/// A text of [`RECORDS`] records between `start` and `end`.
fn text(start: &str, end: &str, record: impl Fn(usize) -> String) -> String {
    let mut text = start.to_owned();
    for number in 0..RECORDS {
        text.push_str(&record(number));
    }
    text + end
}

fn path() -> EvidencePath {
    EvidencePath::new("bench")
}

/// When protocol 11's example passes.
fn now() -> Now {
    Now::from_system("2026-11-20T09:00:00Z".parse().expect("an instant"))
}

fn notes() -> Notes {
    Notes::new(now())
}

fn bytes(text: &(impl AsRef<[u8]> + ?Sized)) -> BytesCount {
    BytesCount::of_slice(text.as_ref())
}

#[divan::bench]
fn csv_rows(bencher: Bencher<'_, '_>) {
    const COLUMNS: &[Column<'_>] =
        &[Column::required("id", &[]), Column::required("owner", &["assignee"])];
    let text = text("id,title,owner\n", "", |n| format!("MB-{n},\"a, \"\"b\"\"\",Ana Ruiz\n"));
    bencher.counter(bytes(&text)).bench(|| {
        let noted = notes();
        let mut table = Table::open(black_box(text.as_bytes()), path(), &noted, COLUMNS);
        let mut rows = 0;
        while table.next_row().is_some() {
            rows += 1;
        }
        rows
    });
}

#[divan::bench]
fn json_document(bencher: Bencher<'_, '_>) {
    let text = text("{\"checks\": [", "{}]}", |n| {
        format!("{{\"name\": \"check {n}\", \"critical\": true, \"share\": 0.25}},\n")
    });
    bencher
        .counter(bytes(&text))
        .with_inputs(|| SourceFile::new(path(), text.clone()))
        .bench_values(|source| json::parse(source, &notes()));
}

#[divan::bench]
fn yaml_document(bencher: Bencher<'_, '_>) {
    let text = text("queues:\n", "", |n| format!("  - name: queue {n}\n    severity: high\n"));
    bencher
        .counter(bytes(&text))
        .with_inputs(|| SourceFile::new(path(), text.clone()))
        .bench_values(|source| yaml::parse(source, &notes()));
}

#[divan::bench]
fn markdown_page(bencher: Bencher<'_, '_>) {
    let table = "# Gaps\n\n| id | owner |\n| --- | --- |\n";
    let text = text(table, "\n- [x] reviewed\n", |n| format!("| GAP-{n} | Ana *Ruiz* |\n"));
    bencher
        .counter(bytes(&text))
        .with_inputs(|| SourceFile::new(path(), text.clone()))
        .bench_values(markdown::parse);
}

#[divan::bench]
fn log_lines(bencher: Bencher<'_, '_>) {
    let text = text("", "", |n| format!("2026-11-17T09:00:00Z INFO  shop.queue - batch {n}\n"));
    bencher.counter(bytes(&text)).bench(|| {
        let (notes, path) = (notes(), path());
        let mut log = LogReader::new(black_box(text.as_bytes()), &path, &notes);
        let mut length = 0;
        while let Some(line) = log.next_line() {
            length += line.bytes().len();
        }
        length
    });
}

#[divan::bench]
fn zip_entries(bencher: Bencher<'_, '_>) {
    let text = text("", "", |n| format!("{n},{}\n", n * 7919 % 1000));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["a.csv", "b.csv", "c.csv"] {
        writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(text.as_bytes()).expect("room in memory");
    }
    let archive = writer.finish().expect("a directory").into_inner();
    bencher.counter(bytes(&archive)).bench(|| {
        let notes = notes();
        let read = Cursor::new(black_box(archive.as_slice()));
        Archive::open(read, &path(), &Limits::default(), &notes)
            .and_then(|mut archive| archive.verify_all(&notes))
    });
}

#[divan::bench(args = [64, 4096, 1 << 20])]
fn hashing(bencher: Bencher<'_, '_>, length: usize) {
    let block = vec![7; length];
    bencher.counter(bytes(&block)).bench(|| Digest::of(black_box(&block)));
}

/// One gate from open evidence to its result, without a process around it.
#[divan::bench(args = ["readiness", "freeze", "launch", "reporting"])]
fn judging_a_gate(bencher: Bencher<'_, '_>, name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocols/11-deployment/example");
    let protocol = Protocol::load(&deployment::PROTOCOL).expect("the descriptor");
    let gate = protocol.gate(name).expect("a gate of that name");
    let settings = Settings::defaults(&gate.1.settings).expect("defaults");
    let archives = Settings::defaults(&archives::specs()).expect("defaults");
    let folder = EvidencePath::new(".artifacts/deployment");
    let judge = || {
        let workspace = Workspace::open(&root).expect("the example");
        let context = Context {
            protocol: &protocol,
            workspace: &workspace,
            folder: &folder,
            pinned_release: None,
            archives: &archives,
            now: now(),
        };
        evaluate(context, gate, &settings).status
    };
    assert_eq!(judge(), Status::Pass, "a gate that stops early is no measure");
    bencher.bench(judge);
}

#[divan::bench]
fn rendering_a_digest(bencher: Bencher<'_, '_>) {
    let digest = Digest::of(b"evidence");
    bencher.bench(|| {
        let mut text = String::with_capacity(64);
        write!(text, "{}", black_box(digest)).expect("a string takes everything");
        text
    });
}
