//! Archives that are sound, broken or hostile, and what is found in them.

mod content;
mod shape;

use std::io::Cursor;

use jiff::Timestamp;

use super::forge::{Part, archive};
use super::*;
use crate::clock::Now;
use crate::finding::{Finding, Level};

/// What came of opening and reading an archive.
struct Outcome {
    /// The names and digests, when all entries are what they declare.
    content: Option<Vec<(String, Digest)>>,
    opened: bool,
    findings: Vec<Finding>,
}

impl Outcome {
    /// The words of all findings, with the entries that they stand at.
    fn found<'a>(&'a self) -> Vec<(&'a str, &'a str)> {
        let pointer = |finding: &'a Finding| finding.place.pointer.as_deref().unwrap_or("");
        let found = self.findings.iter();
        found.map(|finding| (finding.code.word, pointer(finding))).collect()
    }

    fn words(&self) -> Vec<&str> {
        self.findings.iter().map(|finding| finding.code.word).collect()
    }

    /// True when a gate would believe the archive.
    fn passes(&self) -> bool {
        let failed = |finding: &Finding| finding.level == Level::Error;
        self.content.is_some() && !self.findings.iter().any(failed)
    }
}

fn read_within(bytes: &[u8], limits: &Limits) -> Outcome {
    read_from(Cursor::new(bytes), limits)
}

fn read_from(read: impl Read + Seek, limits: &Limits) -> Outcome {
    let notes = Notes::new(Now::from_system(Timestamp::UNIX_EPOCH));
    let path = EvidencePath::new("a.zip");
    let mut archive = Archive::open(read, &path, limits, &notes);
    let digests = archive.as_mut().and_then(|archive| archive.verify_all(&notes));
    let content = archive.as_ref().zip(digests).map(|(archive, digests)| {
        let names = archive.entries().iter().map(|entry| entry.name().to_owned());
        names.zip(digests).collect()
    });
    Outcome { content, opened: archive.is_some(), findings: notes.into_findings() }
}

fn read(bytes: &[u8]) -> Outcome {
    read_within(bytes, &Limits::default())
}

fn read_parts(parts: &[Part]) -> Outcome {
    read(&archive(parts))
}
