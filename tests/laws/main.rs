//! Lists that must agree, compared: crates and their arrows, scripts and executables, codes, files.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod arrows;
mod codes;
mod schemas;
mod tidy;
