//! Where a result may be written: never over evidence, and never over a file that is none of ours.

use std::io::BufReader;
use std::path::{Path, PathBuf};

use ray_core::gate::settings::{SettingValue, Settings};
use ray_core::place::EvidencePath;
use ray_core::prerequisites::{APPROVALS_FILE, SYSTEM_STATE_FILE};
use ray_ledger::{evidence_manifest, execution_log, history, waivers, write};
use ray_report::Format;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::environment::{open, read_beginning};
use crate::failure::Failure;
use crate::session::Session;

/// Files of the evidence folder that no descriptor names.
const OWN: [&str; 6] = [
    APPROVALS_FILE,
    SYSTEM_STATE_FILE,
    waivers::FILE_NAME,
    evidence_manifest::FILE_NAME,
    history::FILE_NAME,
    execution_log::FILE_NAME,
];

/// Every file that the protocol reads, wherever it lies.
#[must_use]
pub(crate) fn evidence_paths(session: &Session, settings: &[Settings]) -> Vec<EvidencePath> {
    let descriptor = &session.protocol.descriptor;
    let declared = descriptor.evidence.iter().map(|evidence| session.path_of(evidence));
    let named =
        settings.iter().flat_map(Settings::iter).filter_map(|setting| match &setting.value {
            Some(SettingValue::File(path)) => Some(path.clone()),
            _ => None,
        });
    let upstream = descriptor.prerequisites.artifacts.iter().flat_map(|artifact| {
        artifact.folders.iter().map(|folder| EvidencePath::new(folder).join(&artifact.file))
    });
    let own = OWN.map(|file| session.folder.join(file));
    let package = descriptor.package.iter().flat_map(|package| {
        [&package.archive, &package.manifest].map(|file| session.folder.join(file))
    });
    let config = EvidencePath::new(if session.config.path.is_empty() {
        "ray.toml"
    } else {
        &session.config.path
    });
    declared.chain(named).chain(upstream).chain(own).chain(package).chain([config]).collect()
}

/// The path on disk for a JSON result, refused when it is evidence or somebody else's file.
///
/// # Errors
/// When the path is evidence, or a file that this tool did not write.
pub(crate) fn allowed(
    session: &Session,
    written: &str,
    evidence: &[EvidencePath],
) -> Result<PathBuf, Failure> {
    allowed_by(session, "--output", Format::Json, written, evidence)
}

/// The path on disk for a file in `format` that `flag` names, refused when it is evidence or somebody
/// else's file.
///
/// # Errors
/// When the path is evidence, or a file that this tool did not write in this format.
pub(crate) fn allowed_by(
    session: &Session,
    flag: &'static str,
    format: Format,
    written: &str,
    evidence: &[EvidencePath],
) -> Result<PathBuf, Failure> {
    let path = session.on_disk(written);
    // Once the missing folder is created, the path may lead to evidence after all.
    if path.ancestors().any(|part| part.ends_with("..") && !part.exists()) {
        return Err(Failure::BadValue {
            origin: flag.to_owned(),
            problem: format!("{written} goes up from a folder that is not there; leave that out"),
        });
    }
    if is_evidence(session, &path, evidence) {
        return Err(Failure::OutputIsEvidence { flag, path: written.to_owned() });
    }
    let is_ours = |path: &Path| match format.signature() {
        Some(signature) => begins_with(path, signature),
        None => is_our_json(path),
    };
    write::may_replace(&path).map_err(|error| Failure::OutputIsNoFile { flag, error })?;
    if path.is_file() && !is_ours(&path) {
        return Err(Failure::OutputIsForeign { flag, path: written.to_owned() });
    }
    Ok(path)
}

/// True when `path` leads to one of the files in `evidence`.
pub(crate) fn is_evidence(session: &Session, path: &Path, evidence: &[EvidencePath]) -> bool {
    let relative = session.workspace.relative(path);
    relative.is_some_and(|relative| evidence.iter().any(|known| same(known, &relative)))
}

/// True when the file at `path` begins with `signature`. An empty file belongs to nobody.
fn begins_with(path: &Path, signature: &str) -> bool {
    let beginning = read_beginning(path, signature.len().max(1));
    beginning.is_ok_and(|bytes| bytes.is_empty() || bytes == signature.as_bytes())
}

/// Some systems take names that differ by case for one file.
fn same(a: &EvidencePath, b: &EvidencePath) -> bool {
    a.as_str().to_lowercase() == b.as_str().to_lowercase()
}

/// Results, records and manifests say which version of their form they have, and who wrote them. They may
/// be large, and are read as a stream.
fn is_our_json(path: &Path) -> bool {
    #[derive(Deserialize)]
    struct Signed {
        schema_version: Option<IgnoredAny>,
        tool: Option<IgnoredAny>,
        generated_by: Option<IgnoredAny>,
    }
    if begins_with(path, "") {
        return true;
    }
    let Ok(file) = open(path) else {
        return false;
    };
    let read: serde_json::Result<Signed> = serde_json::from_reader(BufReader::new(file));
    read.is_ok_and(|it| {
        it.schema_version.is_some() && (it.tool.is_some() || it.generated_by.is_some())
    })
}
