//! A file that evidence points at, with the checksum that was recorded for it.

use crate::checksum::Digest;
use crate::evidence::view::{Fields, Given, View};
use crate::finding::{Code, Finding};
use crate::gate::Case;
use crate::place::{EvidencePath, Located, Spot};
use crate::workspace::{FileProblem, Workspace, resolve};

/// The file is not the one that was verified. No waiver covers it.
pub const CHECKSUM_MISMATCH: Code = Code::error(
    "checksum-mismatch",
    "A file is not the one whose checksum was recorded",
    "Find out why it changed; if the change is right, verify the file again and record its new checksum",
    r#"{"path": "a.zip", "sha256": "0000…"}"#,
).never_waived();

/// No checksum was recorded.
pub const CHECKSUM_MISSING: Code = Code::error(
    "checksum-missing",
    "A file is linked without its checksum",
    "Record the SHA-256 of the file, as `sha256sum FILE` prints it",
    r#"{"path": "a.zip"}"#,
);

/// The checksum is none.
pub const CHECKSUM_MALFORMED: Code = Code::error(
    "checksum-malformed",
    "A checksum is not a SHA-256",
    "Record the 64 hexadecimal digits that `sha256sum FILE` prints",
    r#"{"sha256": "abc"}"#,
)
.never_waived();

/// The codes of this module.
pub const CODES: &[&Code] = &[&CHECKSUM_MISMATCH, &CHECKSUM_MISSING, &CHECKSUM_MALFORMED];

/// `path` and `sha256` of an object.
#[derive(Debug)]
pub struct Link {
    path: Option<Located<String>>,
    sha256: Given<String>,
    owner: Spot,
}

impl Link {
    /// Reads the link on `fields`; a missing path is a finding.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        Self {
            path: fields.required("path").and_then(View::filled_text),
            sha256: fields.given("sha256", View::text),
            owner: fields.spot(),
        }
    }

    /// The path as written, where it was read.
    #[must_use]
    pub fn path(&self) -> Option<&Located<String>> {
        self.path.as_ref()
    }

    /// The path from the root; none when it was not read or leads out of the root.
    #[must_use]
    pub fn target(&self) -> Option<EvidencePath> {
        self.path.as_ref().and_then(|path| resolve(&path.value).ok())
    }

    /// The checksum as written, and what it says; none when it is no checksum, which
    /// [`check`](Self::check) reports.
    #[must_use]
    pub fn checksum(&self) -> Option<(&Located<String>, Digest)> {
        let written = self.sha256.read()?;
        written.value.trim().parse().ok().map(|digest| (written, digest))
    }

    /// Holds when the file exists inside the root and has the checksum.
    #[must_use]
    pub fn check(&self, workspace: &Workspace) -> Case {
        let Some(path) = &self.path else {
            return Case::Unreadable;
        };
        let Ok(target) = resolve(&path.value) else {
            let target = EvidencePath::new(&path.value);
            return FileProblem::OutsideRoot
                .finding(&target, path)
                .actual(path.value.clone())
                .into();
        };
        let fingerprint = match workspace.fingerprint(&target) {
            Ok(fingerprint) => fingerprint,
            Err(problem) => return problem.finding(&target, path).into(),
        };
        match &self.sha256 {
            Given::Faulty => Case::Unreadable,
            Given::Absent => CHECKSUM_MISSING
                .at(&self.owner)
                .message(format!("{target} is linked without its checksum"))
                .expected("a value for sha256")
                .into(),
            Given::Read(recorded) => compare(recorded, &target, fingerprint.digest),
        }
    }

    /// A checksum that differs is a finding whatever the threshold.
    #[must_use]
    pub fn is_mismatch(case: &Case) -> bool {
        matches!(case, Case::Fails(finding) if finding.code == &CHECKSUM_MISMATCH)
    }
}

fn compare(recorded: &Located<String>, target: &EvidencePath, found: Digest) -> Case {
    match recorded.value.trim().parse::<Digest>() {
        Err(problem) => CHECKSUM_MALFORMED
            .at(recorded)
            .message(format!("The checksum of {target} {problem}"))
            .expected("64 hexadecimal digits")
            .actual(recorded.value.chars().take(80).collect::<String>())
            .into(),
        Ok(expected) => {
            Case::when(expected == found, || mismatch(recorded, target, expected, found))
        }
    }
}

fn mismatch(
    recorded: &Located<String>,
    target: &EvidencePath,
    expected: Digest,
    found: Digest,
) -> Finding {
    CHECKSUM_MISMATCH
        .at(recorded)
        .message(format!("{target} is not the file whose checksum was recorded"))
        .expected(expected.to_string())
        .actual(found.to_string())
}
