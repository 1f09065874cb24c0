//! Compiles the patterns of this folder. They match bytes, since a log may hold anything.

use regex::bytes::{Regex, RegexSet, RegexSetBuilder};

/// `pattern`, compiled.
#[expect(clippy::expect_used, reason = "every pattern is a constant, and a test compiles them all")]
pub(super) fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of our own compiles")
}

/// `patterns`, compiled into one set.
#[expect(clippy::expect_used, reason = "every pattern is a constant, and a test compiles them all")]
pub(super) fn compile_all<'a>(patterns: impl IntoIterator<Item = &'a str>) -> RegexSet {
    RegexSetBuilder::new(patterns).build().expect("patterns of our own compile")
}
