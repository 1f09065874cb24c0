//! `--package`: builds the archive with which a protocol hands over, and its manifest.

use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use ray_core::checksum::Digest;
use ray_core::gate::result::{GateResult, agreed_release};
use ray_core::place::EvidencePath;
use ray_core::protocol::PackageSpec;
use ray_ledger::execution_log::Written;
use ray_ledger::package::{self, Contents, PackError, Progress};
use ray_ledger::write;

use crate::aggregate::{generated_by, own_files};
use crate::failure::Failure;
use crate::session::Session;

/// How long packing may take before progress is shown, and how often it is then.
const PATIENCE: Duration = Duration::from_secs(1);
const REFRESH: Duration = Duration::from_millis(200);

/// Packs the evidence of the protocol, of which the gates came to `results`, and writes the manifest of
/// the package: both documents.
///
/// # Errors
/// When a file cannot be read, or one cannot be written.
pub(crate) fn perform(
    session: &Session,
    spec: &PackageSpec,
    results: &[GateResult],
) -> Result<Vec<Written>, Failure> {
    let archive = session.folder.join(&spec.archive);
    let manifest = session.folder.join(&spec.manifest);
    let context = session.context();
    let required = spec.required.iter().filter_map(|id| session.protocol.evidence(id));
    let contents = Contents {
        workspace: &session.workspace,
        protocol_id: &session.protocol.descriptor.protocol.id,
        files: files(session, [&archive, &manifest]),
        required: required.map(|evidence| session.path_of(evidence)).collect(),
        archive: archive.clone(),
        release: agreed_release(results),
        entry_time: entry_time(session)?,
        now: context.now,
        verified_by: session.verified_by.as_deref(),
        generated_by: generated_by(session),
    };
    let mut shown = Shown::new(session.environment.stderr_is_terminal);
    let packed = package::build(&contents, &mut |progress| shown.tell(progress));
    shown.clear();
    let packed = packed.map_err(|error| match error {
        PackError::Write(error) => Failure::Write(error),
        file @ PackError::File { .. } => Failure::Package(file),
    })?;
    let target = session.workspace.root().join(manifest.as_str());
    let of_manifest = packed.write(&target)?;
    let (digest, size) = packed.archive();
    let _ = writeln!(
        io::stderr(),
        "packed {} files into {archive}: {size} bytes, sha256 {digest}",
        packed.files()
    );
    let of_archive = Written { path: archive.to_string(), sha256: digest };
    Ok(vec![of_archive, written(session, &target, of_manifest)])
}

/// The document at `target`, which has this `digest`, as the execution log names it.
#[must_use]
pub(crate) fn written(session: &Session, target: &Path, digest: Digest) -> Written {
    let path = match session.workspace.relative(target) {
        Some(path) => path.to_string(),
        None => target.to_string_lossy().into_owned(),
    };
    Written { path, sha256: digest }
}

/// Everything below the evidence folder, and what the descriptor names elsewhere; never the package
/// itself, nor what records runs and goes on changing.
fn files(session: &Session, package: [&EvidencePath; 2]) -> Vec<EvidencePath> {
    let own = own_files(session);
    let evidence = session.protocol.descriptor.evidence.iter();
    let elsewhere = evidence.filter(|evidence| evidence.from_root);
    let elsewhere = elsewhere.map(|evidence| session.path_of(evidence));
    let mut files: Vec<EvidencePath> = session.workspace.files_below(&session.folder);
    files.extend(elsewhere.filter(|path| session.workspace.exists(path)));
    files.retain(|path| {
        let is_own = own.contains(path) || write::is_unfinished(path.file_name());
        !is_own && !package.contains(&path)
    });
    files.sort();
    files.dedup();
    files
}

/// What `SOURCE_DATE_EPOCH` says, in seconds since 1970.
fn entry_time(session: &Session) -> Result<Option<Timestamp>, Failure> {
    let Some(text) = session.environment.source_date_epoch.as_deref() else {
        return Ok(None);
    };
    let bad =
        |problem: String| Failure::BadValue { origin: "SOURCE_DATE_EPOCH".to_owned(), problem };
    let seconds = text.trim().parse().ok().and_then(|it| Timestamp::from_second(it).ok());
    let time =
        seconds.ok_or_else(|| bad(format!("`{text}` is not a number of seconds since 1970")))?;
    if !package::can_be_an_entry_time(time) {
        return Err(bad(format!(
            "an archive knows the years 1980 to 2107, and `{text}` is {time}"
        )));
    }
    Ok(Some(time))
}

/// Progress on a terminal, when it takes long.
struct Shown {
    started: Instant,
    last: Option<Instant>,
    is_terminal: bool,
}

impl Shown {
    fn new(is_terminal: bool) -> Self {
        Self { started: Instant::now(), last: None, is_terminal }
    }

    fn tell(&mut self, progress: Progress) {
        let early = self.started.elapsed() < PATIENCE;
        let just_now = self.last.is_some_and(|last| last.elapsed() < REFRESH);
        if !self.is_terminal || early || just_now {
            return;
        }
        let Progress { files, of_files, bytes } = progress;
        let mebibytes = bytes / (1024 * 1024);
        let _ = write!(io::stderr(), "\rpacking {files} of {of_files} files, {mebibytes} MiB");
        self.last = Some(Instant::now());
    }

    fn clear(&self) {
        if self.last.is_some() {
            let _ = write!(io::stderr(), "\r{:60}\r", "");
        }
    }
}
