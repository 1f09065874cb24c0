//! Which documents are looked at, and their text. Folders are walked in order and links are not
//! followed out of the root.

use std::collections::BTreeSet;

use ray_cli::End;
use ray_core::clock::Now;
use ray_core::evidence::text;
use ray_core::finding::{Finding, Notes};
use ray_core::place::EvidencePath;
use ray_core::source::SourceFile;
use ray_core::workspace::{Workspace, resolve};

/// What the name of a document ends in.
const ENDINGS: &[&str] = &[".md", ".mdc", ".markdown"];

/// What the run was doing when a path could not be used.
const STEP: &str = "reading the documents";

/// The documents that `paths` name, in order, each once.
///
/// # Errors
/// When a path is not there or leads out of the root, or no document is found at all.
pub(super) fn find(workspace: &Workspace, paths: &[String]) -> Result<Vec<EvidencePath>, End> {
    let mut documents: Vec<EvidencePath> = Vec::new();
    let mut seen: BTreeSet<EvidencePath> = BTreeSet::new();
    for written in paths {
        let path = workspace
            .relative(&workspace.root().join(written))
            .or_else(|| resolve(written).ok())
            .ok_or_else(|| {
                End::stopped(
                    STEP,
                    format!("{written} leads out of the root; name the root with --root"),
                )
            })?;
        let found = if workspace.is_folder(&path) {
            below(workspace, &path)
        } else if workspace.exists(&path) {
            vec![path]
        } else {
            return Err(End::stopped(
                STEP,
                format!("{written} is not there; name a document or a folder"),
            ));
        };
        documents.extend(found.into_iter().filter(|path| seen.insert(path.clone())));
    }
    if documents.is_empty() {
        let endings = ENDINGS.join(", ");
        let what = format!("no document ({endings}) in {}; name one", paths.join(", "));
        return Err(End::stopped(STEP, what));
    }
    Ok(documents)
}

/// The documents below `folder`. What is hidden within it has to be named.
fn below(workspace: &Workspace, folder: &EvidencePath) -> Vec<EvidencePath> {
    let files = workspace.files_below(folder).into_iter();
    files
        .filter(|file| {
            let path = file.as_str().strip_prefix(folder.as_str()).unwrap_or(file.as_str());
            let hidden = path.split('/').any(|part| part.starts_with('.'));
            let name = path.to_lowercase();
            !hidden && ENDINGS.iter().any(|ending| name.ends_with(ending))
        })
        .collect()
}

/// The text of a document; nothing for one that is empty.
///
/// # Errors
/// What keeps it from being read.
pub(super) fn read(
    workspace: &Workspace,
    path: &EvidencePath,
    now: Now,
) -> Result<Option<SourceFile>, Vec<Finding>> {
    let loaded = workspace.read(path).map_err(|problem| vec![problem.finding(path, path)])?;
    let notes = Notes::new(now);
    let source = text::decode(loaded.bytes.to_vec(), path, &notes);
    let mut problems = notes.into_findings();
    problems.retain(|finding| finding.code != &text::EMPTY_FILE);
    if problems.is_empty() { Ok(source) } else { Err(problems) }
}
