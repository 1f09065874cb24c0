//! The name that was probably meant by one that is none. A document may hold many thousands of names, so
//! that each is looked up but once, and compared with few.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ray_core::value::words::{fold, nearest};

/// Characters from which on a name is long enough that two of them more or less are a slip.
const LONG: usize = 12;

/// Names to compare with.
#[derive(Default)]
pub(super) struct Slips {
    /// Each name by its folded form: another case is a slip too.
    names: BTreeMap<String, String>,
    asked: RefCell<BTreeMap<String, Option<String>>>,
}

impl Slips {
    /// Compares with `names`.
    pub(super) fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let names = names.map(|name| (fold(name), name.to_owned())).collect();
        Self { names, asked: RefCell::default() }
    }

    /// The one that `text`, which is none of them, is a slip away from. Extensions must agree.
    pub(super) fn find(&self, text: &str) -> Option<&str> {
        if let Some(known) = self.asked.borrow().get(text) {
            return known.as_ref().and_then(|folded| self.names.get(folded)).map(String::as_str);
        }
        let found = self.compare(&fold(text));
        self.asked.borrow_mut().insert(text.to_owned(), found.map(str::to_owned));
        found.and_then(|folded| self.names.get(folded)).map(String::as_str)
    }

    /// The folded form of the name that `folded` is a slip away from.
    fn compare(&self, folded: &str) -> Option<&str> {
        if let Some((alike, _)) = self.names.get_key_value(folded) {
            return Some(alike);
        }
        let length = folded.chars().count();
        let close = self.names.keys().map(String::as_str).filter(|name| {
            length >= LONG
                && name.chars().count().abs_diff(length) <= 2
                && extension(name) == extension(folded)
        });
        nearest(folded, close)
    }
}

fn extension(name: &str) -> Option<&str> {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, extension)| extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_another_name_is_not() {
        let slips = Slips::of(["approval-log.csv", "DEPLOYMENT-REPORT.md"].into_iter());
        for _ in 0..2 {
            assert_eq!(slips.find("aproval-log.csv"), Some("approval-log.csv"));
            assert_eq!(slips.find("deployment_report.md"), Some("DEPLOYMENT-REPORT.md"));
            assert_eq!(slips.find("approval-log.json"), None);
            assert_eq!(slips.find("apology-book.csv"), None);
        }
    }
}
