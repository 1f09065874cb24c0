//! ray-ledger
