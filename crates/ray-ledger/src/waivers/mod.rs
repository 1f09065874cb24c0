//! Waivers: people who answer, in writing and for a limited time, for what a gate found.
//!
//! `gate-waivers.json` in the evidence folder holds them. A waiver that is not sound fails the gate it
//! names; one that covers nothing is reported, so that none stays around for later. This module
//! knows no gate: which roles may grant a waiver, and for how long, is handed in.

mod cover;
mod entry;
mod identity;
mod limits;

use std::sync::Arc;

use ray_core::clock::Now;
use ray_core::evidence::tree::Tree;
use ray_core::evidence::view::View;
use ray_core::evidence::{json, text};
use ray_core::finding::{Code, Finding, Notes};
use ray_core::gate::result::EvidenceFile;
use ray_core::place::EvidencePath;
use ray_core::workspace::{FileProblem, Workspace};

pub use entry::Entry;
pub use limits::{Limits, TABLE, limits, specs};

/// The file, in the evidence folder.
pub const FILE_NAME: &str = "gate-waivers.json";

/// A waiver lacks what makes it one.
pub const INCOMPLETE: Code = Code::error(
    "waiver-incomplete",
    "A waiver does not say all that it must",
    "Write gate, justification, risk, mitigation, requested_by, approved_by, role, approved_at and expires_at",
    r#"{"gate": "11.4", "approved_by": "Ada Okafor"}"#,
)
.never_waived();

/// A key of a waiver that has no meaning.
pub const UNKNOWN_KEY: Code = Code::error(
    "waiver-key-unknown",
    "A waiver has a key that nobody reads",
    "Correct the key; a misspelt `codes` would let through everything",
    r#"{"gate": "11.4", "code": ["report-incomplete"]}"#,
)
.never_waived();

/// A justification that says nothing.
pub const UNJUSTIFIED: Code = Code::error(
    "waiver-unjustified",
    "The justification of a waiver says too little",
    "Say in a sentence why the release may go on although the gate failed",
    r#"{"justification": "urgent"}"#,
)
.never_waived();

/// A waiver that no person grants or asks for.
pub const NOT_BY_A_PERSON: Code = Code::error(
    "waiver-not-by-a-person",
    "A waiver is not granted, or not asked for, by a person",
    "Write the names of the people; a role or a team cannot be asked",
    r#"{"approved_by": "Engineering"}"#,
)
.never_waived();

/// A waiver by somebody who may not grant one.
pub const ROLE_NOT_ALLOWED: Code = Code::error(
    "waiver-role-not-allowed",
    "A waiver is granted in a role that may not grant it",
    "Ask somebody in one of the roles that may, or name the role in ray.toml: [waivers] roles",
    r#"{"approved_by": "Ada Okafor", "role": "Developer"}"#,
)
.never_waived();

/// A waiver that somebody granted to themselves.
pub const SELF_GRANTED: Code = Code::error(
    "waiver-self-granted",
    "A waiver is granted by the person who asked for it",
    "Let somebody else decide",
    r#"{"requested_by": "Ada Okafor", "approved_by": "Ada Okafor"}"#,
)
.never_waived();

/// A waiver whose time is over.
pub const EXPIRED: Code = Code::error(
    "waiver-expired",
    "A waiver has expired",
    "Mend what the gate found, or ask again",
    r#"{"expires_at": "2026-10-01T00:00:00Z"}"#,
)
.never_waived();

/// A waiver for longer than one may be granted.
pub const TOO_LONG: Code = Code::error(
    "waiver-too-long",
    "A waiver is granted for longer than is allowed",
    "Choose an earlier expires_at; the longest is set in ray.toml: [waivers] longest",
    r#"{"approved_at": "2026-01-01T00:00:00Z", "expires_at": "2030-01-01T00:00:00Z"}"#,
)
.never_waived();

/// A waiver for what nobody can waive.
pub const NOT_ALLOWED: Code = Code::error(
    "waiver-not-allowed",
    "A waiver names what cannot be waived",
    "Take the waiver back and mend what the gate found",
    r#"{"gate": "11.3"}"#,
)
.never_waived();

/// A waiver for a finding code that the gate does not have.
pub const UNKNOWN_CODE: Code = Code::error(
    "waiver-code-unknown",
    "A waiver names a finding code that this gate cannot raise",
    "Copy the code from the finding: it stands in brackets after the word error",
    r#"{"codes": ["report-incomplet"]}"#,
)
.never_waived();

/// A waiver that is in nobody's way.
pub const STALE: Code = Code::warning(
    "waiver-stale",
    "A waiver covers nothing",
    "Take it back, so that it does not cover something else some day",
    "a waiver for a gate that passes",
);

/// A waiver that does not cover all that the gate found.
pub const NOT_ENOUGH: Code = Code::warning(
    "waiver-not-enough",
    "A waiver does not cover everything that the gate found",
    "Mend what it does not cover, or ask for a waiver that does where that is possible",
    r#"{"codes": ["report-incomplete"]}   (the gate also found metric-breach)"#,
);

/// A waiver for a gate that does not exist.
pub const UNKNOWN_GATE: Code = Code::error(
    "waiver-gate-unknown",
    "A waiver names no gate of this protocol",
    "Write the gate's number or its script, such as 11.4 or validate_gate_11_reporting",
    r#"{"gate": "11.44"}"#,
)
.never_waived();

/// The codes of this module.
pub const CODES: &[&Code] = &[
    &INCOMPLETE,
    &UNKNOWN_KEY,
    &UNJUSTIFIED,
    &NOT_BY_A_PERSON,
    &ROLE_NOT_ALLOWED,
    &SELF_GRANTED,
    &EXPIRED,
    &TOO_LONG,
    &NOT_ALLOWED,
    &UNKNOWN_CODE,
    &STALE,
    &NOT_ENOUGH,
    &UNKNOWN_GATE,
];

/// A gate, as far as a waiver that names it is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaivableGate {
    /// Its number, such as `11.4`.
    pub id: String,
    /// Its executable.
    pub script: String,
    /// True when it may be waived.
    pub waivable: bool,
    /// What it can find.
    pub codes: Vec<&'static Code>,
}

/// The waivers of a protocol.
#[derive(Debug)]
pub struct Waivers {
    file: EvidenceFile,
    /// The waivers, in the order of the file.
    pub entries: Vec<Entry>,
    /// What is wrong with the file as a whole.
    broken: Vec<Finding>,
    gates: Vec<WaivableGate>,
    limits: Limits,
    /// The release that the configuration pins.
    pinned: Option<String>,
    now: Now,
}

impl Waivers {
    /// Reads the waivers in `folder`; none when there is no such file. `gates` makes those of the
    /// protocol, `pinned` is the release that all evidence must name.
    #[must_use]
    pub fn read(
        workspace: &Workspace,
        folder: &EvidencePath,
        gates: impl FnOnce() -> Vec<WaivableGate>,
        limits: Limits,
        pinned: Option<&str>,
        now: Now,
    ) -> Option<Self> {
        let path = folder.join(FILE_NAME);
        let notes = Notes::new(now);
        let (fingerprint, tree) = match workspace.read(&path) {
            Err(FileProblem::Missing) => return None,
            Err(problem) => {
                notes.add(problem.finding(&path, &path));
                (None, None)
            }
            Ok(loaded) => {
                let source = text::decode(loaded.bytes.to_vec(), &path, &notes);
                let tree = source.and_then(|source| json::parse(source, &notes));
                (Some(loaded.fingerprint), tree)
            }
        };
        let gates = gates();
        let entries = tree.map(|tree| entries(&tree, &gates, &notes)).unwrap_or_default();
        Some(Self {
            file: EvidenceFile { path, fingerprint },
            entries,
            broken: notes.into_findings(),
            gates,
            limits,
            pinned: pinned.map(str::to_owned),
            now,
        })
    }

    /// Everything that is wrong with `entry`, whether or not its time is over.
    #[must_use]
    pub fn faults(&self, entry: &Entry) -> Vec<Finding> {
        let mut faults = entry.faults(&self.limits);
        match self.gates.iter().find(|gate| Some(&gate.id) == entry.gate_id.as_ref()) {
            Some(gate) => faults.extend(cover::not_for(gate, entry)),
            None if faults.is_empty() => faults.push(cover::unknown_gate(entry)),
            None => {}
        }
        faults
    }

    /// What is wrong with the file as a whole, so that no waiver in it can be relied on.
    #[must_use]
    pub fn broken(&self) -> &[Finding] {
        &self.broken
    }
}

/// What is wrong with one entry must not be held against another, so each has notes of its own.
fn entries(tree: &Arc<Tree>, gates: &[WaivableGate], notes: &Notes) -> Vec<Entry> {
    let list = || View::root(tree, notes).object()?.required("waivers")?.list();
    let read = |view: View<'_>| {
        let own = Notes::new(notes.now());
        let entry = Entry::read(view.noting(&own), gates);
        (entry, own)
    };
    let read = list().unwrap_or_default().into_iter().map(read);
    read.map(|(entry, own)| entry.with_faults(own)).collect()
}
