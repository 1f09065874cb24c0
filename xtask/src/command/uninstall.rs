//! `ray-gates uninstall`: takes back what `install` did, as far as nobody has changed it since.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use ray_cli::{End, Exit, to_stdout};
use ray_core::place::EvidencePath;
use ray_core::workspace::Workspace;
use ray_ledger::write;
use ray_report::escape::terminal;

use super::install::links::Links;
use super::install::shim::{self, Origin};
use super::install::{FOLDER, KEPT, RECORDS, open};

/// Remove what `install` wrote, and put back what it replaced
#[derive(Args)]
pub(crate) struct Arguments {
    /// The root of the repository
    #[arg(long, value_name = "REPO", default_value = ".")]
    from: PathBuf,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

/// What happens to a file.
enum Step {
    /// It is ours, and goes.
    Remove(EvidencePath),
    /// What stood there before comes back.
    PutBack { path: EvidencePath, kept: EvidencePath },
    /// It stays, for this reason.
    Leave(EvidencePath, String),
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, End> {
    let workspace = open(&arguments.from)?;
    for folder in [FOLDER, RECORDS, KEPT].map(EvidencePath::new) {
        let on_disk = workspace.root().join(folder.as_str());
        if workspace.exists(&folder) && workspace.relative(&on_disk).as_ref() != Some(&folder) {
            let reason = format!("{folder} is a link; only a folder of the repository will do");
            return Err(End::stopped("looking at the scripts", reason));
        }
    }
    let links = Links::read(&workspace)?;
    let steps = plan(&workspace, &links);
    let mut said = described(&workspace, &steps);
    let left = steps.iter().any(|step| matches!(step, Step::Leave(..)));
    if steps.is_empty() {
        said.push_str("Nothing is installed here\n");
    } else if arguments.dry_run {
        said.push_str("\nNothing was changed; this was --dry-run\n");
    } else {
        steps.iter().try_for_each(|step| perform(&workspace, step))?;
        tidy(&workspace, &links, left)?;
        said.push_str(if left { "\nDone, but for what was left\n" } else { "\nDone\n" });
    }
    to_stdout(said.as_bytes())?;
    Ok(if left { Exit::Failed } else { Exit::Passed })
}

fn plan(workspace: &Workspace, links: &Links) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let kept_of = |path: &EvidencePath| EvidencePath::new(KEPT).join(path.file_name());
    let mut take_back = |path: EvidencePath, edited: bool| {
        let kept = kept_of(&path);
        steps.push(match (edited, workspace.exists(&kept)) {
            (false, true) => Step::PutBack { path, kept },
            (false, false) => Step::Remove(path),
            (true, true) => {
                Step::Leave(path, format!("changed since; {kept} is what stood there before"))
            }
            (true, false) => Step::Leave(path, "changed since".to_owned()),
        });
    };
    for path in direct_files(workspace, FOLDER) {
        if links.of(&path).is_some() || !path.as_str().ends_with(".py") {
            continue;
        }
        match workspace.read(&path).map(|loaded| shim::origin(&loaded.bytes)) {
            Ok(Origin::Ours) => take_back(path, false),
            Ok(Origin::Edited) => take_back(path, true),
            Ok(Origin::Foreign) | Err(_) => {}
        }
    }
    for link in links.iter() {
        let path = EvidencePath::new(&link.path);
        if workspace.exists(&path) {
            take_back(path, !link.is_untouched(workspace));
        }
    }
    for kept in direct_files(workspace, KEPT) {
        let path = EvidencePath::new(FOLDER).join(kept.file_name());
        if !workspace.exists(&path) {
            steps.push(Step::PutBack { path, kept });
        } else if !steps.iter().any(|step| *step.path() == path) {
            steps.push(Step::Leave(
                path,
                format!("not written by ray-gates; {kept} stood there before"),
            ));
        }
    }
    steps
}

/// The files of `folder`, not those of the folders in it.
fn direct_files(workspace: &Workspace, folder: &str) -> Vec<EvidencePath> {
    let depth = folder.matches('/').count() + 1;
    let mut files = workspace.files_below(&EvidencePath::new(folder));
    files.retain(|path| path.as_str().matches('/').count() == depth);
    files
}

impl Step {
    fn path(&self) -> &EvidencePath {
        match self {
            Step::Remove(path) | Step::PutBack { path, .. } | Step::Leave(path, _) => path,
        }
    }
}

fn described(workspace: &Workspace, steps: &[Step]) -> String {
    let mut said = format!("{}\n\n", terminal(&workspace.root().display().to_string()));
    for step in steps {
        let path = terminal(step.path().as_str());
        let _ = match step {
            Step::Remove(_) => writeln!(said, "  remove   {path}"),
            Step::PutBack { .. } => writeln!(said, "  restore  {path}"),
            Step::Leave(_, why) => {
                writeln!(said, "  leave    {path}\n           {}", terminal(why))
            }
        };
    }
    said
}

fn perform(workspace: &Workspace, step: &Step) -> Result<(), End> {
    let on_disk = |path: &EvidencePath| workspace.root().join(path.as_str());
    let done = match step {
        Step::Remove(path) => write::remove(&on_disk(path)),
        Step::PutBack { path, kept } => write::put_back(&on_disk(kept), &on_disk(path)),
        Step::Leave(..) => Ok(()),
    };
    done.map_err(|error| End::stopped("taking back the scripts", format!("{error}; run it again")))
}

/// Removes the record and the folders that are empty now.
fn tidy(workspace: &Workspace, links: &Links, left: bool) -> Result<(), End> {
    let record = Links::file();
    if workspace.exists(&record) && !(left && links.iter().next().is_some()) {
        perform(workspace, &Step::Remove(record))?;
    }
    for folder in [KEPT, RECORDS, FOLDER] {
        let _ = write::remove_empty_folder(&workspace.root().join(folder));
    }
    Ok(())
}
