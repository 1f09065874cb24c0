//! `ray-gates check-docs`: where protocol documents and the executables disagree. It only reads.
//!
//! `page` reads a document, `call` and `shell` find the scripts in it, `known` is what the executables
//! know; `scripts`, `flags`, `values`, `evidence`, `gates`, `threshold` and `number` hold one against the other, `allow`
//! takes out what a comment allows, and `report` prints the rest.

mod alike;
mod allow;
mod call;
mod check;
mod evidence;
mod flags;
mod gates;
mod inputs;
mod known;
mod number;
mod page;
mod report;
mod scripts;
mod sections;
mod shell;
mod slip;
mod threshold;
mod values;
mod whose;

use std::path::Path;

use clap::{Args, ValueEnum};
use ray_cli::environment::Environment;
use ray_cli::{End, Exit, to_stdout};
use ray_core::clock::Now;
use ray_core::finding::{Code, Finding, Level};
use ray_core::place::EvidencePath;
use ray_core::source::SourceFile;
use ray_core::workspace::Workspace;
use ray_report::{Style, Verbosity};

use check::{Check, Counts, Found};
use known::Known;
use page::Page;
use report::Checked;

use super::protocols;

/// Say where protocol documents and the executables disagree
#[derive(Args)]
pub(crate) struct Arguments {
    /// Documents, or folders of them (.md, .mdc, .markdown); hidden folders only where they are named
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// The repository that the paths belong to
    #[arg(long, short = 'C', value_name = "DIR", default_value = ".")]
    root: String,
    /// The protocol whose documents these are: a number, or the name of an edition [default: found from
    /// title and scripts]
    #[arg(long, value_name = "NAME|NUMBER")]
    protocol: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Let warnings fail too
    #[arg(long)]
    strict: bool,
    /// Say every finding in a line
    #[arg(long, short, conflicts_with = "verbose")]
    quiet: bool,
    /// Also say what is not certain, and what was allowed
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs; versioned
    Json,
}

/// Every kind of finding that this command has.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    let lists = [
        scripts::CODES,
        flags::CODES,
        values::CODES,
        evidence::CODES,
        gates::CODES,
        threshold::CODES,
        number::CODES,
        allow::CODES,
    ];
    lists.into_iter().flatten().copied()
}

pub(crate) fn run(arguments: &Arguments, environment: &Environment) -> Result<Exit, End> {
    let known = Known::new(protocols()?);
    let asked = asked(&known, arguments.protocol.as_deref())?;
    let workspace = Workspace::open(Path::new(&arguments.root)).map_err(|error| {
        End::stopped("opening the root", format!("{error}; name the repository with --root"))
    })?;
    let now = Now::from_system(environment.now);
    let mut unreadable = false;
    let mut documents = Vec::new();
    for path in inputs::find(&workspace, &arguments.paths)? {
        documents.push(match inputs::read(&workspace, &path, now) {
            Ok(Some(source)) => document(&known, &workspace, source, asked.as_deref())?,
            Ok(None) => nothing(&path, Vec::new()),
            Err(problems) => {
                unreadable = true;
                nothing(&path, problems)
            }
        });
    }
    let warnings = report::count(&documents, Level::Warning);
    let failed = report::count(&documents, Level::Error) > 0 || (arguments.strict && warnings > 0);
    let text = match arguments.format {
        Format::Human => report::human(&documents, unreadable, style(arguments, environment))?,
        Format::Json => report::json(&documents, failed)?,
    };
    to_stdout(&text)?;
    Ok(match (unreadable, failed) {
        (true, _) => Exit::CannotJudge,
        (false, true) => Exit::Failed,
        (false, false) => Exit::Passed,
    })
}

fn style(arguments: &Arguments, environment: &Environment) -> Style {
    let verbosity = match (arguments.quiet, arguments.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    };
    Style { color: environment.stdout_wants_color, verbosity }
}

/// The protocols that `--protocol` names.
fn asked(known: &Known, word: Option<&str>) -> Result<Option<Vec<usize>>, End> {
    let Some(word) = word else { return Ok(None) };
    let named = whose::of_word(known, word);
    if named.is_empty() {
        let words = whose::words(known).join(", ");
        let reason = format!("--protocol: `{word}` is none of: {words}");
        return Err(End::stopped("reading the flags", reason));
    }
    Ok(Some(named))
}

fn nothing(path: &EvidencePath, findings: Vec<Finding>) -> Checked {
    Checked {
        path: path.to_string(),
        protocol: None,
        counts: Counts::default(),
        findings,
        unsure: Vec::new(),
        allowed: Vec::new(),
    }
}

/// Holds one document against what is known; `asked` is the protocol whose document it is said to be.
fn document(
    known: &Known,
    workspace: &Workspace,
    source: SourceFile,
    asked: Option<&[usize]>,
) -> Result<Checked, End> {
    let page = Page::read(source);
    let calls = call::find(&page, known);
    let protocol = match asked {
        Some(asked) => whose::edition(&page, &calls, known, asked),
        None => whose::of_page(&page, &calls, known),
    };
    let markers = sections::markers(&page);
    let mut check = Check::new(known, &page, calls, protocol);
    scripts::check(&mut check, workspace)?;
    evidence::check(&mut check, &markers);
    gates::check(&mut check, &markers);
    threshold::check(&mut check, &markers);
    number::check(&mut check);
    let codes: Vec<&'static Code> = codes().collect();
    let allowed = allow::apply(&mut check, &codes);
    Ok(Checked {
        path: page.source.path().to_string(),
        protocol: check.identity().map(known::called),
        counts: check.counts,
        findings: sorted(check.found),
        unsure: sorted(check.unsure),
        allowed,
    })
}

/// By place, those about the whole document first.
fn sorted(mut found: Vec<Found>) -> Vec<Finding> {
    found.sort_by_key(|found| (found.at, found.finding.code.word));
    found.into_iter().map(|found| found.finding).collect()
}

#[cfg(test)]
#[path = "check_docs_tests.rs"]
mod tests;
