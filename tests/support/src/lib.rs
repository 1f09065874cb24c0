//! What the end-to-end tests share: a scratch copy of an example, single changes to it, and runs of
//! the real executables in a scrubbed environment.

#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

pub mod built;
pub mod mutation;
pub mod repack;
pub mod scratch;
pub mod suite;

pub use mutation::{Mutation, Variation};
pub use scratch::{Outcome, Scratch, finish};

/// The root of the workspace.
pub fn workspace_root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
