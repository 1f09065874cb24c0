//! The gates of the first edition: one module per gate, one function per criterion, in the order of
//! the descriptor.

pub mod charter;
pub mod enablement;
pub mod governance;
pub mod readiness;

use ray_core::place::{Located, Place, Placed};
use ray_core::value::placeholder::is_no_name_or_time;

/// The value where it says something.
fn said(value: Option<&Located<String>>) -> Option<&Located<String>> {
    value.filter(|value| !is_no_name_or_time(&value.value))
}

/// Where to report a value that says nothing: there, or at what lacks it.
fn place_of(value: Option<&Located<String>>, owner: &impl Placed) -> Place {
    value.map_or_else(|| owner.place(), Placed::place)
}

/// What stands there, for a finding.
fn found(value: Option<&Located<String>>) -> String {
    let written = value.map(|value| value.value.as_str()).filter(|text| !text.trim().is_empty());
    written.map_or_else(|| "nothing".to_owned(), |text| format!("\"{text}\""))
}
