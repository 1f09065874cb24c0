//! Readers: from the bytes of a file to located values, and findings about its grammar.
//!
//! A reader knows a format and no meaning. It never stops at the first problem that it can read
//! past, and never returns an error: malformed evidence is a gate's normal input.

pub mod csv;
pub mod fields;
pub mod json;
pub mod log;
pub mod markdown;
pub mod page;
mod remark;
pub mod text;
pub mod tree;
pub mod view;
pub mod yaml;
pub mod zip;

use crate::finding::Code;

/// The file does not follow the grammar of its format.
pub const SYNTAX: Code = Code::error(
    "syntax-error",
    "The file cannot be parsed",
    "Correct the file at the place shown; an editor with support for the format marks it too",
    r#"{"status": "complete",,}"#,
)
.never_waived();

/// One object has the same key twice.
pub const DUPLICATE_KEY: Code = Code::error(
    "duplicate-key",
    "The same key stands twice in one object",
    "Keep one of the two; readers disagree about which of them counts",
    r#"{"status": "pending", "status": "complete"}"#,
)
.never_waived();

/// Lists and objects are nested deeper than [`MAX_DEPTH`].
pub const TOO_DEEP: Code = Code::error(
    "nested-too-deep",
    "The file is nested too deeply to be evidence",
    "Evidence needs a handful of levels; regenerate the file",
    "[[[[[[…]]]]]]",
)
.never_waived();

/// A table or a CSV file lacks a column that its rule needs.
pub const MISSING_COLUMN: Code = Code::error(
    "missing-column",
    "A table lacks a column",
    "Add the column; its name compares without case and punctuation",
    "| Stakeholder | Role |   (no column \"Acknowledged\")",
);

/// How deep lists and objects may be nested in JSON and YAML.
pub const MAX_DEPTH: usize = 128;

/// The codes that are about the grammar of more than one format.
pub const CODES: &[&Code] = &[&SYNTAX, &DUPLICATE_KEY, &TOO_DEEP, &MISSING_COLUMN];
