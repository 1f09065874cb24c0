//! Runs over the chunks of a log, decides about candidates, and keeps what blocks (rule 10.2).

use ray_core::evidence::log::{Chunk, Line};
use ray_core::place::{EvidencePath, Excerpt, Place, Placed, Position};

use super::ansi::Clean;
use super::completion::Tail;
use super::line::{self, Reading};
use super::prefilter::Candidates;
use super::trace::{Relation, Trace};
use super::{Blocking, Completion, Kind, MATCHED, SHOWN, Shown};

/// Characters that an excerpt keeps on either side of the words that decide, and of those words.
const EXCERPT: usize = 60;

/// Errors of several services that may be open at once.
const MOST_OPEN: usize = 8;

/// An error whose lines may go on, and which is kept when they are over.
struct Open {
    trace: Trace,
    blocking: Blocking,
    allowed: bool,
    /// It has a traceback.
    traced: bool,
}

impl Open {
    /// True when the line that `reading` is of is an error by itself.
    fn is_another(&mut self, reading: &Reading) -> bool {
        let Some((kind, _)) = &reading.blocking else {
            return false;
        };
        *kind != Kind::Traceback || std::mem::replace(&mut self.traced, true)
    }

    /// Takes in the line that names the exception.
    fn raised(&mut self, payload: &[u8], allowed: &mut dyn FnMut(&str) -> bool) {
        let text = matched(payload);
        if self.blocking.kind == Kind::Traceback {
            self.allowed |= allowed(&text);
        }
        if let Some(shown) = &mut self.blocking.shown {
            let width = text.chars().count();
            shown.raised = Some(Excerpt::cut(&text, 0, width, EXCERPT, 2 * EXCERPT).text);
        }
    }
}

pub(super) struct Scan<'a> {
    allowed: &'a mut dyn FnMut(&str) -> bool,
    kept: Vec<Blocking>,
    covered: u64,
    /// In the order in which they were opened, at most one of each source.
    open: Vec<Open>,
    tail: Tail,
    /// The last line in which an error was found: a line of many windows counts once.
    found_in: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(allowed: &'a mut dyn FnMut(&str) -> bool) -> Self {
        Self {
            allowed,
            kept: Vec::new(),
            covered: 0,
            open: Vec::new(),
            tail: Tail::default(),
            found_in: 0,
        }
    }

    /// Reads on in the log.
    pub(super) fn take(&mut self, chunk: &Chunk<'_>) {
        let bytes = chunk.bytes();
        self.tail.keep(bytes, chunk.first_line());
        let mut candidates = Candidates::new(bytes);
        let mut at = 0;
        while at < bytes.len() {
            if self.open.is_empty() {
                match candidates.next(at) {
                    Some(next) => at = next,
                    None => return,
                }
            }
            let line = chunk.line_at(at);
            self.line(&line);
            at = line.start() + line.bytes().len();
            let ending = bytes.get(at..).unwrap_or_default();
            at += memchr::memchr(b'\n', ending).map_or(ending.len(), |length| length + 1);
        }
    }

    /// The line that completes the run.
    pub(super) fn completion(&self, path: &EvidencePath) -> Option<Completion> {
        let (number, text) = self.tail.completion()?;
        let clean = Clean::new(text);
        let text = String::from_utf8_lossy(clean.text.trim_ascii_end()).into_owned();
        let width = text.chars().count();
        let place = Place {
            position: Some(Position::from_zero_based(number - 1, 0)),
            excerpt: Some(Excerpt::cut(&text, 0, width, EXCERPT, EXCERPT)),
            ..path.place()
        };
        Some(Completion { place })
    }

    /// What blocks, and how many errors are allowed.
    pub(super) fn finish(mut self) -> (Vec<Blocking>, u64) {
        while !self.open.is_empty() {
            self.close(0);
        }
        // Errors of several services may end in another order than they start.
        self.kept.sort_by_key(|error| error.position);
        (self.kept, self.covered)
    }

    fn line(&mut self, line: &Line<'_>) {
        if line.number() == self.found_in {
            return;
        }
        let mut start = 0;
        for part in line.bytes().split(|&byte| byte == b'\r') {
            let clean = Clean::new(part);
            let goes_on = start == 0 && line.window() > 0;
            let reading =
                if goes_on { line::read_window(&clean.text) } else { line::read(&clean.text) };
            if (goes_on || !self.belongs(&clean.text, &reading))
                && let Some((kind, span)) = reading.blocking.clone()
            {
                let written =
                    start + clean.written_at(span.start)..start + clean.written_at(span.end);
                let position = line.place_of(written).position;
                self.found_in = line.number();
                self.open(kind, position, &clean.text, span, &reading);
                return;
            }
            start += part.len() + 1;
        }
    }

    /// True when the line is a part of an error that is open; closes those that are over.
    fn belongs(&mut self, text: &[u8], reading: &Reading) -> bool {
        let payload = text.get(reading.payload..).unwrap_or_default();
        let source = source(text, reading);
        let mut belongs = false;
        let mut index = 0;
        while let Some(open) = self.open.get_mut(index) {
            match open.trace.takes(payload, source, reading.states_level) {
                Relation::Over => {
                    self.close(index);
                    continue;
                }
                Relation::Aside => {}
                // What is allowed is one error, with the traceback that follows it at most; what else
                // blocks by itself below it is another.
                Relation::Part if open.allowed && open.is_another(reading) => {
                    self.close(index);
                    continue;
                }
                Relation::Part => belongs = true,
                Relation::Raised => {
                    open.raised(payload, self.allowed);
                    belongs = true;
                }
            }
            index += 1;
        }
        belongs
    }

    fn open(
        &mut self,
        kind: Kind,
        position: Option<Position>,
        text: &[u8],
        span: std::ops::Range<usize>,
        reading: &Reading,
    ) {
        if self.open.len() == MOST_OPEN {
            self.close(0);
        }
        let Some(position) = position else { return };
        let allowed = (self.allowed)(&matched(text));
        let shown = (self.kept.len() < SHOWN).then(|| Box::new(shown(text, span)));
        let payload = text.get(reading.payload..).unwrap_or_default();
        self.open.push(Open {
            trace: Trace::opened_by(payload, source(text, reading)),
            blocking: Blocking { kind, position, shown },
            allowed,
            traced: kind == Kind::Traceback,
        });
    }

    fn close(&mut self, index: usize) {
        match self.open.remove(index) {
            Open { allowed: true, .. } => self.covered += 1,
            open => self.kept.push(open.blocking),
        }
    }
}

fn source<'t>(text: &'t [u8], reading: &Reading) -> &'t [u8] {
    text.get(reading.source.0..reading.source.1).unwrap_or_default()
}

/// The text that an allowance is held against.
fn matched(text: &[u8]) -> String {
    String::from_utf8_lossy(text.get(..text.len().min(MATCHED)).unwrap_or_default()).into_owned()
}

fn shown(text: &[u8], span: std::ops::Range<usize>) -> Shown {
    // The excerpt is cut out of what surrounds the words, so that a long line costs no more.
    let reach = 4 * (EXCERPT + 1);
    let from = span.start.saturating_sub(reach);
    let until = (span.start + 2 * reach).min(text.len());
    let around = String::from_utf8_lossy(text.get(from..until).unwrap_or_default()).into_owned();
    let characters =
        |range| String::from_utf8_lossy(text.get(range).unwrap_or_default()).chars().count();
    let column = characters(from..span.start);
    let width = characters(span.start..span.end.min(until));
    Shown { excerpt: Excerpt::cut(&around, column, width, EXCERPT, EXCERPT), raised: None }
}
