//! A log of approvals: what each stakeholder decided, in the order in which it was decided. Both
//! editions keep one; that of the first edition has further columns.
//!
//! The log is replayed: for each function that must approve, the latest decision is kept and every
//! earlier one forgotten, so memory does not grow with the log.

use jiff::Timestamp;
use std::io::Read;

use ray_core::evidence::csv::{Column, Row, Table};
use ray_core::finding::Notes;
use ray_core::place::{EvidencePath, Place, Placed};
use ray_core::shape::approval::{Decision, is_role};
use ray_core::value::placeholder::{PLACEHOLDER, is_no_name_or_time, is_placeholder};
use ray_core::value::words::{UNKNOWN_WORD, Vocabulary, fold, fold_heading};

use crate::day::{Day, not_come};

const STAKEHOLDER: usize = 0;
const ROLE: usize = 1;
const STATUS: usize = 2;
const APPROVAL_DATE: usize = 3;
const CONDITIONS: usize = 4;

/// The columns of every such log. Further ones may follow, never stand before them.
pub const COLUMNS: [Column<'_>; 5] = [
    Column::required("stakeholder", &["name", "approver"]),
    Column::required("role", &[]),
    Column::required("status", &["decision"]),
    Column::required("approval_date", &["date", "approved_at", "decided_at"]),
    Column::required("conditions", &["condition"]),
];

/// What one field says, without spaces around it, and where.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The text; empty when the field is.
    pub text: String,
    place: Place,
}

impl Placed for Cell {
    fn place(&self) -> Place {
        self.place.clone()
    }
}

/// One row of the log.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Who decided.
    pub stakeholder: Cell,
    /// In which role.
    pub role: Cell,
    /// What; none when the word is not known, which a finding says.
    pub decision: Option<Decision>,
    /// The field that says so.
    pub status: Cell,
    /// When.
    pub decided: Decided,
    /// The field that says so.
    pub date: Cell,
    /// What the decision depends on.
    pub conditions: Vec<Condition>,
    /// The field that says so.
    pub conditions_at: Cell,
}

/// When something was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// Nobody says.
    Undated,
    /// On a day that cannot be read, which a finding says.
    Faulty,
    /// Then.
    On(Day),
}

/// What a decision depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What must be done.
    pub text: String,
    /// True when the log says that it is.
    pub met: bool,
}

/// The log, replayed.
#[derive(Debug)]
pub struct ApprovalLog {
    /// The header; the file when there is none.
    pub header: Place,
    /// For each function that was asked about, in that order, its latest decision.
    pub latest: Vec<Option<Entry>>,
}

impl ApprovalLog {
    /// Reads the log for `functions`; each is a list of the roles that speak for it.
    #[must_use]
    pub fn read(
        bytes: &mut dyn Read,
        path: &EvidencePath,
        notes: &Notes,
        functions: &[&[String]],
    ) -> Self {
        let mut table = Table::open(bytes, path.clone(), notes, &COLUMNS);
        let mut latest: Vec<Option<Entry>> = functions.iter().map(|_| None).collect();
        while let Some(row) = table.next_row() {
            let Some(entry) = Entry::read(&row, notes) else {
                continue;
            };
            supersede(&mut latest, functions, &entry);
        }
        Self { header: table.header().clone(), latest }
    }
}

/// Lets `entry` take the place of the `latest` decision of each of `functions` for which it speaks.
pub fn supersede(latest: &mut [Option<Entry>], functions: &[&[String]], entry: &Entry) {
    for (latest, roles) in latest.iter_mut().zip(functions) {
        let speaks = roles.iter().any(|role| is_role(&entry.role.text, role));
        if speaks && latest.as_ref().is_none_or(|before| !entry.is_before(before)) {
            *latest = Some(entry.clone());
        }
    }
}

impl Cell {
    /// The field of `row` in `column`; none when the header or the row lacks it.
    #[must_use]
    pub fn of(row: &Row<'_>, column: usize) -> Option<Self> {
        let field = row.get(column)?;
        Some(Self { text: field.text.trim().to_owned(), place: field.place() })
    }
}

impl Entry {
    /// Reads a row whose first columns are [`COLUMNS`]. None when the row or the header lacks a field, which a finding says.
    #[must_use]
    pub fn read(row: &Row<'_>, notes: &Notes) -> Option<Self> {
        let cell = |column| Cell::of(row, column);
        let (role, status) = (cell(ROLE)?, cell(STATUS)?);
        let (date, conditions_at) = (cell(APPROVAL_DATE)?, cell(CONDITIONS)?);
        if is_placeholder(&role.text) {
            notes.add(
                PLACEHOLDER
                    .at(&role)
                    .message("The row does not say in which role")
                    .expected("a role"),
            );
        }
        Some(Self {
            stakeholder: cell(STAKEHOLDER)?,
            decision: decision(&status, notes),
            decided: decided(&date, notes),
            conditions: conditions(&conditions_at.text),
            role,
            status,
            date,
            conditions_at,
        })
    }

    /// True when this was decided before `other`. Nobody knows when a decision without a date was
    /// made; it may be the latest, so no other follows it. One that is pending was not made yet.
    fn is_before(&self, other: &Self) -> bool {
        self.rank() < other.rank()
    }

    fn rank(&self) -> (u8, Option<Timestamp>) {
        match self.decided {
            Decided::On(day) => (1, Some(day.end())),
            Decided::Undated | Decided::Faulty if self.decision == Some(Decision::Pending) => {
                (0, None)
            }
            Decided::Undated | Decided::Faulty => (2, None),
        }
    }
}

fn decision(status: &Cell, notes: &Notes) -> Option<Decision> {
    let decision = Decision::find(&status.text);
    if decision.is_none() {
        let finding = UNKNOWN_WORD
            .at(status)
            .message(format!("\"{}\" is not a decision that is known here", status.text))
            .expected(format!("one of: {}", Decision::listed()))
            .actual(format!("\"{}\"", status.text));
        notes.add(match Decision::nearest(&status.text) {
            Some(near) => finding.help(format!("Did you mean \"{near}\"?")),
            None => finding,
        });
    }
    decision
}

/// A decision that is still to come has no day yet; that it lacks one is for the gate to say.
fn decided(date: &Cell, notes: &Notes) -> Decided {
    if is_no_name_or_time(&date.text) {
        return Decided::Undated;
    }
    match Day::parse(&date.text) {
        Ok(day) => {
            if let Some(finding) = not_come(day, date, notes.now()) {
                notes.add(finding);
            }
            Decided::On(day)
        }
        Err(problem) => {
            notes.add(problem.finding(date, &date.text, "The day of the decision"));
            Decided::Faulty
        }
    }
}

/// Several conditions are parted by `;` or a line break. One is met when it says so, before or behind
/// its text: `met: …`, `[x] …`, `… (met)`.
fn conditions(text: &str) -> Vec<Condition> {
    let parts = text.split([';', '\n', '\r']).map(str::trim);
    parts.filter(|part| !is_none(part)).map(Condition::read).collect()
}

fn is_none(part: &str) -> bool {
    const NONE: &[&str] = &["none", "no", "no-conditions", "nil", "unconditional"];
    const BLANK: &[&str] = &["n/a", "na", "-", "–", "—"];
    let folded = fold(part);
    folded.is_empty() || NONE.contains(&folded.as_str()) || BLANK.contains(&folded.as_str())
}

impl Condition {
    fn read(part: &str) -> Self {
        let part = part.trim_start_matches(['-', '*', '•']).trim();
        let lower = part.to_lowercase();
        let before =
            ["met:", "[x]", "☑", "✅", "✓"].into_iter().find(|mark| lower.starts_with(mark));
        let behind = ["(met)", "[met]", ": met"].into_iter().find(|mark| lower.ends_with(mark));
        let text = match (before, behind) {
            (Some(mark), _) => part.get(mark.len()..),
            (None, Some(mark)) => part.get(..part.len().saturating_sub(mark.len())),
            (None, None) => Some(part),
        };
        let text = text.unwrap_or(part).trim().to_owned();
        // A mark without anything that was to be met is no condition that was met.
        let marked = (before.is_some() || behind.is_some()) && !is_no_name_or_time(&text);
        Self { met: marked && !says_open(&text), text }
    }
}

/// True when the text behind a mark takes it back: another mark, or a word of denial.
fn says_open(text: &str) -> bool {
    const MARKS: &[char] = &['❌', '✗', '✖', '☐', '⏳'];
    const WORDS: &[&str] = &["not", "unmet", "will", "yet", "pending", "open", "must", "no", "to"];
    let folded = fold_heading(text);
    let mut words = folded.split(' ');
    text.contains(MARKS)
        || text.contains("[ ]")
        || words.clone().any(|word| matches!(word, "not" | "unmet" | "will" | "must"))
        || words.next().is_some_and(|first| WORDS.contains(&first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(text: &str) -> Vec<bool> {
        conditions(text).iter().map(|condition| condition.met).collect()
    }

    #[test]
    fn no_condition_is_no_condition() {
        for text in ["", " ", "none", "None", "n/a", "N/A", "-", "—", "no conditions", " ; "] {
            assert_eq!(met(text), Vec::<bool>::new(), "{text:?}");
        }
    }

    #[test]
    fn a_mark_is_taken_back_by_what_follows_it() {
        for text in [
            "[x] rota, [ ] runbook",
            "✅ rota ❌ runbook",
            "met: rota complete, runbook reviewed (not met)",
            "met: a | unmet: b",
            "met: not yet",
            "met: pending",
            "met: no",
            "Met: will be met by 5 Dec",
            "to be (met)",
        ] {
            assert_eq!(met(text), [false], "{text}");
        }
    }

    #[test]
    fn a_condition_is_met_when_it_says_so() {
        for text in [
            "met: rota complete",
            "[x] rota complete",
            "Rota complete (met)",
            "MET: rota",
            "✅ rota",
        ] {
            assert_eq!(met(text), [true], "{text:?}");
        }
    }

    #[test]
    fn a_condition_that_does_not_say_so_is_open() {
        for text in [
            "rota complete",
            "[ ] rota complete",
            "unmet: rota",
            "not met: rota",
            "rota (not met)",
            "rota (unmet)",
            "met",
            "met:",
            "[x]",
            "metrics reviewed",
            "(met)",
            "to be met: rota",
            "TBD",
        ] {
            assert_eq!(met(text), [false], "{text:?}");
        }
    }

    #[test]
    fn each_of_several_conditions_counts() {
        assert_eq!(met("met: rota complete; runbook reviewed"), [true, false]);
        assert_eq!(met("[x] rota complete\r\n[x] runbook reviewed"), [true, true]);
    }
}
