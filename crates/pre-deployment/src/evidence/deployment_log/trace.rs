//! Which lines belong to an error that was counted already (rule 10.2): the frames of a traceback,
//! its chained causes, the dump of a panic, the indented details of a tool. A traceback is one
//! error, not forty.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::pattern;

/// Blank lines and lines of other processes that may stand between the lines of one trace.
const PATIENCE: usize = 50;

/// Lines that carry on a trace though they are not indented.
static CARRIES_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern::compile(
        r"(?x-u)^(?:
          Traceback\ \(most\ recent
        | During\ handling\ of\ the\ above | The\ above\ exception\ was
        | (?:Caused\ by|Suppressed|Wrapped\ by|Root\ cause)\b
        | (?:\.\.\.\ [0-9]+\ (?:more|common)|at\ \S)
        | goroutine\ [0-9]+ | created\ by\ | \[signal\ | main\.\w+\( | runtime\. | panic:\ .*\[recovered\]
        | note:\ (?:run\ with|Some\ details) | stack\ backtrace: | \[stacktrace\] | Stack\ trace: | \#[0-9]+\ 
        | npm\ (?:ERR!|error)(?:\ |$)
        | At\ (?:line:|\S+:)[0-9]+\ char:[0-9]+ | \+\ 
        | E\ {3}
        | [}\])]+[,;]?\s*$ | \*\ \S
        | Node\.js\ v[0-9] | ---\ End\ of | --->\ 
        | \[SQL | \(Background\ on
        )",
    )
});

/// The line that names an exception: `ValueError: text`, `java.lang.IllegalStateException`.
static EXCEPTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern::compile(
        r"(?-u)^(?:[\w$]+(?:\.|::))*[A-Za-z_$][\w$]*(?:Error|Exception|Exit|Interrupt|Throwable|Warning|Failure|Timeout|NotFound|Denied)\b",
    )
});

/// A dotted name and a text, as the last line of a Python traceback has it.
static RAISED: LazyLock<Regex> =
    LazyLock::new(|| pattern::compile(r"(?-u)^[A-Za-z_][\w.]*(?:: .*)?$"));

/// An error whose lines may go on.
#[derive(Debug)]
pub(super) struct Trace {
    /// Who wrote it, when a collector says so.
    source: Vec<u8>,
    state: State,
    patience: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The head was read and nothing else.
    Head,
    /// A Python traceback, whose last line names the exception.
    Frames,
    /// A Rust panic or a cause, whose text stands on the next line.
    Text,
    /// Something that carries on was read.
    Inside,
}

/// What a line is to an open trace.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// A part of it.
    Part,
    /// The part that names the exception.
    Raised,
    /// Of another process, or blank: neither a part nor an end.
    Aside,
    /// The trace is over.
    Over,
}

impl Trace {
    /// The trace that `text`, written by `source`, may open.
    pub(super) fn opened_by(text: &[u8], source: &[u8]) -> Self {
        let mut trace = Self { source: source.to_vec(), state: State::Head, patience: PATIENCE };
        if starts_with(text, b"Traceback (most recent") {
            trace.state = State::Frames;
        } else if memchr::memmem::find(text, b"panicked at ").is_some() && text.ends_with(b":") {
            trace.state = State::Text;
        }
        trace
    }

    /// What `text`, written by `source` and without a level of its own, is to this trace.
    pub(super) fn takes(&mut self, text: &[u8], source: &[u8], states_level: bool) -> Relation {
        if source != self.source {
            return self.aside();
        }
        let words = text.trim_ascii();
        let indented = text.first().is_some_and(u8::is_ascii_whitespace);
        // The text of a panic, and a detail such as `    error: null`, may name a level.
        let detail = indented && words.first().is_some_and(u8::is_ascii_lowercase);
        if states_level && !detail && self.state != State::Text {
            return Relation::Over;
        }
        if words.is_empty() {
            return self.aside();
        }
        match self.state {
            _ if starts_with(text, b"Traceback (most recent") => self.go_on(State::Frames),
            State::Text => self.go_on(State::Inside),
            _ if indented => self.go_on(match self.state {
                State::Frames => State::Frames,
                _ => State::Inside,
            }),
            State::Frames if RAISED.is_match(text) => {
                self.state = State::Inside;
                Relation::Raised
            }
            State::Head if EXCEPTION.is_match(text) => self.go_on(State::Inside),
            _ if text == b"Caused by:" => self.go_on(State::Text),
            _ if CARRIES_ON.is_match(text) => self.go_on(State::Inside),
            _ => Relation::Over,
        }
    }

    fn aside(&mut self) -> Relation {
        self.patience = self.patience.saturating_sub(1);
        if self.patience == 0 { Relation::Over } else { Relation::Aside }
    }

    fn go_on(&mut self, state: State) -> Relation {
        self.state = state;
        Relation::Part
    }
}

fn starts_with(text: &[u8], head: &[u8]) -> bool {
    text.trim_ascii_start().starts_with(head)
}
