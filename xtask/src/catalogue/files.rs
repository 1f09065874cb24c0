//! Every file that somebody writes by hand or by script for a gate to read, with its schema and its
//! template.

use ray_core::prerequisites::{APPROVALS_FILE, SYSTEM_STATE_FILE};
use ray_core::protocol::Protocol;

/// An evidence file.
pub struct KnownFile<'p> {
    /// The protocol that reads it.
    pub protocol: &'p Protocol,
    /// The name by which gates refer to it; none for the two files of the prerequisites.
    pub id: Option<&'p str>,
    /// Its path from the root, as the protocol has it.
    pub path: String,
    /// What it records.
    pub description: &'p str,
    /// Its JSON Schema.
    pub schema: Option<&'static str>,
    /// A template for it.
    pub template: Option<&'static str>,
}

/// Every evidence file, protocol by protocol, in the order of the descriptor; the files of the
/// prerequisites, then those that have a template or a schema and are no evidence of a gate.
#[must_use]
pub fn files(protocols: &[Protocol]) -> Vec<KnownFile<'_>> {
    protocols.iter().flat_map(of_protocol).collect()
}

fn of_protocol(protocol: &Protocol) -> Vec<KnownFile<'_>> {
    let descriptor = &protocol.descriptor;
    let folder = descriptor.protocol.folders.first().map_or("", String::as_str);
    let evidence = descriptor.evidence.iter().map(|evidence| {
        let path = match evidence.from_root {
            true => evidence.file.clone(),
            false => format!("{folder}/{}", evidence.file),
        };
        (Some(evidence.id.as_str()), path, evidence.description.as_str())
    });
    let of_prerequisites = [
        (APPROVALS_FILE, "The approvals that must stand before the protocol starts"),
        (SYSTEM_STATE_FILE, "System state that a person has looked at"),
    ];
    let of_prerequisites = of_prerequisites
        .into_iter()
        .map(|(name, description)| (None, format!("{folder}/{name}"), description));
    let mut files: Vec<KnownFile<'_>> = evidence
        .chain(of_prerequisites)
        .map(|(id, path, description)| known(protocol, id, path, description))
        .collect();
    let upstream = descriptor.prerequisites.artifacts.iter().map(|artifact| {
        let folder = artifact.folders.first().map_or("", String::as_str);
        let path = format!("{folder}/{}", artifact.file);
        known(protocol, Some(&artifact.id), path, &artifact.description)
    });
    files.extend(upstream.filter(|file| file.schema.or(file.template).is_some()));
    files
}

fn known<'p>(
    protocol: &'p Protocol,
    id: Option<&'p str>,
    path: String,
    description: &'p str,
) -> KnownFile<'p> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = stem(name);
    let schema =
        protocol.source.schemas.iter().find(|(file, _)| {
            is_structured(name) && file.strip_suffix(".schema.json") == Some(stem)
        });
    let template = protocol.source.templates.iter().find(|(file, _)| *file == name);
    KnownFile {
        protocol,
        id,
        schema: schema.map(|(_, text)| *text),
        template: template.map(|(_, text)| *text),
        description,
        path,
    }
}

/// True when a JSON Schema can say what a file of this name holds.
fn is_structured(name: &str) -> bool {
    [".json", ".yaml", ".yml"].iter().any(|extension| name.ends_with(extension))
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

impl KnownFile<'_> {
    /// The file name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Every name by which it can be asked for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.name(), stem(self.name()), &self.path].into_iter().chain(self.id)
    }

    /// True when `name` is one of its names; case does not matter.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let name = name.strip_suffix(".schema.json").unwrap_or(name);
        self.names().any(|known| known.eq_ignore_ascii_case(name))
    }
}
