//! Characters that a reader does not see, and that make what is read something else than what is there.

/// True for controls, line separators, bidirectional marks, characters that take no room, and those that
/// XML does not allow.
#[must_use]
pub fn is_unseen(character: char) -> bool {
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
                | '\u{fffe}'..='\u{ffff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::is_unseen;

    #[test]
    fn what_a_reader_does_not_see_is_told_from_what_is_seen() {
        for unseen in ['\0', '\n', '\u{9b}', '\u{200b}', '\u{202e}', '\u{feff}', '\u{e0041}'] {
            assert!(is_unseen(unseen), "{unseen:?}");
        }
        for seen in ['a', ' ', 'é', '→', '\u{1f600}'] {
            assert!(!is_unseen(seen), "{seen:?}");
        }
    }
}
