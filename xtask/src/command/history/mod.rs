//! `ray-gates history`: how the gates of a repository have come out over time.

mod report;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use ray_cli::environment::Environment;
use ray_cli::{End, Exit, Opened, to_stdout};
use ray_core::finding::Finding;
use ray_core::place::EvidencePath;
use ray_core::value::ratio::Ratio;
use ray_ledger::history::statistics::{GateStatistics, Span};
use ray_ledger::history::{self, FILE_NAME};
use ray_ledger::verify::verify_chain;

use super::chosen::Chosen;
use super::format::Format;

/// Show how the gates have come out over time
///
/// Pass rates against the targets that the protocols state, time to green, flapping, the trend, and what
/// looks as if nobody had looked. Exit code 1 when a history does not hold.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The repository
    #[arg(long, short = 'C', value_name = "DIR", default_value = ".")]
    root: PathBuf,
    #[command(flatten)]
    chosen: Chosen,
    /// What the trend is cut into
    #[arg(long, value_name = "SPAN", default_value = "month")]
    by: By,
    /// What to print
    #[arg(long, default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Month,
    Quarter,
}

impl By {
    fn span(self) -> Span {
        match self {
            By::Month => Span::Month,
            By::Quarter => Span::Quarter,
        }
    }
}

/// The history of one protocol.
struct Past {
    name: String,
    path: EvidencePath,
    lines: u64,
    /// What is wrong with the chain.
    faults: Vec<Finding>,
    gates: Vec<Gate>,
}

/// The history of one gate.
struct Gate {
    title: String,
    target: Option<Ratio>,
    statistics: GateStatistics,
}

pub(crate) fn run(arguments: &Arguments, environment: &Environment) -> Result<Exit, End> {
    let flags: [OsString; 2] = ["--root".into(), arguments.root.clone().into()];
    let mut pasts = Vec::new();
    for protocol in arguments.chosen.protocols()? {
        let opened = Opened::open(protocol.source, &flags, environment)?;
        pasts.extend(past(&opened, arguments.by.span())?);
    }
    to_stdout(&report::render(&pasts, arguments.format, environment)?)?;
    let holds = pasts.iter().all(|past| past.faults.is_empty());
    Ok(if holds { Exit::Passed } else { Exit::Failed })
}

/// What the history of the protocol comes to; none when there is no history.
fn past(opened: &Opened, cut: Span) -> Result<Option<Past>, End> {
    let path = opened.folder().join(FILE_NAME);
    if !opened.workspace().exists(&path) {
        return Ok(None);
    }
    let chain = verify_chain(opened.workspace(), &path, history::KIND, &[]);
    let file = opened.workspace().open_file(&path).map_err(|problem| {
        End::stopped("reading the history", &problem.finding(&path, &path).message)
    })?;
    let mut by_script: BTreeMap<String, GateStatistics> = BTreeMap::new();
    for run in history::runs(file) {
        by_script.entry(run.script.clone()).or_default().add(&run, cut);
    }
    let descriptor = &opened.protocol().descriptor;
    let gates = descriptor.gates.iter().filter_map(|gate| {
        let statistics = by_script.remove(&gate.script)?;
        Some(Gate { title: gate.title.clone(), target: gate.pass_rate_target, statistics })
    });
    Ok(Some(Past {
        name: format!("{} {}", descriptor.protocol.id, descriptor.protocol.name),
        gates: gates.collect(),
        path,
        lines: chain.counted,
        faults: chain.findings,
    }))
}
