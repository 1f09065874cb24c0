//! The gates of protocol 12: one module per gate, one function per criterion, in the order of the
//! descriptor.

pub mod alerts;
pub mod assurance;
pub mod handoff;
pub mod instrumentation;
