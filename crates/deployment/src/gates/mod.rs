//! The gates of protocol 11: one module per gate, one function per criterion, in the order of the
//! descriptor.

pub mod freeze;
pub mod launch;
pub mod readiness;
pub mod reporting;
