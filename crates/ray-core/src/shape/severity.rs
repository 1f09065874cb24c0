//! Severities and the states of what has one.

use crate::value::words::Vocabulary;

/// How bad something is, from the harmless to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing to do.
    None,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical.
    Critical,
}

impl Vocabulary for Severity {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("none", Severity::None),
        ("low", Severity::Low),
        ("medium", Severity::Medium),
        ("high", Severity::High),
        ("critical", Severity::Critical),
        ("info", Severity::None),
        ("moderate", Severity::Medium),
        ("blocker", Severity::Critical),
    ];
}
