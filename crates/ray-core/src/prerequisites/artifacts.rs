//! The files that upstream protocols hand over: found where they may lie, and opened, since a file
//! of the right name that is something else is worse than none.

use crate::evidence::tree::Kind;
use crate::evidence::view::View;
use crate::evidence::{csv, json, markdown, text, yaml, zip};
use crate::finding::{Code, Finding, Level, Notes};
use crate::gate::{Case, Context, Judged, Judgement, Reading, archives};
use crate::place::EvidencePath;
use crate::protocol::ArtifactSpec;
use crate::workspace::{FileProblem, MISSING_FILE, Workspace};

/// Where artifacts are looked up by name when they are in none of their folders.
const ARTIFACTS: &str = ".artifacts";

const ARTIFACT_AMBIGUOUS: Code = Code::error(
    "artifact-ambiguous",
    "Several files have the name of an artifact",
    "Keep the one that belongs to this release in its proper folder",
    ".artifacts/uat/UAT-CLOSURE-PACKAGE.zip and .artifacts/old/UAT-CLOSURE-PACKAGE.zip",
);
const ARTIFACT_EMPTY: Code = Code::error(
    "artifact-empty",
    "An artifact holds nothing",
    "Obtain the artifact from the protocol that hands it over",
    "a folder without a file, a Markdown file without text",
);
const NOT_A_WORKBOOK: Code = Code::error(
    "not-a-workbook",
    "A file that should be a workbook is none",
    "Save the workbook as .xlsx",
    "a zip without xl/workbook.xml or [Content_Types].xml",
);

const NOT_A_FOLDER: Code = Code::error(
    "not-a-folder",
    "A file stands where a folder should be",
    "Put the files into a folder of that name",
    "a file where the protocol asks for a folder of reports",
);

pub(super) const CODES: &[&Code] =
    &[&ARTIFACT_AMBIGUOUS, &ARTIFACT_EMPTY, &NOT_A_WORKBOOK, &NOT_A_FOLDER];

/// What every workbook has; without them no program opens it.
const WORKBOOK_PARTS: [&str; 2] = ["[Content_Types].xml", "xl/workbook.xml"];

/// Every artifact after it was looked for.
pub(super) struct Artifacts {
    found: Vec<(bool, Vec<Finding>)>,
}

/// Looks for each artifact and opens it.
pub(super) fn find(reading: &Reading<'_>, wanted: &[ArtifactSpec]) -> Artifacts {
    let found =
        wanted.iter().map(|artifact| (artifact.optional, look(reading, artifact))).collect();
    Artifacts { found }
}

impl Artifacts {
    /// Counts one case for each artifact. One that is only wanted "if available" may be missing.
    pub(super) fn judge(&self, judgement: &mut Judgement<'_>) -> Judged {
        for (optional, findings) in &self.found {
            let broken = findings.iter().any(|finding| finding.level == Level::Error);
            let missing = findings.iter().any(|finding| finding.code == &MISSING_FILE);
            judgement.count(if broken && !(*optional && missing) {
                Case::Unreadable
            } else {
                Case::Holds
            });
            for finding in findings.iter().cloned() {
                judgement.report(if *optional && missing { finding.as_warning() } else { finding });
            }
        }
        Ok(())
    }
}

fn look(reading: &Reading<'_>, artifact: &ArtifactSpec) -> Vec<Finding> {
    let workspace = reading.context().workspace;
    let notes = Notes::new(reading.context().now);
    match locate(workspace, artifact) {
        Ok(path) => {
            reading.upstream(&path);
            if artifact.is_folder() {
                open_folder(workspace, &path, &notes);
            } else {
                open(reading.context(), &path, &notes);
            }
        }
        Err(finding) => notes.add(*finding),
    }
    notes.into_findings()
}

fn locate(workspace: &Workspace, artifact: &ArtifactSpec) -> Result<EvidencePath, Box<Finding>> {
    let proper =
        artifact.folders.iter().map(|folder| EvidencePath::new(folder).join(&artifact.file));
    if let Some(path) = proper.clone().find(|path| workspace.exists(path)) {
        return Ok(path);
    }
    let all = workspace.files_below(&EvidencePath::new(ARTIFACTS));
    let mut named: Vec<EvidencePath> = if artifact.is_folder() {
        folders_called(EvidencePath::new(&artifact.file).as_str(), &all)
    } else {
        all.into_iter().filter(|path| path.file_name() == artifact.file).collect()
    };
    match (named.pop(), named.len()) {
        (Some(only), 0) => Ok(only),
        (Some(last), _) => {
            named.push(last);
            let list = named.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            Err(Box::new(
                ARTIFACT_AMBIGUOUS
                    .at(&EvidencePath::new(ARTIFACTS))
                    .message(format!("Several files are called {}", artifact.file))
                    .expected("exactly one")
                    .actual(list),
            ))
        }
        (None, _) => {
            let path =
                proper.into_iter().next().unwrap_or_else(|| EvidencePath::new(&artifact.file));
            let finding = FileProblem::Missing.finding(&path, &path);
            Err(Box::new(finding.message(format!("{path} is missing: {}", artifact.description))))
        }
    }
}

/// Opens the file as what its name says it is.
fn open(context: Context<'_>, path: &EvidencePath, notes: &Notes) {
    let workspace = context.workspace;
    let extension =
        path.file_name().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("zip") => open_archive(context, path, notes, false),
        Some("xlsx") => open_archive(context, path, notes, true),
        Some("csv") => match workspace.open_file(path) {
            Ok(file) => {
                csv::sound(file, path.clone(), notes);
            }
            Err(problem) => notes.add(problem.finding(path, path)),
        },
        Some("json" | "yaml" | "yml" | "md") => open_document(workspace, path, notes),
        _ => match workspace.fingerprint(path) {
            Ok(fingerprint) if fingerprint.size > 0 => {}
            Ok(_) => notes.add(ARTIFACT_EMPTY.at(path).message(format!("{path} is empty"))),
            Err(problem) => notes.add(problem.finding(path, path)),
        },
    }
}

/// The folders called `name` that hold one of `files`.
fn folders_called(name: &str, files: &[EvidencePath]) -> Vec<EvidencePath> {
    let mut found = Vec::new();
    for file in files {
        let mut folder = EvidencePath::new("");
        for part in file.as_str().split('/').take_while(|part| *part != name) {
            folder = folder.join(part);
        }
        let folder = folder.join(name);
        if file != &folder && file.is_within(&folder) {
            found.push(folder);
        }
    }
    found.dedup();
    found
}

/// A folder must hold something, and a file of no bytes is nothing.
fn open_folder(workspace: &Workspace, path: &EvidencePath, notes: &Notes) {
    if !workspace.is_folder(path) {
        notes.add(
            NOT_A_FOLDER
                .at(path)
                .message(format!("{path} is not a folder"))
                .expected("a folder")
                .actual("a file"),
        );
        return;
    }
    let says_something = |file: &EvidencePath| {
        workspace.fingerprint(file).is_ok_and(|fingerprint| fingerprint.size > 0)
    };
    if !workspace.files_below(path).iter().any(says_something) {
        notes.add(
            ARTIFACT_EMPTY
                .at(path)
                .message(format!("The folder {path} holds no file that says anything")),
        );
    }
}

fn open_document(workspace: &Workspace, path: &EvidencePath, notes: &Notes) {
    let loaded = match workspace.read(path) {
        Ok(loaded) => loaded,
        Err(problem) => return notes.add(problem.finding(path, path)),
    };
    let Some(source) = text::decode(loaded.bytes.to_vec(), path, notes) else {
        return;
    };
    if path.as_str().to_ascii_lowercase().ends_with(".json") {
        if let Some(tree) = json::parse(source, notes) {
            note_if_template(View::root(&tree, notes));
        }
    } else if path.as_str().to_ascii_lowercase().ends_with(".md") {
        if !markdown::parse(source).body().is_filled() {
            notes.add(ARTIFACT_EMPTY.at(path).message(format!("{path} says nothing")));
        }
    } else {
        yaml::parse(source, notes);
    }
}

/// A file whose release is a placeholder was never filled in. What else stands in it is not known
/// here, and not every file that is handed over names a release.
fn note_if_template(root: View<'_>) {
    if let Kind::Object(_) = root.kind()
        && let Some(fields) = root.object()
        && let Some((_, release)) = fields.entries().find(|(key, _)| key.value == "release")
        && *release.kind() != Kind::Null
    {
        let _ = release.label();
    }
}

fn open_archive(context: Context<'_>, path: &EvidencePath, notes: &Notes, is_workbook: bool) {
    let file = match context.workspace.open_file(path) {
        Ok(file) => file,
        Err(problem) => return notes.add(problem.finding(path, path)),
    };
    let limits = archives::limits(context.archives);
    let Some(mut archive) = zip::Archive::open(file, path, &limits, notes) else {
        return;
    };
    archive.verify_all(notes);
    if is_workbook {
        for part in WORKBOOK_PARTS {
            let entry = archive.find(part).and_then(|index| archive.entries().get(index));
            if entry.is_none_or(|entry| entry.size() == 0) {
                notes.add(
                    NOT_A_WORKBOOK
                        .at(path)
                        .message(format!("{path} is a zip, but no workbook"))
                        .expected(format!("an entry {part}"))
                        .actual("none, or an empty one"),
                );
            }
        }
    }
}
