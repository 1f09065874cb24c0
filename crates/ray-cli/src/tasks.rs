//! What an executable is for.

/// What to do with a protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Judge the gate with this short name.
    Gate(&'static str),
    /// Check what must be in place before the protocol starts.
    Prerequisites,
    /// Hash all evidence, judge all gates, and write the evidence manifest.
    Aggregate,
    /// Judge all gates, and write the record of the run.
    Run,
}
