//! `ray-gates check`: judges every protocol whose evidence folder is there, writes nothing, and says
//! which tree was judged. For hooks, where a verdict on another tree than the pushed one must show.

mod tree;

use std::ffi::OsString;
use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use ray_cli::environment::Environment;
use ray_cli::{End, Exit, Opened, to_stdout};
use ray_core::protocol::Protocol;
use ray_report::escape::terminal;

use super::chosen::Chosen;

/// Judge the protocols whose evidence folder is there, write nothing, and say which tree was judged
#[derive(Args)]
pub(crate) struct Arguments {
    /// The repository to judge
    #[arg(long, short = 'C', value_name = "DIR", default_value = ".")]
    root: PathBuf,
    #[command(flatten)]
    chosen: Chosen,
    /// Judge as of this time, RFC 3339; also RAY_NOW
    #[arg(long, value_name = "TIME")]
    now: Option<OsString>,
    /// Say all criteria, not the verdicts and what is wrong alone
    #[arg(long, short)]
    verbose: bool,
}

pub(crate) fn run(arguments: &Arguments, environment: &Environment) -> Result<Exit, End> {
    let protocols = arguments.chosen.protocols()?;
    let flags = flags(arguments);
    let opened = protocols.iter().map(|it| Opened::open(it.source, &flags, environment));
    let opened: Vec<Opened> = opened.collect::<Result<_, End>>()?;
    let all: Vec<(&Protocol, &Opened)> = protocols.iter().zip(&opened).collect();
    let (judged, other): (Vec<_>, Vec<_>) =
        all.iter().partition(|it| is_judged(it, &all, arguments.chosen.is_all()));
    let mut exit = if judged.is_empty() { Exit::Failed } else { Exit::Passed };
    for (protocol, opened) in &judged {
        to_stdout(format!("{}\n", title(protocol)).as_bytes())?;
        if opened.judge()? != Exit::Passed {
            exit = Exit::Failed;
        }
        to_stdout(b"\n")?;
    }
    let folders: Vec<_> = judged.iter().map(|(_, opened)| opened.folder()).collect();
    let mut said = String::new();
    for (protocol, opened) in &other {
        let folder = terminal(opened.folder().as_str());
        let _ = writeln!(said, "not judged: {}; there is no {folder}", title(protocol));
    }
    if judged.is_empty() {
        said.push_str("FAIL  nothing was judged, which is no pass; --protocol NN judges a protocol whether its \
             folder is there or not\n");
    }
    if let Some((_, opened)) = all.first() {
        if let Some(commit) = tree::pushed_unjudged(opened.root()) {
            let _ = writeln!(
                said,
                "FAIL  {commit} is pushed, and was not judged; check it out and push again"
            );
            exit = Exit::Failed;
        }
        let _ = writeln!(said, "judged: {}", tree::describe(opened.root(), &folders));
    }
    to_stdout(said.as_bytes())?;
    Ok(exit)
}

/// A path may be no text, so flags are not made of texts.
fn flags(arguments: &Arguments) -> Vec<OsString> {
    let mut flags = vec![OsString::from("--root"), arguments.root.clone().into()];
    if let Some(now) = &arguments.now {
        flags.extend([OsString::from("--now"), now.clone()]);
    }
    if !arguments.verbose {
        flags.push("--quiet".into());
    }
    flags
}

/// One whose evidence folder is there; and one that was asked for, even so. Of the editions of a
/// protocol those are meant that are in use, the first if none is.
fn is_judged(it: &(&Protocol, &Opened), all: &[(&Protocol, &Opened)], unasked: bool) -> bool {
    if it.1.has_folder() || unasked {
        return it.1.has_folder();
    }
    let id = |protocol: &Protocol| protocol.descriptor.protocol.id.clone();
    let mut editions = all.iter().filter(|other| id(other.0) == id(it.0)).peekable();
    let is_first = editions.peek().is_some_and(|first| std::ptr::eq(first.1, it.1));
    is_first && !editions.any(|other| other.1.has_folder())
}

fn title(protocol: &Protocol) -> String {
    let identity = &protocol.descriptor.protocol;
    let edition = identity.edition.as_ref().map(|edition| format!(", {edition} edition"));
    format!("Protocol {}: {}{}", identity.id, identity.name, edition.unwrap_or_default())
}
