//! What of a file the Markdown parser is given: the text after the front matter, with its nesting
//! bounded. Every byte keeps its offset.

use std::borrow::Cow;

/// The byte of a line after which no further quote, item or footnote may open.
///
/// The parser's work per line grows with the depth of nesting, which without a bound lets a small
/// file take minutes. What stands deeper than this is not read.
const DEEPEST_MARKER: usize = 256;

/// The byte at which the text after the front matter starts; 0 without front matter.
///
/// Front matter stands at the very start, between two lines of `---` (YAML) or `+++` (TOML). As
/// elsewhere, a blank line after the first one makes it a thematic break. The parser's own option
/// is not used: it takes front matter in the middle of a file too, where it would hide text that
/// every reader sees.
#[must_use]
pub fn front_matter_end(text: &str) -> usize {
    let mut lines = Lines { rest: text };
    let opening = lines.next().unwrap_or_default();
    let closings: &[&str] = match opening.trim_end() {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        _ => return 0,
    };
    let mut end = opening.len();
    for (number, line) in lines.enumerate() {
        end += line.len();
        let bare = line.trim_end();
        let closes = closings.contains(&bare);
        match number {
            0 if closes || bare.is_empty() => return 0,
            _ if closes => return end,
            _ => {}
        }
    }
    0
}

/// `text` with everything blanked that is nested too deeply; a parser is handed nothing else.
#[must_use]
pub fn bounded(text: &str) -> Cow<'_, str> {
    let mut bounded = String::new();
    let mut copied = 0;
    let mut start = 0;
    for line in (Lines { rest: text }) {
        if let Some(cut) = excess_marker(line) {
            let end = start + line.trim_end_matches(['\r', '\n']).len();
            bounded.push_str(text.get(copied..start + cut).unwrap_or_default());
            bounded.extend(std::iter::repeat_n(' ', end - start - cut));
            copied = end;
        }
        start += line.len();
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    bounded.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(bounded)
}

/// Where the first marker stands that opens a block too deep in `line`.
fn excess_marker(line: &str) -> Option<usize> {
    let mut rest = line;
    loop {
        rest = rest.trim_start();
        let length = marker_length(rest)?;
        let at = line.len() - rest.len();
        if at > DEEPEST_MARKER {
            return Some(at);
        }
        rest = rest.get(length..)?;
    }
}

/// The length of the marker of a quote, an item or a footnote at the start of `rest`.
fn marker_length(rest: &str) -> Option<usize> {
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let length = match (digits, rest.as_bytes().get(digits)?) {
        (0, b'>') => return Some(1),
        (0, b'[') if rest.starts_with("[^") => return Some(rest.find("]:")? + 2),
        (0, b'-' | b'+' | b'*') => 1,
        (1.., b'.' | b')') => digits + 1,
        _ => return None,
    };
    let after = rest.get(length..)?;
    (after.is_empty() || after.starts_with(char::is_whitespace)).then_some(length)
}

/// The lines of a text with what ends them: `\n`, `\r\n` or a lone `\r`.
struct Lines<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.rest.as_bytes();
        let end = match memchr::memchr2(b'\n', b'\r', bytes) {
            Some(at) if bytes.get(at..at + 2) == Some(b"\r\n") => at + 2,
            Some(at) => at + 1,
            None => bytes.len(),
        };
        let (line, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        (!line.is_empty()).then_some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_what_stands_between_two_fences_at_the_very_start() {
        for text in ["---\na: 1\n---\n", "+++\r\na = 1\r\n+++\r\n", "---\ra: 1\r...\r"] {
            assert_eq!(front_matter_end(&format!("{text}# A")), text.len());
        }
        for text in ["# A\n---\nb\n---\n", "---\n\nb\n---\n", "---\n---\n", "---\nb\n", ""] {
            assert_eq!(front_matter_end(text), 0, "{text:?}");
        }
    }

    #[test]
    fn bounds_nesting_and_keeps_every_offset() {
        let deep = format!("é\n{}a\r\n- b\n", "> ".repeat(300));
        let text = bounded(&deep);
        assert_eq!(text.len(), deep.len());
        assert_eq!(text.matches('>').count(), 129);
        assert!(!text.contains('a') && text.ends_with("\r\n- b\n"));
        for mixed in ["- ", "1. ", "12) ", "[^a]: > ", "[^abcdef]: ", ">", "\t* ", "+ "] {
            let text = format!("{}a", mixed.repeat(300));
            assert!(matches!(bounded(&text), Cow::Owned(_)), "{mixed}");
        }
    }

    #[test]
    fn leaves_ordinary_text_alone() {
        let text = format!("> - a\n{}\n{}b\n", "-".repeat(900), " ".repeat(900));
        assert!(matches!(bounded(&text), Cow::Borrowed(_)));
        for no_marker in ["1>", "1- ", ". ", ") ", "[a]: ", "1[^a]: "] {
            let text = no_marker.repeat(300);
            assert!(matches!(bounded(&text), Cow::Borrowed(_)), "{no_marker}");
        }
    }
}
