//! System state: what a program can see, it looks at; the rest a person attests, and not for long.

use jiff::Timestamp;

use crate::evidence::view::{Fields, Given, View};
use crate::finding::Code;
use crate::gate::{Case, Evidence, Judged, Judgement};
use crate::place::{EvidencePath, Located, Spot};
use crate::protocol::SystemSpec;
use crate::shape::stamp::Stamp;
use crate::value::instant::show;
use crate::value::words::{Vocabulary, fold};
use crate::workspace::Workspace;

const STATE_UNATTESTED: Code = Code::error(
    "system-state-unattested",
    "A required system state is not attested",
    "Verify it and add a check with its id, status, verified_by and verified_at",
    r#"{"checks": []}"#,
);
const STATE_UNVERIFIED: Code = Code::error(
    "system-state-unverified",
    "A required system state is not verified",
    "Bring the system into that state, verify it, and record who did and when",
    r#"{"id": "monitoring-dashboards", "status": "failed"}"#,
);
const ATTESTATION_STALE: Code = Code::error(
    "attestation-stale",
    "An attestation of system state is too old",
    "Verify the state again; it may have changed since",
    r#"{"id": "production-credentials", "verified_at": "2026-01-01T00:00:00Z"}"#,
);
const EXECUTABLE_MISSING: Code = Code::error(
    "executable-missing",
    "A script that the protocol needs is not there",
    "Add the script to the repository",
    "no file scripts/deploy_*.sh",
);
const NOT_EXECUTABLE: Code = Code::error(
    "not-executable",
    "A script that the protocol needs cannot be executed",
    "Make it executable: chmod +x FILE, and commit the mode",
    "scripts/deploy_backend.sh with mode 0644",
);
const FOLDER_NOT_WRITABLE: Code = Code::error(
    "folder-not-writable",
    "A folder that the protocol writes in cannot be written in",
    "Give write permission on the folder, or remove what stands in its place",
    "a folder .artifacts/monitoring with mode 0555",
);

pub(super) const CODES: &[&Code] = &[
    &STATE_UNATTESTED,
    &STATE_UNVERIFIED,
    &ATTESTATION_STALE,
    &EXECUTABLE_MISSING,
    &NOT_EXECUTABLE,
    &FOLDER_NOT_WRITABLE,
];

/// The attestations as their file holds them.
#[derive(Debug)]
pub(super) struct State {
    checks: Vec<Attestation>,
    place: Spot,
}

#[derive(Debug)]
struct Attestation {
    id: Option<Located<String>>,
    status: Option<Located<StateStatus>>,
    stamp: Stamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StateStatus {
    Verified,
    Pending,
    Failed,
}

impl Vocabulary for StateStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("verified", StateStatus::Verified),
        ("pending", StateStatus::Pending),
        ("failed", StateStatus::Failed),
    ];
}

impl State {
    pub(super) fn read(fields: Fields<'_>) -> Self {
        let list = fields.required("checks");
        let checks = list.and_then(View::filled_list).unwrap_or_default();
        Self {
            place: list.map_or_else(|| fields.spot(), |list| list.spot()),
            checks: checks.into_iter().filter_map(View::object).map(Attestation::read).collect(),
        }
    }
}

impl Attestation {
    fn read(fields: Fields<'_>) -> Self {
        Self {
            id: fields.required("id").and_then(View::filled_text),
            status: fields.required("status").and_then(View::word),
            stamp: Stamp::read(fields),
        }
    }

    fn verified_at(&self) -> Timestamp {
        self.stamp.verified_at.read().map_or(Timestamp::MIN, |at| at.value)
    }
}

pub(super) fn judge(
    wanted: &[SystemSpec],
    state: &Evidence<State>,
    judgement: &mut Judgement<'_>,
) -> Judged {
    if wanted.is_empty() {
        judgement.not_applicable("the protocol asks for no system state");
    }
    for system in wanted.iter() {
        match (&system.executables, system.writable.as_slice()) {
            (Some(pattern), _) => judgement.count(executable(judgement.workspace, pattern)),
            (None, []) => {
                let case = attested(system, state.get(judgement)?, judgement)?;
                judgement.count(case);
            }
            (None, folders) => {
                for folder in folders {
                    judgement.count(writable(judgement.workspace, folder));
                }
            }
        }
    }
    Ok(())
}

/// Every file that matches `pattern`, of which there must be one, can be executed.
fn executable(workspace: &Workspace, pattern: &str) -> Case {
    let (folder, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
    let folder = EvidencePath::new(folder);
    let (start, end) = name.split_once('*').unwrap_or((name, ""));
    let matches = |path: &EvidencePath| {
        let file = path.file_name();
        path == &folder.join(file)
            && file.len() >= start.len() + end.len()
            && file.starts_with(start)
            && file.ends_with(end)
    };
    let files: Vec<EvidencePath> =
        workspace.files_below(&folder).into_iter().filter(matches).collect();
    if files.is_empty() {
        return EXECUTABLE_MISSING
            .at(&EvidencePath::new(pattern))
            .message(format!("There is no file {pattern}"))
            .expected("at least one")
            .actual("none")
            .into();
    }
    files.iter().find(|file| !workspace.is_executable(file)).map_or(Case::Holds, |file| {
        NOT_EXECUTABLE.at(file).message(format!("{file} cannot be executed")).into()
    })
}

/// Nothing is written to find out: what the permissions say is believed.
fn writable(workspace: &Workspace, folder: &str) -> Case {
    let folder = EvidencePath::new(folder);
    Case::when(workspace.may_write_below(&folder), || {
        FOLDER_NOT_WRITABLE
            .at(&folder)
            .message(format!("No file can be written in {folder}"))
            .expected("a folder with write permission, or one that can be made")
    })
}

/// The latest attestation of a state counts.
fn attested(
    system: &SystemSpec,
    state: &State,
    judgement: &Judgement<'_>,
) -> Result<Case, crate::gate::Unjudged> {
    let of_id = |check: &&Attestation| {
        check.id.as_ref().is_some_and(|id| fold(&id.value) == fold(&system.id))
    };
    let Some(check) = state.checks.iter().filter(of_id).max_by_key(|check| check.verified_at())
    else {
        return Ok(STATE_UNATTESTED
            .at(&state.place)
            .message(format!("\"{}\" is not attested: {}", system.id, system.description))
            .expected(format!("a check with the id \"{}\"", system.id))
            .actual("none")
            .into());
    };
    let Some(status) = &check.status else {
        return Ok(Case::Unreadable);
    };
    if status.value != StateStatus::Verified {
        return Ok(STATE_UNVERIFIED
            .at(status)
            .message(format!("\"{}\" is not verified: {}", system.id, system.description))
            .expected("verified")
            .actual(status.value.word())
            .into());
    }
    let stamped = check.stamp.check(&format!("the state \"{}\"", system.id));
    let (Case::Holds, Given::Read(at)) = (&stamped, &check.stamp.verified_at) else {
        return Ok(stamped);
    };
    let age = judgement.settings.timespan("attestation-age")?;
    Ok(Case::when(judgement.now.instant.duration_since(at.value) <= age.duration(), || {
        ATTESTATION_STALE
            .at(at)
            .message(format!("The attestation of \"{}\" is too old", system.id))
            .expected(format!("a time no more than {age} before {}", show(judgement.now.instant)))
            .actual(show(at.value))
    }))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests prepare files themselves")]

    use super::*;

    /// What is said where `file` alone is there, which nobody can execute.
    fn said(file: &str) -> &'static str {
        let root = assert_fs::TempDir::new().unwrap();
        let path = root.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "#!/bin/sh\n").unwrap();
        let workspace = Workspace::open(root.path()).unwrap();
        match executable(&workspace, "scripts/go_*_go.sh") {
            Case::Fails(finding) => finding.code.word,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_script_is_found_by_how_its_name_starts_and_ends() {
        assert_eq!(said("scripts/go_x_go.sh"), "not-executable");
        assert_eq!(said("scripts/go__go.sh"), "not-executable");
        for other in ["go_go.sh", "go_x.sh", "x_go.sh", "below/go_x_go.sh"] {
            assert_eq!(said(&format!("scripts/{other}")), "executable-missing", "{other}");
        }
    }
}
