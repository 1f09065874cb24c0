//! What can be looked up without a network: `ray-gates explain`, `schema`, `completions` and `man`, and
//! the book in `docs/`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod book;
mod completions;
mod explain;
mod manual;
mod schema;

use ray_core::protocol::Protocol;
use test_support::Scratch;
use test_support::scratch::{Outcome, finish};

/// `ray-gates` with `arguments`, in a folder of no interest.
fn ray_gates(arguments: &[&str]) -> Outcome {
    let mut command = Scratch::command(env!("CARGO_BIN_EXE_ray-gates"));
    command.args(arguments);
    finish(command)
}

/// Standard output of a run that ends well.
fn printed(arguments: &[&str]) -> String {
    let outcome = ray_gates(arguments);
    assert_eq!(outcome.code, 0, "{arguments:?}: {}", outcome.stderr);
    assert_eq!(outcome.stderr, "", "{arguments:?}");
    outcome.stdout
}

/// Standard error of a run that cannot look.
fn refused(arguments: &[&str]) -> String {
    let outcome = ray_gates(arguments);
    assert_eq!(outcome.code, 2, "{arguments:?}: {}", outcome.stdout);
    assert_eq!(outcome.stdout, "", "{arguments:?}");
    outcome.stderr
}

fn protocols() -> Vec<Protocol> {
    xtask::catalogue::protocols().unwrap()
}

/// Every executable under each of its names, and `ray-gates`.
fn every_executable() -> Vec<String> {
    let protocols = protocols();
    let executables = xtask::catalogue::executables(&protocols);
    let names = executables
        .iter()
        .flat_map(|known| known.aliases.iter().cloned().chain([known.name.to_owned()]));
    names.chain(["ray-gates".to_owned()]).collect()
}
