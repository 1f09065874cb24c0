//! A Markdown evidence file as the descriptor knows it: sections, columns and labels by their
//! proper names, found under any of the synonyms that the descriptor lists.

use std::sync::Arc;

use super::MISSING_COLUMN;
use super::csv::REPEATED_COLUMN;
use super::markdown::{Item, Markdown, Row, Section, Table};
use crate::finding::{Code, Notes};
use crate::gate::Case;
use crate::place::{Document, EvidencePath, Located, Place, Placed};
use crate::protocol::EvidenceSpec;
use crate::shape::release;
use crate::value::placeholder::{PLACEHOLDER, is_placeholder};
use crate::value::words::fold_heading;

/// A row of a table has more cells than the header.
pub const SURPLUS_CELL: Code = Code::error(
    "surplus-cell",
    "A row of a table has more cells than its header",
    "Remove the cell, or write a `|` that belongs to a value as `\\|`",
    "| A. Rivera | SRE | on-call | yes |   (under a header of three cells)",
);

/// The codes of this module.
pub const CODES: &[&Code] = &[&SURPLUS_CELL];

/// A Markdown file, what the descriptor says about it, and where to note what is wrong with it.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    document: &'a Arc<Markdown>,
    spec: &'a EvidenceSpec,
    notes: &'a Notes,
}

/// What is wrong with a section that must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionProblem {
    /// There is no heading of that name.
    Missing,
    /// There is a heading, and nothing below it that counts.
    Empty,
}

/// A section that must be there, and how it is.
#[derive(Debug, Clone)]
pub struct SectionState {
    /// Its proper name.
    pub name: String,
    /// What is wrong with it.
    pub problem: Option<SectionProblem>,
    place: Place,
}

impl SectionState {
    /// Holds when the section is there and says something.
    pub fn check(&self, code: impl FnOnce(SectionProblem) -> &'static Code) -> Case {
        let Some(problem) = self.problem else {
            return Case::Holds;
        };
        let (message, actual) = match problem {
            SectionProblem::Missing => {
                (format!("There is no section \"{}\"", self.name), "no such heading")
            }
            SectionProblem::Empty => {
                (format!("The section \"{}\" says nothing", self.name), "an empty section")
            }
        };
        code(problem)
            .at(&self.place)
            .message(message)
            .expected(format!("a filled section \"{}\"", self.name))
            .actual(actual)
            .into()
    }
}

impl<'a> Page<'a> {
    /// `document` as `spec` knows it.
    #[must_use]
    pub fn new(document: &'a Arc<Markdown>, spec: &'a EvidenceSpec, notes: &'a Notes) -> Self {
        Self { document, spec, notes }
    }

    /// Where findings go.
    #[must_use]
    pub fn notes(&self) -> &'a Notes {
        self.notes
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &'a EvidencePath {
        self.document.source().path()
    }

    /// The release that the file names, where it names one.
    #[must_use]
    pub fn release(&self) -> Option<Located<String>> {
        release::named_in(self.document)
    }

    /// The names under which what is properly called `proper` may stand.
    #[must_use]
    pub fn names(&self, proper: &'a str) -> Vec<&'a str> {
        let spec = self.spec;
        let known = spec.sections.iter().chain(&spec.columns).chain(&spec.labels);
        let mut names: Vec<&str> = known
            .filter(|names| names.first().is_some_and(|first| first == proper))
            .flatten()
            .map(String::as_str)
            .collect();
        if names.is_empty() {
            names.push(proper);
        }
        names
    }

    /// The section that is properly called `proper`.
    #[must_use]
    pub fn section(&self, proper: &'a str) -> Option<Section<'a>> {
        self.document.body().section(&self.names(proper))
    }

    /// Every section that the descriptor lists for this file, and how it is.
    #[must_use]
    pub fn section_states(&self) -> Vec<SectionState> {
        let spec = self.spec;
        let proper = spec.sections.iter().filter_map(|names| names.first());
        proper.map(|name| self.section_state(name)).collect()
    }

    fn section_state(&self, name: &'a str) -> SectionState {
        let (problem, place) = match self.section(name) {
            None => (Some(SectionProblem::Missing), self.path().place()),
            Some(section) if section.is_filled() => (None, section.title().place()),
            Some(section) => (Some(SectionProblem::Empty), section.title().place()),
        };
        SectionState { name: name.to_owned(), problem, place }
    }

    /// Every section of the file, whatever its level.
    pub fn sections(&self) -> impl Iterator<Item = Section<'a>> {
        self.document.body().sections()
    }

    /// Every item of every list of the file.
    pub fn items(&self) -> impl Iterator<Item = Item<'a>> {
        self.document.body().items()
    }

    /// Every item of the file with a box to check.
    pub fn tasks(&self) -> impl Iterator<Item = Item<'a>> {
        self.document.body().tasks()
    }

    /// Every table of the file.
    pub fn tables(&self) -> impl Iterator<Item = Table<'a>> {
        self.document.body().tables()
    }

    /// The rows of `table`. What stands behind the last column of a row, where Markdown drops it, is
    /// a finding: most often a `|` in a value lacks its backslash, and every later cell has moved.
    #[must_use]
    pub fn rows<'t>(&self, table: Table<'t>) -> Vec<Row<'t>> {
        let rows: Vec<Row<'t>> = table.rows().collect();
        for surplus in rows.iter().filter_map(|row| row.surplus()) {
            self.notes.add(
                SURPLUS_CELL
                    .at(&surplus)
                    .expected("as many cells as the header has")
                    .actual(surplus.value.clone()),
            );
        }
        rows
    }

    /// The column of `table` that is properly called `proper`. When several columns go by its names,
    /// nobody can say which of them counts: a finding.
    #[must_use]
    pub fn column(&self, table: Table<'_>, proper: &'a str) -> Option<usize> {
        let names: Vec<String> = self.names(proper).iter().map(|name| fold_heading(name)).collect();
        let mut named = table.header().filter(|cell| names.contains(&fold_heading(cell.as_str())));
        if let Some(again) = named.nth(1) {
            self.notes.add(
                REPEATED_COLUMN
                    .at(&again)
                    .message(format!("Several columns can be meant by \"{proper}\""))
                    .expected("one column of this name")
                    .actual(again.as_str()),
            );
        }
        table.column(&self.names(proper))
    }

    /// The column of `table` that is properly called `proper`; its absence is a finding.
    #[must_use]
    pub fn required_column(&self, table: Table<'_>, proper: &'a str) -> Option<usize> {
        let column = self.column(table, proper);
        if column.is_none() {
            self.notes.add(
                MISSING_COLUMN
                    .at(&table)
                    .message(format!("The table has no column \"{proper}\""))
                    .expected(self.names(proper).join(" or "))
                    .actual("no such column"),
            );
        }
        column
    }

    /// The cell of `row` in `column`, called `name`; an empty one or a placeholder is a finding.
    #[must_use]
    pub fn filled_cell(&self, row: Row<'_>, column: usize, name: &str) -> Option<Located<String>> {
        let cell = row.get(column);
        if let Some(cell) = cell.as_ref().filter(|cell| !is_placeholder(&cell.value)) {
            return Some(cell.clone());
        }
        let place = cell.as_ref().map_or_else(|| row.place(), Placed::place);
        self.notes.add(
            PLACEHOLDER
                .at(&place)
                .message(format!("The row has no value for \"{name}\""))
                .expected("a real value")
                .actual(
                    cell.filter(|cell| !cell.value.is_empty())
                        .map_or_else(|| "nothing".to_owned(), |c| c.value),
                ),
        );
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Now;
    use crate::evidence::markdown;
    use crate::source::SourceFile;

    #[test]
    fn a_cell_without_a_value_is_reported_with_what_stands_there() {
        let text = "| Name | Role |\n|---|---|\n| A. Rivera | TBD |\n| B. Roe | |\n| C. Doe |\n";
        let document = markdown::parse(SourceFile::new(EvidencePath::new("a.md"), text.to_owned()));
        let spec = EvidenceSpec {
            id: "a".into(),
            file: "a.md".into(),
            from_root: false,
            description: String::new(),
            sections: Vec::new(),
            columns: Vec::new(),
            labels: Vec::new(),
        };
        let notes = Notes::new(Now::from_system(jiff::Timestamp::UNIX_EPOCH));
        let page = Page::new(&document, &spec, &notes);
        for row in document.body().tables().next().unwrap().rows() {
            assert!(page.filled_cell(row, 0, "Name").is_some());
            assert!(page.filled_cell(row, 1, "Role").is_none());
        }
        let findings = notes.into_findings();
        let found: Vec<_> = findings.iter().filter_map(|it| it.actual.as_deref()).collect();
        assert_eq!(found, ["TBD", "nothing", "nothing"]);
    }
}
