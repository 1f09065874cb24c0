//! What an installation is going to do, found out before anything is written.

use std::path::{Path, PathBuf};

use ray_cli::End;
use ray_core::place::EvidencePath;
use ray_core::workspace::{FileProblem, Workspace};
use ray_ledger::write;

use super::links::{Link, Links};
use super::shim::{self, Origin};
use super::{FOLDER, KEPT, stub};

/// What is put at a path.
pub(crate) enum What {
    /// The text of a shim.
    Shim(String),
    /// A link to this executable, or a copy of it.
    Link(PathBuf),
}

/// What happens at a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Nothing stands there yet.
    Create,
    /// What we wrote earlier is written anew.
    Update,
    /// It stands there as it should.
    Nothing,
    /// Somebody's file is kept and replaced, if that was asked for; what is said of it.
    Replace(String),
    /// It cannot be done, for this reason.
    Refuse(String),
}

/// One file of an installation.
pub(crate) struct Step {
    pub(crate) path: EvidencePath,
    /// Where the file is kept that stands there now.
    pub(crate) kept: EvidencePath,
    pub(crate) what: What,
    pub(crate) action: Action,
}

/// Looks at what stands at the path of each script.
pub(crate) struct Planner<'w> {
    pub(crate) workspace: &'w Workspace,
    pub(crate) links: &'w Links,
    /// Names of the files that the scripts should check.
    pub(crate) evidence: &'w [&'w str],
}

impl Planner<'_> {
    /// A reason not to touch the folder of the scripts at all.
    pub(crate) fn problem(&self) -> Option<String> {
        for folder in [FOLDER, super::RECORDS, KEPT] {
            let path = EvidencePath::new(folder);
            if self.workspace.exists(&path) && !self.is_itself(&path) {
                return Some(format!(
                    "{folder} is a link; only a folder of the repository will do"
                ));
            }
            if self.workspace.exists(&path) && !self.workspace.is_folder(&path) {
                return Some(format!("{folder} is no folder"));
            }
        }
        let writable = self.workspace.may_write_below(&EvidencePath::new(KEPT));
        (!writable).then(|| format!("no file can be written in {FOLDER}"))
    }

    /// The step for the file `name`, which is going to be `what`.
    pub(crate) fn step(&self, name: &str, what: What) -> Result<Step, End> {
        let path = EvidencePath::new(FOLDER).join(name);
        let kept = EvidencePath::new(KEPT).join(name);
        let action = self.action(&path, &kept, &what)?;
        Ok(Step { path, kept, what, action })
    }

    fn action(&self, path: &EvidencePath, kept: &EvidencePath, what: &What) -> Result<Action, End> {
        if !self.workspace.exists(path) {
            return Ok(Action::Create);
        }
        if let What::Link(target) = what
            && let Some(action) = self.earlier_link(path, target)
        {
            return Ok(action);
        }
        if !self.is_itself(path) {
            return Ok(Action::Refuse("a link stands there; remove it first".to_owned()));
        }
        let bytes = match self.workspace.read(path) {
            Ok(loaded) => loaded.bytes,
            Err(FileProblem::NotAFile) => {
                return Ok(Action::Refuse("no regular file stands there".to_owned()));
            }
            Err(problem) => {
                let finding = problem.finding(path, path);
                return Err(End::stopped("looking at the scripts", finding.message));
            }
        };
        let said = match (what, shim::origin(&bytes)) {
            (What::Shim(text), _) if shim::is_same(&bytes, text) => return Ok(Action::Nothing),
            (What::Shim(_), Origin::Ours) => return Ok(Action::Update),
            (What::Shim(_), Origin::Edited) => "a shim that somebody has edited".to_owned(),
            _ => std::str::from_utf8(&bytes)
                .ok()
                .and_then(|script| stub::recognize(script, self.evidence))
                .map_or_else(|| "not written by ray-gates".to_owned(), |stub| stub.to_string()),
        };
        if self.workspace.exists(kept)
            && self.workspace.fingerprint(kept) != self.workspace.fingerprint(path)
        {
            let reason = format!("{said}, and {kept} keeps an earlier one; move one of them away");
            return Ok(Action::Refuse(reason));
        }
        Ok(Action::Replace(said))
    }

    /// What becomes of a link, or copy, that we made earlier.
    fn earlier_link(&self, path: &EvidencePath, target: &Path) -> Option<Action> {
        let earlier = self.links.of(path)?;
        let wanted = Link::to(path, target);
        let untouched = earlier.is_untouched(self.workspace);
        untouched.then(|| if *earlier == wanted { Action::Nothing } else { Action::Update })
    }

    /// True when neither the path nor a folder above it is a link.
    fn is_itself(&self, path: &EvidencePath) -> bool {
        let on_disk = self.workspace.root().join(path.as_str());
        self.workspace.relative(&on_disk).as_ref() == Some(path)
    }
}

impl Step {
    /// True when somebody's file is in the way.
    pub(crate) fn is_foreign(&self) -> bool {
        matches!(self.action, Action::Replace(_))
    }

    /// Does it.
    ///
    /// # Errors
    /// When the system refuses.
    pub(crate) fn perform(&self, workspace: &Workspace) -> Result<(), write::WriteError> {
        let path = workspace.root().join(self.path.as_str());
        match self.action {
            Action::Nothing | Action::Refuse(_) => return Ok(()),
            Action::Replace(_) => {
                // An earlier attempt that was interrupted may have kept the very same file.
                if !workspace.exists(&self.kept) {
                    write::keep(&path, &workspace.root().join(self.kept.as_str()))?;
                }
                if let What::Link(_) = self.what {
                    write::remove(&path)?;
                }
            }
            Action::Create | Action::Update => {}
        }
        match &self.what {
            What::Shim(text) => write::replace_executable(&path, text.as_bytes()),
            What::Link(target) => write::link(&path, target),
        }
    }
}
