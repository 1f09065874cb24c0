//! The vocabulary of the gates: located evidence, checksums, criteria and results.

pub mod clock;
pub mod evidence;
pub mod finding;
pub mod place;
pub mod source;
pub mod value;
