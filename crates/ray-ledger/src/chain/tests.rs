//! Chains that are added to, broken in every way, and repaired.
#![expect(clippy::disallowed_methods, reason = "tests damage files themselves")]

use std::fs;
use std::path::PathBuf;

use assert_fs::TempDir;
use ray_core::checksum::Digest;
use serde_json::json;

use super::*;

struct Case {
    folder: TempDir,
}

impl Case {
    /// A chain of `lines` records.
    fn of(lines: usize) -> Self {
        let case = Self { folder: TempDir::new().unwrap() };
        for number in 0..lines {
            case.append(number);
        }
        case
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("chain.jsonl")
    }

    fn append(&self, number: usize) {
        let record = json!({"kind": "test", "number": number, "text": "\"check\":\"\n"});
        Chain::open(&self.path()).unwrap().append(&[record]).unwrap();
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }

    fn walk(&self) -> Walk {
        walk(self.bytes().as_slice(), None, &[]).unwrap()
    }

    /// What is wrong when the chain is `bytes`.
    fn faults(bytes: &[u8]) -> Vec<(u64, FaultKind)> {
        let walk = walk(bytes, None, &[]).unwrap();
        walk.faults.iter().map(|fault| (fault.line, fault.kind)).collect()
    }
}

#[test]
fn every_line_carries_the_digest_of_the_line_before() {
    let case = Case::of(3);
    let text = String::from_utf8(case.bytes()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let previous = |line: &str| -> String {
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        json["previous"].as_str().unwrap().to_owned()
    };
    assert_eq!(previous(lines[0]), "0".repeat(64));
    assert_eq!(previous(lines[2]), Digest::of(lines[1].as_bytes()).to_string());
    let walk = case.walk();
    assert_eq!((walk.lines, walk.faults.len()), (3, 0));
    assert_eq!(walk.head, Some(Digest::of(lines[2].as_bytes())));
}

#[test]
fn an_empty_chain_holds_and_has_no_head() {
    let walk = walk(&b""[..], None, &[]).unwrap();
    assert_eq!((walk.lines, walk.head, walk.faults.len()), (0, None, 0));
}

#[test]
fn every_change_of_a_single_byte_is_noticed() {
    let whole = Case::of(3).bytes();
    for at in 0..whole.len() {
        for turned in [1_u8, 2, 4, 8, 16, 32, 64, 128] {
            let mut bytes = whole.clone();
            bytes[at] ^= turned;
            assert!(!Case::faults(&bytes).is_empty(), "byte {at} ^ {turned}");
        }
    }
}

#[test]
fn every_byte_that_is_taken_away_or_put_in_is_noticed() {
    let whole = Case::of(2).bytes();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes.remove(at);
        assert!(!Case::faults(&bytes).is_empty(), "without byte {at}");
        for put in [b' ', b'\n', b'}'] {
            let mut bytes = whole.clone();
            bytes.insert(at, put);
            assert!(!Case::faults(&bytes).is_empty(), "{put} before byte {at}");
        }
    }
}

#[test]
fn what_was_done_to_a_line_is_told_apart_and_located() {
    use FaultKind::{BeginningMissing, Changed, NotARecord, OutOfPlace, Torn};
    let text = String::from_utf8(Case::of(4).bytes()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let join = |lines: &[&str]| lines.join("\n") + "\n";
    let changed = lines[1].replacen("\"number\":1", "\"number\":7", 1);
    for (bytes, faults) in [
        (join(&[lines[0], lines[2], lines[3]]), vec![(2, OutOfPlace)]),
        (join(&[lines[1], lines[2], lines[3]]), vec![(1, BeginningMissing)]),
        (
            join(&[lines[0], lines[2], lines[1], lines[3]]),
            vec![(2, OutOfPlace), (3, OutOfPlace), (4, OutOfPlace)],
        ),
        (join(&[lines[0], &changed, lines[2], lines[3]]), vec![(2, Changed)]),
        (join(&[lines[0], "{}", lines[1], lines[2], lines[3]]), vec![(2, NotARecord)]),
        (join(&[lines[0], lines[0], lines[1]]), vec![(2, OutOfPlace)]),
        (text.trim_end().to_owned(), vec![(4, Torn)]),
        (text.clone() + "{\"prev", vec![(5, Torn)]),
    ] {
        assert_eq!(Case::faults(bytes.as_bytes()), faults, "{bytes}");
    }
}

#[test]
fn a_line_that_was_forged_with_a_check_of_its_own_breaks_the_next() {
    let case = Case::of(3);
    let text = String::from_utf8(case.bytes()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let before = Some(Digest::of(lines[0].as_bytes()));
    let mut forged = Vec::new();
    line::add(&mut forged, before, &json!({"kind": "test", "number": 9})).unwrap();
    let forged = String::from_utf8(forged).unwrap();
    let bytes = [lines[0], forged.trim_end(), lines[2], ""].join("\n");
    assert_eq!(Case::faults(bytes.as_bytes()), [(3, FaultKind::OutOfPlace)]);
}

#[test]
fn a_torn_last_line_is_taken_away_and_that_is_recorded() {
    let whole = Case::of(3).bytes();
    let text = String::from_utf8(whole.clone()).unwrap();
    let start_of_last = text.trim_end().rfind('\n').unwrap() + 1;
    for end in start_of_last + 1..whole.len() - 1 {
        let case = Case::of(0);
        fs::write(case.path(), &whole[..end]).unwrap();
        case.append(7);
        let walk = case.walk();
        assert_eq!((walk.lines, walk.faults.len()), (4, 0), "cut at {end}");
        let text = String::from_utf8(case.bytes()).unwrap();
        let repair: serde_json::Value = serde_json::from_str(text.lines().nth(2).unwrap()).unwrap();
        assert_eq!(repair["kind"], "repair");
        assert_eq!(repair["torn_bytes"], end - start_of_last);
        assert_eq!(repair["torn_text"], text_of(&whole[start_of_last..end]));
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_last_line_that_only_lacks_its_newline_is_kept() {
    let case = Case::of(2);
    let bytes = case.bytes();
    fs::write(case.path(), &bytes[..bytes.len() - 1]).unwrap();
    case.append(2);
    let walk = case.walk();
    assert_eq!((walk.lines, walk.faults.len()), (3, 0));
    assert!(case.bytes().starts_with(&bytes));
}

#[test]
fn nothing_but_a_torn_line_is_repaired_too() {
    let case = Case::of(0);
    fs::write(case.path(), b"\0\0\0\0").unwrap();
    case.append(0);
    assert_eq!((case.walk().lines, case.walk().faults.len()), (2, 0));
}

#[test]
fn nothing_of_a_torn_line_stays_however_long_it_is() {
    let case = Case::of(1);
    let mut bytes = case.bytes();
    bytes.extend([b'x'; 100_000]);
    fs::write(case.path(), bytes).unwrap();
    case.append(1);
    assert_eq!((case.walk().lines, case.walk().faults.len()), (3, 0));
}

#[test]
fn records_that_are_added_together_follow_from_each_other() {
    let case = Case::of(1);
    let records: Vec<_> = (0..5).map(|number| json!({"number": number})).collect();
    let head = Chain::open(&case.path()).unwrap().append(&records).unwrap();
    let walk = case.walk();
    assert_eq!((walk.lines, walk.faults.len(), walk.head), (6, 0, head));
}

#[test]
fn a_digest_that_is_looked_for_is_found_at_its_line() {
    let case = Case::of(3);
    let text = String::from_utf8(case.bytes()).unwrap();
    let digest = Digest::of(text.lines().nth(1).unwrap().as_bytes());
    let walk = walk(case.bytes().as_slice(), None, &[digest, Digest::of(b"no line")]).unwrap();
    assert_eq!(walk.found, [(digest, 2)]);
}

#[test]
fn lines_longer_than_a_block_are_walked() {
    let case = Case::of(1);
    let long = json!({"text": "x".repeat(5 * 1024 * 1024)});
    Chain::open(&case.path()).unwrap().append(&[long]).unwrap();
    case.append(2);
    assert_eq!((case.walk().lines, case.walk().faults.len()), (3, 0));
}

#[test]
fn the_records_of_another_chain_are_told() {
    let case = Case::of(2);
    let walked = walk(case.bytes().as_slice(), Some("other"), &[]).unwrap();
    let kinds: Vec<FaultKind> = walked.faults.iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [FaultKind::OfAnotherKind, FaultKind::OfAnotherKind]);
    let walked = walk(case.bytes().as_slice(), Some("test"), &[]).unwrap();
    assert_eq!(walked.faults, []);
}

#[test]
fn faults_without_end_are_counted_and_not_kept() {
    let walk = walk("x\n".repeat(5000).as_bytes(), None, &[]).unwrap();
    assert_eq!((walk.faults.len(), walk.further_faults), (1000, 4000));
}

#[test]
fn threads_that_append_at_once_lose_nothing() {
    let case = Case::of(0);
    std::thread::scope(|scope| {
        for thread in 0..16 {
            let case = &case;
            scope.spawn(move || (0..5).for_each(|number| case.append(thread * 10 + number)));
        }
    });
    let walk = case.walk();
    assert_eq!((walk.lines, walk.faults.len()), (80, 0));
}

#[test]
fn a_folder_in_its_place_is_an_error() {
    let case = Case::of(0);
    fs::create_dir(case.path()).unwrap();
    let error = Chain::open(&case.path()).unwrap_err().to_string();
    assert!(error.contains("a folder stands there"), "{error}");
}
