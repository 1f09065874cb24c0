//! A criterion: the sentence, the gates that have it, and its threshold.

use ray_core::protocol::CriterionSpec;

use super::setting;
use crate::catalogue::KnownGate;
use crate::page::{Entry, Page, Target, Text};

/// A criterion of a gate, as it was asked for.
pub struct Asked<'g> {
    /// The gate.
    pub gate: &'g KnownGate<'g>,
    /// The criterion.
    pub criterion: CriterionSpec,
}

/// The page of a criterion that one gate has, or several in the same words; none without any.
#[must_use]
pub fn criterion(asked: &[Asked<'_>]) -> Option<Page> {
    let first = &asked.first()?.criterion;
    let gates = asked.iter().map(|asked| {
        let entry = Entry::new(Text::link(Target::Gate(asked.gate.page())), asked.gate.title());
        let entry = entry.and(threshold(asked.gate, &asked.criterion));
        match asked.gate.spec.waivable {
            true => entry.and("A waiver may cover this gate"),
            false => entry.and("No waiver covers this gate"),
        }
    });
    let page = Page::new(&first.id).paragraph(first.text.as_str());
    let page = match first.cross_reference {
        true => page.paragraph("It compares one piece of evidence with another"),
        false => page,
    };
    Some(page.section("Judged by", gates.collect()))
}

/// What there is to say about each criterion of `gate`.
#[must_use]
pub fn of_gate(gate: &KnownGate<'_>) -> Vec<Entry> {
    let entry = |criterion: &CriterionSpec| {
        let entry = Entry::new(Text::code(&criterion.id), criterion.text.as_str());
        match criterion.setting {
            Some(_) => entry.and(threshold(gate, criterion)),
            None => entry,
        }
    };
    gate.criteria().iter().map(entry).collect()
}

/// How much of what the criterion counts must hold.
fn threshold(gate: &KnownGate<'_>, criterion: &CriterionSpec) -> Text {
    let Some(id) = &criterion.setting else {
        return Text::from("All that it counts must hold");
    };
    let threshold = Text::from("Its threshold is the setting ").then(Text::code(id));
    match setting::value(gate, id) {
        Some(value) => threshold.then(", ").then(Text::code(value)).then(" unless set"),
        None => threshold,
    }
}
