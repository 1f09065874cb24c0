//! `maintenance-backlog.csv`: every maintenance item, as a tracker or a spreadsheet exports it.
//!
//! The items are streamed, one at a time; nothing here keeps one. What stands in a field is read for
//! every item, and turned into a place only when a finding asks for it.

use std::borrow::Cow;
use std::io::Read;

use ray_core::clock::Now;
use ray_core::evidence::csv::{Column, Row, Table};
use ray_core::finding::{Code, Notes};
use ray_core::place::{EvidencePath, Place, Placed};
use ray_core::shape::severity::Severity;
use ray_core::value::placeholder::{is_no_name_or_time, is_placeholder};
use ray_core::value::words::{Vocabulary, fold};

use super::memo::Memo;
use crate::day::{Day, DayProblem};

/// The file is delimited by something else than commas.
pub const DELIMITER_GUESSED: Code = Code::warning(
    "delimiter-guessed",
    "The file is not delimited by commas",
    "Export it with commas, so that every program reads the same columns",
    "id;title;severity",
);

/// The columns, in the order of [`Field`].
const COLUMNS: &[Column<'_>] = &[
    Column::optional("id", &["issue key"]),
    Column::required("title", &["item", "summary"]),
    Column::required("severity", &["custom field (severity)"]),
    Column::required("priority", &[]),
    Column::required("owner", &["assignee", "assignees"]),
    Column::required("due_date", &["due"]),
    Column::required("status", &["state"]),
];

/// A field of an item; the number is that of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What tells it from the others.
    Id = 0,
    /// What is to be done.
    Title = 1,
    /// How bad it is.
    Severity = 2,
    /// When its turn comes.
    Priority = 3,
    /// Who does it.
    Owner = 4,
    /// By when.
    DueDate = 5,
    /// How far it is.
    Status = 6,
}

/// What a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said<T> {
    /// The header or the row has no such field, which a finding says.
    Unreadable,
    /// Nothing, or a placeholder.
    Nothing,
    /// Something that cannot be used.
    Wrong,
    /// This.
    Is(T),
}

/// When an item is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// On a day that has passed.
    Past,
    /// Today or later.
    Ahead,
    /// On a day that cannot be read.
    Unclear(DayProblem),
}

/// One item of the backlog, which lives until the next is read.
#[derive(Debug)]
pub struct Item<'r> {
    row: &'r Row<'r>,
    /// How bad it is.
    pub severity: Said<Severity>,
    /// Whether it has a priority.
    pub priority: Said<()>,
    /// Whether it has an owner, a person or a team.
    pub owner: Said<()>,
    /// When it is due.
    pub due: Said<Due>,
    /// True unless its status says that it is done.
    pub open: bool,
}

impl Item<'_> {
    /// Where `field` stands; the item itself when it has no such field.
    #[must_use]
    pub fn at(&self, field: Field) -> Place {
        self.row.get(field as usize).map_or_else(|| self.row.place(), |field| field.place())
    }

    /// What `field` says, without spaces around it.
    #[must_use]
    pub fn text(&self, field: Field) -> String {
        self.row.get(field as usize).map_or_else(String::new, |field| field.text.trim().to_owned())
    }

    /// What messages call it: its id, its title, or its row.
    #[must_use]
    pub fn label(&self) -> String {
        let named = [Field::Id, Field::Title].map(|field| self.text(field)).into_iter();
        let label = named.into_iter().find(|text| !is_placeholder(text));
        label.unwrap_or_else(|| format!("in row {}", self.row.number()))
    }

    /// What tells it from the others; none when the file does not say, and its number does.
    #[must_use]
    pub fn id(&self) -> Option<Cow<'_, str>> {
        id_of(self.row)
    }
}

/// What reading the whole file showed.
#[derive(Debug)]
pub struct Extent {
    /// The header; the file when there is none.
    pub header: Place,
    /// Rows that were read.
    pub items: u64,
    /// Rows that could not be read, which findings say.
    pub unreadable: u64,
}

/// Reads the backlog and hands each item to `each`.
pub fn read(
    bytes: &mut dyn Read,
    path: &EvidencePath,
    notes: &Notes,
    mut each: impl FnMut(&Item<'_>),
) -> Extent {
    let mut table = Table::open(bytes, path.clone(), notes, COLUMNS);
    note_delimiter(&table, notes);
    let mut reader = Reader::new(notes.now());
    let mut items = 0;
    while let Some(row) = table.next_row() {
        items += 1;
        each(&reader.item(&row));
    }
    Extent { header: table.header().clone(), items, unreadable: table.rows() - items }
}

/// Reads the backlog once more for nothing but its ids: hands each to `each`, with where it stands and
/// the number of its item. What is wrong with the file was said the first time.
pub fn read_ids(
    bytes: &mut dyn Read,
    path: &EvidencePath,
    now: Now,
    mut each: impl FnMut(&str, u64, &dyn Fn() -> Place),
) {
    let ignored = Notes::new(now);
    let mut table = Table::open(bytes, path.clone(), &ignored, COLUMNS);
    while let Some(row) = table.next_row() {
        if let Some(id) = id_of(&row) {
            let place = || row.get(Field::Id as usize).map_or_else(|| row.place(), |id| id.place());
            each(&id, row.number(), &place);
        }
    }
}

fn id_of<'r>(row: &'r Row<'_>) -> Option<Cow<'r, str>> {
    let id = match row.get(Field::Id as usize)?.text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    (!id.is_empty()).then_some(id)
}

fn note_delimiter<R: Read>(table: &Table<'_, R>, notes: &Notes) {
    let delimiter = table.delimiter();
    if delimiter != ',' {
        let name = if delimiter == '\t' { "tabs".to_owned() } else { format!("`{delimiter}`") };
        notes.add(
            DELIMITER_GUESSED
                .at(table.header())
                .message(format!(
                    "The file was read as delimited by {name}, which its header shows"
                ))
                .expected("commas")
                .actual(name),
        );
    }
}

/// Gives the fields of an item their meaning.
struct Reader {
    now: Now,
    severities: Memo<Said<Severity>>,
    priorities: Memo<Said<()>>,
    owners: Memo<Said<()>>,
    days: Memo<Said<Due>>,
    statuses: Memo<bool>,
}

impl Reader {
    fn new(now: Now) -> Self {
        Self {
            now,
            severities: Memo::new(),
            priorities: Memo::new(),
            owners: Memo::new(),
            days: Memo::new(),
            statuses: Memo::new(),
        }
    }

    fn item<'r>(&mut self, row: &'r Row<'r>) -> Item<'r> {
        let now = self.now;
        Item {
            severity: said(row, Field::Severity, &mut self.severities, severity),
            priority: said(row, Field::Priority, &mut self.priorities, priority),
            owner: said(row, Field::Owner, &mut self.owners, owner),
            due: said(row, Field::DueDate, &mut self.days, |text| due(text, now)),
            open: row
                .get(Field::Status as usize)
                .is_none_or(|status| self.statuses.of(&status.text, is_open)),
            row,
        }
    }
}

#[inline]
fn said<T: Copy>(
    row: &Row<'_>,
    field: Field,
    memo: &mut Memo<Said<T>>,
    read: impl FnOnce(&str) -> Said<T>,
) -> Said<T> {
    row.get(field as usize).map_or(Said::Unreadable, |field| memo.of(&field.text, read))
}

fn severity(text: &str) -> Said<Severity> {
    match Severity::find(text) {
        Some(severity) => Said::Is(severity),
        None if is_placeholder(text) => Said::Nothing,
        None => Said::Wrong,
    }
}

/// Any scale will do: P1, Urgent, 3.
fn priority(text: &str) -> Said<()> {
    /// What trackers write when nobody has chosen one.
    const NO_PRIORITY: &[&str] = &["no-priority", "unprioritized", "not-set", "unset", "undefined"];
    let none = is_no_name_or_time(text) || NO_PRIORITY.contains(&fold(text).as_str());
    if none { Said::Nothing } else { Said::Is(()) }
}

/// A person or a team.
fn owner(text: &str) -> Said<()> {
    if is_no_name_or_time(text) { Said::Nothing } else { Said::Is(()) }
}

fn due(text: &str, now: Now) -> Said<Due> {
    if is_no_name_or_time(text) {
        return Said::Nothing;
    }
    Said::Is(match Day::parse(text) {
        Ok(day) if day.is_past(now) => Due::Past,
        Ok(_) => Due::Ahead,
        Err(problem) => Due::Unclear(problem),
    })
}

/// Teams name their states as they like, so only a word that says that the work is done closes an item.
/// One that was accepted, refused or called off is not done: its due date still counts.
fn is_open(text: &str) -> bool {
    const DONE: &[&str] = &[
        "done",
        "closed",
        "resolved",
        "complete",
        "completed",
        "fixed",
        "finished",
        "verified",
        "merged",
        "released",
        "shipped",
        "deployed",
    ];
    !DONE.contains(&fold(text).as_str())
}

/// The codes that reading the backlog can raise.
pub const CODES: &[&Code] = &[&DELIMITER_GUESSED];
