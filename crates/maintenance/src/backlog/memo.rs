//! What a text means, remembered: the columns of a backlog say the same few words millions of times.
//!
//! It holds a fixed number of short texts, so memory does not grow with the file, and what is not
//! remembered is read again; it never changes an answer.

/// Texts that are remembered; a power of two.
const SLOTS: usize = 4096;

/// Bytes of the longest text that is worth remembering.
const LONGEST: usize = 64;

/// Remembers what texts mean.
#[derive(Debug)]
pub(super) struct Memo<T> {
    slots: Vec<Option<(Box<str>, T)>>,
}

impl<T: Copy> Memo<T> {
    /// Nothing is remembered yet.
    pub(super) fn new() -> Self {
        Self { slots: (0..SLOTS).map(|_| None).collect() }
    }

    /// The meaning of `text`, which is what `read` makes of it, whenever it is asked.
    #[inline]
    pub(super) fn of(&mut self, text: &str, read: impl FnOnce(&str) -> T) -> T {
        if text.len() > LONGEST {
            return read(text);
        }
        match self.slots.get_mut(slot(text)) {
            Some(Some((known, meaning))) if **known == *text => *meaning,
            Some(free) => {
                let meaning = read(text);
                *free = Some((text.into(), meaning));
                meaning
            }
            None => read(text),
        }
    }
}

/// Where `text` is remembered: spread by a multiplication per eight bytes, which is enough for words.
#[inline]
fn slot(text: &str) -> usize {
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let bytes = text.as_bytes();
    let (words, tail) = bytes.as_chunks();
    // The last eight bytes overlap the words before them, which is faster than going through the tail.
    let last = match bytes.last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => tail.iter().fold(0, |last, byte| (last << 8) | u64::from(*byte)),
    };
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    let start = last ^ (bytes.len() as u64).wrapping_mul(SPREAD);
    let mixed =
        words.fold(start, |mixed, word| (mixed ^ word).wrapping_mul(SPREAD).rotate_left(29));
    // The high bits of a product depend on all of the others.
    usize::try_from(mixed.wrapping_mul(SPREAD) >> 40).unwrap_or_default() % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_does_not_depend_on_what_was_asked_before() {
        let mut memo = Memo::new();
        for round in 0..3 {
            for number in 0..5_000 {
                let text = format!("{number:>width$}", width = number % 90);
                assert_eq!(memo.of(&text, str::len), text.len(), "{round} {text}");
            }
        }
    }

    #[test]
    fn words_that_differ_a_little_are_kept_apart() {
        let words =
            ["open", "Open", "done", "P1", "P2", "2026-12-01", "2026-12-02", "", "Ana Ruiz"];
        let slots: std::collections::BTreeSet<usize> =
            words.iter().map(|word| slot(word)).collect();
        assert_eq!(slots.len(), words.len());
    }
}
