//! Finds bytes in bytes, for the CSV splitter: delimiters, quotes and the ends of lines.

/// Counts line endings: `\n`, `\r\n` and a lone `\r`, as [`crate::source::SourceFile`] does.
#[derive(Debug, Default)]
pub(super) struct Lines {
    line: usize,
    after_return: bool,
}

impl Lines {
    /// The line of the next byte, from 0.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// Passes over some bytes without line endings.
    pub(super) fn pass_unbroken(&mut self) {
        self.after_return = false;
    }

    /// Passes over `bytes`, which follow those passed before.
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            let after_return = before.map_or(self.after_return, |&before| before == b'\r');
            self.line += usize::from(bytes.get(at) == Some(&b'\r') || !after_return);
        }
        self.after_return = bytes.last().map_or(self.after_return, |&byte| byte == b'\r');
    }
}

/// True for the bytes that end a line.
#[inline]
pub(super) fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The place of the first of `needles` from `at` on; the length when none is there.
///
/// Eight bytes at a time: most fields are shorter than what it costs to call a vector routine.
#[inline]
pub(super) fn find<const N: usize>(bytes: &[u8], mut at: usize, needles: [u8; N]) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*eight);
        let hits = needles.iter().fold(0, |hits, &needle| hits | equal_bytes(word, needle));
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let tail = bytes.get(at..).unwrap_or_default();
    let found = tail.iter().position(|byte| needles.contains(byte));
    found.map_or(bytes.len(), |found| at + found)
}

/// The high bit of every byte of `word` that equals `needle`, and no other bit.
#[inline]
pub(super) fn equal_bytes(word: u64, needle: u8) -> u64 {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let rest = word ^ u64::from_le_bytes([needle; 8]);
    // A carry into the high bit says that one of the low seven is set; it never goes further.
    !(((rest & LOW) + LOW) | rest | LOW)
}

/// The one of `,`, `;` and tab that stands most often in the first line, outside quotes.
pub(super) fn detect_delimiter(text: &[u8]) -> u8 {
    let mut inside = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for &byte in text {
        if byte == b'"' {
            inside = !inside;
        } else if !inside && is_break(byte) {
            break;
        } else if !inside {
            for (delimiter, count) in &mut counts {
                *count += usize::from(*delimiter == byte);
            }
        }
    }
    let mut best = (b',', 0);
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}
