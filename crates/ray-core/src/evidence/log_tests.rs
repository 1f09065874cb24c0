use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::clock::Now;
use crate::finding::Finding;
use crate::place::Placed;

/// A line as it was handed out, for comparison.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    number: usize,
    window: usize,
    cut: bool,
    bytes: Vec<u8>,
}

fn piece(line: &Line<'_>) -> Piece {
    Piece {
        number: line.number(),
        window: line.window(),
        cut: line.is_cut(),
        bytes: line.bytes().to_vec(),
    }
}

fn notes() -> Notes {
    Notes::new(Now::from_system(Timestamp::UNIX_EPOCH))
}

fn pieces(read: impl Read) -> (Vec<Piece>, Vec<Finding>) {
    let notes = notes();
    let mut reader =
        LogReader::new(read, &EvidencePath::new("a.log"), &notes).with_window(SMALLEST_WINDOW);
    let mut all = Vec::new();
    while let Some(line) = reader.next_line() {
        all.push(piece(&line));
    }
    assert!(reader.next_line().is_none() && reader.next_chunk().is_none());
    (all, notes.into_findings())
}

fn lines(bytes: &[u8]) -> Vec<String> {
    let (all, findings) = pieces(bytes);
    assert!(findings.is_empty(), "{findings:?}");
    let numbers: Vec<usize> = all.iter().map(|piece| piece.number).collect();
    assert_eq!(numbers, (1..=all.len()).collect::<Vec<_>>());
    all.iter().map(|piece| String::from_utf8(piece.bytes.clone()).unwrap()).collect()
}

/// Hands out `step` bytes a call, as a slow pipe does.
struct Slow<'a> {
    rest: &'a [u8],
    step: usize,
}

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(self.step);
        self.rest.read(&mut buffer[..count])
    }
}

#[test]
fn lines_end_at_newlines_and_nowhere_else() {
    assert_eq!(lines(b"one\r\ntwo\n\nfour"), ["one", "two", "", "four"]);
    assert_eq!(lines(b"10%\r50%\r100%\r\ndone\n"), ["10%\r50%\r100%", "done"]);
    assert_eq!(lines(b"a\r\r\nb\r"), ["a\r", "b\r"]);
    assert_eq!(lines(b"\n"), [""]);
    assert!(lines(b"").is_empty());
}

#[test]
fn a_byte_order_mark_is_no_text() {
    assert_eq!(lines(b"\xef\xbb\xbfone\ntwo"), ["one", "two"]);
    assert!(lines(b"\xef\xbb\xbf").is_empty());
}

#[test]
fn counts_the_lines_that_were_handed_out() {
    let notes = notes();
    let text = &b"one\ntwo\nthree"[..];
    let mut reader = LogReader::new(text, &EvidencePath::new("a.log"), &notes);
    assert_eq!(reader.lines_read(), 0);
    assert_eq!(reader.next_line().unwrap().bytes(), b"one");
    assert_eq!(reader.lines_read(), 1);
    assert_eq!(reader.next_chunk().unwrap().bytes(), b"two\nthree");
    assert_eq!(reader.lines_read(), 3);
}

#[test]
fn a_match_is_placed_by_line_and_character() {
    let notes = notes();
    let text = "start\n\u{e9}\u{1f600} ERROR: disk full\r\nend".as_bytes();
    let mut reader = LogReader::new(text, &EvidencePath::new("a.log"), &notes);
    let chunk = reader.next_chunk().unwrap();
    let at = chunk.bytes().iter().position(|&byte| byte == b'E').unwrap();
    let place = chunk.place_of(at..at + 5);
    let position = place.position.unwrap();
    assert_eq!((position.line(), position.column()), (2, 4));
    let excerpt = place.excerpt.unwrap();
    assert_eq!(excerpt.text, "\u{e9}\u{1f600} ERROR: disk full");
    assert_eq!((excerpt.start, excerpt.width), (3, 5));
    let line = chunk.line_at(at);
    assert_eq!(line.text(), excerpt.text);
    assert_eq!(line.place().position.unwrap().column(), 1);
    assert_eq!(line.start(), 6);
}

#[test]
fn the_ending_of_a_line_belongs_to_it() {
    let notes = notes();
    let mut reader = LogReader::new(&b"a\r\nb\n"[..], &EvidencePath::new("a.log"), &notes);
    let chunk = reader.next_chunk().unwrap();
    let numbers: Vec<usize> = [4, 3, 2, 1, 0, 99].map(|at| chunk.line_at(at).number()).into();
    assert_eq!(numbers, [2, 2, 1, 1, 1, 2]);
}

#[test]
fn a_long_line_comes_in_windows_that_overlap() {
    let long: Vec<u8> = (0..5000).map(|at| b'a' + (at % 26) as u8).collect();
    let text = [b"short\n", &long[..], b"\r\nnext"].concat();
    let (all, _) = pieces(&text[..]);
    assert_eq!((all[0].number, all[0].cut), (1, false));
    let windows: Vec<&Piece> = all.iter().filter(|piece| piece.number == 2).collect();
    assert!(windows.iter().all(|piece| piece.cut));
    assert_eq!(windows[0].bytes.len(), SMALLEST_WINDOW - 1);
    let mut whole = windows[0].bytes.clone();
    for (at, piece) in windows.iter().enumerate().skip(1) {
        assert_eq!(piece.window, at);
        assert!(whole.ends_with(&piece.bytes[..OVERLAP]));
        whole.extend(&piece.bytes[OVERLAP..]);
    }
    assert_eq!(whole, long);
    let next = all.last().unwrap();
    assert_eq!((next.number, next.window, next.cut), (3, 0, false));
}

#[test]
fn a_line_that_fits_the_window_is_whole() {
    let fits = vec![b'x'; SMALLEST_WINDOW - 1];
    for ending in [&b""[..], b"\n"] {
        let (all, _) = pieces(&[&fits[..], ending].concat()[..]);
        assert_eq!(all.len(), 1);
        assert!(!all[0].cut);
    }
}

#[test]
fn the_last_character_of_a_window_is_held_back_so_that_the_next_has_something_new() {
    for last in ["x", "\u{e9}", "\u{20ac}", "\u{1f600}"] {
        let line = "x".repeat(SMALLEST_WINDOW - last.len()) + last;
        let (all, _) = pieces(line.as_bytes());
        assert_eq!(all.len(), 2, "{last}");
        assert_eq!(all[0].bytes.len(), SMALLEST_WINDOW - last.len(), "{last}");
        assert!(all[1].bytes.ends_with(last.as_bytes()), "{last}");
    }
}

#[test]
fn columns_go_on_from_window_to_window() {
    let notes = notes();
    let text = format!("{}HERE{}", "é".repeat(3000), "é".repeat(3000));
    let mut reader = LogReader::new(text.as_bytes(), &EvidencePath::new("a.log"), &notes)
        .with_window(SMALLEST_WINDOW);
    let mut columns = Vec::new();
    while let Some(chunk) = reader.next_chunk() {
        if let Some(at) = chunk.bytes().windows(4).position(|four| four == b"HERE") {
            let place = chunk.place_of(at..at + 4);
            let excerpt = place.excerpt.unwrap();
            let shown: String = excerpt.text.chars().skip(excerpt.start).take(4).collect();
            assert_eq!(shown, "HERE");
            columns.push(place.position.unwrap().column());
        }
    }
    assert!(!columns.is_empty() && columns.iter().all(|&column| column == 3001), "{columns:?}");
    assert!(notes.into_findings().is_empty());
}

#[test]
fn fails_when_bytes_are_not_utf8_and_reads_on() {
    let (all, findings) = pieces(&b"\xef\xbb\xbfok\ncaf\xe9\n\xff\xfe\n"[..]);
    assert_eq!(all.len(), 3);
    assert_eq!(findings.len(), 1);
    let finding = &findings[0];
    assert_eq!(finding.code.word, "not-utf8");
    assert_eq!(
        finding.message,
        "The file is not UTF-8 in 3 places; the first is the byte at offset 9"
    );
    let position = finding.place.position.unwrap();
    assert_eq!((position.line(), position.column()), (2, 4));
    let excerpt = finding.place.excerpt.as_ref().unwrap();
    assert_eq!((excerpt.text.as_str(), excerpt.width), ("caf\u{fffd}", 1));
    let (_, findings) = pieces(&b"ok\n\xe9\n"[..]);
    assert_eq!(
        findings[0].message,
        "The file is not UTF-8: the byte at offset 3 belongs to no character"
    );
}

#[test]
fn bytes_that_are_not_utf8_are_counted_and_placed_through_the_whole_file() {
    let far = "a line like any other\n".repeat(100_000);
    let log = [far.as_bytes(), b"\xff\n", far.as_bytes(), b"\xff \xff\n"].concat();
    let (_, findings) = pieces(&log[..]);
    assert_eq!(
        findings[0].message,
        format!("The file is not UTF-8 in 3 places; the first is the byte at offset {}", far.len())
    );
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
    let (all, findings) = pieces((&b"one\n"[..]).chain(Interrupted(true)).chain(&b"two\n"[..]));
    assert_eq!((all.len(), findings.len()), (2, 0));
}

#[test]
fn fails_when_reading_fails_and_hands_out_what_came_before() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let (all, findings) = pieces((&b"one\ntw"[..]).chain(Broken));
    assert_eq!(all.len(), 2);
    assert_eq!(all[1].bytes, b"tw");
    assert_eq!(findings[0].code.word, "read-failed");
    assert_eq!(findings[0].actual.as_deref(), Some("the disk is gone"));
    let position = findings[0].place.position.unwrap();
    assert_eq!((position.line(), position.column()), (2, 3));
}

#[test]
fn a_line_without_end_is_read_in_constant_memory() {
    let notes = notes();
    let size = 64 * 1024 * 1024;
    let mut reader =
        LogReader::new(io::repeat(b'x').take(size), &EvidencePath::new("a.log"), &notes);
    let mut seen = 0;
    while let Some(chunk) = reader.next_chunk() {
        assert!(chunk.bytes().len() <= WINDOW && chunk.first_line() == 1);
        seen += chunk.bytes().len() - if seen > 0 { OVERLAP } else { 0 };
    }
    assert_eq!(seen as u64, size);
    assert_eq!(reader.buffer.capacity(), WINDOW);
}

/// Logs with lines around the size of a window, endings of all kinds, and broken bytes.
fn arbitrary_log() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        "[a-zé😀]{0,30}".prop_map(String::into_bytes),
        (900..1100usize).prop_map(|length| vec![b'x'; length]),
        (200..1200usize).prop_map(|length| "é".repeat(length).into_bytes()),
        prop_oneof![Just("\n"), Just("\r\n"), Just("\r")].prop_map(|ending| ending.into()),
        prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn every_byte_is_handed_out_in_order(log in arbitrary_log(), step in 1..2000usize) {
        let notes = notes();
        let mut reader =
            LogReader::new(Slow { rest: &log, step }, &EvidencePath::new("a.log"), &notes)
                .with_window(SMALLEST_WINDOW);
        let text = log.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&log);
        let mut at = 0;
        while let Some(chunk) = reader.next_chunk() {
            let goes_on = chunk.line_at(0).window() > 0;
            let start = if goes_on { start_of_character(text, at - OVERLAP) } else { at };
            prop_assert!(text[start..].starts_with(chunk.bytes()));
            prop_assert!(start + chunk.bytes().len() > at);
            let line = 1 + text[..start].iter().filter(|&&byte| byte == b'\n').count();
            prop_assert_eq!(chunk.first_line(), line);
            at = start + chunk.bytes().len();
        }
        prop_assert_eq!(at, text.len());
        let broken = String::from_utf8(log.clone()).is_err();
        prop_assert_eq!(notes.into_findings().len(), usize::from(broken));
    }

    #[test]
    fn lines_are_the_same_by_line_and_by_chunk(log in arbitrary_log()) {
        let notes = notes();
        let mut reader = LogReader::new(&log[..], &EvidencePath::new("a.log"), &notes)
            .with_window(SMALLEST_WINDOW);
        let mut by_chunk = Vec::new();
        while let Some(chunk) = reader.next_chunk() {
            let mut at = 0;
            while at < chunk.bytes().len() {
                let line = chunk.line_at(at);
                by_chunk.push(piece(&line));
                let rest = &chunk.bytes()[at..];
                at += memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            }
        }
        prop_assert_eq!(pieces(&log[..]).0, by_chunk);
    }

    #[test]
    fn whole_lines_are_what_a_simple_split_finds(log in "[a-z\r\n]{0,300}") {
        let mut expected: Vec<&str> = log.split('\n').collect();
        let last = expected.pop().unwrap();
        let mut expected: Vec<&str> =
            expected.iter().map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
        if !last.is_empty() {
            expected.push(last);
        }
        prop_assert_eq!(lines(log.as_bytes()), expected);
    }

    #[test]
    fn places_agree_with_a_whole_file(log in "[a-zé\n]{1,400}", at in any::<prop::sample::Index>()) {
        let characters: Vec<(usize, char)> = log.char_indices().collect();
        let (offset, character) = *at.get(&characters);
        let notes = notes();
        let mut reader = LogReader::new(log.as_bytes(), &EvidencePath::new("a.log"), &notes);
        let place = reader.next_chunk().unwrap().place_of(offset..offset + character.len_utf8());
        let file = crate::source::SourceFile::new(EvidencePath::new("a.log"), log.clone());
        prop_assert_eq!(place.position.unwrap(), file.position(offset));
    }
}
