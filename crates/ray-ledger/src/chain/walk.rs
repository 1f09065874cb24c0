//! Walks a chain from end to end. Lines are checked by themselves on all processors, then joined.

use std::io::{self, Read};
use std::thread;

use memchr::memrchr;
use ray_core::checksum::Digest;

use super::line::{self, LineFault};

/// Bytes that one processor checks at a time.
const BLOCK: usize = 2 * 1024 * 1024;

/// The longest line that is read, in bytes; a chain has none that comes near.
const LONGEST_LINE: usize = 256 * 1024 * 1024;

/// Faults that are told apart; the others are only counted.
const KEPT: usize = 1000;

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walk {
    /// How many lines there are.
    pub lines: u64,
    /// The digest of the last line; none for an empty chain.
    pub head: Option<Digest>,
    /// The first faults, by line.
    pub faults: Vec<Fault>,
    /// How many more there are.
    pub further_faults: u64,
    /// For each digest that was looked for, the line that has it.
    pub found: Vec<(Digest, u64)>,
}

/// A place where the chain does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// What can be wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The line is no record.
    NotARecord,
    /// The line was changed after it was written.
    Changed,
    /// The line is a record of another chain.
    OfAnotherKind,
    /// The line was not written after the line before it: something was removed, added or moved there.
    OutOfPlace,
    /// The first line was not written as the first.
    BeginningMissing,
    /// The last line was not written to its end.
    Torn,
}

/// A line as its block saw it.
struct Seen {
    digest: Digest,
    previous: Result<[u8; 64], LineFault>,
}

/// Walks the chain that `read` gives, whose records are of `kind` where one is given, and looks for lines
/// whose digest is among `wanted`.
///
/// # Errors
/// When reading fails.
pub fn walk(mut read: impl Read, kind: Option<&str>, wanted: &[Digest]) -> io::Result<Walk> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut joined = Joined::default();
    let mut carried = Vec::new();
    loop {
        let mut blocks = Vec::with_capacity(workers);
        while blocks.len() < workers {
            let Some(block) = next_block(&mut read, &mut carried)? else {
                break;
            };
            blocks.push(block);
        }
        if blocks.is_empty() {
            break;
        }
        for seen in check_all(&blocks, kind)? {
            seen.into_iter().for_each(|line| joined.add(line, wanted));
        }
    }
    if !carried.is_empty() {
        joined.walk.lines += 1;
        joined.fault(FaultKind::Torn);
    }
    Ok(joined.walk)
}

/// Whole lines: what was `carried` over and a block more, up to the last newline in it; the rest is
/// carried. None at the end, when what is carried is a line without an end.
fn next_block(read: &mut impl Read, carried: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    let mut block = std::mem::take(carried);
    loop {
        let start = block.len();
        let count = read.by_ref().take(BLOCK as u64).read_to_end(&mut block)?;
        if count == 0 {
            *carried = block;
            return Ok(None);
        }
        if let Some(at) = memrchr(b'\n', block.get(start..).unwrap_or_default()) {
            *carried = block.split_off(start + at + 1);
            return Ok(Some(block));
        }
        if block.len() > LONGEST_LINE {
            let problem = format!("a line is longer than {LONGEST_LINE} bytes");
            return Err(io::Error::new(io::ErrorKind::InvalidData, problem));
        }
    }
}

fn check_all(blocks: &[Vec<u8>], kind: Option<&str>) -> io::Result<Vec<Vec<Seen>>> {
    thread::scope(|scope| {
        let workers: Vec<_> =
            blocks.iter().map(|block| scope.spawn(|| seen(block, kind))).collect();
        let seen = workers.into_iter().map(|worker| worker.join());
        seen.collect::<Result<_, _>>()
            .map_err(|_| io::Error::other("a thread that checks has ended"))
    })
}

fn seen(block: &[u8], kind: Option<&str>) -> Vec<Seen> {
    let mut lines = Vec::new();
    let mut rest = block;
    while let Some(at) = memchr::memchr(b'\n', rest) {
        let (line, after) = rest.split_at_checked(at).unwrap_or_default();
        lines.push(match line::check(line, kind) {
            Ok(shown) if !shown.is_of_kind => {
                Seen { digest: shown.digest, previous: Err(LineFault::OfAnotherKind) }
            }
            Ok(shown) => Seen {
                digest: shown.digest,
                previous: shown.previous.try_into().map_err(|_| LineFault::NotARecord),
            },
            Err((fault, digest)) => Seen { digest, previous: Err(fault) },
        });
        rest = after.get(1..).unwrap_or_default();
    }
    lines
}

/// The chain as far as it was walked.
#[derive(Default)]
struct Joined {
    walk: Walk,
    /// True when the line before is not what it was, so that nothing can follow from it.
    after_a_fault: bool,
}

impl Joined {
    fn add(&mut self, seen: Seen, wanted: &[Digest]) {
        self.walk.lines += 1;
        let before = line::hex(self.walk.head);
        let fault = match seen.previous {
            Err(LineFault::NotARecord) => Some(FaultKind::NotARecord),
            Err(LineFault::Changed) => Some(FaultKind::Changed),
            Err(LineFault::OfAnotherKind) => Some(FaultKind::OfAnotherKind),
            Ok(previous) if previous == before || self.after_a_fault => None,
            Ok(_) if self.walk.head.is_none() => Some(FaultKind::BeginningMissing),
            Ok(_) => Some(FaultKind::OutOfPlace),
        };
        self.after_a_fault = seen.previous.is_err();
        if let Some(kind) = fault {
            self.fault(kind);
        }
        if wanted.contains(&seen.digest) {
            self.walk.found.push((seen.digest, self.walk.lines));
        }
        self.walk.head = Some(seen.digest);
    }

    fn fault(&mut self, kind: FaultKind) {
        if self.walk.faults.len() < KEPT {
            self.walk.faults.push(Fault { line: self.walk.lines, kind });
        } else {
            self.walk.further_faults += 1;
        }
    }
}
