//! A finding in JSON, as results and commands write it.

use ray_core::finding::Finding;
use serde::Serialize;

/// A finding. What does not apply where it is written is left out; what the finding does not say is null.
#[derive(Debug, Serialize)]
pub struct FindingDocument<'a> {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    criterion: Option<&'a str>,
    level: String,
    message: &'a str,
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    pointer: Option<&'a str>,
    expected: Option<&'a str>,
    actual: Option<&'a str>,
    help: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

impl<'a> FindingDocument<'a> {
    /// The document of `finding`.
    #[must_use]
    pub fn of(finding: &'a Finding) -> Self {
        let position = finding.place.position;
        Self {
            code: finding.code.word,
            criterion: None,
            level: finding.level.to_string(),
            message: &finding.message,
            path: finding.place.path.as_str(),
            line: position.map(|position| position.line()),
            column: position.map(|position| position.column()),
            pointer: finding.place.pointer.as_deref(),
            expected: finding.expected.as_deref(),
            actual: finding.actual.as_deref(),
            help: &finding.help,
            reason: None,
        }
    }

    /// The same, found by `criterion` of a gate.
    #[must_use]
    pub fn found_by(self, criterion: &'a str) -> Self {
        Self { criterion: Some(criterion), ..self }
    }

    /// The same, put up with for `reason`.
    #[must_use]
    pub fn allowed_for(self, reason: &'a str) -> Self {
        Self { reason: Some(reason), ..self }
    }
}
