//! What is kept of a run: the evidence manifest, the record of a protocol run, the history of gates, the
//! execution log, and the waivers that people have granted.
//!
//! The only crate that writes, and only in [`mod@write`] and [`chain`]. It knows no rule, no output format, no flag
//! and no clock: times are passed in.

pub mod chain;
pub mod evidence_manifest;
pub mod execution_log;
pub mod history;
mod json;
mod looser;
pub mod package;
pub mod run_manifest;
mod seal;
pub mod verify;
pub mod waivers;
pub mod write;

pub use seal::Seal;

/// The files of an evidence folder that record runs and are no evidence.
pub const RECORDS: [&str; 3] =
    [evidence_manifest::FILE_NAME, history::FILE_NAME, execution_log::FILE_NAME];

/// Every finding code that this crate can raise. Words are unique across the project.
pub fn codes() -> impl Iterator<Item = &'static ray_core::finding::Code> {
    waivers::CODES.iter().chain(verify::CODES).copied()
}
