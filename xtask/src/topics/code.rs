//! A finding code: what is wrong, what to do, an example, who raises it, and what a waiver can do.

use ray_core::finding::Level;

use crate::catalogue::{KnownCode, KnownGate};
use crate::page::{Entry, Page, Target, Text};

/// The page of `known`, which some of `gates` raise.
#[must_use]
pub fn code(known: &KnownCode, gates: &[KnownGate<'_>]) -> Page {
    let code = known.code;
    let level = match code.level {
        Level::Error => "An error: it fails whatever raises it, unless a threshold tolerates it",
        Level::Warning => "A warning: it is reported, and fails nothing",
    };
    let raised_by = raised_by(known, gates);
    Page::new(code.word)
        .paragraph(code.summary)
        .paragraph(level)
        .remark("What to do", code.help)
        .verbatim("Example", code.example)
        .section("Raised by", raised_by)
        .remark("Waiver", waiver(known))
}

fn raised_by(known: &KnownCode, gates: &[KnownGate<'_>]) -> Vec<Entry> {
    let listed = gates.iter().filter(|gate| known.gates.contains(&gate.page()));
    let listed = listed.map(|gate| {
        let entry = Entry::new(Text::link(Target::Gate(gate.page())), gate.title());
        match gate.spec.waivable {
            true => entry,
            false => entry.and("No waiver covers this gate"),
        }
    });
    let shared = known.shared_by.iter().map(|&by| Entry { term: Text::from(by), lines: vec![] });
    listed.chain(shared).collect()
}

fn waiver(known: &KnownCode) -> &'static str {
    match (known.by_gates, known.code.waivable) {
        (true, true) => "A waiver may cover it, for a gate that can be waived",
        (true, false) => "No waiver covers it, whatever the gate",
        (false, _) => "No gate raises it, so there is nothing to waive",
    }
}
