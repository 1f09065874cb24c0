//! The runbooks of the enablement gate: what to do at night is written down, and somebody keeps it so.

use ray_core::finding::Code;
use ray_core::gate::{Case, Judged, Judgement};
use ray_core::place::{EvidencePath, Located};
use ray_core::workspace::{FileProblem, Workspace, resolve};

use super::Inputs;
use crate::sustainment::evidence::cadence::{self, is_cadence};
use crate::sustainment::evidence::runbook_index::{REQUIRED_KINDS, Runbook};
use crate::sustainment::gates::{found, place_of, said};

pub(super) const RUNBOOK_KIND_MISSING: Code = Code::error(
    "runbook-kind-missing",
    "No runbook of a required kind is indexed",
    "Index a runbook of each of the kinds deployment, rollback and incident",
    r#"{"runbooks": [{"kind": "deployment"}, {"kind": "rollback"}]}"#,
);
pub(super) const RUNBOOK_EMPTY: Code = Code::error(
    "runbook-empty",
    "A runbook says nothing",
    "Write it; an empty file helps nobody at night",
    "a docs/runbooks/rollback.md of no bytes",
);
pub(super) const RUNBOOK_UNKEPT: Code = Code::error(
    "runbook-unkept",
    "A runbook lacks its owner, its update cadence or its version",
    "Record who keeps it, how often it is renewed, and which version is indexed",
    r#"{"kind": "rollback", "path": "docs/rollback.md", "owner": "TBD"}"#,
);

pub(super) fn runbook_kinds_indexed(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let index = inputs.index.get(judgement)?;
    for (kind, words) in REQUIRED_KINDS {
        let indexed = index.runbooks.iter().any(|runbook| runbook.is_of_kind(words));
        judgement.count(Case::when(indexed, || {
            RUNBOOK_KIND_MISSING
                .at(&index.place)
                .message(format!("No runbook of the kind \"{kind}\" is indexed"))
                .expected(format!("an entry with the kind \"{kind}\""))
                .actual("none")
        }));
    }
    Ok(())
}

pub(super) fn runbooks_exist(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for runbook in &inputs.index.get(judgement)?.runbooks {
        judgement.count(match &runbook.path {
            Some(path) => exists(path, judgement.workspace),
            None => Case::Unreadable,
        });
    }
    Ok(())
}

fn exists(path: &Located<String>, workspace: &Workspace) -> Case {
    let Ok(target) = resolve(&path.value) else {
        let target = EvidencePath::new(&path.value);
        return FileProblem::OutsideRoot.finding(&target, path).actual(path.value.clone()).into();
    };
    match workspace.read(&target) {
        Ok(loaded) => Case::when(!loaded.bytes.iter().all(u8::is_ascii_whitespace), || {
            RUNBOOK_EMPTY.at(path).message(format!("{target} says nothing")).expected("a runbook")
        }),
        // A manual with pictures may be larger than anything that is read here.
        Err(FileProblem::TooLarge(_)) => Case::Holds,
        Err(problem) => problem.finding(&target, path).into(),
    }
}

pub(super) fn runbooks_kept(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for runbook in &inputs.index.get(judgement)?.runbooks {
        judgement.count(kept(runbook));
    }
    Ok(())
}

fn kept(runbook: &Runbook) -> Case {
    let title = &runbook.title;
    let needed = [
        ("owner", &runbook.owner),
        ("update_cadence", &runbook.update_cadence),
        ("version", &runbook.version),
    ];
    for (key, value) in needed {
        if said(value.as_ref()).is_none() {
            return RUNBOOK_UNKEPT
                .at(&place_of(value.as_ref(), &runbook.place))
                .message(format!("The runbook \"{title}\" has no {key}"))
                .expected(format!("a value for \"{key}\""))
                .actual(found(value.as_ref()))
                .into();
        }
    }
    let vague = runbook.update_cadence.as_ref().filter(|cadence| !is_cadence(&cadence.value));
    vague.map_or(Case::Holds, |cadence| {
        cadence::unknown(&format!("the runbook \"{title}\""), cadence).into()
    })
}
