//! ray-cli
