//! The end of an archive and the headers of its directory, read strictly.
//!
//! Zip tools search for an end record and forgive what does not fit, each in its own way, so that
//! one file can be two archives. Here there is one reading: the end record ends the file, the
//! directory ends where the end record starts, and it holds as many headers as it says. It keeps
//! the names only, and only once their number and size are known to be within the limits.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use memchr::memmem;

use super::limits::{ARCHIVE_TOO_LARGE, Limits, TOO_MANY_ENTRIES};
use crate::evidence::text::read_failed;
use crate::finding::{Code, Finding};
use crate::place::EvidencePath;

/// The file is no zip archive.
pub const NOT_A_ZIP: Code = Code::error(
    "not-a-zip",
    "The file is not a zip archive",
    "Write the archive anew as a zip; another format with the name .zip does not count",
    "(a tar archive that is called a.zip)",
)
.never_waived();

/// The archive ends too early.
pub const TRUNCATED: Code = Code::error(
    "truncated",
    "The archive is cut short",
    "Copy or download the archive again, or write it anew",
    "(the first half of a.zip)",
)
.never_waived();

/// The archive holds nothing.
pub const EMPTY_ARCHIVE: Code = Code::error(
    "empty-archive",
    "The archive has no entries",
    "Write the archive anew with its content; an empty archive proves nothing",
    "(the 22 bytes of an archive without entries)",
)
.never_waived();

/// Bytes of the file belong neither to an entry nor to the directory.
pub const BYTES_OUTSIDE: Code = Code::error(
    "bytes-outside-entries",
    "The archive holds bytes that belong to no entry",
    "Write the archive anew with an ordinary zip tool; bytes around the entries can hide content",
    "(a program in front of the archive)",
)
.never_waived();

/// Two parts of the archive contradict each other.
pub const INCONSISTENT: Code = Code::error(
    "inconsistent-archive",
    "The archive contradicts itself",
    "Write the archive anew with an ordinary zip tool; other tools may unpack something else",
    "(an entry that is called a.txt in the directory and b.txt in its own header)",
)
.never_waived();

const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: u64 = 22;
const LOCATOR: &[u8] = b"PK\x06\x07";
const LOCATOR_LENGTH: u64 = 20;
const WIDE_END: &[u8] = b"PK\x06\x06";
const WIDE_END_LENGTH: u64 = 56;
const HEADER: &[u8] = b"PK\x01\x02";
const HEADER_LENGTH: usize = 46;
const LOCAL_HEADER: &[u8] = b"PK\x03\x04";

/// Why an archive cannot be read at all.
pub(super) enum Fault {
    /// The file itself cannot be read.
    Io(io::Error),
    /// The archive is at fault.
    Found(&'static Code, String),
}

impl Fault {
    pub(super) fn into_finding(self, path: &EvidencePath) -> Finding {
        match self {
            Fault::Io(error) => read_failed(path, &error),
            Fault::Found(code, message) => code.at(path).message(message),
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::Io(error)
    }
}

fn fault(code: &'static Code, message: impl Into<String>) -> Fault {
    Fault::Found(code, message.into())
}

/// The directory of an archive.
pub(super) struct Directory {
    /// The byte at which it starts, and the last entry ends.
    pub(super) start: u64,
    /// The name in each header, in the order of the directory; a name may stand twice.
    pub(super) names: Vec<Vec<u8>>,
}

/// Reads the end of the archive, and the names in its directory.
pub(super) fn read(read: &mut (impl Read + Seek), limits: &Limits) -> Result<Directory, Fault> {
    let end = find_end(read)?;
    if end.entries == 0 && end.size == 0 {
        return Err(fault(&EMPTY_ARCHIVE, EMPTY_ARCHIVE.summary));
    }
    if end.entries > limits.entries {
        let message =
            format!("The archive has {} entries, {} are allowed", end.entries, limits.entries);
        return Err(fault(&TOO_MANY_ENTRIES, message));
    }
    if end.size > limits.directory {
        let message = format!(
            "The directory of the archive has {} bytes, {} are allowed",
            end.size, limits.directory
        );
        return Err(fault(&ARCHIVE_TOO_LARGE, message));
    }
    read.seek(SeekFrom::Start(end.start))?;
    Ok(Directory { start: end.start, names: names(read.take(end.size), end.entries)? })
}

/// The name in each of the `entries` headers that fill `read`.
fn names(read: impl Read, entries: u64) -> Result<Vec<Vec<u8>>, Fault> {
    let wrong = || {
        let message = "The directory does not hold the entries that it counts";
        fault(&INCONSISTENT, message)
    };
    let short = |error: io::Error| match error.kind() {
        io::ErrorKind::UnexpectedEof => wrong(),
        _ => Fault::Io(error),
    };
    let mut read = BufReader::new(read);
    let mut names = Vec::new();
    for _ in 0..entries {
        let mut header = [0; HEADER_LENGTH];
        read.read_exact(&mut header).map_err(short)?;
        if !header.starts_with(HEADER) {
            return Err(wrong());
        }
        let mut name = vec![0; usize::from(u16_at(&header, 28))];
        read.read_exact(&mut name).map_err(short)?;
        let rest = u64::from(u16_at(&header, 30)) + u64::from(u16_at(&header, 32));
        if io::copy(&mut read.by_ref().take(rest), &mut io::sink())? != rest {
            return Err(wrong());
        }
        names.push(name);
    }
    if read.fill_buf()?.is_empty() { Ok(names) } else { Err(wrong()) }
}

/// What the end record says of the directory.
struct End {
    start: u64,
    size: u64,
    entries: u64,
}

/// Finds the end record, and checks that the archive fills the file from there on.
fn find_end(read: &mut (impl Read + Seek)) -> Result<End, Fault> {
    let length = read.seek(SeekFrom::End(0))?;
    let from = length.saturating_sub(END_LENGTH + u64::from(u16::MAX));
    let tail = bytes_at(read, from, length - from)?;
    let Some(at) = memmem::rfind(&tail, END) else {
        return Err(no_end(read, length)?);
    };
    let record = tail.get(at..).unwrap_or_default();
    let declared = END_LENGTH + u64::from(u16_at(record, 20));
    let rest = record.len() as u64;
    if rest < END_LENGTH || rest < declared {
        return Err(fault(&TRUNCATED, "The file ends within the end record of the archive"));
    }
    if rest > declared {
        let message = format!("{} bytes follow the end of the archive", rest - declared);
        return Err(fault(&BYTES_OUTSIDE, message));
    }
    let (end, limit) = widen(read, record, from + at as u64)?;
    match end.start.checked_add(end.size) {
        Some(stop) if stop == limit => Ok(end),
        Some(stop) if stop < limit => {
            let message = format!("{} bytes stand before or within the archive", limit - stop);
            Err(fault(&BYTES_OUTSIDE, message))
        }
        _ => Err(fault(&TRUNCATED, "The archive is shorter than its end record says")),
    }
}

/// The fault of a file that has no end record.
fn no_end(read: &mut (impl Read + Seek), length: u64) -> Result<Fault, Fault> {
    let first = bytes_at(read, 0, length.min(4))?;
    Ok(match first.as_slice() {
        LOCAL_HEADER => fault(&TRUNCATED, "The archive has no end record: its end is missing"),
        [] => fault(&NOT_A_ZIP, "The file is empty; a zip archive was expected"),
        _ => fault(&NOT_A_ZIP, NOT_A_ZIP.summary),
    })
}

/// What the end `record` at `at` says, and the byte where the directory must end. A zip64 end
/// record before it, if there is one, has the last word.
fn widen(read: &mut (impl Read + Seek), record: &[u8], at: u64) -> Result<(End, u64), Fault> {
    let disks = (u16_at(record, 4), u16_at(record, 6));
    if disks != (0, 0) || u16_at(record, 8) != u16_at(record, 10) {
        return Err(fault(&INCONSISTENT, "The archive is one of several parts"));
    }
    let plain = End {
        start: u32_at(record, 16).into(),
        size: u32_at(record, 12).into(),
        entries: u16_at(record, 10).into(),
    };
    let Some(stop) = at.checked_sub(LOCATOR_LENGTH) else {
        return Ok((plain, at));
    };
    let locator = bytes_at(read, stop, LOCATOR_LENGTH)?;
    if !locator.starts_with(LOCATOR) {
        return Ok((plain, at));
    }
    let start = u64_at(&locator, 8);
    let wide = bytes_at(read, start.min(stop), WIDE_END_LENGTH)?;
    let end = End { start: u64_at(&wide, 48), size: u64_at(&wide, 40), entries: u64_at(&wide, 32) };
    let fits = (u32_at(&locator, 4), u32_at(&locator, 16)) == (0, 1)
        && wide.starts_with(WIDE_END)
        && start.checked_add(12 + u64_at(&wide, 4).min(stop)) == Some(stop)
        && start + WIDE_END_LENGTH <= stop
        && (u32_at(&wide, 16), u32_at(&wide, 20)) == (0, 0)
        && u64_at(&wide, 24) == end.entries
        && agrees(plain.start, end.start, u32::MAX.into())
        && agrees(plain.size, end.size, u32::MAX.into())
        && agrees(plain.entries, end.entries, u16::MAX.into());
    if !fits {
        return Err(fault(&INCONSISTENT, "The two end records of the archive do not agree"));
    }
    Ok((end, start))
}

/// True when the `plain` field repeats the `wide` one, or leaves it to it.
fn agrees(plain: u64, wide: u64, left_open: u64) -> bool {
    plain == wide || plain == left_open
}

fn bytes_at(read: &mut (impl Read + Seek), at: u64, length: u64) -> io::Result<Vec<u8>> {
    read.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    read.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The little-endian number at byte `at`; 0 where `bytes` are too short, which is checked apart.
fn number_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let found = bytes.get(at..).and_then(|rest| rest.first_chunk());
    found.copied().unwrap_or([0; N])
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(number_at(bytes, at))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(number_at(bytes, at))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(number_at(bytes, at))
}
