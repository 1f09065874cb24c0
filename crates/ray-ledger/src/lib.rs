//! What is kept of a run: the evidence manifest and the record of a protocol run.
//!
//! The only crate that writes, and only in [`mod@write`]. It knows no rule, no output format, no flag
//! and no clock: times are passed in.

pub mod chain;
pub mod evidence_manifest;
pub mod run_manifest;
pub mod waivers;
pub mod write;

/// Every finding code that this crate can raise. Words are unique across the project.
pub fn codes() -> impl Iterator<Item = &'static ray_core::finding::Code> {
    waivers::CODES.iter().copied()
}
