//! Reads the level, the text and the exit code out of a line that is a JSON object. It looks for a
//! few keys and no errors in the grammar: a collector may have cut the line.

use std::ops::Range;

use super::level::{self, Level, Stated};

/// The keys of a level, without case, `_` and `@`.
const LEVELS: &[&str] =
    &["level", "lvl", "severity", "loglevel", "levelname", "severitytext", "log.level", "l"];

/// The keys of what the program wrote.
const TEXTS: &[&str] = &["log", "msg", "message", "mt", "m", "text", "line"];

/// The keys of an exit code.
const EXITS: &[&str] = &["exitcode", "exitstatus", "rc", "returncode"];

/// What a line says.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The worst level that it states.
    pub(super) level: Option<(Stated, Range<usize>)>,
    /// Its text, in its quotes' place.
    pub(super) text: Option<Range<usize>>,
    /// A number other than 0 under the key of an exit code.
    pub(super) failed_exit: Option<Range<usize>>,
}

/// The record in `line`, when it starts with `{`.
pub(super) fn record(line: &[u8]) -> Option<Record> {
    if line.first() != Some(&b'{') {
        return None;
    }
    let mut record = Record::default();
    let mut cursor = Cursor { line, at: 0, depth: 0 };
    let mut outer: &[u8] = b"";
    while let Some(pair) = cursor.next_pair() {
        let key = line.get(pair.key.clone()).unwrap_or_default();
        match (pair.depth, outer) {
            (1, _) => {
                outer = key;
                record.take(&plain(key), &pair, line);
            }
            // Elastic's schema nests it: {"log": {"level": "error"}}.
            (2, b"log") if key == b"level" => record.take("level", &pair, line),
            _ => {}
        }
    }
    Some(record)
}

/// The text of a JSON string without its escapes; what is not in a log's words is left as it is.
pub(super) fn unescaped(inside: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(inside.len());
    let mut bytes = inside.iter();
    while let Some(&byte) = bytes.next() {
        match (byte, bytes.as_slice()) {
            (b'\\', [b'u', b'0', b'0', b'1', b'b' | b'B', rest @ ..]) => {
                out.push(0x1b);
                bytes = rest.iter();
            }
            (b'\\', [b'n', rest @ ..]) => {
                out.push(b'\n');
                bytes = rest.iter();
            }
            (b'\\', [b't', rest @ ..]) => {
                out.push(b'\t');
                bytes = rest.iter();
            }
            (b'\\', [b'r', rest @ ..]) => {
                out.push(b'\r');
                bytes = rest.iter();
            }
            (b'\\', [next, rest @ ..]) => {
                out.push(*next);
                bytes = rest.iter();
            }
            _ => out.push(byte),
        }
    }
    out
}

impl Record {
    fn take(&mut self, key: &str, pair: &Pair, line: &[u8]) {
        let value = line.get(pair.value.clone()).unwrap_or_default();
        if let Some(stated) = stated(key, value, pair.quoted) {
            if self.level.as_ref().is_none_or(|(known, _)| rank(stated) > rank(*known)) {
                self.level = Some((stated, pair.value.clone()));
            }
        } else if pair.quoted && TEXTS.contains(&key) && self.text.is_none() {
            self.text = Some(pair.value.clone());
        } else if EXITS.contains(&key) && is_failure(value) {
            self.failed_exit = Some(pair.value.clone());
        }
    }
}

fn stated(key: &str, value: &[u8], quoted: bool) -> Option<Stated> {
    match key {
        "priority" => level::syslog(std::str::from_utf8(value).ok()?.parse().ok()?),
        "s" if quoted && value.len() == 1 => level::lettered(*value.first()?),
        _ if !LEVELS.contains(&key) => None,
        _ if quoted => level::named(value),
        _ => level::numbered(value),
    }
}

fn rank(stated: Stated) -> Option<Level> {
    stated.blocking()
}

fn is_failure(value: &[u8]) -> bool {
    let digits = value.strip_prefix(b"-").unwrap_or(value);
    digits.iter().all(u8::is_ascii_digit) && digits.iter().any(|&byte| byte != b'0')
}

fn plain(key: &[u8]) -> String {
    let kept = key.iter().filter(|byte| !b"_@-".contains(byte));
    kept.map(|&byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// A key, and a value that is no list and no object; those have an empty span.
struct Pair {
    depth: usize,
    key: Range<usize>,
    value: Range<usize>,
    quoted: bool,
}

struct Cursor<'a> {
    line: &'a [u8],
    at: usize,
    depth: usize,
}

impl Cursor<'_> {
    fn next_pair(&mut self) -> Option<Pair> {
        loop {
            match self.line.get(self.at)? {
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                b'"' => {
                    let key = self.string();
                    self.skip_blanks();
                    if self.line.get(self.at) == Some(&b':') {
                        self.at += 1;
                        return Some(self.pair(key));
                    }
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    fn pair(&mut self, key: Range<usize>) -> Pair {
        self.skip_blanks();
        let depth = self.depth;
        if self.line.get(self.at) == Some(&b'"') {
            let value = self.string();
            return Pair { depth, key, value, quoted: true };
        }
        let rest = self.line.get(self.at..).unwrap_or_default();
        let ends = |byte: &&u8| !matches!(byte, b',' | b'}' | b']' | b'{' | b'[' | b' ' | b'"');
        let start = self.at;
        self.at += rest.iter().take_while(ends).count();
        Pair { depth, key, value: start..self.at, quoted: false }
    }

    /// The inside of the string that starts here.
    fn string(&mut self) -> Range<usize> {
        let start = self.at + 1;
        let mut at = start;
        let mut escaped = false;
        while let Some(&byte) = self.line.get(at) {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => break,
                _ => {}
            }
            at += 1;
        }
        self.at = (at + 1).min(self.line.len());
        start..at
    }

    fn skip_blanks(&mut self) {
        let rest = self.line.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocking(line: &str) -> bool {
        let level = record(line.as_bytes()).unwrap().level;
        level.is_some_and(|(stated, _)| stated.blocking().is_some())
    }

    #[test]
    fn a_level_is_read_whatever_its_key() {
        for line in [
            r#"{"level":"error"}"#,
            r#"{"a":{"level":"info"},"severity" : "CRITICAL"}"#,
            r#"{"log":{"level":"fatal"}}"#,
            r#"{"log.level":"ERROR"}"#,
            r#"{"@l":"Fatal"}"#,
            r#"{"level":50}"#,
            r#"{"level":400,"level_name":"ERROR"}"#,
            r#"{"PRIORITY":"3"}"#,
            r#"{"s":"E","c":"NETWORK"}"#,
            r#"{"msg":"a 5\" disk","level":"error"}"#,
        ] {
            assert!(blocking(line), "{line}");
        }
    }

    #[test]
    fn a_level_elsewhere_is_none() {
        for line in [
            r#"{"level":"info","msg":"\"level\":\"error\""}"#,
            r#"{"a":{"level":"error"}}"#,
            r#"{"error":null,"errors":[],"level":30}"#,
            r#"{"PRIORITY":"6","s":"sError"}"#,
            r#"{"s":"Error"}"#,
            r#"{"s":E}"#,
            r#"{"log":{"logger":"error"}}"#,
        ] {
            assert!(!blocking(line), "{line}");
        }
    }

    #[test]
    fn of_several_levels_the_worst_counts_and_of_equals_the_first() {
        for (line, at) in [
            (r#"{"level":"info","severity":"error"}"#, 28),
            (r#"{"level":"fatal","severity":"error"}"#, 10),
            (r#"{"level":"error","severity":"error"}"#, 10),
        ] {
            let (_, span) = record(line.as_bytes()).unwrap().level.unwrap();
            assert_eq!(span.start, at, "{line}");
        }
    }

    #[test]
    fn the_text_is_what_stands_under_its_key_without_escapes() {
        let text = |line: &str| record(line.as_bytes()).unwrap().text;
        assert_eq!(text(r#"{"app":"a","msg":"b"}"#), Some(18..19));
        assert_eq!(text(r#"{"msg":1}"#), None);
        let inside = br#"\u001b[31mx\ny\tz\r\"\\"#;
        assert_eq!(unescaped(inside), b"\x1b[31mx\ny\tz\r\"\\");
    }

    #[test]
    fn only_a_failed_exit_code_is_kept() {
        assert!(record(br#"{"exitCode":137}"#).unwrap().failed_exit.is_some());
        assert!(record(br#"{"exit_code":0}"#).unwrap().failed_exit.is_none());
        assert!(record(br#"{"rc":""}"#).unwrap().failed_exit.is_none());
    }
}
