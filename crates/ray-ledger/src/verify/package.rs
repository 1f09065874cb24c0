//! A package against its manifest, and against the disk where its files still lie there.

use ray_core::clock::Now;
use ray_core::evidence::zip::{Archive, Limits};
use ray_core::finding::Notes;
use ray_core::place::EvidencePath;
use ray_core::workspace::{FileProblem, Workspace};
use serde::Deserialize;

use super::codes::{IN_PACKAGE, ON_DISK, PACKAGE_CHANGED, PACKAGE_MISSING};
use super::differences::{Contents, differences};
use super::evidence::{Artifact, content, is_there, on_disk, read, recorded};
use super::{Subject, Verified};

#[derive(Deserialize)]
struct Manifest {
    package: Described,
    artifacts: Vec<Artifact>,
}

#[derive(Deserialize)]
struct Described {
    path: String,
    sha256: String,
    size_bytes: u64,
}

/// Verifies the manifest of a package at `path`. The package lies where the manifest says, or beside it,
/// since a package that was handed over may lie anywhere.
#[must_use]
pub fn verify_package(workspace: &Workspace, path: &EvidencePath, now: Now) -> Verified {
    let mut verified = Verified::new(Subject::Package, path);
    let Some(manifest) = read::<Manifest>(workspace, path, &mut verified.findings) else {
        return verified;
    };
    let recorded = recorded(manifest.artifacts, path, &mut verified.findings);
    verified.counted = recorded.len() as u64;
    against_disk(workspace, &recorded, &mut verified);
    let Some(archive) = archive(workspace, path, &manifest.package) else {
        let missing = PACKAGE_MISSING.at(path).expected(manifest.package.path);
        verified.findings.push(missing);
        return verified;
    };
    against_archive(workspace, &archive, &recorded, now, &mut verified);
    match workspace.fingerprint(&archive) {
        Err(problem) => verified.findings.push(problem.finding(&archive, &archive)),
        Ok(print) => {
            let Described { sha256, size_bytes, .. } = manifest.package;
            if print.digest.to_string() != sha256 || print.size != size_bytes {
                let changed = PACKAGE_CHANGED
                    .at(&archive)
                    .expected(content(sha256, Some(size_bytes)))
                    .actual(content(print.digest, Some(print.size)));
                verified.findings.push(changed);
            }
        }
    }
    verified
}

fn archive(
    workspace: &Workspace,
    manifest: &EvidencePath,
    described: &Described,
) -> Option<EvidencePath> {
    let recorded = EvidencePath::new(&described.path);
    let folder = manifest.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = EvidencePath::new(folder).join(recorded.file_name());
    [recorded, beside]
        .into_iter()
        .find(|path| !matches!(workspace.open_file(path), Err(FileProblem::Missing)))
}

/// What lies on the disk must be what was packed. Where nothing of it does, the package is all there is.
fn against_disk(workspace: &Workspace, recorded: &Contents, verified: &mut Verified) {
    let there = recorded.keys().filter(|file| is_there(workspace, file)).cloned().collect();
    let found = on_disk(workspace, there);
    if found.is_empty() {
        let remark =
            "none of the packed files lies here; the package was held against its manifest";
        verified.remarks.push(remark.to_owned());
        return;
    }
    verified.findings.extend(differences(recorded, &found, &ON_DISK, None));
}

/// The folder from which the names in the archive count: the root, unless they are names in the folder
/// of the archive and none is one from the root.
fn layout<R: std::io::Read + std::io::Seek>(
    opened: &Archive<R>,
    archive: &EvidencePath,
    recorded: &Contents,
) -> EvidencePath {
    let root = EvidencePath::new("");
    let folders = recorded.keys().filter_map(|path| path.as_str().rsplit_once('/'));
    let home = archive.as_str().rsplit_once('/').map(|(folder, _)| folder);
    let folder = home.or_else(|| folders.map(|(folder, _)| folder).next());
    let folder = EvidencePath::new(folder.unwrap_or_default());
    let fits = |layout: &EvidencePath| {
        opened.entries().iter().any(|entry| recorded.contains_key(&layout.join(entry.name())))
    };
    if !fits(&root) && fits(&folder) { folder } else { root }
}

fn against_archive(
    workspace: &Workspace,
    archive: &EvidencePath,
    recorded: &Contents,
    now: Now,
    verified: &mut Verified,
) {
    let notes = Notes::new(now);
    let opened = match workspace.open_file(archive) {
        Ok(file) => Archive::open(file, archive, &Limits::default(), &notes),
        Err(problem) => {
            notes.add(problem.finding(archive, archive));
            None
        }
    };
    if let Some(mut opened) = opened {
        let entries = opened.entries().to_vec();
        let layout = layout(&opened, archive, recorded);
        let mut packed = Contents::new();
        for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.is_dir()) {
            // An entry that is not what it declares is noted, and counts as one that was changed.
            let digest = opened.digest(at, &notes);
            let known = match digest {
                Some(digest) => content(digest, Some(entry.size())),
                None => "an entry that cannot be read".to_owned(),
            };
            packed.insert(layout.join(entry.name()), known);
        }
        verified.findings.extend(differences(recorded, &packed, &IN_PACKAGE, Some(archive)));
    }
    verified.findings.extend(notes.into_findings());
}
