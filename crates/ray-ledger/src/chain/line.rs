//! One line of a chain: how it is made, and what it shows about itself.

use ray_core::checksum::Digest;
use serde::Serialize;
use serde::de::IgnoredAny;

/// How a line begins, before the digest of the line before.
const BEGIN: &[u8] = br#"{"previous":""#;

/// What follows that digest.
const AFTER_PREVIOUS: &[u8] = br#"","#;

/// What stands before the digest of the line itself.
const BEFORE_CHECK: &[u8] = br#","check":""#;

/// How a line ends.
const END: &[u8] = br#""}"#;

/// Hexadecimal digits of a digest.
const DIGITS: usize = 64;

/// The digest of a line before, as the next line carries it; zeros when there is none.
pub(super) fn hex(previous: Option<Digest>) -> [u8; DIGITS] {
    previous.map_or([b'0'; DIGITS], |digest| digest.hex())
}

/// The line, without its newline, for `record`, which is an object with at least one key, after a line
/// whose digest is `previous`.
///
/// # Errors
/// When the record cannot be written as JSON.
pub(super) fn sealed(
    previous: Option<Digest>,
    record: &impl Serialize,
) -> serde_json::Result<Vec<u8>> {
    let record = serde_json::to_vec(record)?;
    let keys = record.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
    let mut line = [BEGIN, &hex(previous), AFTER_PREVIOUS, keys.unwrap_or_default()].concat();
    let check = Digest::of(&line).hex();
    line.extend([BEFORE_CHECK, &check, END].concat());
    Ok(line)
}

/// What a line shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown<'l> {
    /// The digest that it carries of the line before, as written.
    pub(super) previous: &'l [u8],
    /// Its own digest.
    pub(super) digest: Digest,
}

/// What is wrong with a line by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineFault {
    /// It is no record of a chain.
    NotARecord,
    /// It is not what it was when it was written.
    Changed,
}

/// What `line`, without its newline, shows.
///
/// # Errors
/// When it is no record, or was changed; with its digest, which the next line may carry all the same.
pub(super) fn check(line: &[u8]) -> Result<Shown<'_>, (LineFault, Digest)> {
    let Some(parts) = Parts::of(line) else {
        return Err((LineFault::NotARecord, Digest::of(line)));
    };
    let (of_start, digest) = Digest::of_start_and_whole(parts.start, parts.rest);
    if of_start.hex() != parts.check {
        return Err((LineFault::Changed, digest));
    }
    if serde_json::from_slice::<IgnoredAny>(line).is_err() {
        return Err((LineFault::NotARecord, digest));
    }
    Ok(Shown { previous: parts.previous, digest })
}

/// A line in its parts.
struct Parts<'l> {
    /// The digest of the line before.
    previous: &'l [u8],
    /// Everything before the check.
    start: &'l [u8],
    /// Everything from there on.
    rest: &'l [u8],
    /// The digest of the start.
    check: &'l [u8],
}

impl<'l> Parts<'l> {
    fn of(line: &'l [u8]) -> Option<Self> {
        let (previous, after) = line.strip_prefix(BEGIN)?.split_at_checked(DIGITS)?;
        after.strip_prefix(AFTER_PREVIOUS)?;
        let tail = BEFORE_CHECK.len() + DIGITS + END.len();
        let (start, rest) = line.split_at_checked(line.len().checked_sub(tail)?)?;
        let check = rest.strip_prefix(BEFORE_CHECK)?.strip_suffix(END)?;
        Some(Self { previous, start, rest, check })
    }
}
