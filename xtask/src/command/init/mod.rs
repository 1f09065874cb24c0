//! `ray-gates init`: a `ray.toml` that says what can be set, and a template for each piece of evidence.
//! Nothing is overwritten, and no template passes until it is filled in.

mod settings;

use std::ffi::OsString;
use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use ray_cli::environment::Environment;
use ray_cli::{End, Exit, Opened, to_stdout};
use ray_core::place::EvidencePath;
use ray_ledger::write;
use ray_report::escape::terminal;

use super::chosen::Chosen;
use super::install::open;

/// Write a ray.toml and evidence templates into a repository; nothing is overwritten
#[derive(Args)]
pub(crate) struct Arguments {
    /// The root of the repository
    #[arg(long, value_name = "REPO", default_value = ".")]
    into: PathBuf,
    #[command(flatten)]
    chosen: Chosen,
}

pub(crate) fn run(arguments: &Arguments, environment: &Environment) -> Result<Exit, End> {
    let protocols = arguments.chosen.protocols()?;
    let workspace = open(&arguments.into)?;
    let flags = [OsString::from("--root"), workspace.root().into()];
    let opened =
        protocols.iter().map(|protocol| Opened::open(protocol.source, &flags, environment));
    let opened: Vec<Opened> = opened.collect::<Result<_, End>>()?;
    let mut files = vec![(EvidencePath::new("ray.toml"), settings::text(&protocols))];
    files.extend(
        opened.iter().flat_map(Opened::templates).map(|(path, text)| (path, text.to_owned())),
    );
    let mut said = format!("{}\n\n", terminal(&workspace.root().display().to_string()));
    let (mut written, mut kept) = (0, 0);
    // Everything is looked at before anything is written.
    files.iter().try_for_each(|(path, _)| refuse_links(&workspace, path))?;
    for (path, text) in &files {
        let on_disk = workspace.root().join(path.as_str());
        let is_new = write::create(&on_disk, text.as_bytes()).map_err(|error| {
            End::stopped(
                "writing the templates",
                format!("{error}; mend that and run it again, which leaves alone what is there"),
            )
        })?;
        *(if is_new { &mut written } else { &mut kept }) += 1;
        let _ = writeln!(said, "  {}  {path}", if is_new { "wrote" } else { "kept " });
    }
    let _ = write!(
        said,
        "\n{written} files written, {kept} kept as they were\n\
         Each gate fails until its templates are filled in; logs and archives have none, since \
         tools make them\n"
    );
    to_stdout(said.as_bytes())?;
    Ok(Exit::Passed)
}

/// A folder may be a link to a place outside the repository; nothing is written there.
fn refuse_links(
    workspace: &ray_core::workspace::Workspace,
    path: &EvidencePath,
) -> Result<(), End> {
    let on_disk = workspace.root().join(path.as_str());
    // What is there already is kept, whatever it is.
    if workspace.exists(path) || workspace.relative(&on_disk).is_some() {
        return Ok(());
    }
    Err(End::stopped(
        "writing the templates",
        format!("{path} leads out of the repository by a link"),
    ))
}
