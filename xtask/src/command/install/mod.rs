//! `ray-gates install`: puts a file at each place where documents look for a script, so that
//! `python scripts/NAME.py FLAGS` runs the executable of that name.
//!
//! Everything is looked at first; nothing is written if anything is in the way.

mod executables;
pub(crate) mod links;
mod plan;
pub(crate) mod shim;
mod stub;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use ray_cli::environment::Environment;
use ray_cli::{End, Exit, to_stdout};
use ray_core::protocol::Protocol;
use ray_core::workspace::Workspace;
use ray_report::escape::terminal;

use self::links::{Link, Links};
use self::plan::{Action, Planner, Step, What};
use super::chosen::Chosen;

/// The folder of the scripts, from the root.
pub(crate) const FOLDER: &str = "scripts";

/// The folder for what an installation has to remember.
pub(crate) const RECORDS: &str = "scripts/.ray-gates";

/// The folder for the files that were replaced.
pub(crate) const KEPT: &str = "scripts/.ray-gates/replaced";

/// Make `python scripts/NAME.py` run the gates: write a small file for each script
#[derive(Args)]
pub(crate) struct Arguments {
    /// The root of the repository
    #[arg(long, value_name = "REPO", default_value = ".")]
    into: PathBuf,
    #[command(flatten)]
    chosen: Chosen,
    /// Without Python: link the executables themselves as scripts/NAME; copies on Windows
    #[arg(long)]
    links: bool,
    /// Replace scripts that ray-gates did not write; they are kept, and `uninstall` puts them back
    #[arg(long)]
    force: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(arguments: &Arguments, environment: &Environment) -> Result<Exit, End> {
    let protocols = arguments.chosen.protocols()?;
    let workspace = open(&arguments.into)?;
    let names = names(&protocols);
    let mut links = Links::read(&workspace)?;
    let evidence = evidence(&protocols);
    let planner = Planner { workspace: &workspace, links: &links, evidence: &evidence };
    if let Some(problem) = planner.problem() {
        return Err(End::stopped("looking at the scripts", problem));
    }
    let steps = if arguments.links {
        let folder = executables::beside(environment, &names)?;
        let file = |name: &str| format!("{name}{}", std::env::consts::EXE_SUFFIX);
        let step = |name: &&str| planner.step(&file(name), What::Link(folder.join(file(name))));
        names.iter().map(step).collect::<Result<Vec<Step>, End>>()?
    } else {
        let step = |name: &&str| planner.step(&format!("{name}.py"), What::Shim(shim::text(name)));
        names.iter().map(step).collect::<Result<Vec<Step>, End>>()?
    };
    let mut said = described(&workspace, &steps);
    let refused = is_refused(&steps, arguments.force);
    let writes = !refused && !arguments.dry_run;
    if writes {
        perform(&workspace, &steps, &mut links)?;
    }
    conclude(&mut said, &steps, arguments);
    if !refused {
        said.push_str(&advice(arguments, environment, &workspace, &names));
    }
    to_stdout(said.as_bytes())?;
    Ok(if refused { Exit::Failed } else { Exit::Passed })
}

/// Opens the repository at `root`.
pub(crate) fn open(root: &Path) -> Result<Workspace, End> {
    Workspace::open(root).map_err(|error| End::stopped("opening the root", error))
}

/// Every script that documents name, with its other names; editions share some.
fn names(protocols: &[Protocol]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let scripts = protocols.iter().flat_map(|protocol| {
        let descriptor = &protocol.descriptor;
        let others = |name| descriptor.aliases(name).iter().map(String::as_str);
        descriptor.scripts().flat_map(move |name| std::iter::once(name).chain(others(name)))
    });
    scripts.filter(|name| seen.insert(*name)).collect()
}

fn evidence(protocols: &[Protocol]) -> Vec<&str> {
    let evidence = protocols.iter().flat_map(|protocol| &protocol.descriptor.evidence);
    evidence.map(|evidence| evidence.file.as_str()).collect()
}

fn is_refused(steps: &[Step], force: bool) -> bool {
    steps
        .iter()
        .any(|step| matches!(step.action, Action::Refuse(_)) || (step.is_foreign() && !force))
}

/// The record comes first: what it lists and is not there yet does no harm, the reverse would.
fn perform(workspace: &Workspace, steps: &[Step], links: &mut Links) -> Result<(), End> {
    let made = steps.iter().filter_map(|step| match &step.what {
        What::Link(target) => Some(Link::to(&step.path, target)),
        What::Shim(_) => None,
    });
    let made: Vec<Link> = made.collect();
    if !made.is_empty() {
        made.into_iter().for_each(|link| links.add(link));
        links.write(workspace)?;
    }
    for (done, step) in steps.iter().enumerate() {
        step.perform(workspace).map_err(|error| {
            let left = format!("{done} of {} files were done before; run it again", steps.len());
            End::stopped("writing the scripts", format!("{error}; {left}"))
        })?;
    }
    Ok(())
}

fn described(workspace: &Workspace, steps: &[Step]) -> String {
    let mut said = format!("{}\n\n", terminal(&workspace.root().display().to_string()));
    for step in steps {
        let (verb, more) = match &step.action {
            Action::Create => ("create", String::new()),
            Action::Update => ("update", String::new()),
            Action::Nothing => ("as is", String::new()),
            Action::Replace(what) => ("replace", format!("{what}\nit is kept as {}", step.kept)),
            Action::Refuse(reason) => ("refuse", reason.clone()),
        };
        let _ = writeln!(said, "  {verb:<8} {}", step.path);
        for line in more.lines() {
            let _ = writeln!(said, "           {line}");
        }
    }
    said
}

fn conclude(said: &mut String, steps: &[Step], arguments: &Arguments) {
    let count =
        |wanted: fn(&Action) -> bool| steps.iter().filter(|step| wanted(&step.action)).count();
    let _ = writeln!(
        said,
        "\n{} files: {} to create, {} to update, {} as they should be, {} to replace, {} refused",
        steps.len(),
        count(|action| *action == Action::Create),
        count(|action| *action == Action::Update),
        count(|action| *action == Action::Nothing),
        count(|action| matches!(action, Action::Replace(_))),
        count(|action| matches!(action, Action::Refuse(_))),
    );
    said.push_str(if steps.iter().any(|step| matches!(step.action, Action::Refuse(_))) {
        "Nothing was written, because of what was refused\n"
    } else if is_refused(steps, arguments.force) {
        "Nothing was written; --force replaces those files and keeps them, and \
         `ray-gates uninstall` puts them back\n"
    } else if arguments.dry_run {
        "Nothing was written; this was --dry-run\n"
    } else {
        "Done\n"
    });
}

/// What else is needed before the scripts work.
fn advice(
    arguments: &Arguments,
    environment: &Environment,
    workspace: &Workspace,
    names: &[&str],
) -> String {
    let mut said = String::new();
    let root = workspace.root();
    if !root.join(".git").exists()
        && let Some(above) = root.ancestors().skip(1).find(|above| above.join(".git").exists())
    {
        let above = terminal(&above.display().to_string());
        let _ = writeln!(
            said,
            "note: this is a folder of the git repository {above}; \
             if that is the root, use --into"
        );
    }
    if arguments.links {
        said.push_str("note: the links lead to executables of this machine; do not commit them\n");
        return said;
    }
    let missing: Vec<&str> = executables::not_found(root, names);
    if let Some(first) = missing.first() {
        let beside = environment.executable.as_ref().and_then(|executable| executable.parent());
        let beside = beside.filter(|folder| executables::is_in(folder, first));
        let place = beside.map_or_else(
            || "install them".to_owned(),
            |folder| format!("add {} to PATH", terminal(&folder.display().to_string())),
        );
        let _ = writeln!(
            said,
            "note: {} of {} executables are not on PATH, such as {first}; {place}, \
             or set RAY_GATES_BIN to their folder",
            missing.len(),
            names.len(),
        );
    }
    said
}
