//! The release that a Markdown document names.

use std::sync::Arc;

use crate::evidence::markdown::{Markdown, Text};
use crate::place::Located;
use crate::value::placeholder::is_placeholder;

/// Titles of the section that names the release.
pub const SECTION: &[&str] = &["Release", "Version", "Release version", "Release / version"];

/// Labels of the release anywhere in a document.
const LABELS: &[&str] = &["Release", "Release version"];

/// The release that `document` names: the value labelled release or version in its release section
/// (or that section's only word), else a value labelled release anywhere.
#[must_use]
pub fn named_in(document: &Arc<Markdown>) -> Option<Located<String>> {
    let section = document.body().section(SECTION);
    let labelled = section.and_then(|section| section.body().field(SECTION));
    let bare =
        || section.and_then(|section| section.body().lines().map(Text::located).find(is_one_word));
    labelled
        .map(|field| field.value)
        .or_else(bare)
        .or_else(|| document.body().field(LABELS).map(|field| field.value))
        .map(|named| named.map(|text| text.trim_matches(['`', '*', ' ']).to_owned()))
        .filter(|named| !is_placeholder(&named.value))
}

fn is_one_word(line: &Located<String>) -> bool {
    !line.value.is_empty()
        && !line.value.contains(char::is_whitespace)
        && line.value.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
#[path = "release_tests.rs"]
mod tests;
