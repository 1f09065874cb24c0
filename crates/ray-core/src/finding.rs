//! What a gate has to say: findings, each with a typed code and a place.
//!
//! A [`Code`] is a constant next to the function that raises it; nothing else may spell its word.
//! Codes about files and their grammar stand with the readers, codes about rules with the gates.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use crate::clock::Now;
use crate::place::{Place, Placed};

/// Whether a finding fails its gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Fails the gate.
    Error,
    /// Is reported and does not fail the gate.
    Warning,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Error => "error",
            Level::Warning => "warning",
        })
    }
}

/// One kind of finding. Its word is stable: users write it in waivers and search for it.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable name in kebab-case.
    pub word: &'static str,
    /// How bad it is unless a gate says otherwise.
    pub level: Level,
    /// One line: what is wrong.
    pub summary: &'static str,
    /// What to do about it.
    pub help: &'static str,
    /// Evidence that raises it, as it would stand in the file.
    pub example: &'static str,
    /// True when a waiver may cover it.
    pub waivable: bool,
}

impl Code {
    /// A kind of finding that fails its gate.
    #[must_use]
    pub const fn error(
        word: &'static str,
        summary: &'static str,
        help: &'static str,
        example: &'static str,
    ) -> Self {
        Self { word, level: Level::Error, summary, help, example, waivable: true }
    }

    /// A kind of finding that is reported without failing its gate.
    #[must_use]
    pub const fn warning(
        word: &'static str,
        summary: &'static str,
        help: &'static str,
        example: &'static str,
    ) -> Self {
        Self { word, level: Level::Warning, summary, help, example, waivable: true }
    }

    /// The same kind, which no waiver covers: nobody can answer for evidence that is forged, or that
    /// nobody can read.
    #[must_use]
    pub const fn never_waived(self) -> Self {
        Self { waivable: false, ..self }
    }

    /// Starts a finding of this kind at `place`; the message is the summary until it is told more.
    #[must_use]
    pub fn at(&'static self, place: &(impl Placed + ?Sized)) -> Finding {
        Finding {
            code: self,
            level: self.level,
            message: self.summary.into(),
            place: place.place(),
            expected: None,
            actual: None,
            help: self.help.into(),
        }
    }
}

/// One thing that is wrong, at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub code: &'static Code,
    /// Whether it fails the gate.
    pub level: Level,
    /// What is wrong, in one sentence without a full stop.
    pub message: Cow<'static, str>,
    /// Where.
    pub place: Place,
    /// What the rule wants to see there.
    pub expected: Option<String>,
    /// What stands there.
    pub actual: Option<String>,
    /// What to do.
    pub help: Cow<'static, str>,
}

impl Finding {
    /// Says in one sentence what is wrong.
    #[must_use]
    pub fn message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.message = message.into();
        self
    }

    /// Says what the rule wants to see.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// Says what was found instead.
    #[must_use]
    pub fn actual(mut self, actual: impl Into<String>) -> Self {
        self.actual = Some(actual.into());
        self
    }

    /// Replaces the code's general advice by one that fits this case.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = help.into();
        self
    }

    /// Reports without failing the gate.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.level = Level::Warning;
        self
    }
}

/// Where readers and shapes leave what they find, while they go on reading.
///
/// It knows the time, because a time in the future is something that a shape finds.
#[derive(Debug)]
pub struct Notes {
    now: Now,
    findings: RefCell<Vec<Finding>>,
}

impl Notes {
    /// No findings yet, at the instant `now`.
    #[must_use]
    pub fn new(now: Now) -> Self {
        Self { now, findings: RefCell::default() }
    }

    /// The instant of the run.
    #[must_use]
    pub fn now(&self) -> Now {
        self.now
    }

    /// Keeps `finding`.
    pub fn add(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    /// How many findings fail the gate.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.findings.borrow().iter().filter(|finding| finding.level == Level::Error).count()
    }

    /// All that was found, in the order in which it was found.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }
}
