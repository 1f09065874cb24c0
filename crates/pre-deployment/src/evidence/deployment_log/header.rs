//! Finds the level that the head of a line states (rule 10.2). Stamps, threads, loggers, brackets and
//! `key=value` pairs make up a head; with a sentence the head is over, so that a level inside of one
//! is a word like any other.

use std::ops::Range;

use super::level::{Stated, lettered, named, named_in_capitals};

/// Parts of a head, counted; what stands behind them is text.
const MOST_PARTS: usize = 24;

/// Words without any mark of a head, such as the logger of `main - ERROR - text`, before the level.
const MOST_WORDS: usize = 3;

/// Longest group in brackets, and longest head, in bytes.
const LONGEST: usize = 512;

/// The keys under which logfmt states a level.
const KEYS: &[&str] = &["level", "lvl", "severity", "log.level", "loglevel", "levelname", "@level"];

/// Nouns that a level's name qualifies: `ERROR RATE 0.1 %` is a caption.
const NOUNS: &[&str] =
    &["rate", "rates", "budget", "count", "counts", "ratio", "percentage", "summary", "threshold"];

/// A level and the bytes that state it.
pub(super) type Found = (Stated, Range<usize>);

/// The level that the head of `text` states.
pub(super) fn level(text: &[u8]) -> Option<Found> {
    let mut head = Head { text: text.get(..text.len().min(LONGEST))?, ..Head::default() };
    for _ in 0..MOST_PARTS {
        match head.next_part()? {
            Part::Level(stated, span) => return Some((stated, span)),
            Part::Mark => head.marks += 1,
            Part::Delimiter => head.delimited = true,
            Part::Word if head.words == MOST_WORDS => return None,
            Part::Word => head.words += 1,
        }
    }
    None
}

enum Part {
    Level(Stated, Range<usize>),
    /// Something that only a head has.
    Mark,
    /// `-` or `|` on its own, or a tab.
    Delimiter,
    Word,
}

#[derive(Default)]
struct Head<'a> {
    text: &'a [u8],
    at: usize,
    marks: usize,
    words: usize,
    /// A delimiter or a bracket stands right before what comes next.
    delimited: bool,
}

impl Head<'_> {
    fn rest(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next_part(&mut self) -> Option<Part> {
        let blanks = self.rest().iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count();
        let tabbed = self.rest().iter().take(blanks).any(|&byte| byte == b'\t');
        self.at += blanks;
        self.delimited |= tabbed;
        match self.rest().first()? {
            b'[' => Some(self.group(b']')),
            b'(' => Some(self.group(b')')),
            b'<' => Some(self.group(b'>')),
            b'{' => Some(self.group(b'}')),
            b'|' => {
                self.at += 1;
                self.delimited = true;
                Some(Part::Delimiter)
            }
            _ => {
                let part = self.token();
                if !matches!(part, Part::Delimiter) {
                    self.delimited = false;
                }
                Some(part)
            }
        }
    }

    /// `[ERROR]`, `[core:error]`, `[09:00:00 ERR]`, `[main]`.
    fn group(&mut self, close: u8) -> Part {
        let start = self.at + 1;
        let behind = self.text.get(start..).unwrap_or_default();
        let Some(length) = behind.iter().position(|&byte| byte == close) else {
            self.at = self.text.len();
            return Part::Word;
        };
        let inside = self.text.get(start..start + length).unwrap_or_default();
        self.at = start + length + 1;
        self.delimited = true;
        let whole = inside.trim_ascii();
        let offset = start + (inside.len() - inside.trim_ascii_start().len());
        if let Some(stated) = named(whole) {
            return Part::Level(stated, offset..offset + whole.len());
        }
        let apache = |&at: &usize| at > 0;
        if let Some(colon) = whole.iter().position(|&byte| byte == b':').filter(apache)
            && let Some(word) = whole.get(colon + 1..)
            && let Some(stated) = named(word)
        {
            return Part::Level(stated, offset + colon + 1..offset + whole.len());
        }
        if close == b']'
            && let Some((stated, span)) = capitals_within(inside)
        {
            return Part::Level(stated, start + span.start..start + span.end);
        }
        Part::Mark
    }

    fn token(&mut self) -> Part {
        let start = self.at;
        let length = self.rest().iter().take_while(|byte| !b" \t|".contains(byte)).count();
        let token = self.text.get(start..start + length).unwrap_or_default();
        if let Some(part) = self.pair(token) {
            return part;
        }
        self.at += length;
        if matches!(token, b"-" | b"--" | b"---" | b"::" | b"\xe2\x80\x94" | b":") {
            return Part::Delimiter;
        }
        if let Some((stated, span)) = self.level_token(token, start) {
            return Part::Level(stated, span);
        }
        if is_mark(token) { Part::Mark } else { Part::Word }
    }

    /// `level=error`, `msg="a b"`.
    fn pair(&mut self, token: &[u8]) -> Option<Part> {
        let equals = token.iter().position(|&byte| byte == b'=')?;
        let key = token.get(..equals)?;
        let named_key = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-@".contains(byte);
        if !key.iter().all(named_key) {
            return None;
        }
        let start = self.at + equals + 1;
        let (length, taken) = value(self.text.get(start..).unwrap_or_default());
        let quoted = usize::from(taken > length);
        let span = start + quoted..start + quoted + length;
        self.at = start + taken;
        let is_level = KEYS.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(key));
        let stated = self.text.get(span.clone()).and_then(named).filter(|_| is_level);
        Some(stated.map_or(Part::Mark, |stated| Part::Level(stated, span)))
    }

    /// A level on its own, or with what sticks to it.
    fn level_token(&self, token: &[u8], start: usize) -> Option<Found> {
        let length = token.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, behind) = token.split_at_checked(length)?;
        let found = |stated| Some((stated, start..start + length));
        match behind {
            [] => self.bare(word, start).and_then(found),
            // `ERROR:`, `error:` and `ERROR:root:text`; in small letters only where nothing precedes.
            [b':', ..] if self.words == 0 || self.delimited => {
                // `err: {…}` is a field of a printed object.
                let any_case = behind.len() == 1 && word != b"err";
                if any_case { named(word) } else { named_in_capitals(word) }
                    .or_else(|| dotnet(word).filter(|_| behind.len() == 1))
                    .and_then(found)
            }
            [b':'] => named_in_capitals(word).and_then(found),
            // logrus: `ERRO[0001]`; rustc: `error[E0308]:`.
            [b'[', digit, ..] if self.words == 0 && (digit.is_ascii_digit() || *digit == b'E') => {
                named(word).and_then(found)
            }
            [b']' | b'>' | b')' | b','] => named_in_capitals(word).and_then(found),
            // klog: `E1117 10:02:11.123456`.
            digits if length == 1 && is_klog(digits, self.text.get(start + token.len()..)?) => {
                lettered(*word.first()?).and_then(found)
            }
            _ => channel(token).map(|(stated, at)| (stated, start + at..start + token.len() - 1)),
        }
    }

    /// `ERROR` on its own: right after a head it is a level; behind words only between delimiters.
    fn bare(&self, word: &[u8], start: usize) -> Option<Stated> {
        let next = self.text.get(start + word.len()..).unwrap_or_default();
        let separated = self.delimited && next.first() == Some(&b'\t');
        let stated = match named_in_capitals(word) {
            Some(stated) => stated,
            // zap writes small letters between tabs.
            None => return named(word).filter(|_| separated && self.words == 0),
        };
        if self.words > 0 {
            let follows = next.trim_ascii_start().first();
            let fits = self.delimited && follows.is_none_or(|byte| b"-|:[".contains(byte));
            return (fits || separated).then_some(stated);
        }
        let noun = next.trim_ascii_start().split(|byte| !byte.is_ascii_alphabetic()).next()?;
        let caption = NOUNS.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(noun));
        (self.marks > 0 || !caption).then_some(stated)
    }
}

/// What the console of .NET writes for an error; its other words are names of levels elsewhere too.
fn dotnet(word: &[u8]) -> Option<Stated> {
    if word == b"fail" { named(b"error") } else { None }
}

/// Monolog's `production.ERROR:`.
fn channel(token: &[u8]) -> Option<(Stated, usize)> {
    let dotted = token.strip_suffix(b":")?;
    let at = dotted.iter().rposition(|&byte| byte == b'.')? + 1;
    Some((named_in_capitals(dotted.get(at..)?)?, at))
}

/// A level in capitals among the words of a bracket that holds a stamp.
fn capitals_within(inside: &[u8]) -> Option<Found> {
    if !inside.first()?.is_ascii_digit() {
        return None;
    }
    let mut at = 0;
    for part in inside.split(|&byte| byte == b' ') {
        let length = part.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, behind) = part.split_at_checked(length)?;
        // Celery writes `ERROR/MainProcess`.
        if matches!(behind.first(), None | Some(b'/' | b':'))
            && let Some(stated) = named_in_capitals(word)
        {
            return Some((stated, at..at + length));
        }
        at += part.len() + 1;
    }
    None
}

fn is_klog(digits: &[u8], behind: &[u8]) -> bool {
    let time = behind.trim_ascii_start();
    digits.len() == 4
        && digits.iter().all(u8::is_ascii_digit)
        && time.first().is_some_and(u8::is_ascii_digit)
        && time.get(2) == Some(&b':')
}

/// The length of a value, and of all that it takes with its quotes.
fn value(text: &[u8]) -> (usize, usize) {
    let Some(b'"') = text.first() else {
        let length = text.iter().take_while(|byte| !matches!(byte, b' ' | b'\t')).count();
        return (length, length);
    };
    let mut escaped = false;
    for (at, &byte) in text.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return (at - 1, at + 1),
            _ => {}
        }
    }
    (text.len() - 1, text.len())
}

/// True for what stands in a head and not in a sentence: digits, dots, colons, `UTC`, month names.
fn is_mark(token: &[u8]) -> bool {
    const WORDS: &[&str] = &[
        "UTC", "GMT", "CET", "CEST", "EST", "EDT", "PST", "PDT", "AM", "PM", "Jan", "Feb", "Mar",
        "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Mon", "Tue", "Wed", "Thu",
        "Fri", "Sat", "Sun", "E,", "F,", "W,", "I,", "D,", "==>", "***", "#",
    ];
    let marked = |byte: &u8| byte.is_ascii_digit() || b".:/@#_$*=>-".contains(byte);
    // A word at the end of a sentence or clause is still a word.
    let body = token.strip_suffix(b".").or_else(|| token.strip_suffix(b",")).unwrap_or(token);
    body.iter().any(marked) || WORDS.iter().any(|word| word.as_bytes() == token)
}

#[cfg(test)]
#[path = "header_tests.rs"]
mod tests;
