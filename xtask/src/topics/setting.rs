//! A setting of a gate: its value, and how it is set.

use ray_core::gate::settings::Settings;
use ray_core::protocol::{Looser, SettingKind, SettingSpec};

use crate::catalogue::KnownGate;
use crate::page::{Entry, Text};

/// What there is to say about each setting of `gate`.
pub(super) fn of_gate(gate: &KnownGate<'_>) -> Vec<Entry> {
    gate.spec.settings.iter().map(|setting| entry(gate, setting)).collect()
}

fn entry(gate: &KnownGate<'_>, setting: &SettingSpec) -> Entry {
    let mut entry = Entry::new(Text::code(&setting.id), setting.help.as_str());
    if !setting.options.is_empty() {
        let options = setting.options.iter().map(Text::code);
        entry = entry.and(Text::from("One of ").then(Text::joined(options, ", ")));
    }
    for line in [Some(own_value(gate, setting)), flag(setting), key(gate, setting)] {
        entry.lines.extend(line);
    }
    entry
}

/// The value unless somebody sets another, and which others let more through.
fn own_value(gate: &KnownGate<'_>, setting: &SettingSpec) -> Text {
    let own = match value(gate, &setting.id) {
        Some(value) => Text::from("The protocol's own value is ").then(Text::code(value)),
        None => match &setting.evidence {
            Some(_) => Text::from("Unless set, the file that the evidence folder has for it"),
            None => Text::from("Not set by the protocol"),
        },
    };
    match (setting.looser, setting.kind) {
        (_, SettingKind::Allowances) => own.then("; any other is looser"),
        (_, SettingKind::Roles) => own.then("; a role that is not among them is looser"),
        (Some(Looser::Lower), _) => own.then("; a lower one is looser"),
        (Some(Looser::Higher), _) => own.then("; a higher one is looser"),
        (None, _) => own,
    }
}

/// The protocol's own value of the setting `id`.
pub(super) fn value(gate: &KnownGate<'_>, id: &str) -> Option<String> {
    let defaults = Settings::defaults(&gate.spec.settings).ok()?;
    defaults.get(id)?.value.as_ref().map(ToString::to_string)
}

fn flag(setting: &SettingSpec) -> Option<Text> {
    let flag = setting.flag.as_ref()?;
    Some(Text::from("Flag ").then(Text::code(format!("--{flag}"))))
}

fn key(gate: &KnownGate<'_>, setting: &SettingSpec) -> Option<Text> {
    let key = setting.key.as_ref()?;
    let table = gate.table();
    Some(match setting.kind {
        SettingKind::Allowances => Text::from("In `ray.toml`, a table ")
            .then(Text::code(format!("[[{table}.{key}]]")))
            .then(" each, with `pattern` and `reason`"),
        _ => Text::from("In `ray.toml`, ")
            .then(Text::code(key))
            .then(" in ")
            .then(Text::code(format!("[{table}]"))),
    })
}
