//! Fuzzing of everything that comes from outside. `cargo test` replays what was kept and tries new inputs
//! for a second per target; `cargo bolero test TARGET` goes on for as long as it is let.
//!
//! A target says what must hold for every input, in `oracle`, and not only that nothing breaks.
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod bounds;
mod damage;
mod descriptors;
mod edit;
mod example;
mod gates;
mod harm;
mod ledger;
mod oracle;
mod readers;
mod settings;
mod values;
mod verify;
mod waivers;
