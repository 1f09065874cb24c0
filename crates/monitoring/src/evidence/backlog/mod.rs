//! `improvement-backlog.md`: what is still to be improved, as rows of a table, items of a list or
//! sections.

mod list;

use std::collections::{BTreeMap, BTreeSet};

use ray_core::evidence::markdown::{Row, Section, Table};
use ray_core::evidence::page::Page;
use ray_core::place::{Located, Place, Placed};
use ray_core::value::placeholder::is_no_name_or_time;
use ray_core::value::words::fold;

/// States in which nothing is left to do.
const DONE: [&str; 7] =
    ["done", "closed", "resolved", "complete", "completed", "fixed", "implemented"];

/// The backlog.
#[derive(Debug)]
pub struct Backlog {
    /// Its entries.
    pub entries: Vec<Entry>,
    /// For each name of an entry, which entries have it.
    by_name: BTreeMap<String, Vec<usize>>,
}

/// One thing to improve.
#[derive(Debug)]
pub struct Entry {
    /// Its id, or the heading that holds the id.
    pub id: String,
    /// Who does it.
    pub owner: Option<Located<String>>,
    /// By when.
    pub due: Option<Located<String>>,
    /// True when the entry says that nothing is left to do.
    pub done: bool,
    /// The entry itself.
    pub place: Place,
}

impl Backlog {
    /// Reads the backlog: the rows of every table with a column for ids; every section, and every item
    /// of a list, that has an id or an owner and a due date.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        let rows = page.tables().flat_map(|table| rows(page, table));
        let sections = page.sections().filter_map(|section| entry_of(page, section));
        let mut entries: Vec<Entry> = rows.chain(sections).collect();
        entries.extend(list::entries(page));
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            for name in entry.names() {
                by_name.entry(name).or_default().push(at);
            }
        }
        Self { entries, by_name }
    }

    /// Every entry for the gap `id`.
    pub fn entries_of(&self, id: &str) -> impl Iterator<Item = &Entry> {
        let found = self.by_name.get(&fold(id)).into_iter().flatten();
        found.filter_map(|at| self.entries.get(*at))
    }
}

impl Entry {
    /// The ids of gaps that the entry is for: its id, and each word of it, as in a heading.
    #[must_use]
    pub fn names(&self) -> BTreeSet<String> {
        words(&self.id).chain([self.id.as_str()]).map(fold).collect()
    }

    /// True when it has an owner and a due date.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.owner.is_some() && self.due.is_some()
    }

    fn has_id(&self) -> bool {
        words(&self.id).any(is_id)
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| c.is_whitespace() || ":,;/()[]".contains(c));
    parts.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// True for what looks like the id of something, such as `GAP-03`.
fn is_id(word: &str) -> bool {
    word.split_once(['-', '_']).is_some_and(|(key, number)| {
        key.starts_with(char::is_alphabetic) && number.ends_with(|c: char| c.is_ascii_digit())
    })
}

fn is_done(status: &str) -> bool {
    DONE.contains(&fold(status).as_str())
}

fn rows(page: &Page<'_>, table: Table<'_>) -> Vec<Entry> {
    let Some(id) = page.column(table, "Id") else {
        return Vec::new();
    };
    let owner = page.required_column(table, "Owner");
    let due = page.required_column(table, "Due");
    let status = page.column(table, "Status");
    let cell = |row: Row<'_>, column: Option<usize>| column.and_then(|column| row.get(column));
    let read = |row: Row<'_>| Entry {
        id: row.get(id).map(|id| id.value).unwrap_or_default(),
        owner: cell(row, owner).filter(says_something),
        due: cell(row, due).filter(says_something),
        done: cell(row, status).is_some_and(|status| is_done(&status.value)),
        place: row.place(),
    };
    page.rows(table).into_iter().map(read).collect()
}

fn entry_of(page: &Page<'_>, section: Section<'_>) -> Option<Entry> {
    let field = |name| section.body().field(&page.names(name)).map(|field| field.value);
    let entry = Entry {
        id: section.title().value,
        owner: field("Owner").filter(says_something),
        due: field("Due").filter(says_something),
        done: field("Status").is_some_and(|status| is_done(&status.value)),
        place: section.title().place(),
    };
    (entry.has_id() || entry.is_planned()).then_some(entry)
}

fn says_something(text: &Located<String>) -> bool {
    !is_no_name_or_time(&text.value)
}
