//! What a code host can show of the files that a report names, for the formats that are for one.

use std::collections::{BTreeMap, BTreeSet};

use ray_core::place::EvidencePath;
use ray_report::{Format, Kind, Report, Repository};

use crate::git_index;
use crate::session::Session;

/// True when `format` needs to know.
pub(crate) fn matters(format: Format) -> bool {
    matches!(format, Format::Sarif | Format::JunitGitlab | Format::Github)
}

/// The repository around the root; none where git keeps none, or its index is of a form that is not
/// known here.
pub(crate) fn around(session: &Session, report: &Report<'_>) -> Option<Repository> {
    let config = session.flags.text("config").unwrap_or("ray.toml");
    let general = [config, "ray.toml", "README.md", "README", "README.rst"].map(EvidencePath::new);
    let scripts: BTreeMap<String, [EvidencePath; 2]> = report
        .results
        .iter()
        .map(|result| (result.gate.script.clone(), homes(&result.gate.script)))
        .collect();
    let asked: BTreeSet<EvidencePath> = named(report)
        .chain(general.iter().cloned())
        .chain(scripts.values().flatten().cloned())
        .collect();
    let index = git_index::around(session.workspace.root(), |path| asked.contains(path))?;
    let first = |candidates: &[EvidencePath]| {
        candidates.iter().find(|path| index.tracked.contains(path)).cloned()
    };
    let stand_ins = scripts.into_iter();
    Some(Repository {
        stand_ins: stand_ins.filter_map(|(script, homes)| Some((script, first(&homes)?))).collect(),
        stand_in: first(&general).or(index.first),
        folder: index.folder,
        tracked: Some(index.tracked),
    })
}

/// Where a workflow calls `script`.
fn homes(script: &str) -> [EvidencePath; 2] {
    [format!("scripts/{script}.py"), format!("scripts/{script}")]
        .map(|path| EvidencePath::new(&path))
}

/// Every file that the report points at.
fn named<'r>(report: &Report<'r>) -> impl Iterator<Item = EvidencePath> + use<'r> {
    let findings = report.results.iter().flat_map(|result| &result.findings);
    let missing = match report.kind {
        Kind::Manifest(manifest) => manifest.missing,
        Kind::Gate | Kind::Protocol(_) => &[],
    };
    findings
        .map(|reported| reported.finding.place.path.clone())
        .chain(missing.iter().map(|path| EvidencePath::new(path)))
}
