//! The three gates: one module per gate, each a list of criteria in the order of the descriptor.

pub mod approvals;
pub mod backlog;
pub mod governance;
