//! Protocol 18 from outside: through its real executables, over copies of its examples.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod planning;
mod sustainment;
