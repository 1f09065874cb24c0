//! Makes text from outside harmless where it is printed. Evidence, paths and names may hold anything.
//!
//! On a terminal a control character could clear the screen or recolour a verdict, and a
//! bidirectional mark could turn words around. In a workflow's log a line that starts with `::`, and
//! the older `##[` anywhere in a line, are commands to the runner.

/// Characters of a single value that are echoed; a longer one is cut.
const LONGEST: usize = 400;

/// `text` for one line of a terminal or of a log: control and invisible characters are shown as
/// `\u{…}`, and nothing in it is a workflow command.
#[must_use]
pub fn terminal(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            safe.push('…');
            break;
        }
        if is_harmful(character) {
            safe.extend(character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    break_commands(safe)
}

/// A line of evidence for an excerpt: like [`terminal`], but every character stays one character
/// wide, so that a marker below it stands where it should.
#[must_use]
pub fn excerpt(text: &str) -> String {
    let same_width = |character| match character {
        '\t' => ' ',
        character if is_harmful(character) => '\u{fffd}',
        character => character,
    };
    text.chars()
        .map(same_width)
        .collect::<String>()
        .replace("##[", "##\u{fffd}")
        .replace("::", ":\u{fffd}")
}

/// JSON in which nothing can reach a terminal unescaped: serde leaves DEL, the C1 controls and the
/// bidirectional marks as they are.
#[must_use]
pub fn json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if character != '\n' && is_harmful(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(character);
        }
    }
    safe
}

fn break_commands(text: String) -> String {
    let text = if text.contains("##[") { text.replace("##[", "#\\#[") } else { text };
    if text.trim_start().starts_with("::") { text.replacen("::", ":\\:", 1) } else { text }
}

/// Controls, line separators, bidirectional marks, and characters that take no room.
fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shows_what_would_move_the_cursor_or_turn_words_around() {
        assert_eq!(terminal("a\u{1b}[2Jb\n\u{202e}c"), "a\\u{1b}[2Jb\\u{a}\\u{202e}c");
        assert_eq!(terminal("Tomás 李雷 ✅"), "Tomás 李雷 ✅");
    }

    #[test]
    fn breaks_workflow_commands() {
        assert_eq!(terminal("  ::error::x"), "  :\\:error::x");
        assert_eq!(terminal("x ##[add-path]y"), "x #\\#[add-path]y");
        assert_eq!(terminal("std::fs"), "std::fs");
    }

    #[test]
    fn cuts_what_is_too_long() {
        assert_eq!(terminal(&"x".repeat(1000)).chars().count(), LONGEST + 1);
    }

    proptest! {
        #[test]
        fn nothing_harmful_is_left(text in any::<String>()) {
            for safe in [terminal(&text), excerpt(&text), json(&text).replace('\n', "")] {
                prop_assert!(!safe.chars().any(is_harmful));
            }
            prop_assert!(!terminal(&text).contains("##["));
            prop_assert!(!terminal(&text).trim_start().starts_with("::"));
        }

        #[test]
        fn an_excerpt_keeps_its_length(text in "[a-z\t\u{1b}\u{202e}é]{0,40}") {
            prop_assert_eq!(excerpt(&text).chars().count(), text.chars().count());
        }
    }
}
