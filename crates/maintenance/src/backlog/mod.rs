//! A maintenance backlog, held against the rule that both editions have for one: every severe item has
//! an owner, a priority and a date.
//!
//! The backlog is judged while it streams past, so that its length costs time and no memory. What was
//! counted on the way is then told to the criteria, one function each.

pub mod file;
mod fingerprints;
mod ids;
mod items;
mod memo;
mod tally;

use ray_core::finding::Code;
use ray_core::gate::{Case, Evidence, Judged, Judgement, Reading};
use ray_core::workspace::FileProblem;

use self::file::{DELIMITER_GUESSED, Extent};
use self::ids::{ID_REPEATED, Ids};
use self::items::{
    CRITICAL_ITEM_LATE, ITEM_LATE, ITEM_UNDATED, ITEM_UNOWNED, ITEM_UNPRIORITIZED, Items,
    LESSER_ITEM_UNOWNED, SEVERITY_MISSING,
};
use self::tally::Tally;
use crate::day::DAY_AMBIGUOUS;

const BACKLOG_EMPTY: Code = Code::error(
    "backlog-empty",
    "The backlog has no item",
    "Merge technical debt, corrective actions, security risks and performance work into it",
    "id,title,source,severity,priority,owner,due_date,status   (and no row below)",
);

/// Every code that judging a backlog can raise.
pub const CODES: &[&Code] = &[
    &BACKLOG_EMPTY,
    &DELIMITER_GUESSED,
    &SEVERITY_MISSING,
    &ITEM_UNOWNED,
    &LESSER_ITEM_UNOWNED,
    &ITEM_UNPRIORITIZED,
    &ITEM_UNDATED,
    &DAY_AMBIGUOUS,
    &ID_REPEATED,
    &CRITICAL_ITEM_LATE,
    &ITEM_LATE,
];

/// A backlog that was read and counted.
pub struct Backlog {
    counted: Evidence<(Extent, Items)>,
    ids: Result<Tally, FileProblem>,
}

impl Backlog {
    /// Reads the evidence `id` and counts what its criteria will be told.
    #[must_use]
    pub fn read(reading: &Reading<'_>, id: &str) -> Self {
        let mut ids = Ids::new();
        let counted = reading.stream(id, |bytes, path, notes| {
            let mut items = Items::default();
            let extent = file::read(bytes, path, notes, |item| {
                items.add(item);
                if let Some(id) = item.id() {
                    ids.add(&id);
                }
            });
            items.end(&extent);
            Some((extent, items))
        });
        let context = reading.context();
        Self { ids: ids.judge(context.workspace, counted.path(), context.now), counted }
    }
}

/// The backlog has at least one item.
///
/// # Errors
/// When the backlog is missing or cannot be read; the criterion is then not judged.
pub fn items_captured(backlog: &Backlog, judgement: &mut Judgement<'_>) -> Judged {
    let (extent, _) = backlog.counted.get(judgement)?;
    judgement.count(Case::when(extent.items + extent.unreadable > 0, || {
        BACKLOG_EMPTY
            .at(&extent.header)
            .expected("at least one row below the header")
            .actual("none")
    }));
    Ok(())
}

/// Every item has a known severity.
///
/// # Errors
/// When the backlog is missing or cannot be read; the criterion is then not judged.
pub fn severity_known(backlog: &Backlog, judgement: &mut Judgement<'_>) -> Judged {
    let (extent, items) = backlog.counted.get(judgement)?;
    judgement.home_at(&extent.header);
    items.severity.count(judgement);
    Ok(())
}

/// Every High or Critical item has an owner; a lesser one without is a warning.
///
/// # Errors
/// When the backlog is missing or cannot be read; the criterion is then not judged.
pub fn severe_items_owned(backlog: &Backlog, judgement: &mut Judgement<'_>) -> Judged {
    let (_, items) = backlog.counted.get(judgement)?;
    of_severe(&items.owner, judgement);
    items.lesser_owner.warn(judgement);
    Ok(())
}

/// Every High or Critical item has a priority.
///
/// # Errors
/// When the backlog is missing or cannot be read; the criterion is then not judged.
pub fn severe_items_prioritized(backlog: &Backlog, judgement: &mut Judgement<'_>) -> Judged {
    let (_, items) = backlog.counted.get(judgement)?;
    of_severe(&items.priority, judgement);
    Ok(())
}

/// Every High or Critical item has a due date that can be read.
///
/// # Errors
/// When the backlog is missing or cannot be read; the criterion is then not judged.
pub fn severe_items_dated(backlog: &Backlog, judgement: &mut Judgement<'_>) -> Judged {
    let (_, items) = backlog.counted.get(judgement)?;
    of_severe(&items.due, judgement);
    items.lesser_due.warn(judgement);
    Ok(())
}

fn of_severe(tally: &Tally, judgement: &mut Judgement<'_>) {
    if tally.is_empty() {
        judgement.not_applicable("no item is rated High or Critical");
    }
    tally.count(judgement);
}

/// No two items have the same id.
///
/// # Errors
/// When the backlog is missing or cannot be read; the criterion is then not judged.
pub fn ids_unique(backlog: &Backlog, judgement: &mut Judgement<'_>) -> Judged {
    backlog.counted.get(judgement)?;
    match &backlog.ids {
        Ok(tally) if tally.is_empty() => {
            judgement.not_applicable("no item has an id; the number of its row stands for it");
        }
        Ok(tally) => tally.count(judgement),
        Err(problem) => {
            judgement.fail(problem.finding(backlog.counted.path(), backlog.counted.path()));
        }
    }
    Ok(())
}

/// No open Critical item is past its due date; a lesser one that is, is a warning.
///
/// # Errors
/// When the backlog is missing or cannot be read; the criterion is then not judged.
pub fn critical_items_on_time(backlog: &Backlog, judgement: &mut Judgement<'_>) -> Judged {
    let (_, items) = backlog.counted.get(judgement)?;
    if items.late.is_empty() {
        judgement.not_applicable("no Critical item has a due date to be held against");
    }
    items.late.count(judgement);
    items.lesser_late.warn(judgement);
    Ok(())
}
