//! Holds each item of the backlog against the rule as it passes, and keeps nothing but counts and the
//! findings that will be listed.

use ray_core::finding::{Code, Finding};
use ray_core::place::Placed;
use ray_core::shape::severity::Severity;
use ray_core::value::words::{UNKNOWN_WORD, Vocabulary};

use super::file::{Due, Extent, Field, Item, Said};
use super::tally::{Listed, Tally};

pub(super) const SEVERITY_MISSING: Code = Code::error(
    "backlog-severity-missing",
    "An item has no severity",
    "Rate the item: low, medium, high or critical; an item that nobody has rated may be critical",
    "MB-7,Rotate the keys,audit,,P2,…",
);
pub(super) const ITEM_UNOWNED: Code = Code::error(
    "severe-item-unowned",
    "A High or Critical item has no owner",
    "Escalate the assignment, and name the person or team that does it",
    "MB-7,Rotate the keys,audit,High,P2,Unassigned,…",
);
pub(super) const LESSER_ITEM_UNOWNED: Code = Code::warning(
    "lesser-item-unowned",
    "A Low or Medium item has no owner",
    "Name the person or team that does it; what nobody owns is not done",
    "MB-7,Tidy the dashboard,retro,Low,P4,,…",
);
pub(super) const ITEM_UNPRIORITIZED: Code = Code::error(
    "severe-item-unprioritized",
    "A High or Critical item has no priority",
    "Say when its turn comes, on the scale that the team uses",
    "MB-7,Rotate the keys,audit,High,TBD,…",
);
pub(super) const ITEM_UNDATED: Code = Code::error(
    "severe-item-undated",
    "A High or Critical item has no due date",
    "Agree on the day with its owner, and write it as 2026-12-01",
    "MB-7,Rotate the keys,audit,High,P2,A. Rivera,,Open",
);
pub(super) const CRITICAL_ITEM_LATE: Code = Code::error(
    "critical-item-late",
    "An open Critical item is past its due date",
    "Finish it, or agree on a new date with those who rely on it; only a status such as Done closes it",
    "MB-7,Double charge,incident,Critical,P1,A. Rivera,2026-01-31,Open",
);
pub(super) const ITEM_LATE: Code = Code::warning(
    "backlog-item-late",
    "An open item is past its due date",
    "Finish it, or set a date that will be kept",
    "MB-7,Rotate the keys,audit,High,P2,A. Rivera,2026-01-31,Open",
);

/// What was counted on the way through the backlog.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) severity: Tally,
    pub(super) owner: Tally,
    pub(super) lesser_owner: Listed,
    pub(super) priority: Tally,
    pub(super) due: Tally,
    pub(super) lesser_due: Listed,
    pub(super) late: Tally,
    pub(super) lesser_late: Listed,
}

impl Items {
    /// Judges the next item.
    pub(super) fn add(&mut self, item: &Item<'_>) {
        let severity = self.rated(item);
        match severity {
            Some(Severity::High | Severity::Critical) => self.severe(item),
            Some(Severity::Low | Severity::Medium) => self.lesser(item),
            Some(Severity::None) | None => {}
        }
        let late = item.open && item.due == Said::Is(Due::Past);
        if severity == Some(Severity::Critical)
            && matches!(item.due, Said::Is(Due::Past | Due::Ahead))
        {
            if late {
                self.late.fails(|| overdue(&CRITICAL_ITEM_LATE, item));
            } else {
                self.late.holds();
            }
        } else if late {
            self.lesser_late.add(|| overdue(&ITEM_LATE, item));
        }
    }

    /// Counts the rows that could not be read: nobody knows how severe they are.
    pub(super) fn end(&mut self, extent: &Extent) {
        self.severity.unreadable(extent.unreadable);
    }

    fn rated(&mut self, item: &Item<'_>) -> Option<Severity> {
        match item.severity {
            Said::Is(severity) => {
                self.severity.holds();
                return Some(severity);
            }
            Said::Unreadable => self.severity.unreadable(1),
            Said::Nothing => self.severity.fails(|| {
                missing(&SEVERITY_MISSING, item, Field::Severity, "severity")
                    .message(format!("The item {} has no severity", item.label()))
            }),
            Said::Wrong => self.severity.fails(|| unknown_severity(item)),
        }
        None
    }

    fn severe(&mut self, item: &Item<'_>) {
        self.owner.says(item.owner, || missing(&ITEM_UNOWNED, item, Field::Owner, "owner"));
        self.priority.says(item.priority, || {
            missing(&ITEM_UNPRIORITIZED, item, Field::Priority, "priority")
        });
        match item.due {
            Said::Is(Due::Unclear(problem)) => {
                self.due.fails(|| {
                    problem.finding(
                        &item.at(Field::DueDate),
                        &item.text(Field::DueDate),
                        "The due date",
                    )
                });
            }
            due => self.due.says(due, || missing(&ITEM_UNDATED, item, Field::DueDate, "due date")),
        }
    }

    fn lesser(&mut self, item: &Item<'_>) {
        if item.owner == Said::Nothing {
            self.lesser_owner.add(|| missing(&LESSER_ITEM_UNOWNED, item, Field::Owner, "owner"));
        }
        if let Said::Is(Due::Unclear(problem)) = item.due {
            self.lesser_due.add(|| {
                problem.finding(
                    &item.at(Field::DueDate),
                    &item.text(Field::DueDate),
                    "The due date",
                )
            });
        }
    }
}

impl Tally {
    /// Counts a field that must say something.
    fn says<T>(&mut self, said: Said<T>, finding: impl FnOnce() -> Finding) {
        match said {
            Said::Is(_) => self.holds(),
            Said::Unreadable => self.unreadable(1),
            Said::Nothing | Said::Wrong => self.fails(finding),
        }
    }
}

/// A place for what `field`, called `name`, does not say.
fn missing(code: &'static Code, item: &Item<'_>, field: Field, name: &str) -> Finding {
    let written = item.text(field);
    let severity = item.text(Field::Severity);
    code.at(&item.at(field))
        .message(format!("The {severity} item {} has no {name}", item.label()))
        .expected(format!("a value for \"{name}\""))
        .actual(if written.is_empty() { "nothing".to_owned() } else { format!("\"{written}\"") })
}

fn unknown_severity(item: &Item<'_>) -> Finding {
    let written = item.text(Field::Severity);
    let finding = UNKNOWN_WORD
        .at(&item.at(Field::Severity).place())
        .message(format!("\"{written}\" is not a severity that is known here"))
        .expected(format!("one of: {}", Severity::listed()))
        .actual(format!("\"{written}\""));
    match Severity::nearest(&written) {
        Some(near) => finding.help(format!("Did you mean \"{near}\"?")),
        None => finding,
    }
}

fn overdue(code: &'static Code, item: &Item<'_>) -> Finding {
    let status = item.text(Field::Status);
    let status =
        if status.is_empty() { "without a status".to_owned() } else { format!("\"{status}\"") };
    code.at(&item.at(Field::DueDate))
        .message(format!(
            "The {} item {} is past its due date and {status}",
            item.text(Field::Severity),
            item.label()
        ))
        .expected("a day that has not passed, or a status such as Done")
        .actual(item.text(Field::DueDate))
}
