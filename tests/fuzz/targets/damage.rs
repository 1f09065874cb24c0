//! Texts that a generator can make: pieces that mean something to some format, in any order; and files of
//! the examples, with changes.

use bolero::TypeGenerator;

use crate::edit::{Edit, odd, up_to};
use crate::example::{Example, Protocol};

/// A text in pieces.
#[derive(Debug, Clone, TypeGenerator)]
pub(crate) struct Text(#[generator(up_to(60))] Vec<Piece>);

#[derive(Debug, Clone, TypeGenerator)]
enum Piece {
    Odd(u8),
    Sign(u8),
    Number(u16),
    Character(char),
    Repeat(u8),
}

impl Text {
    /// The text as a whole.
    pub(crate) fn whole(&self) -> String {
        const SIGNS: &[u8] = b" \n\r\t,;:|-#*`\"'[]{}()<>=!&@%/\\.0123456789TZhmsdKMGB";
        let mut whole = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Odd(number) => whole.push_str(odd(*number)),
                Piece::Sign(number) => {
                    whole.push(char::from(SIGNS[usize::from(*number) % SIGNS.len()]));
                }
                Piece::Number(number) => whole.push_str(&number.to_string()),
                Piece::Character(character) => whole.push(*character),
                Piece::Repeat(times) if whole.len() < 1 << 14 => {
                    let last: String = whole.chars().rev().take(8).collect();
                    let last: String = last.chars().rev().collect();
                    whole.push_str(&last.repeat(usize::from(*times)));
                }
                Piece::Repeat(_) => {}
            }
        }
        whole
    }
}

/// A file of an example, changed.
#[derive(Debug, Clone, TypeGenerator)]
pub(crate) struct Damaged {
    protocol: Protocol,
    file: u8,
    #[generator(up_to(6))]
    edits: Vec<Edit>,
}

impl Damaged {
    /// The bytes of the file, which is one whose name ends in `ending`; none where the protocol has none.
    pub(crate) fn bytes(&self, ending: &str) -> Option<Vec<u8>> {
        let files = Example::files(self.protocol);
        let files: Vec<(&String, &Vec<u8>)> =
            files.iter().filter(|(name, _)| name.ends_with(ending)).collect();
        let (name, bytes) = files.get(usize::from(self.file) % files.len().max(1))?;
        Some(self.edits.iter().fold((*bytes).clone(), |bytes, edit| edit.apply(name, &bytes)))
    }
}
