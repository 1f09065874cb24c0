//! Everything of a kind, each with one line.

use crate::catalogue::{Executable, KnownCode, KnownGate};
use crate::page::{Entry, Page, Target, Text};

/// Every gate.
#[must_use]
pub fn all_gates(gates: &[KnownGate<'_>]) -> Page {
    let mut page = Page::new("Gates").paragraph(
        "A gate reads evidence and decides whether a release may go on. What must be in place before a \
         protocol starts is checked likewise.",
    );
    for gates in gates.chunk_by(|a, b| std::ptr::eq(a.protocol, b.protocol)) {
        let Some(identity) = gates.first().map(|gate| &gate.protocol.descriptor.protocol) else {
            continue;
        };
        let edition = identity.edition.as_ref().map(|edition| format!(", {edition} edition"));
        let heading =
            format!("Protocol {} {}{}", identity.id, identity.name, edition.unwrap_or_default());
        let entries = gates
            .iter()
            .map(|gate| Entry::new(Text::link(Target::Gate(gate.page())), gate.title()));
        page = page.section(&heading, entries.collect());
    }
    page
}

/// Every finding code.
#[must_use]
pub fn all_codes(codes: &[KnownCode]) -> Page {
    let entries = codes.iter().map(|known| {
        let word = known.code.word.to_owned();
        Entry::new(Text::link(Target::Code(word)), known.code.summary)
    });
    Page::new("Finding codes")
        .paragraph(
            "A finding has a code that stays the same from version to version: name it in a waiver, search \
             for it, or ask `ray-gates explain` about it.",
        )
        .section("All codes", entries.collect())
}

/// Every executable; each with what clap says it is for.
#[must_use]
pub fn all_executables(described: &[(&Executable<'_>, String)]) -> Page {
    let entries = described.iter().map(|(executable, about)| {
        let entry =
            Entry::new(Text::link(Target::Command(executable.name.to_owned())), about.as_str());
        match executable.aliases {
            [] => entry,
            names => entry.and(
                Text::from("Also called ").then(Text::joined(names.iter().map(Text::code), ", ")),
            ),
        }
    });
    let own = Entry::new(
        Text::link(Target::Command("ray-gates".to_owned())),
        "What is asked of all protocols at once",
    );
    Page::new("Commands")
        .paragraph("Each gate is an executable of its own, and so are the three of each protocol.")
        .section("All commands", std::iter::once(own).chain(entries).collect())
}
