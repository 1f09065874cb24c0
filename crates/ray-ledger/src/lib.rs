//! What is kept of a run: the evidence manifest and the record of a protocol run.
//!
//! The only crate that writes, and only in [`mod@write`]. It knows no rule, no output format, no flag
//! and no clock: times are passed in.

pub mod evidence_manifest;
pub mod run_manifest;
pub mod write;
