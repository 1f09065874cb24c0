//! A pattern that a team writes to say which lines it accepts, and why. It decides nothing itself.

use std::fmt;
use std::str::FromStr;

use regex::bytes::{Regex, RegexBuilder};

use super::placeholder::is_placeholder;

/// Bytes that a compiled pattern may take; one that needs more would slow every line.
const LARGEST: usize = 1024 * 1024;

/// Lines that say nothing but that there is an error. What accepts one of them accepts any.
const ANY_ERROR: &[&str] = &[
    "",
    "ERROR",
    "ERROR: ?",
    "2026-11-17T09:00:00Z ERROR ?",
    "[FATAL] ?",
    "level=error msg=?",
    "exit code 1",
];

/// A regular expression in the syntax of the `regex` crate, over bytes: `.` is any byte but a line
/// end, `\w` and `\d` are ASCII, and matching takes time linear in the text.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// True when it matches anywhere in `text`.
    #[must_use]
    pub fn is_in(&self, text: &[u8]) -> bool {
        self.0.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

/// Why a text is no pattern, or an allowance none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternProblem {
    /// Its syntax is wrong, with what the engine says.
    #[error("the pattern cannot be used: {0}")]
    Malformed(String),
    /// It matches everything.
    #[error("the pattern `{0}` matches every line; name what is accepted")]
    MatchesEverything(String),
    /// Nobody says why.
    #[error("a reason is needed: say why the line does no harm, and where that was decided")]
    NoReason,
}

impl FromStr for Pattern {
    type Err = PatternProblem;

    fn from_str(text: &str) -> Result<Self, PatternProblem> {
        let regex = RegexBuilder::new(text)
            .unicode(false)
            .size_limit(LARGEST)
            .build()
            .map_err(|error| PatternProblem::Malformed(last_line(&error.to_string())))?;
        match ANY_ERROR.iter().any(|any| regex.is_match(any.as_bytes())) {
            true => Err(PatternProblem::MatchesEverything(text.to_owned())),
            false => Ok(Self(regex)),
        }
    }
}

/// The engine draws the pattern above the sentence that says what is wrong.
fn last_line(message: &str) -> String {
    let last = message.lines().last().unwrap_or_default();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

/// What a team accepts, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// What it accepts.
    pub pattern: Pattern,
    /// Why it does no harm.
    pub reason: String,
}

impl Allowance {
    /// Accepts what `pattern` matches, for `reason`.
    ///
    /// # Errors
    /// When the pattern is none or matches everything, or the reason says nothing.
    pub fn new(pattern: &str, reason: &str) -> Result<Self, PatternProblem> {
        let pattern = pattern.parse()?;
        match is_placeholder(reason) {
            true => Err(PatternProblem::NoReason),
            false => Ok(Self { pattern, reason: reason.trim().to_owned() }),
        }
    }
}

impl fmt::Display for Allowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/ ({})", self.pattern, self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_it_matches_anywhere_in_a_line() {
        let allowance = Allowance::new(r"legacy_\w+ does not exist", "OPS-412").unwrap();
        assert!(allowance.pattern.is_in(b"ERROR: relation legacy_cart does not exist"));
        assert!(!allowance.pattern.is_in(b"ERROR: relation cart does not exist"));
        assert!(allowance.pattern.is_in("\u{fc}: legacy_x does not exist \u{1f600}".as_bytes()));
    }

    #[test]
    fn is_shown_and_compared_as_it_was_written() {
        let allowance = |pattern| Allowance::new(pattern, "OPS-412").unwrap();
        assert_eq!(allowance("legacy_cart").to_string(), "/legacy_cart/ (OPS-412)");
        assert_eq!(allowance("legacy_cart"), allowance("legacy_cart"));
        assert_ne!(allowance("legacy_cart"), allowance("legacy_order"));
    }

    #[test]
    fn fails_when_it_would_accept_every_line() {
        for pattern in ["", ".*", "y?", "a|", "^", "(ERROR)*", "$", ".", "E", r"\S", "[A-Z]+: .+"] {
            let problem = Allowance::new(pattern, "because").unwrap_err();
            assert!(matches!(problem, PatternProblem::MatchesEverything(_)), "{pattern}");
        }
    }

    #[test]
    fn fails_when_it_is_no_pattern_or_nobody_says_why() {
        let problem = Allowance::new("(open", "because").unwrap_err();
        assert_eq!(problem.to_string(), "the pattern cannot be used: unclosed group");
        assert!(matches!(
            Allowance::new(r"(\w{500}){500}", "because"),
            Err(PatternProblem::Malformed(_))
        ));
        for reason in ["", "  ", "TBD", "N/A", "<reason>"] {
            assert_eq!(Allowance::new("orders", reason), Err(PatternProblem::NoReason), "{reason}");
        }
    }
}
