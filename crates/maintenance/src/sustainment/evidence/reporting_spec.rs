//! `reporting-spec.md`: what the maintenance dashboard shows, and where its data comes from.

use ray_core::evidence::markdown::Table;
use ray_core::evidence::page::Page;
use ray_core::place::{Located, Place, Placed};
use ray_core::value::words::fold_heading;

/// What the dashboard must show, by its proper names.
const TOPICS: [&str; 4] =
    ["Response time", "Backlog ageing", "Recurring incidents", "Satisfaction"];

/// The specification.
#[derive(Debug)]
pub struct ReportingSpec {
    /// What must be covered, and the rows that cover it.
    pub topics: Vec<Topic>,
    /// The first table of metrics, or the file where there is none.
    pub place: Place,
}

/// Something that the dashboard must show.
#[derive(Debug)]
pub struct Topic {
    /// Its proper name.
    pub name: &'static str,
    /// The rows that are about it.
    pub rows: Vec<Component>,
}

/// One row.
#[derive(Debug, Clone)]
pub struct Component {
    metric: String,
    /// Where its data comes from, as written.
    pub source: Option<Located<String>>,
    /// The row.
    pub place: Place,
}

impl ReportingSpec {
    /// Reads the specification. A table counts when it has a column for the metric or for the source.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        let is_metrics = |table: &Table<'_>| {
            metric(page, *table).is_some() || page.column(*table, "Data source").is_some()
        };
        let tables: Vec<Table<'_>> = page.tables().filter(is_metrics).collect();
        let components: Vec<Component> =
            tables.iter().flat_map(|table| components(page, *table)).collect();
        let topic = |name| {
            let names = page.names(name);
            let about = components.iter().filter(|component| component.is_about(&names));
            Topic { name, rows: about.cloned().collect() }
        };
        Self {
            topics: TOPICS.into_iter().map(topic).collect(),
            place: tables.first().map_or_else(|| page.path().place(), Placed::place),
        }
    }
}

impl Component {
    /// True when the metric is one of `names`, or begins with one: `Response time, p90`.
    fn is_about(&self, names: &[&str]) -> bool {
        let metric = fold_heading(&self.metric);
        names.iter().map(|name| fold_heading(name)).any(|name| {
            metric.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    }
}

/// The column for the metric. A table of components may have both; then a component is where a metric
/// is shown.
fn metric(page: &Page<'_>, table: Table<'_>) -> Option<usize> {
    page.column(table, "Metric").or_else(|| page.column(table, "Component"))
}

fn components(page: &Page<'_>, table: Table<'_>) -> Vec<Component> {
    let metric = metric(page, table).or_else(|| page.required_column(table, "Metric"));
    let (Some(metric), Some(source)) = (metric, page.required_column(table, "Data source")) else {
        return Vec::new();
    };
    page.rows(table)
        .into_iter()
        .map(|row| Component {
            metric: row.get(metric).map(|cell| cell.value).unwrap_or_default(),
            source: row.get(source),
            place: row.place(),
        })
        .collect()
}
