//! `improvement-backlog.md`: what is still to be improved, as rows of a table or as sections.

use ray_core::evidence::markdown::{Row, Section, Table};
use ray_core::evidence::page::Page;
use ray_core::place::{Located, Place, Placed};
use ray_core::value::placeholder::is_placeholder;
use ray_core::value::words::fold;

/// The backlog.
#[derive(Debug)]
pub struct Backlog {
    /// Its entries.
    pub entries: Vec<Entry>,
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
    /// The entry itself.
    pub place: Place,
}

impl Backlog {
    /// Reads the backlog: the rows of every table with a column for ids, and every section with an
    /// owner or a due date as a labelled line.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        let rows = page.tables().flat_map(|table| rows(page, table));
        let sections = page.sections().filter_map(|section| entry_of(page, section));
        Self { entries: rows.chain(sections).collect() }
    }

    /// The entry for the gap `id`.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.is_of(id))
    }
}

impl Entry {
    /// True when the entry is that of the gap `id`: its id, or a word of it, as in a heading.
    #[must_use]
    pub fn is_of(&self, id: &str) -> bool {
        let wanted = fold(id);
        let mut words = self.id.split([' ', ':', ',', '(', ')', '\t']);
        fold(&self.id) == wanted || words.any(|word| fold(word) == wanted)
    }
}

fn rows(page: &Page<'_>, table: Table<'_>) -> Vec<Entry> {
    let Some(id) = page.column(table, "Id") else {
        return Vec::new();
    };
    let owner = page.required_column(table, "Owner");
    let due = page.required_column(table, "Due");
    let read = |row: Row<'_>| Entry {
        id: row.get(id).map(|id| id.value).unwrap_or_default(),
        owner: owner.and_then(|column| row.get(column)).filter(says_something),
        due: due.and_then(|column| row.get(column)).filter(says_something),
        place: row.place(),
    };
    page.rows(table).into_iter().map(read).collect()
}

fn entry_of(page: &Page<'_>, section: Section<'_>) -> Option<Entry> {
    let field = |name| section.body().field(&page.names(name)).map(|field| field.value);
    let (owner, due) = (field("Owner"), field("Due"));
    if owner.is_none() && due.is_none() {
        return None;
    }
    Some(Entry {
        id: section.title().value,
        owner: owner.filter(says_something),
        due: due.filter(says_something),
        place: section.title().place(),
    })
}

fn says_something(text: &Located<String>) -> bool {
    !is_placeholder(&text.value)
}
