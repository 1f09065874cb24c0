//! Reads YAML 1.2 into the same located [`Tree`] as JSON, under the same rules.
//!
//! Built on the parser's events, which carry exact spans and the notation of every scalar: nothing
//! stands between them and the tree that could turn `no` into a boolean, keep one of two equal keys
//! or unfold an alias unseen. What evidence has no need of and readers of YAML disagree about is a
//! finding: tags that ask for another type, merge keys, a second document.

mod anchors;
mod builder;
#[cfg(test)]
mod properties;
mod scalar;

use std::sync::Arc;

use self::builder::Builder;
use super::tree::{Kind, Node, Tree};
use crate::finding::{Code, Notes};
use crate::source::{SourceFile, Span};

/// Anchors and aliases unfold to more than is kept for them.
pub const ALIAS_BOMB: Code = Code::error(
    "yaml-alias-bomb",
    "Anchors and aliases unfold to more than evidence needs",
    "Write the values out where they are used; evidence has little need of anchors",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]   (and so on)",
)
.never_waived();

/// A mapping asks for the keys of another one.
pub const MERGE_KEY: Code = Code::error(
    "yaml-merge-key",
    "A merge key is not read",
    "Write the merged keys out; `<<` is not part of YAML 1.2",
    "<<: *defaults",
)
.never_waived();

/// A tag asks for a type that the value is not read as.
pub const TAG: Code = Code::error(
    "yaml-tag",
    "A tag is not read",
    "Remove the tag; put quotes around a value that shall be text",
    "status: !secret complete",
)
.never_waived();

/// The file holds more than one document.
pub const MORE_DOCUMENTS: Code = Code::error(
    "yaml-more-documents",
    "The file holds more than one document",
    "Keep one document in a file; only the first is read",
    "status: pending\n---\nstatus: complete",
)
.never_waived();

/// Parses `source`. Returns nothing when the grammar is broken, which `notes` then say; a duplicate
/// key, a tag, a merge key and a second document are findings too, but the tree is still returned.
pub fn parse(source: SourceFile, notes: &Notes) -> Option<Arc<Tree>> {
    let mut builder = Builder::new(source.text());
    let root = builder.document();
    let remarks = builder.into_remarks();
    let whole = root.is_some();
    let blank = Node { span: Span::new(0, 0), kind: Kind::Null };
    let tree = Arc::new(Tree::new(source, root.unwrap_or(blank)));
    remarks.note(&tree, whole, notes);
    whole.then_some(tree)
}

/// The codes that reading YAML can raise, beside those that JSON can.
pub const CODES: &[&Code] = &[&ALIAS_BOMB, &MERGE_KEY, &TAG, &MORE_DOCUMENTS];

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
