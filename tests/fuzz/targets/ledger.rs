//! The ledger: lines of histories and execution logs, whatever was done to them; and what is written is
//! read again as the same.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use bolero::{TypeGenerator, check};
use ray_core::checksum::Digest;
use ray_ledger::chain::{Chain, walk};
use ray_ledger::execution_log::{self, Aggregation, Written};
use ray_ledger::history::statistics::{GateStatistics, Span};
use ray_ledger::history::{self, GateRun};

use crate::bounds::bounded;
use crate::edit::{Edit, up_to};
use crate::example::{Clock, Example, Protocol};
use crate::gates::Spoilt;

/// A history or log that was written, with changes, to which is then added.
#[derive(Debug, Clone, TypeGenerator)]
struct Touched {
    #[generator(up_to(4))]
    edits: Vec<Edit>,
}

fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let above = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    tempfile::Builder::new().prefix("ray-gates-fuzz-").tempdir_in(above).expect("a folder")
}

fn runs() -> Vec<GateRun> {
    let results = Example::of(Protocol::Deployment).judge(Clock::Example).expect("a verdict");
    results.iter().map(|result| GateRun::of(result, Some("A. Rivera"), "ray-gates 0")).collect()
}

fn aggregation(text: &str) -> Aggregation {
    Aggregation {
        kind: execution_log::KIND.to_owned(),
        time: "2026-11-20T09:00:00Z".to_owned(),
        protocol: "11".to_owned(),
        release: Some(text.to_owned()),
        gates: [("11.1".to_owned(), "pass".to_owned())].into(),
        wrote: vec![Written { path: text.to_owned(), sha256: Digest::of(text.as_bytes()) }],
        clock_set_by: None,
        verified_by: None,
        tool: "ray-gates 0".to_owned(),
    }
}

/// Adds to the history that `bytes` are, and to the log that they are: what is added can be read, and
/// where everything held before it holds after.
fn add(folder: &Path, bytes: &[u8], runs: &[GateRun]) {
    let path = folder.join("gate-history.jsonl");
    fs::write(&path, bytes).expect("a file");
    let before = walk(bytes, Some(history::KIND), &[]).expect("memory can be read");
    let known = history::runs(bytes).count();
    history::record(&path, runs).expect("a history that can be added to");
    let after = fs::read(&path).expect("a file");
    let walked = walk(after.as_slice(), Some(history::KIND), &[]).expect("memory can be read");
    let torn = bytes.last().is_some_and(|byte| *byte != b'\n');
    if before.faults.is_empty() && !torn {
        assert_eq!(walked.faults, [], "{}", String::from_utf8_lossy(&after));
        assert_eq!(walked.lines, before.lines + runs.len() as u64);
        assert!(after.starts_with(bytes));
    }
    assert!(walked.head.is_some());
    let read: Vec<GateRun> = history::runs(after.as_slice()).collect();
    assert!(read.len() >= known.saturating_sub(1) + runs.len());
    assert_eq!(read[read.len() - runs.len()..], *runs);
    for cut in [Span::Month, Span::Quarter] {
        let mut statistics = GateStatistics::default();
        read.iter().for_each(|run| statistics.add(run, cut));
        let _ = (statistics.alarms(), statistics.median_to_green());
    }
    let path = folder.join("protocol-execution-log.jsonl");
    fs::write(&path, bytes).expect("a file");
    let now = [("a.json", Digest::of(b"a")), ("b.json", Digest::of(b"b"))];
    let recorded = execution_log::record(&path, &aggregation("2.4.0"), now.into_iter());
    recorded.expect("a log that can be added to");
    let again = execution_log::record(&path, &aggregation("2.4.0"), now.into_iter());
    again.expect("a log that can be added to");
    let log = fs::read_to_string(&path).unwrap_or_default();
    if !log.is_empty() {
        let last = log.lines().last().unwrap_or_default();
        assert!(last.contains("\"changes\":[]"), "{last}");
    }
}

/// Some runs and some aggregations, as they are written.
fn written(runs: &[GateRun]) -> Vec<u8> {
    let folder = scratch();
    let path = folder.path().join("gate-history.jsonl");
    history::record(&path, runs).expect("a history");
    let now = [("a.json", Digest::of(b"a")), ("c.json", Digest::of(b"c"))];
    execution_log::record(&path, &aggregation("2.3.0"), now.into_iter()).expect("a log");
    fs::read(path).expect("a file")
}

#[test]
fn lines_with_changes_are_told_and_added_to() {
    let (folder, runs) = (scratch(), runs());
    let intact = written(&runs);
    check!().with_type().for_each(|touched: &Touched| {
        bounded("ledger::lines_with_changes", || {
            let edits = touched.edits.iter();
            let bytes = edits.fold(intact.clone(), |bytes, edit| edit.apply("a.jsonl", &bytes));
            add(folder.path(), &bytes, &runs[..1]);
            if bytes != intact {
                let walked = walk(bytes.as_slice(), None, &[]).expect("memory can be read");
                let cut = intact.starts_with(&bytes) || bytes.starts_with(&intact);
                let shown = String::from_utf8_lossy(&bytes);
                assert!(!walked.faults.is_empty() || cut, "a change is not seen: {shown}");
            }
        });
    });
}

#[test]
fn lines_of_any_bytes_are_told_and_added_to() {
    let (folder, runs) = (scratch(), runs());
    check!().for_each(|bytes: &[u8]| {
        bounded("ledger::any_bytes", || add(folder.path(), bytes, &runs[..1]));
    });
}

#[test]
fn results_are_read_again_as_they_were_written() {
    let examples = Protocol::ALL.map(|protocol| Mutex::new(Example::of(protocol)));
    let folder = scratch();
    check!().with_type().for_each(|(protocol, spoilt): &(Protocol, Spoilt)| {
        bounded("ledger::results", || {
            let example = &examples[*protocol as usize];
            let mut example = example.lock().unwrap_or_else(PoisonError::into_inner);
            example.spoil(&spoilt.changes(*protocol));
            let Ok(results) = example.judge(spoilt.clock) else { return };
            let runs = results.iter().map(|it| GateRun::of(it, Some("\u{202e}\n"), "x"));
            let runs: Vec<GateRun> = runs.collect();
            let path = folder.path().join("gate-history.jsonl");
            let _ = fs::remove_file(&path);
            let (_, head) = history::record(&path, &runs).expect("a history");
            let bytes = fs::read(&path).expect("a file");
            let read: Vec<GateRun> = history::runs(bytes.as_slice()).collect();
            assert_eq!(read, runs);
            let walked = walk(bytes.as_slice(), Some(history::KIND), &[]).expect("a walk");
            assert_eq!((walked.faults.len(), walked.head), (0, head));
            drop(Chain::open(&path).expect("a chain"));
        });
    });
}
