//! One document under examination: what is known, what was found, and what was only suspected.

use std::collections::BTreeSet;

use ray_core::finding::{Code, Finding};
use ray_core::place::Placed;
use ray_core::protocol::{GateSpec, Identity};
use ray_core::source::Span;

use super::call::Call;
use super::known::Known;
use super::page::Page;

/// A finding and the byte at which it stands; none when it is about the whole document.
#[derive(Debug)]
pub(super) struct Found {
    /// What is wrong.
    pub(super) finding: Finding,
    /// The byte.
    pub(super) at: Option<usize>,
}

/// What was looked at, so that nobody takes silence for a check.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Counts {
    /// Scripts that are called or mentioned.
    pub(super) scripts: usize,
    /// Files that some executable knows, or should.
    pub(super) files: usize,
    /// Thresholds that were attributed to a setting.
    pub(super) thresholds: usize,
    /// Gates with a section of their own.
    pub(super) gates: usize,
}

impl Counts {
    /// Both together.
    #[must_use]
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            scripts: self.scripts + other.scripts,
            files: self.files + other.files,
            thresholds: self.thresholds + other.thresholds,
            gates: self.gates + other.gates,
        }
    }
}

/// A document under examination.
pub(super) struct Check<'a> {
    /// What it is held against.
    pub(super) known: &'a Known,
    /// The document.
    pub(super) page: &'a Page,
    /// The scripts that it names.
    pub(super) calls: Vec<Call>,
    /// The protocol whose document it is.
    pub(super) protocol: Option<usize>,
    /// What was found.
    pub(super) found: Vec<Found>,
    /// What may be wrong, and may as well be meant otherwise.
    pub(super) unsure: Vec<Found>,
    /// What was looked at.
    pub(super) counts: Counts,
    said_once: BTreeSet<(&'static str, String)>,
}

impl<'a> Check<'a> {
    /// Nothing found yet.
    pub(super) fn new(
        known: &'a Known,
        page: &'a Page,
        calls: Vec<Call>,
        protocol: Option<usize>,
    ) -> Self {
        Self {
            known,
            page,
            calls,
            protocol,
            found: Vec::new(),
            unsure: Vec::new(),
            counts: Counts::default(),
            said_once: BTreeSet::new(),
        }
    }

    /// A finding of the kind `code` at `span`, to be added to.
    pub(super) fn at(&self, code: &'static Code, span: Span) -> Found {
        Found { finding: code.at(&self.page.place(span)), at: Some(span.start) }
    }

    /// A finding about the document as a whole.
    pub(super) fn whole(&self, code: &'static Code) -> Found {
        Found { finding: code.at(&self.page.source.path().place()), at: None }
    }

    /// True the first time that `subject` is asked for: some things are said once per document.
    pub(super) fn first_time(&mut self, code: &'static Code, subject: &str) -> bool {
        self.said_once.insert((code.word, subject.to_owned()))
    }

    /// The names and numbers of the protocol whose document it is.
    pub(super) fn identity(&self) -> Option<&'a Identity> {
        self.known.identity(self.protocol?)
    }

    /// The gates of that protocol.
    pub(super) fn gates(&self) -> &'a [GateSpec] {
        self.protocol.map_or(&[], |at| self.known.gates(at))
    }
}

impl Found {
    /// Changes the finding.
    #[must_use]
    pub(super) fn with(self, change: impl FnOnce(Finding) -> Finding) -> Self {
        Self { finding: change(self.finding), at: self.at }
    }
}
