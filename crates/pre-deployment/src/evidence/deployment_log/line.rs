//! Decides about one line (rule 10.2): first the level that it states, then its words.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::Regex;

use super::Kind;
use super::ansi::Clean;
use super::level::Stated;
use super::{header, json, level, pattern, prefix, statement};

/// What one line says.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The error and the bytes that decide it, in the clean text.
    pub(super) blocking: Option<(Kind, Range<usize>)>,
    /// The line states a level, whichever.
    pub(super) states_level: bool,
    /// Where the text of the program starts, behind what collectors wrote.
    pub(super) payload: usize,
    /// Who wrote it, as bytes of the clean text.
    pub(super) source: (usize, usize),
}

/// Reads a line, or one of the parts that a progress bar wrote over one another.
pub(super) fn read(text: &[u8]) -> Reading {
    let prefix = prefix::of(text);
    let body = text.get(prefix.length..).unwrap_or_default();
    let mut reading =
        Reading { payload: prefix.length, source: prefix.source, ..Reading::default() };
    let (level, blocking) = match json::record(body) {
        Some(record) => of_record(body, &record),
        None => of_text(body, prefix.level),
    };
    reading.states_level = level.is_some();
    reading.blocking =
        blocking.map(|(kind, span)| (kind, span.start + prefix.length..span.end + prefix.length));
    reading
}

/// A level under its key, as far as it can be told without the start of the line.
static KEYED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::compile(
        r#"(?i-u)(?:"(?:level|lvl|severity|levelname|log\.level)"\s*:\s*"|[\s,](?:level|lvl|severity)="?)(error|err|severe|critical|crit|alert|fatal|panic|emerg|emergency)\b"#,
    )
});

/// Reads a later window of a line that is too long for one: its head is gone, so that only a level
/// under its key is seen.
pub(super) fn read_window(text: &[u8]) -> Reading {
    let found = KEYED.captures(text).and_then(|found| found.get(1));
    let blocking = found.and_then(|word| {
        let level = level::named(word.as_bytes())?.blocking()?;
        Some((Kind::AtLevel(level), word.range()))
    });
    Reading { states_level: blocking.is_some(), blocking, ..Reading::default() }
}

type Decided = (Option<Stated>, Option<(Kind, Range<usize>)>);

fn of_text(body: &[u8], priority: Option<Stated>) -> Decided {
    let tool = || statement::tool(body).filter(|_| !says_none(body));
    // What a shell prints before it runs it states nothing.
    let stated = if body.starts_with(b"+ ") { None } else { header::level(body) };
    match stated {
        Some((stated, span)) => {
            let rest = body.get(span.end..).unwrap_or_default();
            let at_level = stated.blocking().filter(|_| !says_none(rest));
            let found = at_level.map(|level| (Kind::AtLevel(level), span.clone()));
            let named = statement::unmistakable(body).filter(|found| found.0 == Kind::Panic);
            (Some(stated), named.or(found).or_else(|| unmistakable_behind(body, span.end)))
        }
        None => {
            let found = statement::unmistakable(body).or_else(tool);
            let level = priority.and_then(Stated::blocking);
            let whole = 0..body.len();
            (priority, found.or_else(|| level.map(|level| (Kind::AtLevel(level), whole))))
        }
    }
}

/// An unmistakable failure, for whose patterns the text starts behind the level too.
fn unmistakable_behind(body: &[u8], level: usize) -> Option<(Kind, Range<usize>)> {
    let rest = body.get(level..).unwrap_or_default();
    let closing = rest.iter().take_while(|byte| b" ]):>|-\t".contains(byte)).count();
    let start = level + closing;
    let shifted = |(kind, span): (Kind, Range<usize>)| (kind, span.start + start..span.end + start);
    statement::unmistakable(body)
        .or_else(|| statement::unmistakable(body.get(start..).unwrap_or_default()).map(shifted))
}

fn of_record(body: &[u8], record: &json::Record) -> Decided {
    let level = record.level.as_ref().map(|(stated, _)| *stated);
    if let Some((stated, span)) = &record.level
        && let Some(worst) = stated.blocking()
    {
        return (level, Some((Kind::AtLevel(worst), span.clone())));
    }
    if let Some(span) = &record.failed_exit {
        return (level, Some((Kind::NonZeroExit, span.clone())));
    }
    let Some(span) = record.text.clone() else {
        return (level, None);
    };
    let inner = json::unescaped(body.get(span.clone()).unwrap_or_default());
    let inner = Clean::new(inner.trim_ascii_end());
    let found = match level {
        Some(_) => statement::unmistakable(&inner.text),
        None => of_text(&inner.text, None).1,
    };
    (level, found.map(|(kind, _)| (kind, span)))
}

/// True when what follows a level's name says that there is none: `error: none`, `ERROR: 0`.
fn says_none(rest: &[u8]) -> bool {
    const NONE: &[&str] = &["0", "none", "n/a", "0%", "no error", "no errors"];
    /// Values, which say nothing without a key.
    const VALUES: &[&str] = &["null", "nil", "no", "false", "ok"];
    let value = rest.strip_prefix(b":").or_else(|| rest.strip_prefix(b"="));
    let is_value = value.is_some();
    let rest = value.unwrap_or(rest);
    if is_value && COUNTS.is_match(rest) {
        return true;
    }
    let rest = rest.trim_ascii().trim_ascii_end();
    let rest = rest.strip_suffix(b".").or_else(|| rest.strip_suffix(b",")).unwrap_or(rest);
    let is = |none: &&str| none.as_bytes().eq_ignore_ascii_case(rest);
    NONE.iter().any(is) || (is_value && VALUES.iter().any(is))
}

/// The rest of a list of counts by severity, `CRITICAL: 0, HIGH: 2`.
static COUNTS: LazyLock<Regex> =
    LazyLock::new(|| pattern::compile(r"(?-u)^\s*0(?:[,;|]|\s+[A-Za-z]+\s*[:=]|\s*$)"));
