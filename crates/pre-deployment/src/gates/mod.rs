//! The gates of protocol 10: one module per gate, one function per criterion, in the order of the
//! descriptor.

pub mod intake;
pub mod readiness;
pub mod rehearsal;
pub mod security;
