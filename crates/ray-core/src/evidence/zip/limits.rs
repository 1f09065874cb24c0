//! How large an archive may be, judged by what it declares before anything is unpacked.

use super::Entry;
use crate::finding::{Code, Finding, Notes};
use crate::place::{EvidencePath, Placed};

/// The archive has more entries than it may.
pub const TOO_MANY_ENTRIES: Code = Code::error(
    "too-many-entries",
    "The archive has too many entries",
    "Split the archive, or raise the limit if it is meant to be this large",
    "(an archive of 1,000,000 entries)",
)
.never_waived();

/// The archive would take more room than it may.
pub const ARCHIVE_TOO_LARGE: Code = Code::error(
    "archive-too-large",
    "The archive takes too much room",
    "Split the archive, or raise the limit if it is meant to be this large",
    "(an archive that unpacks to 1 TiB)",
)
.never_waived();

/// So little data unpacks to so much only in an archive that is meant to exhaust its reader.
pub const ZIP_BOMB: Code = Code::error(
    "zip-bomb",
    "The archive unpacks to far more than it holds",
    "Find out who made the archive; raise the limit only if its content is known to repeat itself",
    "(10 KiB that unpack to 10 MiB)",
)
.never_waived();

/// What an archive may demand of its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all entries when unpacked; 4 GiB by default.
    pub unpacked: u64,
    /// How many times its packed size an entry, or the whole archive, may unpack to; 200 by
    /// default.
    pub ratio: u64,
    /// Unpacked bytes up to which the ratio does not matter; 1 MiB by default.
    pub ratio_above: u64,
    /// Number of entries; 100,000 by default.
    pub entries: u64,
    /// Bytes of the directory, which is kept in memory; 64 MiB by default.
    pub directory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked: 4 << 30,
            ratio: 200,
            ratio_above: 1 << 20,
            entries: 100_000,
            directory: 64 << 20,
        }
    }
}

impl Limits {
    /// True when the sizes that `entries` declare stay within the limits; else `notes` say which
    /// do not.
    pub(super) fn allow(&self, entries: &[Entry], path: &EvidencePath, notes: &Notes) -> bool {
        let sum = |of: fn(&Entry) -> u64| entries.iter().map(of).fold(0, u64::saturating_add);
        let size = sum(|entry| entry.size);
        let mut found = Vec::new();
        if size > self.unpacked {
            found.push(
                ARCHIVE_TOO_LARGE
                    .at(path)
                    .expected(format!("at most {} bytes when unpacked", self.unpacked))
                    .actual(format!("{size} bytes")),
            );
        }
        found.extend(entries.iter().filter_map(|entry| self.bomb(entry, entry.size, entry.packed)));
        if found.is_empty() {
            found.extend(self.bomb(path, size, sum(|entry| entry.packed)));
        }
        let allowed = found.is_empty();
        found.into_iter().for_each(|finding| notes.add(finding));
        allowed
    }

    fn bomb(&self, place: &impl Placed, size: u64, packed: u64) -> Option<Finding> {
        let bomb = size > self.ratio_above && size > packed.saturating_mul(self.ratio);
        bomb.then(|| {
            ZIP_BOMB
                .at(place)
                .expected(format!("at most {} times the packed size", self.ratio))
                .actual(format!("{packed} bytes that unpack to {size}"))
        })
    }
}
