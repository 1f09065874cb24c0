//! Characters that a reader does not see, and that make what is read something else than what is there.

/// True for controls, line separators, bidirectional marks, characters that take no room, and those that
/// XML does not allow.
#[must_use]
pub fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{fffe}'..='\u{ffff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// True when nothing of `text` is seen: white space, what [`is_unseen`] names, blank patterns, and marks
/// that only choose the form of the character before them.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|character| {
        character.is_whitespace()
            || is_unseen(character)
            || matches!(character, '\u{2800}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_does_not_see_is_told_from_what_is_seen() {
        for unseen in ['\0', '\n', '\u{9b}', '\u{200b}', '\u{202e}', '\u{feff}', '\u{e0041}'] {
            assert!(is_unseen(unseen), "{unseen:?}");
        }
        for seen in ['a', ' ', 'é', '→', '\u{1f600}'] {
            assert!(!is_unseen(seen), "{seen:?}");
        }
    }

    #[test]
    fn a_text_of_which_nothing_is_seen_is_blank() {
        for text in
            ["", " \t", "\u{200b}", "\u{3164}", "\u{2800}\u{a0}", "\u{fe0f}", "\u{115f}\u{ffa0}"]
        {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["A. Rivera", "李雷", "이", "✅\u{fe0f}", "-", "é"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
