//! A gate, or a check of prerequisites: what it reads, what it holds that against, what it raises, and
//! what happens when it fails.

use ray_core::protocol::PrerequisitesSpec;

use super::{criterion, setting};
use crate::catalogue::{KnownFile, KnownGate};
use crate::page::{Entry, Page, Target, Text};

/// The page of `gate`; `files` are those of all protocols.
#[must_use]
pub fn gate(gate: &KnownGate<'_>, files: &[KnownFile<'_>]) -> Page {
    let protocol = &gate.protocol.descriptor.protocol;
    let judged_by = Text::from("Judged by ")
        .then(Text::link(Target::Command(gate.spec.script.clone())))
        .then(format!(", for protocol {} {}", protocol.id, protocol.name));
    let page = Page::new(gate.title()).paragraph(gate.spec.summary.as_str()).paragraph(judged_by);
    let page = match gate.number {
        Some(_) => page.section("Evidence", evidence(gate, files)),
        None => prerequisites(page, &gate.protocol.descriptor.prerequisites),
    };
    page.section("Criteria", criterion::of_gate(gate))
        .section("Settings", setting::of_gate(gate))
        .section("Raises", raises(gate))
        .remark("When it fails", gate.spec.on_failure.as_str())
        .remark("Waiver", waiver(gate))
}

fn evidence(gate: &KnownGate<'_>, files: &[KnownFile<'_>]) -> Vec<Entry> {
    let of_protocol = |file: &&KnownFile<'_>| std::ptr::eq(file.protocol, gate.protocol);
    let files = gate
        .spec
        .evidence
        .iter()
        .filter_map(|id| files.iter().filter(of_protocol).find(|file| file.id == Some(id)));
    files
        .map(|file| {
            let entry = Entry::new(Text::code(&file.path), file.description);
            match file.schema {
                Some(_) => entry.and(Text::from("Schema: ").then(schema_command(file))),
                None => entry,
            }
        })
        .collect()
}

/// The command that prints the schema of `file`: its id tells it from files of that name elsewhere.
fn schema_command(file: &KnownFile<'_>) -> Text {
    let key = &file.protocol.descriptor.protocol.key;
    Text::code(format!("ray-gates schema {} --protocol {key}", file.name()))
}

fn prerequisites(page: Page, wanted: &PrerequisitesSpec) -> Page {
    let artifacts = wanted.artifacts.iter().map(|artifact| {
        let folders = artifact.folders.iter().map(Text::code);
        let entry = Entry::new(Text::code(&artifact.file), artifact.description.as_str())
            .and(Text::from("In ").then(Text::joined(folders, " or ")));
        match artifact.optional {
            true => entry.and("Only if available"),
            false => entry,
        }
    });
    let approvals = wanted.approvals.iter().map(|approval| {
        let roles = approval.roles.join(" or ");
        let entry = Entry::new(Text::code(&approval.subject), approval.description.as_str())
            .and(format!("By {roles}"));
        match &approval.when {
            Some(key) => entry.and(
                Text::from("Where ")
                    .then(Text::code(key))
                    .then(" of the file of approvals is true"),
            ),
            None => entry,
        }
    });
    let system = wanted.system.iter().map(|system| {
        let entry = Entry::new(Text::code(&system.id), system.description.as_str());
        match &system.executables {
            Some(pattern) => entry.and(Text::from("Seen in ").then(Text::code(pattern))),
            None if system.writable.is_empty() => entry.and("Attested by a person"),
            None => entry.and(
                Text::from("Seen in ")
                    .then(Text::joined(system.writable.iter().map(Text::code), ", ")),
            ),
        }
    });
    page.section("Handed over from upstream", artifacts.collect())
        .section("Approvals", approvals.collect())
        .section("System state", system.collect())
}

/// The codes that the gate lists. Those of reading evidence are the same everywhere.
fn raises(gate: &KnownGate<'_>) -> Vec<Entry> {
    let own = gate.codes.iter().map(|code| {
        let entry = Entry::new(Text::link(Target::Code(code.word.to_owned())), code.summary);
        match code.level {
            ray_core::finding::Level::Error => entry,
            ray_core::finding::Level::Warning => entry.and("A warning"),
        }
    });
    let shared = Entry {
        term: Text::from(
            "Also what reading evidence finds, whichever gate does it: `ray-gates explain` names those codes",
        ),
        lines: Vec::new(),
    };
    own.chain([shared]).collect()
}

fn waiver(gate: &KnownGate<'_>) -> Text {
    match (gate.number, gate.spec.waivable, &gate.protocol.descriptor.waivers) {
        (_, true, Some(limits)) => {
            let roles = limits.roles.join(" or ");
            Text::from(format!("A waiver by {roles} may cover it, for at most {}", limits.longest))
                .then("; `roles` and `longest` in `[waivers]` of `ray.toml` say otherwise")
        }
        (None, _, _) => Text::from("No waiver covers a check of prerequisites"),
        (Some(_), _, _) => Text::from("No waiver covers it"),
    }
}
