//! Takes terminal escapes out of a line, so that a level inside of colours is seen (rule 10.2). A
//! place in the clean text leads back to the line as it was written.

use std::borrow::Cow;

use memchr::memchr;

const ESCAPE: u8 = 0x1b;

/// A line without its escapes.
#[derive(Debug)]
pub(super) struct Clean<'a> {
    raw: &'a [u8],
    /// What is left.
    pub(super) text: Cow<'a, [u8]>,
}

impl<'a> Clean<'a> {
    /// `raw` without its escapes; not copied when there is none.
    pub(super) fn new(raw: &'a [u8]) -> Self {
        let text = match memchr(ESCAPE, raw) {
            None => Cow::Borrowed(raw),
            Some(_) => Cow::Owned(pieces(raw).flat_map(|(_, piece)| piece).copied().collect()),
        };
        Self { raw, text }
    }

    /// Where byte `at` of the clean text stands in the line as it was written.
    pub(super) fn written_at(&self, at: usize) -> usize {
        if matches!(self.text, Cow::Borrowed(_)) {
            return at;
        }
        let mut left = at;
        for (start, piece) in pieces(self.raw) {
            if left < piece.len() {
                return start + left;
            }
            left -= piece.len();
        }
        self.raw.len()
    }
}

/// The pieces between escapes, each with the byte at which it starts.
fn pieces(raw: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = raw.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr(ESCAPE, rest).unwrap_or(rest.len());
        let (piece, escape) = rest.split_at_checked(length)?;
        let start = at;
        at += length + escape_length(escape);
        Some((start, piece))
    })
}

/// How many bytes the escape at the start of `bytes` takes; 0 when there is none.
fn escape_length(bytes: &[u8]) -> usize {
    let length = match bytes {
        // CSI: parameters, then one final byte.
        [_, b'[', rest @ ..] => {
            let parameters = rest.iter().take_while(|byte| matches!(byte, 0x20..=0x3f)).count();
            3 + parameters
        }
        // OSC: a title or a link, up to BEL or the next escape.
        [_, b']', rest @ ..] => {
            let ends = |byte: &u8| *byte == 0x07 || *byte == ESCAPE;
            rest.iter().position(ends).map_or(bytes.len(), |end| 3 + end)
        }
        [_, b'(' | b')', ..] => 3,
        _ => 2,
    };
    length.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_out_and_places_lead_back() {
        let raw = b"\x1b[0m\x1b[31mERROR\x1b[0m done\x1b";
        let clean = Clean::new(raw);
        assert_eq!(&*clean.text, b"ERROR done");
        assert_eq!(clean.written_at(0), 9);
        assert_eq!(clean.written_at(6), 19);
        assert_eq!(clean.written_at(10), raw.len());
    }

    #[test]
    fn a_title_ends_at_its_bell_and_a_cut_escape_at_the_end() {
        assert_eq!(&*Clean::new(b"\x1b]0;title\x07x\x1b[3").text, b"x");
        assert_eq!(&*Clean::new(b"plain").text, b"plain");
        assert_eq!(&*Clean::new(b"\x1b(Bplain\x1b)0").text, b"plain");
    }
}
