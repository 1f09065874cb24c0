//! The text of a `ray.toml` in which everything that can be set stands as a comment, with the value
//! that is in force without it.

use std::fmt::Write;

use ray_core::gate::archives;
use ray_core::prerequisites;
use ray_core::protocol::{DefaultValue, GateSpec, Protocol, SettingKind, SettingSpec};
use ray_core::value::size::Size;
use ray_ledger::waivers;

const HEAD: &str = "\
# What this team sets for its gates. Everything here is optional.
#
# A line that starts with # and no space is a setting, with the value that is in force without it, or
# an example where there is none: take the # away to set it. A flag goes before this file. A value that
# lets more through than the protocol's own is allowed, and shown in every output.

# The release that all evidence must name; without it, the one on which the evidence agrees
#release = \"1.0.0\"
";

/// The file for `protocols`.
#[must_use]
pub(super) fn text(protocols: &[Protocol]) -> String {
    let mut text = HEAD.to_owned();
    table(
        &mut text,
        archives::TABLE,
        "What an archive may demand of its reader",
        &archives::specs(),
    );
    if let Some(spec) = protocols.iter().find_map(|it| it.descriptor.waivers.as_ref()) {
        table(
            &mut text,
            waivers::TABLE,
            "Who may let a failed gate through, and for how long",
            &waivers::specs(&spec.roles, &spec.longest),
        );
    }
    for protocol in protocols {
        of_protocol(&mut text, protocol);
    }
    text
}

fn of_protocol(text: &mut String, protocol: &Protocol) {
    let identity = &protocol.descriptor.protocol;
    let folder = identity.folders.first().map_or("", String::as_str);
    let key = &identity.key;
    let edition = identity.edition.as_ref().map(|edition| format!(", {edition} edition"));
    let _ = write!(
        text,
        "\n# ---- Protocol {}: {}{}\n\n[{key}]\n\
         # The folder that holds the evidence\n#artifacts = {}\n\
         # Further files that the evidence manifest must find in it\n#required_artifacts = []\n",
        identity.id,
        identity.name,
        edition.unwrap_or_default(),
        quoted(folder),
    );
    let spec = prerequisites::spec(protocol);
    of_gate(text, key, &spec);
    protocol.descriptor.gates.iter().for_each(|gate| of_gate(text, key, gate));
}

fn of_gate(text: &mut String, key: &str, gate: &GateSpec) {
    table(text, &format!("{key}.{}", gate.name), &gate.title, &gate.settings);
}

/// The table itself is no comment, so that a key below it can be taken in by itself.
fn table(text: &mut String, name: &str, title: &str, specs: &[SettingSpec]) {
    let mut settings = specs.iter().filter_map(|spec| Some((spec.key.as_ref()?, spec))).peekable();
    if settings.peek().is_none() {
        return;
    }
    let _ = write!(text, "\n# {title}\n[{name}]\n");
    for (key, spec) in settings {
        let options = match spec.options.as_slice() {
            [] => String::new(),
            options => format!(": {}", options.join(", ")),
        };
        let _ = write!(text, "# {}{options}\n#{key} = {}\n", spec.help, value(spec));
    }
}

fn value(spec: &SettingSpec) -> String {
    match (&spec.default, spec.kind) {
        (Some(DefaultValue::One(value)), SettingKind::Ratio | SettingKind::Count) => value.clone(),
        (Some(DefaultValue::One(value)), SettingKind::Size) => {
            quoted(&value.parse::<Size>().map_or_else(|_| value.clone(), |size| size.to_string()))
        }
        // A length of time without a unit is in minutes.
        (Some(DefaultValue::One(value)), SettingKind::Timespan)
            if value.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            quoted(&format!("{value}m"))
        }
        (Some(DefaultValue::One(value)), _) => quoted(value),
        (Some(DefaultValue::Many(values)), _) => {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            format!("[{}]", values.join(", "))
        }
        (None, SettingKind::Allowances) => {
            "[]   # such as [{ pattern = 'relation \"old_\\w+\" does not exist', \
             reason = \"Dropped twice; OPS-412\" }]"
                .to_owned()
        }
        (None, _) => quoted("a/file/from/the/root"),
    }
}

/// A text of TOML; what we write there holds no control characters.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
