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
mod variables;

use ray_core::protocol::Protocol;
use test_support::workspace_root;

/// Every protocol, with its folder in `protocols/`.
fn protocols() -> Vec<(Protocol, std::path::PathBuf)> {
    let loaded = xtask::PROTOCOLS.iter().map(|source| {
        let protocol = Protocol::load(source).unwrap();
        let identity = &protocol.descriptor.protocol;
        let folder = format!("protocols/{}-{}", identity.id, identity.key);
        (protocol, workspace_root().join(folder))
    });
    loaded.collect()
}
