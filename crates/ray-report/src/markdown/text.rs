//! Text from outside in Markdown. Words and plain punctuation stand as they are; whatever Markdown or
//! GitHub could take for more than text stands in a code span, where nothing is.
//!
//! Escaping with backslashes would not do: mentions, emoji and bare links are found after it.

use crate::escape::visible;

/// `text` within a line that does not begin with it.
pub(super) fn inline(text: &str) -> String {
    let text = visible(text);
    let text = text.trim();
    if is_plain(text) { text.to_owned() } else { code(text) }
}

/// `text` in a cell of a table, where a bar ends the cell even in a code span.
pub(super) fn cell(text: &str) -> String {
    inline(&text.replace('|', "\\u{7c}"))
}

/// True when `text` is nothing but words: no link, no mention, no emoji, no markup.
fn is_plain(text: &str) -> bool {
    let harmless = |character: char| {
        character.is_alphanumeric()
            || matches!(
                character,
                ' ' | '.'
                    | ','
                    | ';'
                    | ':'
                    | '\''
                    | '"'
                    | '('
                    | ')'
                    | '/'
                    | '%'
                    | '-'
                    | '='
                    | '+'
                    | '?'
                    | '…'
            )
    };
    let colons_end_words = !text.split(' ').any(|word| word.trim_end_matches(':').contains(':'));
    let is_host = text.to_ascii_lowercase().contains("www.");
    let text = text.replace(" & ", " and ");
    !text.is_empty() && text.chars().all(harmless) && colons_end_words && !is_host
}

/// `text` in a code span, between more backticks than it has in a row.
fn code(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let room =
        if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_as_they_are() {
        for text in ["Approval & freeze (3 of 4), 95 % wanted", "Tomás 李雷: \"late\"", "docs/a.md"]
        {
            assert_eq!(inline(text), text);
        }
    }

    #[test]
    fn what_could_be_more_than_words_is_code() {
        for text in
            ["@ops", "a@b.c", ":tada:", "see https://x.y", "WWW.x.y", "#1", "<b>", "*x*", "$x$"]
        {
            assert_eq!(inline(text), format!("`{text}`"));
        }
        assert_eq!(inline("a``b`"), "``` a``b` ```");
        assert_eq!(inline(" "), "`  `");
        assert_eq!(cell("a|b"), "`a\\u{7c}b`");
    }
}
