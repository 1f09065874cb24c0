//! Packs files as a stream: memory does not grow with their size, and each is read once, for its digest
//! and for the archive.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ray_core::checksum::digest;
use ray_core::clock::Now;
use ray_core::place::EvidencePath;
use ray_core::workspace::{FileProblem, Fingerprint, Workspace};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::PackageManifest;
use crate::write::{self, WriteError};

/// What the deflate of zlib does unless it is told otherwise: most of what there is to gain.
const LEVEL: i64 = 6;

/// Rights of every entry: those of a file that everybody may read.
const MODE: u32 = 0o644;

/// From this size on, in bytes, an entry needs the wide fields of zip64.
const LARGE: u64 = u32::MAX as u64;

/// Bytes that are read and written at a time.
const BUFFER: usize = 256 * 1024;

/// What is to be packed.
#[derive(Debug)]
pub struct Contents<'a> {
    /// The repository.
    pub workspace: &'a Workspace,
    /// Number of the protocol.
    pub protocol_id: &'a str,
    /// The files, sorted; each once.
    pub files: Vec<EvidencePath>,
    /// Those without which the protocol cannot hand over.
    pub required: Vec<EvidencePath>,
    /// The archive, from the root.
    pub archive: EvidencePath,
    /// The release that the evidence names.
    pub release: Option<&'a str>,
    /// The time that every entry gets; the earliest that the format knows unless one is given.
    pub entry_time: Option<Timestamp>,
    /// The instant of the run.
    pub now: Now,
    /// Who stands behind it.
    pub verified_by: Option<&'a str>,
    /// Name and version of the tool.
    pub generated_by: String,
}

/// How far packing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files that are packed.
    pub files: usize,
    /// Files that there are.
    pub of_files: usize,
    /// Bytes that were read.
    pub bytes: u64,
}

/// A package could not be built. What stood in its place still does.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file cannot be packed.
    #[error("{path} cannot be packed: {reason}")]
    File {
        /// The file.
        path: EvidencePath,
        /// Why.
        reason: String,
    },
    /// The archive cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Packs `contents` into their archive, and describes it. `progress` is told every so often.
///
/// # Errors
/// When a file cannot be read, or the archive cannot be written.
pub fn build(
    contents: &Contents<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<PackageManifest, PackError> {
    let target = contents.workspace.root().join(contents.archive.as_str());
    let (archive, packed) =
        write::replace_by(&target, |file| pack(contents, file, &target, progress))?;
    Ok(PackageManifest::of(contents, &archive, &packed))
}

fn pack(
    contents: &Contents<'_>,
    file: &mut File,
    target: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Fingerprint, Vec<Fingerprint>), PackError> {
    let failed = |reason: io::Error| WriteError { path: target.to_owned(), reason };
    let mut zip = ZipWriter::new(BufWriter::with_capacity(BUFFER, &mut *file));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(entry_time(contents.entry_time))
        .unix_permissions(MODE);
    let mut packed = Vec::with_capacity(contents.files.len());
    let mut bytes = 0;
    for path in &contents.files {
        let failing = |reason: String| PackError::File { path: path.clone(), reason };
        if path.as_str().chars().any(char::is_control) {
            return Err(failing("its name has a character that no archive may hold".to_owned()));
        }
        let unreadable = |problem: FileProblem| match problem {
            // It was listed a moment ago.
            FileProblem::Missing => {
                failing("its name is not UTF-8, or has a backslash, or the file is gone".to_owned())
            }
            problem => failing(problem.finding(path, path).message.into_owned()),
        };
        let size = contents.workspace.open_file(path).map_err(unreadable)?.size();
        let started = zip.start_file(path.as_str(), options.large_file(size >= LARGE));
        started.map_err(|error| failed(io::Error::other(error)))?;
        let mut told = |count: u64| {
            bytes += count;
            progress(Progress { files: packed.len(), of_files: contents.files.len(), bytes });
        };
        let (copied, fingerprint) = contents
            .workspace
            .stream(path, |read| copy(read, &mut zip, &mut told))
            .map_err(unreadable)?;
        copied.map_err(failed)?;
        packed.push(fingerprint);
    }
    let finished = zip.finish().map_err(|error| failed(io::Error::other(error)))?;
    finished.into_inner().map_err(|error| failed(error.into_error()))?;
    file.rewind().map_err(failed)?;
    let (digest, size) = digest(BufReader::with_capacity(BUFFER, file)).map_err(failed)?;
    Ok((Fingerprint { digest, size }, packed))
}

fn copy(read: &mut dyn Read, zip: &mut impl Write, told: &mut dyn FnMut(u64)) -> io::Result<()> {
    let mut buffer = vec![0; BUFFER];
    loop {
        let count = read.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        zip.write_all(buffer.get(..count).unwrap_or_default())?;
        told(count as u64);
    }
}

/// True when an archive can hold `time`: it knows the years 1980 to 2107, and every second second.
#[must_use]
pub fn can_be_an_entry_time(time: Timestamp) -> bool {
    packed(time).is_some()
}

/// The earliest time that the format knows, unless one is given that it knows.
fn entry_time(time: Option<Timestamp>) -> DateTime {
    time.and_then(packed).unwrap_or_default()
}

fn packed(time: Timestamp) -> Option<DateTime> {
    let civil = time.to_zoned(TimeZone::UTC).datetime();
    let packed = DateTime::from_date_and_time(
        u16::try_from(civil.year()).ok()?,
        u8::try_from(civil.month()).ok()?,
        u8::try_from(civil.day()).ok()?,
        u8::try_from(civil.hour()).ok()?,
        u8::try_from(civil.minute()).ok()?,
        u8::try_from(civil.second()).ok()?,
    );
    packed.ok()
}
