//! A file of lines in which nothing can be changed unnoticed: each line carries the SHA-256 of the line
//! before it, and of itself.
//!
//! ```text
//! {"previous":"<64 hexadecimal digits>", …the record…, "check":"<64 hexadecimal digits>"}
//! ```
//!
//! `previous` is the digest of the whole line before, without its newline; that of the first line is
//! all zeros. `check` is the digest of everything in the line that stands before the key. There is no
//! secret in it: whoever rewrites every line from some place on has a chain that holds. The head, the
//! digest of the last line, shows that when it was written down elsewhere.
//!
//! This module knows nothing of what is recorded.

mod append;
mod line;
mod walk;

pub use append::{Chain, ChainError, Repair, ready};
pub use walk::{Fault, FaultKind, Walk, walk};

#[cfg(test)]
mod tests;
