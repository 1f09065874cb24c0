//! Finds the lines that may be errors, in one pass over a whole chunk. It may only err by finding
//! too many: a line without any of these words is no error for [`super::line`] either, which a test
//! holds against the corpus.
//!
//! The words are literals, so that vector instructions find them. Two facts of those searchers shape
//! the lists: one of more than 64 words falls back to an automaton that is four times slower, and the
//! shortest word sets how much of every word is compared. Hence two lists.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use regex::bytes::Regex;

use super::pattern;

/// Words of four bytes or more; one covers several spellings: `rror` is `error` and `IOError`.
const LONG: &[&str] = &[
    "rror",
    "atal",
    "FATA",
    "crit",
    "Crit",
    "CRIT",
    "evere",
    "SEVERE",
    "anic",
    "PANI",
    "emerg",
    "Emerg",
    "EMERG",
    "lert",
    "ALERT",
    "xception",
    "Throwable",
    "Traceback",
    "nhandled",
    "ncaught",
    "not found",
    "No such file",
    "denied",
    "not recog",
    "exit",
    "Exit",
    "EXIT",
    "ailed",
    "FAIL",
    "ailure",
    "borted",
    "ABORTED",
    "UNSTABLE",
    "ancel",
    "Killed",
    "gmentation fault",
    "core dumped",
    "unreach",
    "rejected",
    "segfault",
    "ORA-",
    "eturn code",
    "annot ",
    "No space left",
    "not resolve",
    "Exiting with",
];

/// Shorter words, and long ones for which the other list has no room.
const SHORT: &[&str] = &[
    "ERR",
    "FTL",
    "PNC",
    "[err",
    "=err",
    "\"err\"",
    "rc=",
    "rc\"",
    "rc:",
    "RC=",
    "non-zero",
    "nonzero",
    "eturncode",
    "eturn_code",
    "ith code",
    "ith stat",
    "code=k",
    "code=d",
    "fail:",
    ": *** ",
    "CategoryInfo",
    "E   ",
    "E: ",
    "curl: (",
    "nable to ",
    "ssh: conn",
    "unbound",
    "annot exec",
    "ot compl",
    "ot finish",
    "ot succ",
    "level\":4",
    "level\":5",
    "level\":6",
    "level\": 4",
    "level\": 5",
    "level\": 6",
    "ITY\":\"0",
    "ITY\":\"1",
    "ITY\":\"2",
    "ITY\":\"3",
    "\"s\":\"E",
    "\"s\":\"F",
    " E0",
    " E1",
    " F0",
    " F1",
    "\nE0",
    "\nE1",
    "\nF0",
    "\nF1",
];

static LONG_WORDS: LazyLock<Regex> = LazyLock::new(|| any_of(LONG));
static SHORT_WORDS: LazyLock<Regex> = LazyLock::new(|| any_of(SHORT));

/// A syslog priority at the start of a line.
static PRIORITY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\n<"));

fn any_of(words: &[&str]) -> Regex {
    let words: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
    pattern::compile(&format!("(?-u){}", words.join("|")))
}

/// The candidates of one chunk.
#[derive(Debug)]
pub(super) struct Candidates<'a> {
    bytes: &'a [u8],
    /// What each search found last; none when it is through.
    found: [Option<usize>; 3],
}

impl<'a> Candidates<'a> {
    /// Those in `bytes`, which start at the start of a line or of a window.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut candidates = Self { bytes, found: [None; 3] };
        for search in 0..3 {
            candidates.search(search, 0);
        }
        // Some words start with the end of the line before, which the first line lacks.
        if let Some([b'<' | b'E' | b'F', ..]) = bytes.get(..1) {
            candidates.found = [candidates.found[0], candidates.found[1], Some(0)];
        }
        candidates
    }

    /// The first byte at or after `from` that makes its line a candidate. `from` starts a line.
    pub(super) fn next(&mut self, from: usize) -> Option<usize> {
        for search in 0..3 {
            if self.found.get(search).copied().flatten().is_some_and(|at| at < from) {
                self.search(search, from.saturating_sub(1));
            }
        }
        self.found.iter().flatten().min().copied()
    }

    fn search(&mut self, search: usize, from: usize) {
        let word = |regex: &Regex| regex.find_at(self.bytes, from).map(|found| found.end());
        let end = match search {
            0 => word(&LONG_WORDS),
            1 => word(&SHORT_WORDS),
            _ => {
                let rest = self.bytes.get(from..).unwrap_or_default();
                PRIORITY.find(rest).map(|at| from + at + 2)
            }
        };
        // The last byte of a word stands in the word's own line.
        if let Some(found) = self.found.get_mut(search) {
            *found = end.map(|end| end - 1);
        }
    }
}
