//! The record of the links to executables, or copies of them, that an installation made: a link says
//! nothing about who made it.

use std::path::{Path, PathBuf};

use ray_cli::End;
use ray_core::place::EvidencePath;
use ray_core::workspace::Workspace;
use ray_ledger::write;
use serde::{Deserialize, Serialize};

use super::{FOLDER, RECORDS};

/// One link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Link {
    /// Where it stands, from the root.
    pub(crate) path: String,
    /// The executable to which it leads.
    pub(crate) target: PathBuf,
    /// SHA-256 of the copy, where there is a copy and no link.
    pub(crate) sha256: Option<String>,
}

impl Link {
    /// The link at `path` to `target`, as it is made here.
    #[must_use]
    pub(crate) fn to(path: &EvidencePath, target: &Path) -> Self {
        let sha256 = if cfg!(unix) { None } else { digest_of(target) };
        Self { path: path.to_string(), target: target.to_owned(), sha256 }
    }

    /// True when it stands there as it was made.
    #[must_use]
    pub(crate) fn is_untouched(&self, workspace: &Workspace) -> bool {
        let path = EvidencePath::new(&self.path);
        match &self.sha256 {
            None => {
                let on_disk = workspace.root().join(path.as_str());
                write::link_target(&on_disk).as_ref() == Some(&self.target)
            }
            Some(sha256) => {
                workspace.fingerprint(&path).is_ok_and(|copy| copy.digest.to_string() == *sha256)
            }
        }
    }
}

fn digest_of(executable: &Path) -> Option<String> {
    let folder = Workspace::open(executable.parent()?).ok()?;
    let name = EvidencePath::new(executable.file_name()?.to_str()?);
    folder.fingerprint(&name).ok().map(|fingerprint| fingerprint.digest.to_string())
}

/// What the record lists is removed one day, so it may list nothing but what we make.
fn is_in_folder(path: &str) -> bool {
    let name = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
    name.is_some_and(|name| !name.contains(['/', '\\']) && !["", ".", ".."].contains(&name))
}

/// All links of an installation.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Links {
    schema_version: u32,
    links: Vec<Link>,
}

impl Default for Links {
    fn default() -> Self {
        Self { schema_version: 1, links: Vec::new() }
    }
}

impl Links {
    /// Where the record stands, from the root.
    #[must_use]
    pub(crate) fn file() -> EvidencePath {
        EvidencePath::new(RECORDS).join("links.json")
    }

    /// The record of earlier installations; empty when there is none.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub(crate) fn read(workspace: &Workspace) -> Result<Self, End> {
        let file = Self::file();
        if !workspace.exists(&file) {
            return Ok(Self::default());
        }
        let unusable = |reason: String| {
            let reason =
                format!("{file} cannot be used: {reason}; restore it, or remove it and the links");
            End::stopped("reading the record of links", reason)
        };
        let bytes = workspace
            .read(&file)
            .map_err(|problem| unusable(problem.finding(&file, &file).message.into_owned()))?
            .bytes;
        let read: Self =
            serde_json::from_slice(&bytes).map_err(|error| unusable(error.to_string()))?;
        match read.links.iter().find(|link| !is_in_folder(&link.path)) {
            None => Ok(read),
            Some(link) => Err(unusable(format!("`{}` is no file of {FOLDER}", link.path))),
        }
    }

    /// The link at `path`.
    #[must_use]
    pub(crate) fn of(&self, path: &EvidencePath) -> Option<&Link> {
        self.links.iter().find(|link| link.path == path.as_str())
    }

    /// Every link.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Link> {
        self.links.iter()
    }

    /// Adds `link`, for the earlier one at its path.
    pub(crate) fn add(&mut self, link: Link) {
        self.links.retain(|earlier| earlier.path != link.path);
        self.links.push(link);
    }

    /// Writes the record.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write(&self, workspace: &Workspace) -> Result<(), End> {
        let step = "writing the record of links";
        let text = serde_json::to_string_pretty(self).map_err(|error| End::stopped(step, error))?;
        let path = workspace.root().join(Self::file().as_str());
        write::replace(&path, format!("{text}\n").as_bytes())
            .map_err(|error| End::stopped(step, error))
    }
}
