//! Files on the disk against what the manifest recorded of them: the artifacts, and the package.

use super::manifest::RecordedFile;
use super::{Parts, count_strictly};
use crate::finding::Code;
use crate::gate::{Case, Judged, Judgement, known};
use crate::shape::link::Link;
use crate::workspace::Workspace;

/// The file has the checksum that was recorded, but not the size.
pub const SIZE_MISMATCH: Code = Code::error(
    "size-mismatch",
    "A file does not have the size that was recorded",
    "Write the manifest anew; it was edited by hand, since the checksum is right",
    r#"{"path": "a.json", "sha256": "…", "size_bytes": 811}   (it has 812)"#,
)
.never_waived();

/// The manifest describes another file than the package.
pub const PACKAGE_PATH_MISMATCH: Code = Code::error(
    "package-path-mismatch",
    "The manifest describes another package",
    "Write the manifest of the package that is handed over, with its path from the root",
    r#"{"package": {"path": ".artifacts/old/PRE-DEPLOYMENT-PACKAGE.zip"}}"#,
)
.never_waived();

pub(super) fn judge_files(parts: &Parts, judgement: &mut Judgement<'_>) -> Judged {
    for artifact in &parts.manifest.get(judgement)?.artifacts {
        let case = artifact.file.link.check(judgement.workspace);
        let left_to_threshold = !matches!(case, Case::Holds)
            && !Link::is_mismatch(&case)
            && artifact.file.link.target().is_some_and(|path| parts.is_required(&path));
        if !left_to_threshold {
            let case = with_size(&artifact.file, case, judgement.workspace);
            count_strictly(case, judgement);
        }
    }
    Ok(())
}

pub(super) fn judge_package(parts: &Parts, judgement: &mut Judgement<'_>) -> Judged {
    let described = parts.manifest.get(judgement)?.package.as_ref();
    let described = known(described, "which package it describes")?;
    let path = known(described.link.path(), "where its package lies")?;
    let package = parts.archive.path();
    if described.link.target().as_ref() != Some(package) {
        let other = PACKAGE_PATH_MISMATCH
            .at(path)
            .message(format!("The manifest describes another package than {package}"))
            .expected(package.to_string())
            .actual(path.value.clone());
        count_strictly(other.into(), judgement);
        return Ok(());
    }
    let bytes = described.link.check(judgement.workspace);
    count_strictly(with_size(described, bytes, judgement.workspace), judgement);
    Ok(())
}

/// What came of checking the bytes of `file`, with its size on top.
fn with_size(file: &RecordedFile, bytes: Case, workspace: &Workspace) -> Case {
    let (Case::Holds, Some(target)) = (&bytes, file.link.target()) else {
        return bytes;
    };
    let (Some(recorded), Ok(found)) = (&file.size, workspace.fingerprint(&target)) else {
        return Case::Unreadable;
    };
    Case::when(u64::try_from(recorded.value) == Ok(found.size), || {
        SIZE_MISMATCH
            .at(recorded)
            .message(format!("{target} does not have the size that was recorded"))
            .expected(format!("{} bytes", found.size))
            .actual(format!("{} bytes", recorded.value))
    })
}
