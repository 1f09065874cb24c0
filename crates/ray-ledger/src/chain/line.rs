//! One line of a chain: how it is made, and what it shows about itself.

use std::borrow::Cow;

use ray_core::checksum::{Digest, Hasher};
use serde::{Deserialize, Serialize};

use crate::json;

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

/// Adds to `lines` the line, with its newline, for `record`, which is an object with at least one key,
/// after a line whose digest is `previous`: its own digest.
///
/// # Errors
/// When the record cannot be written as JSON.
pub(super) fn add(
    lines: &mut Vec<u8>,
    previous: Option<Digest>,
    record: &impl Serialize,
) -> serde_json::Result<Digest> {
    let start = lines.len();
    lines.extend_from_slice(BEGIN);
    lines.extend_from_slice(&hex(previous));
    // The comma takes the place of the record's opening brace.
    lines.push(b'"');
    let brace = lines.len();
    json::write(&mut *lines, record)?;
    if let Some(byte) = lines.get_mut(brace) {
        *byte = b',';
    }
    lines.pop();
    let mut hasher = Hasher::default();
    hasher.update(lines.get(start..).unwrap_or_default());
    let rest = [BEFORE_CHECK, &hasher.clone().digest().hex(), END].concat();
    hasher.update(&rest);
    lines.extend(rest);
    lines.push(b'\n');
    Ok(hasher.digest())
}

/// What a line shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown<'l> {
    /// The digest that it carries of the line before, as written.
    pub(super) previous: &'l [u8],
    /// What kind of record it says it is.
    pub(super) is_of_kind: bool,
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
    /// It is a record of another chain.
    OfAnotherKind,
}

/// The kind of the lines that record a repair; every chain may have them.
pub(super) const REPAIR: &str = "repair";

#[derive(Deserialize)]
struct Record<'r> {
    #[serde(default, borrow)]
    kind: Cow<'r, str>,
}

/// What `line`, without its newline, shows in a chain of records of one `kind`; of any where none is
/// given.
///
/// # Errors
/// When it is no record, or was changed; with its digest, which the next line may carry all the same.
pub(super) fn check<'l>(
    line: &'l [u8],
    kind: Option<&str>,
) -> Result<Shown<'l>, (LineFault, Digest)> {
    let Some(parts) = Parts::of(line) else {
        return Err((LineFault::NotARecord, Digest::of(line)));
    };
    let (of_start, digest) = Digest::of_start_and_whole(parts.start, parts.rest);
    if of_start.hex() != parts.check {
        return Err((LineFault::Changed, digest));
    }
    let Ok(record) = serde_json::from_slice::<Record<'_>>(line) else {
        return Err((LineFault::NotARecord, digest));
    };
    let is_of_kind = kind.is_none_or(|kind| record.kind == kind || record.kind == REPAIR);
    Ok(Shown { previous: parts.previous, is_of_kind, digest })
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
