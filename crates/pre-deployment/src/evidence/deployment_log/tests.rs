//! What the reading of a log promises whatever its layouts: counts, places, bounds.

use jiff::Timestamp;
use ray_core::clock::Now;
use ray_core::finding::Notes;
use ray_core::place::EvidencePath;

use super::*;

fn read_all(bytes: &[u8]) -> DeploymentLog {
    let notes = Notes::new(Now::from_system(Timestamp::UNIX_EPOCH));
    read(bytes, &EvidencePath::new("a.log"), &notes, &mut |_| false)
}

fn lines(log: &str) -> Vec<usize> {
    read_all(log.as_bytes()).blocking.iter().map(|error| error.position.line()).collect()
}

#[test]
fn a_place_is_that_of_the_words_that_decide_even_behind_colours() {
    let log = read_all("ok\n\u{e9} [\x1b[31mERROR\x1b[0m] x\n".as_bytes());
    let error = log.blocking.first().unwrap();
    assert_eq!((error.position.line(), error.position.column()), (2, 9));
    assert_eq!(error.text(), "\u{e9} [ERROR] x");
}

#[test]
fn an_error_takes_32_bytes() {
    assert!(size_of::<Blocking>() <= 32);
}

#[test]
fn a_progress_bar_hides_no_error() {
    assert_eq!(lines("10%\rERROR: no space\r100% done\nok\n"), [1]);
}

#[test]
fn a_traceback_is_one_error_and_shows_what_was_raised() {
    let log = read_all(
        b"Traceback (most recent call last):\n  File \"a\", line 1\n    error()\nValueError: b\nok\n",
    );
    assert_eq!(log.blocking.len(), 1);
    assert_eq!(log.blocking[0].raised(), Some("ValueError: b"));
}

#[test]
fn a_line_of_many_windows_counts_once_wherever_its_level_stands() {
    let text = "x".repeat(200_000);
    assert_eq!(lines(&format!("{{\"msg\":\"{text}\",\"level\":\"error\"}}\nok\n")), [1]);
    assert_eq!(lines(&format!("ERROR {text} level=error {text}\nok\nERROR: b\n")), [1, 3]);
    assert_eq!(lines(&format!("{text}ERROR {text} exit code 1\n")), [] as [usize; 0]);
    assert_eq!(lines(&format!("{text}\rERROR: x\r{text}\n")), [1]);
}

#[test]
fn of_ten_thousand_errors_all_are_kept_and_of_more_the_places() {
    let log = read_all("ERROR: x\n".repeat(SHOWN + 5).as_bytes());
    assert_eq!(log.blocking.len(), SHOWN + 5);
    assert_eq!(log.blocking.iter().filter(|error| error.shown.is_some()).count(), SHOWN);
    let last = log.blocking.last().unwrap();
    assert_eq!((last.position.line(), last.text()), (SHOWN + 5, ""));
    assert!(log.place_of(last).excerpt.is_none());
}

#[test]
fn an_allowance_covers_an_error_with_all_that_belongs_to_it() {
    let notes = Notes::new(Now::from_system(Timestamp::UNIX_EPOCH));
    let text = "\x1b[31mERROR\x1b[0m known\n  at a\nTraceback (most recent call last):\n  x\nKeyError: 'k'\nfoo\n\
                Traceback (most recent call last):\n  x\nKeyError: 'k'\n";
    let read_with = |allow: &str| {
        let mut allowed = |line: &str| line == allow;
        read(text.as_bytes(), &EvidencePath::new("a.log"), &notes, &mut allowed)
    };
    let log = read_with("ERROR known");
    assert_eq!((log.allowed, log.blocking.len()), (1, 1));
    assert_eq!(log.blocking[0].position.line(), 7);
    let behind = "ERROR known\n  at a\n  exit code 1\n  at b\n";
    let log = read(behind.as_bytes(), &EvidencePath::new("a.log"), &notes, &mut |text| {
        text == "ERROR known"
    });
    assert_eq!((log.allowed, log.blocking.len()), (1, 1));
    let log = read_with("KeyError: 'k'");
    assert_eq!((log.allowed, log.blocking.len()), (1, 1));
    assert_eq!(log.blocking[0].position.line(), 1);
}

#[test]
fn talk_of_errors_is_none() {
    for line in [
        "0 errors",
        "error_rate=0",
        "errors: 0",
        "ErrorHandler started",
        "retrying after error: none",
        "errors=0 warnings=3",
        "--fail-on-error",
        "on_error: continue",
        "test_error_handling ... ok",
        "Compiling thiserror v2",
        "{\"error\":null}",
        "{\"errors\":[]}",
        "level=info msg=\"no error\"",
        "error.log",
        "exit code 0",
        "rc=0",
        "set -e",
        "2026-11-17 09:00:00 INFO ERROR_BUDGET is full",
        "web1 : ok=1 changed=0 unreachable=0 failed=0",
        "2026-11-17 09:00:00 WARN the ERROR of yesterday",
        "v2.4.0-rc1",
        "trivy image --exit-code 1 web",
        "Found 3 ERROR lines in the old log",
        "Error budget policy: strict",
    ] {
        assert!(lines(line).is_empty(), "{line}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads the corpus itself")]
fn the_prefilter_hides_no_error_of_the_corpus() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/pre-deployment/logs");
    let mut errors = 0;
    for set in ["development", "held-out", "second-held-out"] {
        for entry in std::fs::read_dir(format!("{folder}/{set}")).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            for raw in bytes.split(|&byte| byte == b'\n') {
                let clean = ansi::Clean::new(raw.trim_ascii_end());
                if line::read(&clean.text).blocking.is_some() {
                    errors += 1;
                    let hit = prefilter::Candidates::new(raw).next(0);
                    let text = String::from_utf8_lossy(raw);
                    assert!(hit.is_some(), "{}: {text}", path.display());
                }
            }
        }
    }
    assert!(errors > 200);
}

#[test]
fn lines_of_other_services_do_not_end_a_traceback() {
    let log = "a | Traceback (most recent call last):\na |   File \"x\"\nb | ERROR: y\n\
               a |     z\na | ValueError: w\n";
    assert_eq!(lines(log), [1, 3]);
}

#[test]
fn a_word_at_the_start_of_a_line_is_found_behind_a_candidate() {
    let klog = "E1117 10:02:11.123456       1 a.go:1] lost";
    assert_eq!(lines(&format!("{klog}\n")), [1]);
    assert_eq!(lines(&format!("rc=0\n{klog}\n")), [2]);
    assert_eq!(lines("<14>Nov 17 09:00:01 a b: x\n<11>Nov 17 09:00:01 a b: y\n"), [2]);
}

#[test]
fn an_error_at_the_end_is_found_without_a_line_end() {
    assert_eq!(lines("ok\nERROR"), [2]);
    assert_eq!(lines("ok\nERROR\nok"), [2]);
}

#[test]
fn a_place_counts_every_state_of_a_progress_bar_before_it() {
    let log = read_all(b"10%\r20%\rERROR: x\nok\n");
    let error = log.blocking.first().unwrap();
    assert_eq!((error.position.line(), error.position.column()), (1, 9));
    assert_eq!(error.text(), "ERROR: x");
}

#[test]
fn a_long_line_is_cut_around_the_words_whatever_its_characters_take() {
    let around = |filler: &str| {
        let many = filler.repeat(200);
        let log = read_all(format!("{many} exit code 1 {many}\nok\n").as_bytes());
        log.blocking.first().unwrap().text().replace(filler, "x")
    };
    assert_eq!(around("\u{1f4e6}"), around("x"));
    assert!(around("x").starts_with("…x") && around("x").ends_with("x…"));
}

#[test]
fn a_long_exception_is_cut() {
    let raised = format!("ValueError: {}", "x".repeat(500));
    let log = read_all(
        format!("Traceback (most recent call last):\n  File \"a\", line 1\n{raised}\nok\n")
            .as_bytes(),
    );
    let shown = log.blocking[0].raised().unwrap();
    assert_eq!(shown.chars().count(), 181);
}

#[test]
fn what_follows_frames_and_names_no_exception_was_not_raised() {
    let log =
        read_all(b"Traceback (most recent call last):\n  File \"a\", line 1\nall is well\nok\n");
    assert_eq!(log.blocking[0].raised(), None);
}

#[test]
fn a_colon_announces_the_text_of_a_panic_alone() {
    assert_eq!(lines("ERROR because:\nERROR: x\nok\n"), [1, 2]);
    assert_eq!(lines("thread 'main' panicked at a.rs:1:1:\nERROR: x\nok\n"), [1]);
}

#[test]
fn a_cause_is_told_on_the_next_line() {
    let trace = "Exception in thread \"main\" a.B: c\n\tat a.B.c(B.java:1)\nCaused by:\n";
    assert_eq!(lines(&format!("{trace}ERROR: inner\nok\n")), [1]);
}

#[test]
fn a_panic_weighs_more_than_the_level_of_its_line() {
    let log = read_all(b"ERROR thread 'main' panicked at a.rs:1:1: x\nok\n");
    assert_eq!(log.blocking[0].kind, Kind::Panic);
    let log = read_all(b"ERROR: exit code 1\nok\n");
    assert_eq!(log.blocking[0].kind, Kind::AtLevel(level::Level::Error));
}

#[test]
fn a_failure_behind_a_lower_level_stands_where_its_words_do() {
    let log = read_all(b"[INFO] panic: x and more\nok\n");
    let error = log.blocking.first().unwrap();
    assert_eq!((error.kind, error.position.column()), (Kind::Panic, 8));
    assert_eq!(error.shown.as_ref().unwrap().excerpt.width, "panic: x".len());
}

#[test]
fn kinds_have_words() {
    assert_eq!(Kind::AtLevel(level::Level::Alert).to_string(), "a line at level ALERT");
    assert_eq!(Kind::Crash.to_string(), "a process that crashed or was killed");
}
