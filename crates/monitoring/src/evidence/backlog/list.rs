//! Entries of the backlog that stand in lists: `- GAP-03: a replica for the export (owner: …, due: …)`,
//! with owner and due date in the item itself, in items below it, or in those that follow it.

use std::collections::BTreeMap;

use ray_core::evidence::markdown::Item;
use ray_core::evidence::page::Page;
use ray_core::place::{Located, Placed};
use ray_core::value::words::fold_heading;

use super::{Entry, is_done, is_id, says_something};

/// What separates the labelled values of one line.
const SEPARATORS: [char; 7] = [';', ',', '(', ')', '|', '–', '—'];

/// An entry while its list is being read.
struct Draft {
    entry: Entry,
    depth: usize,
    /// True for `Id: GAP-03`, which further labelled items say more about.
    labelled: bool,
}

/// The entries of all lists of `page`.
pub(super) fn entries(page: &Page<'_>) -> Vec<Entry> {
    let labels = Labels::of(page);
    let mut drafts: Vec<Draft> = Vec::new();
    for item in page.items() {
        let said = Said::read(&labels, item);
        if let Some(draft) = said.begins(item, drafts.last()) {
            drafts.push(draft);
        }
        let current = drafts.last_mut().filter(|draft| item.depth() >= draft.depth);
        if let Some(Draft { entry, .. }) = current {
            entry.owner = entry.owner.take().or(said.owner);
            entry.due = entry.due.take().or(said.due);
            entry.done |= said.done || item.checked() == Some(true);
        }
    }
    let entries = drafts.into_iter().map(|draft| draft.entry);
    entries.filter(|entry| entry.has_id() || entry.is_planned()).collect()
}

/// What a label in an item announces.
#[derive(Debug, Clone, Copy)]
enum Label {
    Id,
    Owner,
    Due,
    Status,
}

/// The labels by their names in the descriptor.
struct Labels(BTreeMap<String, Label>);

impl Labels {
    fn of(page: &Page<'_>) -> Self {
        let known = [
            ("Id", Label::Id),
            ("Owner", Label::Owner),
            ("Due", Label::Due),
            ("Status", Label::Status),
        ];
        let named = known.into_iter().flat_map(|(proper, label)| {
            page.names(proper).into_iter().map(move |name| (fold_heading(name), label))
        });
        Self(named.collect())
    }

    fn find(&self, label: &str) -> Option<Label> {
        self.0.get(&fold_heading(label)).copied()
    }
}

/// What one item says.
struct Said {
    /// What stands behind a label for ids.
    id: Option<String>,
    /// The label that the item starts with, or else its first word; none when the item does nothing
    /// but state an owner, a due date or a status.
    start: Option<String>,
    /// True when `start` is a label.
    labelled: bool,
    owner: Option<Located<String>>,
    due: Option<Located<String>>,
    done: bool,
}

impl Said {
    fn read(labels: &Labels, item: Item<'_>) -> Self {
        let mut said =
            Said { id: None, start: None, labelled: false, owner: None, due: None, done: false };
        for (line, text) in item.lines().enumerate() {
            let text = text.located();
            for (at, part) in text.value.split(SEPARATORS).enumerate() {
                let (label, value) = match part.split_once(':') {
                    Some((label, value)) => (Some(label.trim()), value.trim()),
                    None => (None, ""),
                };
                let named = || Located::new(value.to_owned(), text.spot.clone());
                match label.and_then(|label| labels.find(label)) {
                    Some(Label::Id) => said.id = Some(value.to_owned()),
                    Some(Label::Owner) => said.owner = Some(named()),
                    Some(Label::Due) => said.due = Some(named()),
                    Some(Label::Status) => said.done = is_done(value),
                    None if (line, at) == (0, 0) => {
                        let word = || part.split_whitespace().next().unwrap_or_default();
                        said.labelled = label.is_some();
                        said.start = Some(label.unwrap_or_else(word).to_owned());
                    }
                    None => {}
                }
            }
        }
        said.owner = said.owner.filter(says_something);
        said.due = said.due.filter(says_something);
        said
    }

    /// The entry that begins with `item`, when it says no more about the one before it.
    fn begins(&self, item: Item<'_>, before: Option<&Draft>) -> Option<Draft> {
        let draft = |id: &str, labelled| {
            let entry = Entry {
                id: id.to_owned(),
                owner: None,
                due: None,
                done: false,
                place: item.text().place(),
            };
            Some(Draft { entry, depth: item.depth(), labelled })
        };
        if let Some(id) = &self.id {
            return draft(id, true);
        }
        let start = self.start.as_deref()?;
        let goes_on = before.is_some_and(|before| match item.depth().cmp(&before.depth) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => before.labelled && self.labelled,
            std::cmp::Ordering::Less => false,
        });
        let bare = start.trim_matches(|c: char| !c.is_alphanumeric());
        if goes_on && !is_id(bare) { None } else { draft(bare, false) }
    }
}
