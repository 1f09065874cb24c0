//! What can be wrong with what was kept.

use ray_core::finding::Code;
use ray_core::shape::package::{ENTRY_CHANGED, ENTRY_EXTRA, ENTRY_MISSING, ENTRY_RENAMED};

/// There was nothing to verify, which is no proof of anything.
pub const NOTHING_TO_VERIFY: Code = Code::error(
    "nothing-to-verify",
    "There is no manifest, package or history here",
    "Name the repository, its evidence folder, or one of the files",
    "ray-gates verify src/",
);

pub(super) const MALFORMED: Code = Code::error(
    "manifest-malformed",
    "A manifest cannot be read",
    "Get the manifest from where it was kept, or write it anew from the evidence",
    r#"{"artifacts": 5}"#,
);

pub(super) const MANIFEST_CHANGED: Code = Code::error(
    "manifest-changed",
    "A manifest was changed after it was written",
    "Get the manifest from where it was kept, or write it anew from the evidence",
    "a digit of a checksum turned into another",
);

pub(super) const UNSEALED: Code = Code::warning(
    "manifest-without-seal",
    "A manifest carries no checksum of itself",
    "Write it with the aggregator, so that a change in it is noticed",
    "a manifest of another tool",
);

pub(super) const LISTED_TWICE: Code = Code::error(
    "file-listed-twice",
    "A manifest lists a file twice",
    "Write the manifest anew",
    r#"{"artifacts": [{"path": "a"}, {"path": "./a"}]}"#,
);

pub(super) const ADDED: Code = Code::error(
    "evidence-added",
    "A file is there that the manifest does not list",
    "Take the file away, or write the manifest anew if it belongs there",
    "a file that came after the manifest",
);

pub(super) const REMOVED: Code = Code::error(
    "evidence-removed",
    "A file that the manifest lists is gone",
    "Get the file back; it was part of what was judged",
    "a log that was deleted",
);

pub(super) const CHANGED: Code = Code::error(
    "evidence-changed",
    "A file is not the one that the manifest lists",
    "Get the file back as it was; what was judged is not what lies here",
    "a status that was edited after the gates had passed",
);

pub(super) const MOVED: Code = Code::error(
    "evidence-moved",
    "A file lies somewhere else than the manifest says",
    "Move the file back",
    "a folder that was renamed",
);

pub(super) const UNFINISHED: Code = Code::warning(
    "unfinished-file",
    "A run has begun this file and not put it in place",
    "Leave it: the next run takes it away when it is ten minutes old; it is no evidence",
    "a file that a killed run left",
);

pub(super) const PACKAGE_MISSING: Code = Code::error(
    "package-missing",
    "The package that a manifest describes is not there",
    "Get the package that was handed over, and put it beside its manifest",
    "a manifest alone",
);

pub(super) const PACKAGE_CHANGED: Code = Code::error(
    "package-changed",
    "A package is not the one that its manifest describes",
    "Get the package that was handed over; this one was built or changed later",
    "a package that was packed again",
);

pub(super) const NOT_RECORDED: Code = Code::error(
    "document-not-recorded",
    "A document is not the one that the last aggregation wrote",
    "Find out who wrote it; run the aggregator again if that is as it should be",
    "a manifest that was put in the place of another",
);

pub(super) const LINE_CHANGED: Code = Code::error(
    "chain-line-changed",
    "A line of the chain was changed after it was written",
    "Compare with a copy; nothing from this line on can be relied on",
    r#"{"previous": "…", "status": "pass", "check": "…"}   (it said fail)"#,
);

pub(super) const LINE_OUT_OF_PLACE: Code = Code::error(
    "chain-line-out-of-place",
    "A line of the chain does not follow from the line before",
    "Compare with a copy; a line was removed, added or moved just before this one",
    "line 7 after line 5",
);

pub(super) const LINE_UNREADABLE: Code = Code::error(
    "chain-line-unreadable",
    "A line of the chain is no record of this file",
    "Compare with a copy; somebody else has written into the file, or put another in its place",
    "an empty line",
);

pub(super) const BEGINNING_MISSING: Code = Code::error(
    "chain-beginning-missing",
    "The chain does not begin with its first line",
    "Get the lines that were cut off; history is not to be shortened",
    "a file of which the oldest lines were deleted",
);

pub(super) const TORN: Code = Code::error(
    "chain-torn",
    "The last line of the chain was not written to its end",
    "Run the runner or the aggregator once more; it takes the torn line away and records that",
    "half a line, after a power loss",
);

/// A digest that was written down elsewhere is in no chain.
pub const HEAD_NOT_FOUND: Code = Code::error(
    "chain-head-not-found",
    "No chain here has the head that was expected",
    "The history was rewritten since that head was written down, or it is another history",
    "--expect-head with a digest of last month",
);

/// The codes that verifying can raise, beside those of reading an archive.
pub const CODES: &[&Code] = &[
    &NOTHING_TO_VERIFY,
    &MALFORMED,
    &MANIFEST_CHANGED,
    &UNSEALED,
    &LISTED_TWICE,
    &ADDED,
    &REMOVED,
    &CHANGED,
    &MOVED,
    &UNFINISHED,
    &PACKAGE_MISSING,
    &PACKAGE_CHANGED,
    &NOT_RECORDED,
    &LINE_CHANGED,
    &LINE_OUT_OF_PLACE,
    &LINE_UNREADABLE,
    &BEGINNING_MISSING,
    &TORN,
    &HEAD_NOT_FOUND,
];

/// How the four ways in which two lists of files can differ are called.
pub(super) struct Words {
    pub(super) added: &'static Code,
    pub(super) removed: &'static Code,
    pub(super) changed: &'static Code,
    pub(super) moved: &'static Code,
}

/// Between a manifest and the disk.
pub(super) const ON_DISK: Words =
    Words { added: &ADDED, removed: &REMOVED, changed: &CHANGED, moved: &MOVED };

/// Between the manifest of a package and the package.
pub(super) const IN_PACKAGE: Words = Words {
    added: &ENTRY_EXTRA,
    removed: &ENTRY_MISSING,
    changed: &ENTRY_CHANGED,
    moved: &ENTRY_RENAMED,
};
