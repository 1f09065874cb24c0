//! Where a report goes: standard output, the files that `--save` names, and the step summary of a
//! workflow. None of them changes the verdict.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ray_core::gate::settings::SettingValue;
use ray_core::place::EvidencePath;
use ray_ledger::evidence_manifest::FILE_NAME;
use ray_ledger::write;
use ray_report::{Format, Report, STEP_SUMMARY_BYTES, Style, render, step_summary};

use crate::end;
use crate::failure::Failure;
use crate::flags::Verbosity;
use crate::output;
use crate::record;
use crate::repository;
use crate::session::Session;

/// A file to write, already found to be neither evidence nor somebody else's.
struct Target {
    format: Format,
    path: PathBuf,
}

/// Writes the report to standard output in the format that was asked for, and to the files that
/// `--save` names. In GitHub Actions a run that asked for no format also annotates and adds to the
/// step summary.
///
/// # Errors
/// When a file is refused or cannot be written, or standard output cannot be written for another
/// reason than that nobody reads any more.
pub(crate) fn print(session: &Session, report: &Report<'_>) -> Result<(), Failure> {
    let evidence = evidence(session, report);
    let targets = targets(session, &evidence)?;
    let asked = session.flags.format();
    let by_itself = asked.is_none() && session.environment.github_actions;
    let formats = targets.iter().map(|target| target.format).chain(asked);
    let repository = formats
        .chain(by_itself.then_some(Format::Github))
        .any(repository::matters)
        .then(|| repository::around(session, report))
        .flatten();
    let report = &Report { repository: repository.as_ref(), ..*report };

    let (format, style) = (asked.unwrap_or(Format::Human), style(session));
    end::print_with(|out| render(report, format, style, out))?;
    if by_itself {
        end::print_with(|out| render(report, Format::Github, style, out))?;
        add_to_step_summary(session, report, &evidence);
    }
    for target in targets {
        write::replace(&target.path, &rendered(report, target.format, Style::plain())?)?;
    }
    Ok(())
}

/// `report` as the bytes of a file.
///
/// # Errors
/// Never in practice: memory takes what is written to it.
pub(crate) fn rendered(
    report: &Report<'_>,
    format: Format,
    style: Style,
) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    render(report, format, style, &mut bytes).map_err(Failure::Stdout)?;
    Ok(bytes)
}

fn style(session: &Session) -> Style {
    Style {
        color: session.flags.color(session.environment.stdout_wants_color),
        verbosity: match session.flags.verbosity() {
            Verbosity::Quiet => ray_report::Verbosity::Quiet,
            Verbosity::Normal => ray_report::Verbosity::Normal,
            Verbosity::Verbose => ray_report::Verbosity::Verbose,
        },
    }
}

/// Every file that may not be written: what the protocol declares, and what was asked for.
fn evidence(session: &Session, report: &Report<'_>) -> Vec<EvidencePath> {
    let mut evidence = output::evidence_paths(session, &[]);
    for result in report.results {
        evidence.extend(result.evidence.iter().map(|file| file.path.clone()));
        evidence.extend(result.settings.iter().filter_map(|setting| match &setting.value {
            Some(SettingValue::File(path)) => Some(path.clone()),
            _ => None,
        }));
    }
    evidence
}

fn targets(session: &Session, evidence: &[EvidencePath]) -> Result<Vec<Target>, Failure> {
    // Two ways to write one path must not pass for two files.
    let known =
        |path: PathBuf| session.workspace.relative(&path).map_or(path, |it| it.as_str().into());
    let output = session.flags.text("output").map(|written| session.on_disk(written));
    let manifest = output.iter().map(|folder| folder.join(FILE_NAME));
    let mut taken: BTreeSet<PathBuf> = output.iter().cloned().chain(manifest).map(known).collect();
    taken.insert(session.folder.join(FILE_NAME).as_str().into());
    let mut targets = Vec::new();
    for wanted in session.flags.reports() {
        let (format, written) = (wanted.format, wanted.path.as_str());
        let path = output::allowed_by(session, "--save", format, written, evidence)?;
        let at = known(path.clone());
        if at.starts_with(record::FOLDER) || !taken.insert(at) {
            return Err(Failure::BadValue {
                origin: "--save".to_owned(),
                problem: format!(
                    "{written} is where another file goes; every report needs a file of its own"
                ),
            });
        }
        targets.push(Target { format, path });
    }
    Ok(targets)
}

/// Adds the report to the page of the step. A page that cannot be written is said, and no more: the
/// verdict does not hang on it.
fn add_to_step_summary(session: &Session, report: &Report<'_>, evidence: &[EvidencePath]) {
    let Some(path) = &session.environment.github_step_summary else {
        return;
    };
    if output::is_evidence(session, path, evidence) {
        end::say_note("GITHUB_STEP_SUMMARY names evidence, so no step summary was written");
        return;
    }
    let mut is_full = false;
    let added = write::append(path, |there| {
        let there = usize::try_from(there).unwrap_or(STEP_SUMMARY_BYTES);
        // What another program wrote may end in the middle of a line.
        let before = if there == 0 { "" } else { "\n\n" };
        let room = STEP_SUMMARY_BYTES.saturating_sub(there + before.len());
        let page = step_summary(report, room);
        is_full = page.is_empty();
        if is_full { Vec::new() } else { format!("{before}{page}").into_bytes() }
    });
    if is_full {
        end::say_note("the step summary is full already, so this run added nothing to it");
    }
    if let Err(error) = added {
        end::say_note(&format!("{error}; the step summary is missing, the verdict stands"));
    }
}
