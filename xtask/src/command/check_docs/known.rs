//! What the executables know: every script with its flags, every file that is read or written and the
//! folders in which it may lie. All of it comes from the descriptors.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use clap::Command;
use ray_cli::{End, Task};
use ray_core::prerequisites::{APPROVALS_FILE, SYSTEM_STATE_FILE};
use ray_core::protocol::{GateSpec, Identity, Protocol, ProtocolSource};
use ray_core::value::words::{fold, fold_heading, nearest};

use super::slip::Slips;

/// Files that the executables themselves keep in an evidence folder.
const KEPT: &[&str] = &[
    ray_ledger::evidence_manifest::FILE_NAME,
    "gate-waivers.json",
    "gate-history.jsonl",
    "protocol-execution-log.jsonl",
    APPROVALS_FILE,
    SYSTEM_STATE_FILE,
];

/// The folder of the records that runners write.
const RECORDS: &str = ".artifacts/protocol-manifests";

/// Everything that documents can be held against.
pub(super) struct Known {
    /// Every protocol, in order.
    pub(super) protocols: Vec<Protocol>,
    scripts: BTreeMap<String, Script>,
    files: BTreeMap<String, KnownFile>,
    file_slips: Slips,
    folder_slips: Slips,
}

/// An executable.
pub(super) struct Script {
    /// The name that results use for it.
    pub(super) proper: String,
    /// The protocols that it serves: one, or the editions of one.
    pub(super) protocols: Vec<usize>,
    /// The gate that it judges, by its place in the first of the protocols.
    pub(super) gate: Option<usize>,
    task: Task,
    command: OnceCell<Option<Command>>,
}

/// A file that some executable reads or writes.
#[derive(Default)]
pub(super) struct KnownFile {
    /// The folders in which it may lie, the proper one first.
    pub(super) folders: Vec<String>,
    /// The protocols of which it is evidence.
    pub(super) evidence_of: Vec<usize>,
}

impl Known {
    /// From every descriptor there is.
    #[must_use]
    pub(super) fn new(protocols: Vec<Protocol>) -> Self {
        let mut known = Self {
            protocols,
            scripts: BTreeMap::new(),
            files: BTreeMap::new(),
            file_slips: Slips::default(),
            folder_slips: Slips::default(),
        };
        for at in 0..known.protocols.len() {
            known.add_scripts(at);
            known.add_files(at);
        }
        let folders = known.files.values().flat_map(|file| &file.folders);
        known.folder_slips = Slips::of(folders.map(String::as_str));
        known.file_slips = Slips::of(known.files.keys().map(String::as_str));
        known
    }

    fn add_scripts(&mut self, at: usize) {
        let Some(protocol) = self.protocols.get(at) else { return };
        let identity = &protocol.descriptor.protocol;
        let gates = protocol.gates().enumerate();
        let gates = gates.map(|(gate, (spec, judge))| {
            (spec.script.clone(), Task::Gate(judge.name()), Some(gate))
        });
        let others = [
            (identity.prerequisites.clone(), Task::Prerequisites, None),
            (identity.aggregator.clone(), Task::Aggregate, None),
            (identity.runner.clone(), Task::Run, None),
        ];
        for (proper, task, gate) in gates.chain(others).collect::<Vec<_>>() {
            for name in protocol.descriptor.aliases(&proper).iter().chain([&proper]) {
                let script = Script {
                    proper: proper.clone(),
                    protocols: Vec::new(),
                    gate,
                    task,
                    command: OnceCell::new(),
                };
                self.scripts.entry(name.clone()).or_insert(script).protocols.push(at);
            }
        }
    }

    fn add_files(&mut self, at: usize) {
        let Some(protocol) = self.protocols.get(at) else { return };
        let descriptor = &protocol.descriptor;
        let folders = &descriptor.protocol.folders;
        let mut add = |file: &str, folders: &[String], is_evidence: bool| {
            let known = self.files.entry(file.to_owned()).or_default();
            let new = folders.iter().filter(|folder| !known.folders.contains(folder));
            let new: Vec<String> = new.cloned().collect();
            known.folders.extend(new);
            known.evidence_of.extend(is_evidence.then_some(at));
        };
        for evidence in &descriptor.evidence {
            let own = if evidence.from_root { &[] } else { folders.as_slice() };
            add(&evidence.file, own, true);
        }
        let artifacts = descriptor.prerequisites.artifacts.iter();
        for artifact in artifacts.filter(|artifact| !artifact.is_folder()) {
            add(&artifact.file, &artifact.folders, false);
        }
        for file in KEPT {
            add(file, folders, false);
        }
        add(&format!("{}.json", descriptor.protocol.runner), &[RECORDS.to_owned()], false);
    }

    /// The executable `name`, by whichever of its names.
    #[must_use]
    pub(super) fn script(&self, name: &str) -> Option<&Script> {
        self.scripts.get(name)
    }

    /// The name that was probably meant by `name`, which is none.
    #[must_use]
    pub(super) fn nearest_script(&self, name: &str) -> Option<&str> {
        let alike = self.scripts.keys().find(|known| fold(known) == fold(name));
        let near = || nearest(name, self.scripts.keys().map(String::as_str));
        alike.map(String::as_str).or_else(near)
    }

    /// The file `name`.
    #[must_use]
    pub(super) fn file(&self, name: &str) -> Option<&KnownFile> {
        self.files.get(name)
    }

    /// The name of a file that is a slip of the finger away from `name`, with the same extension.
    #[must_use]
    pub(super) fn nearest_file(&self, name: &str) -> Option<&str> {
        self.file_slips.find(name)
    }

    /// True when some file may lie in `folder`.
    #[must_use]
    pub(super) fn is_folder(&self, folder: &str) -> bool {
        self.files.values().any(|file| file.folders.iter().any(|own| own == folder))
    }

    /// The folder that is a slip of the finger away from `folder`.
    #[must_use]
    pub(super) fn nearest_folder(&self, folder: &str) -> Option<&str> {
        self.folder_slips.find(folder)
    }

    /// The protocol at `at`.
    #[must_use]
    pub(super) fn identity(&self, at: usize) -> Option<&Identity> {
        self.protocols.get(at).map(|protocol| &protocol.descriptor.protocol)
    }

    /// The gates of the protocol at `at`.
    #[must_use]
    pub(super) fn gates(&self, at: usize) -> &[GateSpec] {
        self.protocols.get(at).map_or(&[], |protocol| &protocol.descriptor.gates)
    }

    /// The flags of `script`, as its executable reads them.
    ///
    /// # Errors
    /// When a descriptor is broken: a fault of this project.
    pub(super) fn command(&self, script: &Script) -> Result<Option<Command>, End> {
        if script.command.get().is_none() {
            let sources = script.protocols.iter().filter_map(|at| self.protocols.get(*at));
            let sources: Vec<&'static ProtocolSource> =
                sources.map(|protocol| protocol.source).collect();
            let _ = script.command.set(Some(ray_cli::command(&sources, script.task)?));
        }
        Ok(script.command.get().cloned().flatten())
    }
}

/// The numbers under which `identity` is known.
pub(super) fn numbers(identity: &Identity) -> Vec<&str> {
    let mut numbers = vec![identity.id.as_str(), identity.title_number.as_str()];
    numbers.extend(identity.cited_as.iter().map(String::as_str));
    let mut seen = std::collections::BTreeSet::new();
    numbers.retain(|number| seen.insert(*number));
    numbers
}

/// `identity` in a message: its number and its edition.
pub(super) fn called(identity: &Identity) -> String {
    let edition = identity.edition.as_ref().map(|edition| format!(", {edition} edition"));
    format!("protocol {}{}", identity.id, edition.unwrap_or_default())
}

/// A title as titles compare: without case, punctuation, `and`, and the word `gate` at its end.
pub(super) fn title(text: &str) -> String {
    let folded = fold_heading(text);
    let words: Vec<&str> = folded.split(' ').filter(|word| *word != "and").collect();
    match words.as_slice() {
        [most @ .., "gate"] if !most.is_empty() => most.join(" "),
        words => words.join(" "),
    }
}
