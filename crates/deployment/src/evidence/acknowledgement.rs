//! That somebody said yes, as release manifest and freeze confirmation both record it: rows of a
//! table, or tasks such as `- [x] A. Rivera (SRE Lead), 2026-11-19 20:10 UTC`.

use jiff::Timestamp;
use ray_core::evidence::markdown::{Item, Row, Section, Table};
use ray_core::evidence::page::Page;
use ray_core::evidence::view::Given;
use ray_core::finding::Notes;
use ray_core::place::{Located, Place, Placed};
use ray_core::value::instant::read_past_in_prose;
use ray_core::value::placeholder::is_no_name_or_time;
use ray_core::value::words::{fold, fold_heading};

/// Words in a cell that say yes.
const YES: &[&str] = &[
    "yes",
    "y",
    "true",
    "x",
    "✓",
    "✔",
    "✅",
    "☑",
    "done",
    "confirmed",
    "acknowledged",
    "approved",
    "ack",
    "ok",
];

/// What one person said.
#[derive(Debug)]
pub struct Acknowledgement {
    /// The person.
    pub name: Located<String>,
    /// True for a yes.
    pub given: bool,
    /// What the file says instead of a yes.
    pub said: String,
    /// Where it says so.
    pub said_at: Place,
    /// When.
    pub time: Given<Timestamp>,
    /// The row or task.
    pub place: Place,
}

impl Acknowledgement {
    /// Reads every acknowledgement of `section`, from its tables and its tasks.
    #[must_use]
    pub fn read_all(page: &Page<'_>, section: Section<'_>) -> Vec<Self> {
        let rows = section.body().tables().flat_map(|table| from_table(page, table));
        let tasks = section.body().tasks().filter_map(|task| from_task(task, page.notes()));
        rows.chain(tasks).collect()
    }

    /// True when this is the acknowledgement of `name`, however its words are spaced and dotted.
    #[must_use]
    pub fn is_by(&self, name: &str) -> bool {
        fold_heading(&self.name.value) == fold_heading(name)
    }
}

fn from_table(page: &Page<'_>, table: Table<'_>) -> Vec<Acknowledgement> {
    let Some(name) = page.column(table, "Stakeholder") else {
        return Vec::new();
    };
    let Some(given) = page.required_column(table, "Acknowledged") else {
        return Vec::new();
    };
    let time = page.column(table, "Time");
    page.rows(table)
        .into_iter()
        .filter_map(|row| from_row(row, name, given, time, page.notes()))
        .collect()
}

fn from_row(
    row: Row<'_>,
    name: usize,
    given: usize,
    time: Option<usize>,
    notes: &Notes,
) -> Option<Acknowledgement> {
    let name = row.get(name).filter(|name| !name.value.is_empty())?;
    let said = row.get(given);
    let yes = said.as_ref().is_some_and(|said| YES.contains(&fold(&said.value).as_str()));
    Some(Acknowledgement {
        given: yes,
        said_at: said.as_ref().map_or_else(|| row.place(), Placed::place),
        said: said
            .map(|said| said.value)
            .filter(|said| !said.is_empty())
            .unwrap_or_else(|| "nothing".to_owned()),
        time: time
            .and_then(|time| row.get(time))
            .map_or(Given::Absent, |time| read_time(time, notes)),
        place: row.place(),
        name,
    })
}

/// A task's name ends at its role or its time.
fn from_task(task: Item<'_>, notes: &Notes) -> Option<Acknowledgement> {
    let text = task.text();
    let end = text.value.find(['(', ',', '–', '—', ';']).unwrap_or(text.value.len());
    let name = text.value.get(..end).unwrap_or_default().trim().to_owned();
    let time = match time_in(&text.value) {
        Some(time) => read_time(text.clone().map(|_| time.to_owned()), notes),
        None => Given::Absent,
    };
    if name.is_empty() {
        return None;
    }
    Some(Acknowledgement {
        name: text.clone().map(|_| name),
        given: task.checked() == Some(true),
        said: "an unchecked task".to_owned(),
        said_at: text.place(),
        time,
        place: text.place(),
    })
}

/// The part of `text` that begins like a date.
fn time_in(text: &str) -> Option<&str> {
    let starts = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
    let date = starts.filter_map(|at| text.get(at..)).find(|rest| {
        let mut parts = rest.split('-');
        let digits = |part: Option<&str>| {
            part.is_some_and(|part| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_digit()))
        };
        digits(parts.next()) && digits(parts.next())
    })?;
    Some(date.trim_end_matches(['.', ')', ';', ',']))
}

fn read_time(cell: Located<String>, notes: &Notes) -> Given<Timestamp> {
    if is_no_name_or_time(&cell.value) {
        return Given::Absent;
    }
    read_past_in_prose(cell, notes).map_or(Given::Faulty, Given::Read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_time_in_a_task() {
        assert_eq!(
            time_in("A. Rivera (SRE Lead), 2026-11-19 20:10 UTC"),
            Some("2026-11-19 20:10 UTC")
        );
        assert_eq!(time_in("R2-D2 (Droid) 2026-11-19 20:10 UTC."), Some("2026-11-19 20:10 UTC"));
        assert_eq!(time_in("A. Rivera"), None);
    }
}
