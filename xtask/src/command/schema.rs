//! `ray-gates schema`: the JSON Schema of an evidence file, or a template for it.

use std::fmt::Write;

use clap::Args;
use ray_cli::{End, Exit, to_stdout};
use ray_core::protocol::Protocol;

use super::{names, protocols};
use crate::catalogue::{KnownFile, did_you_mean, files, near};

/// Print the JSON Schema of an evidence file, or a template for it
#[derive(Args)]
pub(crate) struct Arguments {
    /// The evidence file: its name with or without the extension, its path, or its id in the protocol
    /// [default: list all]
    #[arg(value_parser = names::evidence(), hide_possible_values = true)]
    name: Option<String>,

    /// Print a template, which never passes until it is filled in; there is one for Markdown and CSV
    /// too
    #[arg(long)]
    template: bool,

    /// The protocol, where several have a file of that name: its number, or its key in ray.toml
    #[arg(long, value_name = "KEY", value_parser = names::keys(), hide_possible_values = true)]
    protocol: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, End> {
    let protocols = protocols()?;
    let wanted = match &arguments.protocol {
        Some(key) => refuse_unknown(&protocols, key).map(|()| Some(key.as_str()))?,
        None => None,
    };
    let files = files(&protocols);
    let files: Vec<&KnownFile<'_>> = files
        .iter()
        .filter(|file| wanted.is_none_or(|key| is_called(file.protocol, key)))
        .collect();
    let text = match &arguments.name {
        None => list(&files),
        Some(name) => text_of(&files, name.trim(), arguments.template)?.to_owned(),
    };
    to_stdout(text.as_bytes())?;
    Ok(Exit::Passed)
}

fn is_called(protocol: &Protocol, key: &str) -> bool {
    let identity = &protocol.descriptor.protocol;
    let names = [Some(&identity.id), Some(&identity.key), identity.edition.as_ref()];
    names.into_iter().flatten().any(|name| name.eq_ignore_ascii_case(key))
}

fn refuse_unknown(protocols: &[Protocol], key: &str) -> Result<(), End> {
    if protocols.iter().any(|protocol| is_called(protocol, key)) {
        return Ok(());
    }
    let known: Vec<&str> =
        protocols.iter().map(|protocol| protocol.descriptor.protocol.key.as_str()).collect();
    let reason = format!("--protocol: `{key}` is none of: {}", known.join(", "));
    Err(End::stopped("reading the flags", reason))
}

/// The schema, or the template, of the file called `name`.
fn text_of<'f>(files: &[&'f KnownFile<'_>], name: &str, template: bool) -> Result<&'f str, End> {
    let stopped = |reason: String| End::stopped("reading the flags", reason);
    let called: Vec<&KnownFile<'_>> =
        files.iter().copied().filter(|file| file.is_called(name)).collect();
    if called.is_empty() {
        let names = files.iter().flat_map(|file| file.names());
        let hint = match near(name, names).as_slice() {
            [] => "; `ray-gates schema` alone lists them".to_owned(),
            near => did_you_mean(near),
        };
        return Err(stopped(format!("`{name}` is no evidence file{hint}")));
    }
    let text = |file: &KnownFile<'f>| if template { file.template } else { file.schema };
    let having: Vec<(&KnownFile<'_>, &str)> =
        called.iter().filter_map(|file| Some((*file, text(file)?))).collect();
    match having.as_slice() {
        [(_, text)] => Ok(text),
        [] => Err(stopped(has_none(&called, template))),
        several => Err(stopped(ambiguous(name, several))),
    }
}

/// A file that is known, and has no schema or no template.
fn has_none(called: &[&KnownFile<'_>], template: bool) -> String {
    let name = called.first().map_or("", |file| file.name());
    let has_template = called.iter().any(|file| file.template.is_some());
    match (template, has_template) {
        (false, true) => format!(
            "{name} has no JSON Schema, since it is no JSON or YAML; `ray-gates schema --template {name}` \
             prints a template"
        ),
        (true, _) => {
            format!("{name} has no template; logs and archives are made by tools, not filled in")
        }
        (false, false) => format!("{name} has no JSON Schema and no template"),
    }
}

fn ambiguous(name: &str, several: &[(&KnownFile<'_>, &str)]) -> String {
    let keys: Vec<&str> =
        several.iter().map(|(file, _)| file.protocol.descriptor.protocol.key.as_str()).collect();
    format!(
        "several protocols have a file `{name}`; add --protocol with one of: {}",
        keys.join(", ")
    )
}

fn list(files: &[&KnownFile<'_>]) -> String {
    let mut text = String::new();
    for of_protocol in files.chunk_by(|a, b| std::ptr::eq(a.protocol, b.protocol)) {
        let Some(identity) = of_protocol.first().map(|file| &file.protocol.descriptor.protocol)
        else {
            continue;
        };
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "{} {} (--protocol {})", identity.id, identity.name, identity.key);
        for file in of_protocol {
            let has = match (file.schema, file.template) {
                (Some(_), Some(_)) => "schema, template",
                (Some(_), None) => "schema",
                (None, Some(_)) => "template",
                (None, None) => continue,
            };
            let _ = writeln!(text, "  {}\n      {}; {has}", file.path, file.description);
        }
    }
    text
}
