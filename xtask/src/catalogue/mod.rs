//! All that can be looked up, by name: gates, criteria, finding codes, evidence files and executables of
//! every protocol. It only collects what descriptors and crates say; the texts are written in
//! [`crate::topics`].

mod codes;
mod executables;
mod files;
mod gates;

use ray_core::protocol::{DescriptorError, Protocol};
use ray_core::value::words::{fold, nearest};

use crate::PROTOCOLS;

pub use codes::{KnownCode, codes};
pub use executables::{Executable, executables};
pub use files::{KnownFile, files};
pub use gates::{KnownGate, gates};

/// Every protocol, loaded.
///
/// # Errors
/// When a descriptor is broken: a fault of this project.
pub fn protocols() -> Result<Vec<Protocol>, DescriptorError> {
    PROTOCOLS.iter().map(|source| Protocol::load(source)).collect()
}

/// Those of `names` that `text` was probably meant to be, the likeliest first: a slip of the finger,
/// then what holds it as a part.
#[must_use]
pub fn near<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    /// More would be a list to read and no help.
    const MOST: usize = 5;
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names.dedup();
    let wanted = fold(text);
    let slip = nearest(text, names.iter().copied());
    let holding = names.iter().copied().filter(|name| {
        wanted.chars().count() >= 3 && Some(*name) != slip && fold(name).contains(&wanted)
    });
    slip.into_iter().chain(holding).take(MOST).collect()
}

/// `names` as the end of a message: what was probably meant, or nothing.
#[must_use]
pub fn did_you_mean(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        names => {
            let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("; did you mean {}?", quoted.join(" or "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_comes_before_what_holds_the_text() {
        let names = ["approval-too-late", "approval-too-early", "placeholder"];
        assert_eq!(near("aproval-too-late", names)[0], "approval-too-late");
        assert_eq!(near("approval", names), ["approval-too-early", "approval-too-late"]);
        assert_eq!(near("xy", names), Vec::<&str>::new());
    }
}
