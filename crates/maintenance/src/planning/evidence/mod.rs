//! What stands in each piece of evidence: one module per file. Nothing here decides whether it is
//! enough.

pub mod cadence_checklist;
