//! Gate 18.1, maintenance backlog integrity: every severe item has an owner, a priority and a date.

use ray_core::gate::{Criterion, Gate, Reading};

use crate::backlog::{self, Backlog};

/// Gate 18.1.
pub static GATE: Gate<Backlog> =
    Gate { name: "backlog", codes: backlog::CODES, read, criteria: CRITERIA };

const CRITERIA: &[Criterion<Backlog>] = &[
    ("items-captured", backlog::items_captured),
    ("severity-known", backlog::severity_known),
    ("severe-items-owned", backlog::severe_items_owned),
    ("severe-items-prioritized", backlog::severe_items_prioritized),
    ("severe-items-dated", backlog::severe_items_dated),
    ("ids-unique", backlog::ids_unique),
    ("critical-items-on-time", backlog::critical_items_on_time),
];

fn read(reading: &Reading<'_>) -> Backlog {
    Backlog::read(reading, "maintenance-backlog")
}
