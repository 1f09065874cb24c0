//! Holds the reading of deployment logs against a labelled corpus: `logs/*/NAME.log`, next to each
//! `NAME.labels` with the lines at which an error starts, `LINE KIND`, and the line that completes
//! the run, `completion LINE`, or `truncated`. Every other line is none. `LINE KIND missed` is a miss
//! that is accepted, and a comment says why.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking, and prints how well it went"
)]
#![allow(clippy::disallowed_methods, reason = "tests read files themselves")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use pre_deployment::evidence::deployment_log::{self, DeploymentLog, Kind};
use proptest::prelude::*;
use ray_core::clock::Now;
use ray_core::finding::Notes;
use ray_core::place::{EvidencePath, Placed};

/// What the labels of one log say.
#[derive(Debug, Default, PartialEq, Eq)]
struct Labels {
    blocking: BTreeMap<usize, String>,
    /// Errors that are not found, and need not be.
    accepted: BTreeSet<usize>,
    completion: Option<usize>,
}

impl Labels {
    fn parse(text: &str) -> Self {
        let mut labels = Labels::default();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            match line.split_once(' ') {
                Some(("completion", number)) => labels.completion = Some(number.parse().unwrap()),
                Some((number, rest)) => {
                    let kind = rest.strip_suffix(" missed").unwrap_or(rest);
                    if kind != rest {
                        labels.accepted.insert(number.parse().unwrap());
                    }
                    labels.blocking.insert(number.parse().unwrap(), kind.to_owned());
                }
                None => assert_eq!(line, "truncated"),
            }
        }
        labels
    }

    fn of(log: &DeploymentLog) -> Self {
        let line = |place: ray_core::place::Place| place.position.unwrap().line();
        Labels {
            blocking: log
                .blocking
                .iter()
                .map(|error| (error.position.line(), word(error.kind).to_owned()))
                .collect(),
            accepted: BTreeSet::new(),
            completion: log.completion.as_ref().map(|completion| line(completion.place())),
        }
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::AtLevel(_) => "level",
        Kind::Traceback => "traceback",
        Kind::Panic => "panic",
        Kind::CommandNotFound => "not-found",
        Kind::NonZeroExit => "exit",
        Kind::Crash => "crash",
        Kind::ToolFailure => "tool",
    }
}

fn logs(set: &str) -> Vec<PathBuf> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/pre-deployment/logs").join(set);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut logs: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "log")).collect();
    logs.sort();
    logs
}

fn read(reader: impl Read) -> DeploymentLog {
    let notes = Notes::new(Now::from_system(Timestamp::UNIX_EPOCH));
    deployment_log::read(reader, &EvidencePath::new("a.log"), &notes, &mut |_| false)
}

/// Hits, false alarms, and misses with how many of them are accepted over a set of logs; all but the
/// hits are printed with their place.
fn measure(set: &str) -> [usize; 4] {
    let (mut hits, mut alarms, mut misses, mut accepted) = (0, 0, 0, 0);
    let mut lines = 0;
    for path in logs(set) {
        let bytes = fs::read(&path).unwrap();
        let expected = Labels::parse(&fs::read_to_string(path.with_extension("labels")).unwrap());
        let log = read(&bytes[..]);
        let found = Labels::of(&log);
        lines += log.lines;
        let name = path.file_name().unwrap().to_string_lossy();
        for (line, kind) in &found.blocking {
            match expected.blocking.get(line) {
                Some(expected) if expected == kind => hits += 1,
                Some(expected) => {
                    hits += 1;
                    println!("other kind {name}:{line}: {kind}, expected {expected}");
                }
                None => {
                    alarms += 1;
                    println!("false alarm {name}:{line}: {kind}");
                }
            }
        }
        for line in expected.blocking.keys().filter(|line| !found.blocking.contains_key(line)) {
            misses += 1;
            accepted += usize::from(expected.accepted.contains(line));
            println!("missed {name}:{line}: {}", expected.blocking[line]);
        }
        if found.completion != expected.completion {
            misses += 1;
            println!(
                "completion {name}: {:?}, expected {:?}",
                found.completion, expected.completion
            );
        }
    }
    let share = |of: usize| hits as f64 / (hits + of).max(1) as f64;
    println!(
        "{set}: {lines} lines, {hits} errors found, precision {:.4}, recall {:.4}",
        share(alarms),
        share(misses)
    );
    [hits, alarms, misses, accepted]
}

#[test]
fn finds_every_error_of_the_development_set_and_no_other() {
    assert_eq!(measure("development"), [121, 0, 0, 0], "see what is printed");
}

#[test]
fn finds_every_error_of_the_held_out_set_and_no_other() {
    assert_eq!(measure("held-out"), [138, 0, 0, 0], "see what is printed");
}

#[test]
fn finds_every_error_of_the_second_held_out_set_and_no_other() {
    assert_eq!(measure("second-held-out"), [20, 0, 2, 2], "see what is printed");
}

/// Hands out bytes in pieces of the given sizes.
struct Pieces<'a> {
    rest: &'a [u8],
    sizes: std::iter::Cycle<std::vec::IntoIter<usize>>,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes.next().unwrap().min(buffer.len()).min(self.rest.len());
        let (piece, rest) = self.rest.split_at(size);
        buffer[..size].copy_from_slice(piece);
        self.rest = rest;
        Ok(size)
    }
}

/// Text made of what logs are made of, in any order.
fn log_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "ERROR",
            "error:",
            "[error]",
            "level=",
            "\"level\":",
            "50",
            "{",
            "}",
            "\"",
            "\\",
            "=",
            "Traceback (most recent call last):",
            "  File \"x\"",
            "exit code 1",
            "panicked at",
            "thread 'a' ",
            "\n",
            "\n",
            "\r",
            "\r\n",
            " ",
            "\t",
            "\x1b[31m",
            "\x1b]",
            "\x1b",
            "|",
            "web-1 | ",
            "2026-11-17T09:00:00Z ",
            "<11>",
            "INFO",
            "E1117 10:02:11",
            "[",
            "]",
            ":",
            "npm ERR! ",
            "Deployment completed",
            "\u{e9}",
            "╷",
            "Nov 17 09:00:01 h a[1]: ",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_whatever_the_size_of_the_pieces(
        log in log_like(),
        repeat in 1_usize..40,
        sizes in prop::collection::vec(1_usize..5000, 1..8),
    ) {
        let log = log.repeat(repeat);
        let whole = read(&log[..]);
        let pieces = read(Pieces { rest: &log, sizes: sizes.into_iter().cycle() });
        prop_assert_eq!(whole.blocking, pieces.blocking);
        prop_assert_eq!(whole.completion, pieces.completion);
        prop_assert_eq!(whole.lines, pieces.lines);
    }
}
