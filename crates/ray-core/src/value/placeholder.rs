//! What counts as not filled in: text that stands for a value somebody meant to write later.

use crate::finding::Code;
use crate::value::unseen::is_blank;

/// A placeholder stands where a value is required.
pub const PLACEHOLDER: Code = Code::error(
    "placeholder",
    "A placeholder stands where a value is required",
    "Replace the placeholder by the real value",
    r#"{"verified_by": "TBD"}"#,
);

/// Words that never are a value, whatever stands around them in brackets.
const WORDS: &[&str] = &[
    "tbd", "tba", "tbc", "todo", "fixme", "n/a", "na", "xxx", "xx", "xxxx", "...", "…", "?", "??",
    "???",
];

/// True when `text` is empty, has nothing that is seen, or stands for a value that is yet to come.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let bare =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '[' | ']'));
    if is_blank(bare)
        || bare.chars().all(|c| matches!(c, '-' | '–' | '—' | '.'))
        || bare.contains('⏳')
    {
        return true;
    }
    if is_wrapped(bare, '{', '}') || is_wrapped(bare, '<', '>') {
        return true;
    }
    let lower = bare.to_lowercase();
    let word = lower.trim_end_matches(['.', ':', '!']);
    WORDS.contains(&lower.as_str())
        || WORDS.contains(&word)
        || lower.starts_with("lorem ipsum")
        || ["todo:", "fixme:", "tbd:", "todo ", "fixme ", "tbd "]
            .iter()
            .any(|start| lower.starts_with(start))
}

/// True when `text` is a placeholder where a name or a time is required; there, words that are an
/// honest value elsewhere are none either.
#[must_use]
pub fn is_no_name_or_time(text: &str) -> bool {
    const NOBODY: &[&str] = &[
        "pending",
        "none",
        "null",
        "unknown",
        "nobody",
        "no one",
        "unassigned",
        "not assigned",
        "no assignee",
        "anonymous",
        "someone",
        "name",
        "your name",
        "later",
        "soon",
    ];
    is_placeholder(text) || NOBODY.contains(&text.trim().to_lowercase().as_str())
}

/// `<anything>` as one piece: `<a>` is one, `<a> and <b>` is text.
fn is_wrapped(text: &str, open: char, close: char) -> bool {
    text.strip_prefix(open)
        .and_then(|rest| rest.strip_suffix(close))
        .is_some_and(|inner| !inner.contains([open, close]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_placeholders() {
        for text in [
            "",
            "  ",
            "\u{200b}",
            "\u{3164}",
            "TBD",
            "tbd.",
            "TODO",
            "FIXME",
            "N/A",
            "[TBD]",
            "⏳",
            "{version}",
            "<name>",
            "xxx",
            "Lorem ipsum dolor",
            "[ ]",
            "**TBD**",
            "-",
            "—",
            "TODO: write this",
            "⏳ pending",
        ] {
            assert!(is_placeholder(text), "{text:?}");
        }
    }

    #[test]
    fn leaves_values_alone() {
        for text in [
            "0",
            "no",
            "A. Rivera",
            "todos",
            "pending",
            "a < b",
            "nab",
            "<a> and <b>",
            "2.4.0",
            "[x](y)",
        ] {
            assert!(!is_placeholder(text), "{text:?}");
        }
    }

    #[test]
    fn pending_is_no_name() {
        assert!(is_no_name_or_time("Pending"));
        assert!(is_no_name_or_time("Unassigned"), "as trackers export it");
        assert!(!is_no_name_or_time("P. Ending"));
    }
}
