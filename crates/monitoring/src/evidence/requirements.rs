//! `monitoring-requirements.md`: what must be watched.

use ray_core::evidence::page::{Page, SectionState};
use ray_core::place::Located;
use ray_core::value::placeholder::is_placeholder;

/// The requirements.
#[derive(Debug)]
pub struct Requirements {
    /// The sections that the descriptor lists.
    pub sections: Vec<SectionState>,
    /// Every service that a table names.
    pub services: Vec<Located<String>>,
}

impl Requirements {
    /// Reads the requirements. Services are the cells of every column for services, in whatever
    /// section.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        let mut services = Vec::new();
        for table in page.tables() {
            let Some(column) = page.column(table, "Service") else { continue };
            let cells = page.rows(table).into_iter().filter_map(|row| row.get(column));
            services.extend(cells.filter(|cell| !is_placeholder(&cell.value)));
        }
        Self { sections: page.section_states(), services }
    }
}
