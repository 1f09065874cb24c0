//! Makes text from outside harmless where it is printed. Evidence, paths and names may hold anything.
//!
//! On a terminal a control character could clear the screen or recolour a verdict, and a
//! bidirectional mark could turn words around. In a workflow's log a line that starts with `::`, and
//! the older `##[` anywhere in a line, are commands to the runner.

use std::io::{self, Write};

use ray_core::value::unseen::is_unseen;

/// Characters of a single value that are echoed; a longer one is cut.
const LONGEST: usize = 400;

/// `text` for one line of a terminal or of a log: control and invisible characters are shown as
/// `\u{…}`, and nothing in it is a workflow command.
#[must_use]
pub fn terminal(text: &str) -> String {
    break_commands(visible(text))
}

/// `text` as one line of at most 401 characters: control and invisible characters are shown as
/// `\u{…}`. Other formats start from this and then escape what is special in their own grammar.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut safe = String::with_capacity(text.len().min(4 * LONGEST));
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            safe.push('…');
            break;
        }
        // `##[` begins a command to the runner of a workflow, wherever it stands in a line.
        let begins_command = character == '[' && safe.ends_with("##");
        if is_unseen(character) || begins_command {
            safe.extend(character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    safe
}

/// A line of evidence for an excerpt: like [`terminal`], but every character stays one character
/// wide, so that a marker below it stands where it should.
#[must_use]
pub fn excerpt(text: &str) -> String {
    let same_width = |character| match character {
        '\t' => ' ',
        character if is_unseen(character) => '\u{fffd}',
        character => character,
    };
    text.chars()
        .map(same_width)
        .collect::<String>()
        .replace("##[", "##\u{fffd}")
        .replace("::", ":\u{fffd}")
}

/// Passes JSON on and escapes what could reach a terminal: serde leaves DEL, the C1 controls and the
/// bidirectional marks as they are. In a workflow's log `##[` begins a command wherever it stands, so the
/// second of two number signs is escaped as well.
pub struct JsonWriter<'w> {
    out: &'w mut dyn Write,
    /// True when the last character was a number sign.
    after_sign: bool,
    /// The beginning of a character whose end has not been written yet.
    begun: Vec<u8>,
}

impl<'w> JsonWriter<'w> {
    /// Writes to `out`.
    pub fn new(out: &'w mut dyn Write) -> Self {
        Self { out, after_sign: false, begun: Vec::new() }
    }

    fn write_text(&mut self, text: &str) -> io::Result<()> {
        let mut clean = 0;
        for (at, character) in text.char_indices() {
            let second_sign = character == '#' && self.after_sign;
            self.after_sign = character == '#';
            if second_sign || (character != '\n' && is_unseen(character)) {
                let before = text.get(clean..at).unwrap_or_default();
                self.out.write_all(before.as_bytes())?;
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    write!(self.out, "\\u{unit:04x}")?;
                }
                clean = at + character.len_utf8();
            }
        }
        self.out.write_all(text.get(clean..).unwrap_or_default().as_bytes())
    }
}

impl Write for JsonWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        let all = std::mem::take(&mut self.begun);
        match std::str::from_utf8(&all) {
            Ok(text) => self.write_text(text)?,
            Err(error) if error.error_len().is_none() => {
                let (whole, begun) = all.split_at_checked(error.valid_up_to()).unwrap_or_default();
                self.write_text(&String::from_utf8_lossy(whole))?;
                self.begun = begun.to_vec();
            }
            Err(_) => return Err(io::Error::new(io::ErrorKind::InvalidData, "no UTF-8")),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn break_commands(text: String) -> String {
    if text.trim_start().starts_with("::") { text.replacen("::", ":\\:", 1) } else { text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `text` through the writer, in pieces of `length` bytes.
    fn json(text: &str, length: usize) -> String {
        let mut bytes = Vec::new();
        let mut writer = JsonWriter::new(&mut bytes);
        for piece in text.as_bytes().chunks(length.max(1)) {
            writer.write_all(piece).unwrap();
        }
        writer.flush().unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_character_that_comes_in_two_pieces_is_escaped_all_the_same() {
        for length in 1..5 {
            assert_eq!(
                json("a\u{202e}é\u{e0001}b\u{7f}", length),
                "a\\u202eé\\udb40\\udc01b\\u007f"
            );
        }
    }

    #[test]
    fn shows_what_would_move_the_cursor_or_turn_words_around() {
        assert_eq!(terminal("a\u{1b}[2Jb\n\u{202e}c"), "a\\u{1b}[2Jb\\u{a}\\u{202e}c");
        assert_eq!(terminal("Tomás 李雷 ✅"), "Tomás 李雷 ✅");
    }

    #[test]
    fn breaks_workflow_commands() {
        assert_eq!(terminal("  ::error::x"), "  :\\:error::x");
        assert_eq!(terminal("x ##[add-path]y"), "x ##\\u{5b}add-path]y");
        assert_eq!(terminal("std::fs"), "std::fs");
    }

    #[test]
    fn cuts_what_is_too_long() {
        assert_eq!(terminal(&"x".repeat(1000)).chars().count(), LONGEST + 1);
    }

    proptest! {
        #[test]
        fn no_command_of_the_older_form_is_left(text in "[#\\[a]{0,12}", length in 1_usize..4) {
            for safe in [terminal(&text), visible(&text), json(&text, length)] {
                prop_assert!(!safe.contains("##["), "{safe}");
            }
        }

        #[test]
        fn nothing_harmful_is_left(text in any::<String>()) {
            for safe in [terminal(&text), excerpt(&text), json(&text, 3).replace('\n', "")] {
                prop_assert!(!safe.chars().any(is_unseen));
            }
            for safe in [visible(&text), json(&text, 3)] {
                prop_assert!(!safe.contains("##["));
            }
            prop_assert!(!terminal(&text).trim_start().starts_with("::"));
        }

        #[test]
        fn an_excerpt_keeps_its_length(text in "[a-z\t\u{1b}\u{202e}é]{0,40}") {
            prop_assert_eq!(excerpt(&text).chars().count(), text.chars().count());
        }
    }
}
