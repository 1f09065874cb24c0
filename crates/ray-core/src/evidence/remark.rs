//! What is wrong in a JSON or YAML file, before there is a tree to place it in.

use std::sync::Arc;

use super::DUPLICATE_KEY;
use super::tree::Tree;
use crate::finding::{Code, Finding, Notes};
use crate::place::{Document, Spot};
use crate::source::Span;

/// Remarks about one file that are listed one by one.
pub(super) const LISTED: usize = 1_000;

/// What is wrong, and where.
#[derive(Debug)]
pub(super) struct Remark {
    code: &'static Code,
    span: Span,
    what: What,
}

#[derive(Debug)]
enum What {
    Said(String),
    /// A key that stands a second time; the place of the first.
    Duplicate(Span),
}

impl Remark {
    pub(super) fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        let what = What::Said(message.into());
        Self { code, span, what }
    }

    pub(super) fn duplicate(again: Span, first: Span) -> Self {
        Self { code: &DUPLICATE_KEY, span: again, what: What::Duplicate(first) }
    }

    /// Becomes a finding. The pointer is told only when `tree` was built to its end.
    fn note(self, tree: &Arc<Tree>, whole: bool, notes: &Notes) {
        let mut finding = match self.what {
            What::Duplicate(first) => duplicate_key(tree, self.span, first),
            What::Said(message) => {
                let spot = Spot::new(tree.clone(), self.span);
                self.code.at(&spot).message(message)
            }
        };
        finding.place.pointer = finding.place.pointer.filter(|_| whole);
        notes.add(finding);
    }
}

/// The remarks about one file: so many of them, and the number of the rest.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    listed: Vec<Remark>,
    last: Option<Remark>,
    unlisted: usize,
}

impl Remarks {
    pub(super) fn add(&mut self, remark: Remark) {
        if self.listed.len() < LISTED {
            self.listed.push(remark);
        } else {
            self.unlisted += 1;
            self.last.get_or_insert(remark);
        }
    }

    /// Turns all into findings about `tree`.
    pub(super) fn note(self, tree: &Arc<Tree>, whole: bool, notes: &Notes) {
        for remark in self.listed {
            remark.note(tree, whole, notes);
        }
        if let Some(last) = self.last {
            let message = format!("{} findings from here on are not listed", self.unlisted);
            Remark::new(last.code, last.span, message).note(tree, whole, notes);
        }
    }
}

/// The finding for a key at `again` that stood at `first` already.
fn duplicate_key(tree: &Arc<Tree>, again: Span, first: Span) -> Finding {
    let first = tree.source().position(first.start);
    DUPLICATE_KEY
        .at(&Spot::new(tree.clone(), again))
        .message(format!("The key {} stands twice in one object", tree.source().slice(again)))
        .expected(format!("one entry; the first is at {}:{}", first.line(), first.column()))
}
