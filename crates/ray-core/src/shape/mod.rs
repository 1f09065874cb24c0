//! Forms that the evidence of two or more protocols shares. A form that only one protocol knows
//! lives in that protocol's crate.

pub mod approval;
pub mod link;
pub mod package;
pub mod person;
pub mod release;
pub mod severity;
pub mod stamp;
