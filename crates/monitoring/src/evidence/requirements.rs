//! `monitoring-requirements.md`: what must be watched, and above all which services.
//!
//! A service is named in a column for services of any table, or, where the section on services has no
//! such table, as an item of it.

use ray_core::evidence::markdown::{Item, Row, Section, Table};
use ray_core::evidence::page::{Page, SectionState};
use ray_core::place::{Located, Place, Placed};
use ray_core::value::placeholder::is_placeholder;
use ray_core::value::words::fold;

/// Words in a cell that call the service of its row critical.
const CRITICAL: [&str; 8] = ["yes", "y", "true", "x", "✓", "✔", "✅", "critical"];

/// Words in a cell that name no service of their own.
const EVERY: [&str; 5] = ["all", "all-services", "every-service", "each-service", "any"];

/// The requirements.
#[derive(Debug)]
pub struct Requirements {
    /// The sections that the descriptor lists.
    pub sections: Vec<SectionState>,
    /// Every service that is named, as often as it is.
    pub services: Vec<RequiredService>,
}

/// A service where the requirements name it.
#[derive(Debug)]
pub struct RequiredService {
    /// What it is called.
    pub name: Located<String>,
    /// Where the requirements call it critical, if they do.
    pub critical: Option<Place>,
}

impl Requirements {
    /// Reads the requirements.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        let mut services: Vec<RequiredService> =
            page.tables().flat_map(|table| from_table(page, table)).collect();
        let section = page.section("Services").map(Section::body);
        let in_table = |table| page.column(table, "Service").is_some();
        if let Some(body) = section.filter(|body| !body.tables().any(in_table)) {
            services.extend(body.items().filter_map(from_item));
        }
        Self { sections: page.section_states(), services }
    }
}

fn from_table(page: &Page<'_>, table: Table<'_>) -> Vec<RequiredService> {
    let Some(service) = page.column(table, "Service") else {
        return Vec::new();
    };
    let critical = page.column(table, "Critical");
    let rows = page.rows(table).into_iter();
    rows.flat_map(|row| from_row(row, service, critical)).collect()
}

/// A row may be about several services.
fn from_row(row: Row<'_>, service: usize, critical: Option<usize>) -> Vec<RequiredService> {
    let says_critical = |cell: &Located<String>| CRITICAL.contains(&fold(&cell.value).as_str());
    let critical = critical.and_then(|column| row.get(column)).filter(says_critical);
    let Some(cell) = row.get(service) else {
        return Vec::new();
    };
    let names = cell.value.split([',', ';']).map(str::trim).filter(|name| is_name(name));
    names
        .map(|name| RequiredService {
            name: Located::new(name.to_owned(), cell.spot.clone()),
            critical: critical.as_ref().map(Placed::place),
        })
        .collect()
}

/// What stands in an item before a remark: `orders-api`, `orders-api: takes orders`,
/// `orders-api (new)`. An item below another one says something about that one.
fn from_item(item: Item<'_>) -> Option<RequiredService> {
    if item.depth() > 0 {
        return None;
    }
    let text = item.text();
    let ends = [": ", " (", ", ", " - ", " – ", " — "];
    let end = ends.iter().filter_map(|mark| text.value.find(mark)).min();
    let name = end.and_then(|end| text.value.get(..end)).unwrap_or(&text.value).trim().to_owned();
    is_name(&name).then(|| RequiredService { name: text.map(|_| name), critical: None })
}

fn is_name(text: &str) -> bool {
    !is_placeholder(text) && !EVERY.contains(&fold(text).as_str())
}
