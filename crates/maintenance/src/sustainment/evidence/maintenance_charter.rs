//! `maintenance-charter.md`: what maintenance is to achieve, the service levels, and who approved
//! them.

use ray_core::evidence::markdown::{Row, Table};
use ray_core::evidence::page::{Page, SectionState};
use ray_core::place::{Located, Place, Placed};

/// The charter.
#[derive(Debug)]
pub struct MaintenanceCharter {
    /// Each section that it must have, and how it is.
    pub sections: Vec<SectionState>,
    /// Who approved it, and when.
    pub approval: CharterApproval,
    /// The rows of the tables of service levels.
    pub slas: Vec<Sla>,
    /// The section of the service levels, or the file where there is none.
    pub slas_place: Place,
}

/// What the charter says about its own approval, as written.
#[derive(Debug)]
pub struct CharterApproval {
    /// The decision; absent where the charter names an approver alone.
    pub decision: Option<Located<String>>,
    /// The person.
    pub approver: Option<Located<String>>,
    /// The day or time.
    pub approved_at: Option<Located<String>>,
    /// The section of the approval, or the file where there is none.
    pub place: Place,
}

/// One service level.
#[derive(Debug)]
pub struct Sla {
    /// What is measured.
    pub measure: Option<Located<String>>,
    /// What is promised.
    pub target: Option<Located<String>>,
    /// The row.
    pub place: Place,
}

impl MaintenanceCharter {
    /// Reads the charter. Of the tables among the service levels those count that have a column for
    /// the measure or the target.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        let slas = page.section("SLAs");
        Self {
            sections: page.section_states(),
            approval: CharterApproval::read(page),
            slas_place: slas.map_or_else(|| page.path().place(), |section| section.title().place()),
            slas: slas
                .into_iter()
                .flat_map(|section| section.body().tables())
                .flat_map(|table| service_levels(page, table))
                .collect(),
        }
    }
}

impl CharterApproval {
    fn read(page: &Page<'_>) -> Self {
        let section = page.section("Approval");
        let field = |name| {
            let field = section?.body().field(&page.names(name))?;
            Some(field.value)
        };
        Self {
            decision: field("Decision"),
            approver: field("Approver"),
            approved_at: field("Approved at"),
            place: section.map_or_else(|| page.path().place(), |section| section.title().place()),
        }
    }
}

fn service_levels(page: &Page<'_>, table: Table<'_>) -> Vec<Sla> {
    if page.column(table, "Measure").is_none() && page.column(table, "Target").is_none() {
        return Vec::new();
    }
    let columns = ["Measure", "Target"].map(|name| page.required_column(table, name));
    let [Some(measure), Some(target)] = columns else {
        return Vec::new();
    };
    let cell = |row: Row<'_>, column| row.get(column);
    page.rows(table)
        .into_iter()
        .map(|row| Sla {
            measure: cell(row, measure),
            target: cell(row, target),
            place: row.place(),
        })
        .collect()
}
