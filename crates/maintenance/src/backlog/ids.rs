//! Whether two items have the same id, in a file of any length.
//!
//! While the items are judged, a hash of each id is kept (see [`super::fingerprints`]); only when two
//! are equal is the file read again, to compare the ids themselves and to say where they stand. So a
//! file without a duplicate is read once, and two ids that share a hash are no false alarm.

use std::collections::BTreeMap;

use ray_core::clock::Now;
use ray_core::finding::{Code, Finding};
use ray_core::place::{EvidencePath, Place};
use ray_core::workspace::{FileProblem, Workspace};

use super::file::read_ids;
use super::fingerprints::{Fingerprints, MOST, Suspects, hash};
use super::tally::{LISTED, Tally};

pub(super) const ID_REPEATED: Code = Code::error(
    "backlog-id-repeated",
    "Two items have the same id",
    "Give each item an id of its own, or merge the two rows if they are one item",
    "MB-7,Rotate the keys,…\nMB-7,Restart the brokers,…",
);

/// The ids of the backlog, while it is being read.
#[derive(Debug)]
pub(super) struct Ids {
    seen: Fingerprints,
    count: u64,
    most: usize,
}

impl Ids {
    /// None yet.
    pub(super) fn new() -> Self {
        Self::with_room(MOST)
    }

    /// None yet, and room for the hashes of `most` ids.
    fn with_room(most: usize) -> Self {
        Self { seen: Fingerprints::from(0, most), count: 0, most }
    }

    /// Takes note of the id of an item.
    pub(super) fn add(&mut self, id: &str) {
        self.count += 1;
        self.seen.add(hash(id));
    }

    /// Counts every item with an id, those whose id stands further up as failing.
    ///
    /// # Errors
    /// When the file at `path` cannot be read again, or is not the same any more.
    pub(super) fn judge(
        self,
        workspace: &Workspace,
        path: &EvidencePath,
        now: Now,
    ) -> Result<Tally, FileProblem> {
        let mut suspects = self.seen.close();
        let (mut tally, mut repeated) = (Tally::default(), 0);
        loop {
            if !suspects.hashes.is_empty() {
                let mut repeats = Repeats::new(&suspects, &mut tally);
                reread(workspace, path, now, |id, number, place| {
                    repeats.compare(id, number, place)
                })?;
                repeated += repeats.count;
            }
            let Some(start) = suspects.next else {
                break;
            };
            // What was found is no longer needed; the next part of the range gets its memory.
            suspects.hashes = Vec::new();
            let mut seen = Fingerprints::from(start, self.most);
            reread(workspace, path, now, |id, _, _| seen.add(hash(id)))?;
            suspects = seen.close();
        }
        (0..self.count.saturating_sub(repeated)).for_each(|_| tally.holds());
        Ok(tally)
    }
}

/// Compares the ids that are under suspicion, as the file is read again.
struct Repeats<'s> {
    suspects: &'s Suspects,
    /// True for each suspected hash that came up.
    came: Vec<bool>,
    /// In which row an id stands first; kept for no more ids than findings are listed. Beyond that,
    /// when a thousand repeats were found by their text, an equal hash is enough to count one.
    first: BTreeMap<String, u64>,
    tally: &'s mut Tally,
    count: u64,
}

impl<'s> Repeats<'s> {
    fn new(suspects: &'s Suspects, tally: &'s mut Tally) -> Self {
        let came = vec![false; suspects.hashes.len()];
        Self { suspects, came, first: BTreeMap::new(), tally, count: 0 }
    }

    fn compare(&mut self, id: &str, number: u64, place: &dyn Fn() -> Place) {
        let Ok(suspect) = self.suspects.hashes.binary_search(&hash(id)) else {
            return;
        };
        if let Some(first) = self.first.get(id) {
            self.count += 1;
            self.tally.fails(|| finding(id, Some(*first), &place()));
        } else if self.first.len() <= LISTED {
            self.first.insert(id.to_owned(), number);
        } else if let Some(came) = self.came.get_mut(suspect) {
            if *came {
                self.count += 1;
                self.tally.fails(|| finding(id, None, &place()));
            }
            *came = true;
        }
    }
}

fn finding(id: &str, first: Option<u64>, place: &Place) -> Finding {
    let further_up = first.map_or("a row further up".to_owned(), |first| format!("row {first}"));
    ID_REPEATED
        .at(place)
        .message(format!("The id {id} is also that of {further_up}"))
        .expected("an id that no other item has")
        .actual(id)
}

/// Reads the file again; it must be the one that was judged.
fn reread(
    workspace: &Workspace,
    path: &EvidencePath,
    now: Now,
    each: impl FnMut(&str, u64, &dyn Fn() -> Place),
) -> Result<(), FileProblem> {
    let judged = workspace.fingerprint(path)?;
    let ((), again) = workspace.stream(path, |bytes| read_ids(bytes, path, now, each))?;
    if again == judged {
        return Ok(());
    }
    Err(FileProblem::Unreadable("it was changed while it was being judged".to_owned()))
}

#[cfg(test)]
mod tests {
    use ray_core::finding::Notes;
    use test_support::Scratch;

    use super::*;
    use crate::backlog::file;

    const HEADER: &str = "id,title,severity,priority,owner,due_date,status\n";

    /// How many ids are held to be unique, and how many repeat, of `rows` with room for `most`.
    fn judged(rows: &[String], most: usize) -> (u64, u64) {
        let scratch = Scratch::empty();
        scratch.write("backlog.csv", format!("{HEADER}{}", rows.concat()));
        judge(&scratch, most, || {}).unwrap().counts()
    }

    fn judge(scratch: &Scratch, most: usize, between: impl Fn()) -> Result<Tally, FileProblem> {
        let workspace = Workspace::open(scratch.path()).unwrap();
        let path = EvidencePath::new("backlog.csv");
        let now = Now::from_system(jiff::Timestamp::UNIX_EPOCH);
        let mut ids = Ids::with_room(most);
        let notes = Notes::new(now);
        workspace
            .stream(&path, |bytes| {
                file::read(bytes, &path, &notes, |item| {
                    if let Some(id) = item.id() {
                        ids.add(&id);
                    }
                });
            })
            .unwrap();
        between();
        ids.judge(&workspace, &path, now)
    }

    fn row(id: u64) -> String {
        format!("{id},Fix,Low,P4,Ana Ruiz,,Open\n")
    }

    #[test]
    fn ids_that_do_not_fit_are_compared_in_further_passes() {
        let rows: Vec<String> = (0..1_000).map(|number| row(number % 990)).collect();
        assert_eq!(judged(&rows, 5_000), (990, 10));
        assert_eq!(judged(&rows, 64), (990, 10));
        assert_eq!(judged(&rows, 2), (990, 10));
    }

    #[test]
    fn a_file_that_changes_while_it_is_judged_is_no_evidence() {
        let scratch = Scratch::empty();
        scratch.write("backlog.csv", format!("{HEADER}{}{}", row(1), row(1)));
        let changed = judge(&scratch, 8, || {
            scratch.write("backlog.csv", format!("{HEADER}{}{}", row(1), row(2)));
        });
        assert!(matches!(changed, Err(FileProblem::Unreadable(_))));
    }
}
