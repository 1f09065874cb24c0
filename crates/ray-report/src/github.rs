//! Annotations for GitHub: a workflow command a line, which the runner takes from standard output.
//!
//! The runner shows ten errors and ten warnings a step and drops the rest without a word. So nine of
//! each are written, and a tenth says how many more there are and where.

use std::collections::BTreeSet;
use std::io::{self, Write};

use ray_core::finding::{Finding, Level};
use ray_core::gate::result::{GateResult, Status};
use ray_core::place::{EvidencePath, Position};

use crate::escape::{terminal, visible};
use crate::{Kind, Report, cautions, unexplained};

/// Annotations of one level that the runner shows for a step.
const SHOWN: usize = 10;

/// One annotation. Texts are not escaped.
struct Annotation {
    /// Kinds come before repetitions: nine of one kind would hide all others.
    kind: String,
    title: String,
    lines: Vec<String>,
    place: Option<(EvidencePath, Option<Position>)>,
}

/// Writes `report`.
pub(crate) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    warnings.extend(cautions::of_all(report.results).into_iter().map(|(gates, it)| Annotation {
        kind: format!("{gates} {}", it.text),
        title: format!("{gates}: {}", it.id),
        lines: vec![it.text],
        place: None,
    }));
    for result in report.results {
        gather(result, &mut errors, &mut warnings);
    }
    if let Kind::Manifest(manifest) = report.kind {
        errors.extend(manifest.missing.iter().map(|path| Annotation {
            kind: "missing-file".to_owned(),
            title: "evidence manifest: missing-file".to_owned(),
            lines: vec![format!("The required file {path} is missing")],
            place: Some((EvidencePath::new(path), None)),
        }));
    }
    if report.results.is_empty() {
        errors.push(Annotation {
            kind: String::new(),
            title: report.tool.name.to_owned(),
            lines: vec![unexplained::NOTHING_HELD.to_owned()],
            place: None,
        });
    }
    write_level("error", errors, report, out)?;
    write_level("warning", warnings, report, out)
}

fn gather(result: &GateResult, errors: &mut Vec<Annotation>, warnings: &mut Vec<Annotation>) {
    let gate = format!("{} {}", result.gate.id, result.gate.title);
    // What a waiver covers is no error any more, and must not vanish either.
    let is_waived = result.status == Status::Waived;
    let waived = if is_waived { " (waived)" } else { "" };
    for reported in &result.findings {
        let annotation = of_finding(&gate, waived, &reported.finding);
        match reported.finding.level {
            Level::Error if !is_waived => errors.push(annotation),
            _ => warnings.push(annotation),
        }
    }
    let unmet = unexplained::criteria(result).map(|criterion| Annotation {
        kind: format!("{gate} {}", criterion.id),
        title: format!("{gate}: {}{waived}", criterion.id),
        lines: vec![unexplained::sentence(criterion)],
        place: None,
    });
    let nothing = unexplained::nothing_held(result).then(|| Annotation {
        kind: gate.clone(),
        title: format!("{gate}{waived}"),
        lines: vec![unexplained::NOTHING_HELD.to_owned()],
        place: None,
    });
    if is_waived { warnings } else { errors }.extend(unmet.chain(nothing));
}

fn of_finding(gate: &str, waived: &str, finding: &Finding) -> Annotation {
    let mut lines = vec![finding.message.to_string()];
    let facts = [
        ("at", finding.place.pointer.as_deref()),
        ("expected", finding.expected.as_deref()),
        ("found", finding.actual.as_deref()),
        ("help", Some(&*finding.help)),
    ];
    for (name, text) in facts {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            lines.push(format!("{name}: {text}"));
        }
    }
    Annotation {
        kind: finding.code.word.to_owned(),
        title: format!("{gate}: {}{waived}", finding.code.word),
        lines,
        place: Some((finding.place.path.clone(), finding.place.position)),
    }
}

fn write_level(
    level: &str,
    annotations: Vec<Annotation>,
    report: &Report<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let total = annotations.len();
    let mut seen = BTreeSet::new();
    let (first, repeated): (Vec<Annotation>, Vec<Annotation>) =
        annotations.into_iter().partition(|annotation| seen.insert(annotation.kind.clone()));
    let shown = if total > SHOWN { SHOWN - 1 } else { total };
    for annotation in first.iter().chain(&repeated).take(shown) {
        write_one(level, annotation, report, out)?;
    }
    if total > shown {
        let more = total - shown;
        writeln!(
            out,
            "::{level} title={more} more {level}s::{more} more {level}s are not annotated; the \
             step summary has more, and --save json=FILE writes them all"
        )?;
    }
    Ok(())
}

fn write_one(
    level: &str,
    annotation: &Annotation,
    report: &Report<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut properties = Vec::new();
    if let Some((path, position)) = &annotation.place {
        let path = match report.repository {
            Some(repository) => repository.from_top(path),
            None => path.clone(),
        };
        properties.push(format!("file={}", property(path.as_str())));
        if let Some(position) = position {
            properties.push(format!("line={},col={}", position.line(), position.column()));
        }
    }
    properties.push(format!("title={}", property(&annotation.title)));
    let lines: Vec<String> = annotation.lines.iter().map(|line| data(line)).collect();
    writeln!(out, "::{level} {}::{}", properties.join(","), lines.join("%0A"))
}

/// Text after the last `::`, as the runner unescapes it.
fn data(text: &str) -> String {
    terminal(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value between the name of the command and the last `::`.
fn property(text: &str) -> String {
    let text = visible(text).replace("##[", "#\\#[");
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace(':', "%3A")
        .replace(',', "%2C")
}
