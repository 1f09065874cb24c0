//! Whether the evidence files of a document are those that executables read and write, in the folders
//! in which these look.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ray_core::finding::Code;
use ray_core::source::Span;
use regex::Regex;

use super::check::Check;
use super::known::called;
use super::page::{Block, Kind};
use super::sections::{self, Marker};

/// A file name is a slip away from that of evidence.
pub(super) const MISSPELT: Code = Code::error(
    "doc-evidence-misspelt",
    "The document names an evidence file otherwise than the executables do",
    "Use the name under which the executables look for the file; case counts",
    "`intake-validation-reports.json`",
);

/// A file in an evidence folder that nobody reads.
pub(super) const UNREAD: Code = Code::warning(
    "doc-evidence-unread",
    "The document names a file in an evidence folder that no executable reads or writes",
    "Say in the document who reads the file, or take it out",
    "`.artifacts/pre-deployment/notes.md`",
);

/// Evidence in a folder in which nobody looks.
pub(super) const FOLDER: Code = Code::error(
    "doc-evidence-folder",
    "The document puts an evidence file into a folder in which no executable looks for it",
    "Name the folder in which the executables look, or set `artifacts` in ray.toml and allow this with a reason",
    "`.artifacts/deployment/intake-validation-report.json`",
);

/// The document of a protocol is silent about evidence.
pub(super) const UNMENTIONED: Code = Code::warning(
    "doc-evidence-unmentioned",
    "The document of the protocol never names some of the evidence that its gates read",
    "Name the files: a gate fails without them",
    "(no mention of rollback-verification-report.json)",
);

/// A gate does not read what its section lists.
pub(super) const OTHER_GATE: Code = Code::warning(
    "doc-evidence-other-gate",
    "The section of the gate lists evidence that this gate does not read",
    "List the file with the gate that reads it",
    "### Gate 1 … - Evidence: `staging-test-results.json`",
);

/// The codes that this module can raise.
pub(super) const CODES: &[&Code] = &[&MISSPELT, &UNREAD, &FOLDER, &UNMENTIONED, &OTHER_GATE];

/// The folder below which all evidence lies.
const ROOT: &str = ".artifacts/";

/// A path or a file name. Placeholders are part of it, so that what holds one can be left alone.
static PATH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?-u:(?:[\w.*{}<>$-]+/)*[\w*{}<>$-][\w.*{}<>$-]*\.(?:jsonl|json|csv|md|log|ya?ml|zip|xlsx|txt)\b|\.artifacts/(?:[\w.*{}<>$-]+/?)*)",
    )
    .ok()
});

/// A path in a document.
struct Named {
    span: Span,
    /// The folder below the root of the repository, where one is written.
    folder: Option<String>,
    /// The name of the file; none where only a folder is written.
    file: Option<String>,
}

/// Checks every file that is named.
pub(super) fn check(check: &mut Check<'_>, markers: &[Marker]) {
    let page = check.page;
    let mut mentioned: BTreeSet<String> = BTreeSet::new();
    for block in &page.blocks {
        let mut names: Vec<Named> = Vec::new();
        for piece in &block.pieces {
            names.extend(named(page.text(piece.span), piece.span.start));
        }
        let folder = folder_of_row(block, &names);
        for name in &names {
            if let Some(file) = &name.file {
                // What is misspelt is mentioned: that it is misspelt is finding enough.
                let meant = match check.known.file(file) {
                    None => check.known.nearest_file(file),
                    Some(_) => None,
                };
                mentioned.insert(meant.unwrap_or(file).to_owned());
            }
            one(check, name, folder.as_deref());
        }
        listed_for_gate(check, block, &names, markers);
    }
    unmentioned(check, &mentioned);
}

fn named(text: &str, base: usize) -> Vec<Named> {
    let found = PATH.iter().flat_map(|path| path.find_iter(text));
    found
        .filter_map(|found| {
            // The rest of an address or of an absolute path is none of ours.
            let before = text.get(..found.start()).unwrap_or_default();
            if before.ends_with(['/', ':', '@', '\\', '~'])
                || found.as_str().contains(['*', '{', '<', '$'])
            {
                return None;
            }
            let at = found.as_str().find(ROOT).unwrap_or(0);
            let path = found.as_str().get(at..)?.trim_end_matches('.');
            let start = base + found.start() + at;
            let (folder, file) = path.rsplit_once('/').map_or((None, path), |(f, n)| (Some(f), n));
            let is_file = file.contains('.');
            let folder = if is_file { folder } else { Some(path.trim_end_matches('/')) };
            Some(Named {
                span: Span::new(start, start + path.len()),
                folder: folder.map(str::to_owned),
                file: is_file.then(|| file.to_owned()),
            })
        })
        .collect()
}

/// In a table the folder often has a column of its own.
fn folder_of_row(block: &Block, names: &[Named]) -> Option<String> {
    if block.kind != Kind::Row {
        return None;
    }
    let mut folders = names.iter().filter(|name| name.file.is_none());
    let only = folders.next().filter(|_| folders.next().is_none());
    only.and_then(|name| name.folder.clone())
}

fn one(check: &mut Check<'_>, name: &Named, row: Option<&str>) {
    let Some(file) = &name.file else {
        folder(check, name);
        return;
    };
    // A file that is known by its path from the root.
    let path = name.folder.as_ref().map(|folder| format!("{folder}/{file}"));
    if path.is_some_and(|path| check.known.file(&path).is_some()) {
        check.counts.files += 1;
        return;
    }
    let written = name.folder.as_deref().filter(|folder| is_artifacts(folder));
    match check.known.file(file) {
        Some(_) => {
            check.counts.files += 1;
            // Another folder than one for evidence holds a template, an example, a copy.
            if name.folder.is_none() || written.is_some() {
                lies_in(check, name, file, written.or(row.filter(|row| is_artifacts(row))));
            }
        }
        None if name.folder.is_none() || written.is_some() => unknown(check, name, file, written),
        None => {}
    }
}

fn is_artifacts(folder: &str) -> bool {
    folder.starts_with(ROOT)
}

fn lies_in(check: &mut Check<'_>, name: &Named, file: &str, folder: Option<&str>) {
    let Some((known, folder)) = check.known.file(file).zip(folder) else { return };
    let within = known.folders.iter().any(|known| {
        folder == known || folder.strip_prefix(known.as_str()).is_some_and(|it| it.starts_with('/'))
    });
    if within {
        return;
    }
    let found = check.at(&FOLDER, name.span).with(|finding| {
        finding
            .message(format!("No executable looks for {file} in {folder}"))
            .expected(known.folders.join(" or "))
            .actual(folder)
    });
    // What comes from upstream is looked up by its name where it is in no folder of its own.
    let is_evidence = !known.evidence_of.is_empty();
    check.found.push(if is_evidence { found } else { found.with(|it| it.as_warning()) });
}

/// A folder by itself: only a slip is a finding, since other protocols have folders too.
fn folder(check: &mut Check<'_>, name: &Named) {
    let Some(folder) = name.folder.as_deref().filter(|folder| is_artifacts(folder)) else { return };
    if check.known.is_folder(folder) {
        check.counts.files += 1;
        return;
    }
    if let Some(near) = check.known.nearest_folder(folder) {
        let found = check.at(&FOLDER, name.span).with(|finding| {
            finding
                .message(format!("No executable looks into the folder {folder}"))
                .expected(near)
                .actual(folder)
        });
        check.found.push(found);
    }
}

fn unknown(check: &mut Check<'_>, name: &Named, file: &str, folder: Option<&str>) {
    let placeholder = |stem: &str| stem.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    if file.split('.').next().is_some_and(placeholder) {
        return;
    }
    if let Some(near) = check.known.nearest_file(file) {
        check.counts.files += 1;
        let found =
            check.at(&MISSPELT, name.span).with(|finding| finding.expected(near).actual(file));
        // What is near to a name that another protocol uses may be a file of its own.
        let certain = folder.is_some() || is_own(check, near);
        check.found.push(if certain { found } else { found.with(|it| it.as_warning()) });
        return;
    }
    let owner = folder.and_then(|folder| {
        let mut all = (0..check.known.protocols.len()).filter_map(|at| check.known.identity(at));
        all.find(|identity| identity.folders.iter().any(|own| own == folder))
    });
    let Some((owner, folder)) = owner.zip(folder) else { return };
    check.counts.files += 1;
    if check.first_time(&UNREAD, file) {
        let own = check.identity().is_none_or(|own| own.folders.iter().any(|it| it == folder));
        let found = check.at(&UNREAD, name.span).with(|finding| {
            let message = match own {
                true => format!("No executable reads or writes {file}"),
                false => format!(
                    "No executable reads or writes {file}, and {folder} is a folder of {}",
                    called(owner)
                ),
            };
            finding.message(message).actual(file)
        });
        check.found.push(found);
    }
}

/// True when the document's protocol reads `file`, or when there is no telling.
fn is_own(check: &Check<'_>, file: &str) -> bool {
    let protocol = check.protocol.and_then(|at| check.known.protocols.get(at));
    let Some(protocol) = protocol.map(|protocol| &protocol.descriptor) else { return true };
    let mut artifacts = protocol.prerequisites.artifacts.iter();
    protocol.evidence.iter().any(|spec| spec.file == file) || artifacts.any(|it| it.file == file)
}

/// `- **Evidence**: …` in the section of a gate.
fn listed_for_gate(check: &mut Check<'_>, block: &Block, names: &[Named], markers: &[Marker]) {
    let text = check.page.text(block.span).trim_start_matches(['*', '_', ' ']);
    let (Some(protocol), true) = (check.protocol, text.starts_with("Evidence")) else { return };
    let gates = check.gates();
    let gate = sections::of_block(check.page, block, markers, gates).and_then(|at| gates.get(at));
    let Some(gate) = gate else { return };
    let evidence = check.known.protocols.get(protocol).map(|it| &it.descriptor.evidence);
    let listed = evidence.into_iter().flatten().filter(|spec| !gate.evidence.contains(&spec.id));
    let others: BTreeSet<&str> = listed.map(|spec| spec.file.as_str()).collect();
    for name in names {
        let Some(file) = name.file.as_deref().filter(|file| others.contains(file)) else {
            continue;
        };
        let found = check.at(&OTHER_GATE, name.span).with(|finding| {
            finding.message(format!("{} does not read {file}", gate.title)).actual(file)
        });
        check.found.push(found);
    }
}

/// What the gates read and the document of their protocol never names, in one finding.
fn unmentioned(check: &mut Check<'_>, mentioned: &BTreeSet<String>) {
    let protocol = check.protocol.and_then(|at| check.known.protocols.get(at));
    let Some(protocol) = protocol else { return };
    let base = |file: &str| file.rsplit('/').next().unwrap_or_default().to_owned();
    let evidence = &protocol.descriptor.evidence;
    let missing = evidence.iter().filter(|spec| !mentioned.contains(&base(&spec.file)));
    let missing: Vec<&str> = missing.map(|spec| spec.file.as_str()).collect();
    if missing.is_empty() {
        return;
    }
    let found = check.whole(&UNMENTIONED).with(|finding| {
        finding
            .message(format!(
                "The document of {} names {} of the {} evidence files that its gates read",
                called(&protocol.descriptor.protocol),
                evidence.len() - missing.len(),
                evidence.len()
            ))
            .expected(missing.join(", "))
    });
    check.found.push(found);
}
