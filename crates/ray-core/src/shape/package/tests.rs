//! A protocol of one gate that judges nothing but its package, in a repository of three files.
#![expect(clippy::disallowed_methods, reason = "tests prepare and damage files themselves")]

mod bytes;
mod changes;
mod hostile;

use assert_fs::TempDir;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::checksum::Digest;
use crate::clock::Now;
use crate::evidence::zip::forge::{Part, archive, part};
use crate::gate::result::{GateResult, Status, Verdict};
use crate::gate::settings::{Settings, Source, parse};
use crate::gate::{Context, Criterion, Gate, PinnedRelease, archives, evaluate};
use crate::protocol::{DescriptorError, Protocol, ProtocolSource};
use crate::workspace::Workspace;

static GATE: Gate<Package> =
    Gate { name: "readiness", codes: &[], read: Package::read, criteria: CRITERIA };

const CRITERIA: &[Criterion<Package>] = &[
    ("manifest-complete", Package::manifest_complete),
    ("checksums-match", Package::checksums_match),
    ("package-as-described", Package::package_as_described),
    ("entries-match", Package::entries_match),
];

static SOURCE: ProtocolSource =
    ProtocolSource { descriptor: DESCRIPTOR, gates: &[&GATE], templates: &[], schemas: &[] };

const DESCRIPTOR: &str = r#"
    evidence = [
        { id = "package", file = "P.zip", description = "d" },
        { id = "manifest", file = "m.json", description = "d" },
        { id = "a", file = "a.json", description = "d" },
        { id = "b", file = "b.txt", description = "d" },
    ]
    [protocol]
    id = "1"
    key = "p"
    name = "P"
    title_number = "1"
    names_release = true
    folders = ["e"]
    runner = "r"
    prerequisites = "p"
    aggregator = "a"
    complete = { prompt = "p", next = "n", evidence = [] }
    [package]
    archive = "P.zip"
    manifest = "m.json"
    required = ["a", "b"]
    [prerequisites]
    title = "t"
    summary = "s"
    on_failure = "f"
    [[gates]]
    name = "readiness"
    title = "t"
    script = "s"
    summary = "s"
    on_failure = "f"
    waivable = false
    evidence = ["manifest", "package"]
    settings = [{ id = "threshold", kind = "ratio", default = "1", looser = "lower", help = "h" }]
    criteria = [
        { id = "manifest-complete", text = "t", setting = "threshold" },
        { id = "checksums-match", text = "t" },
        { id = "package-as-described", text = "t" },
        { id = "entries-match", text = "t" },
    ]
"#;

const MANIFEST: &str = "e/m.json";
const PACKAGE: &str = "e/P.zip";

/// The files that are packed: two that are required, and one more.
const FILES: [(&str, &[u8]); 3] =
    [("e/a.json", b"{\"release\": \"2\"}"), ("e/b.txt", b"all is well\n"), ("c/d.txt", b"more")];

/// A repository, and how its gate is judged.
struct Handover {
    folder: TempDir,
    manifest: Value,
    threshold: &'static str,
    max_entries: &'static str,
}

fn sha256(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()
}

fn packed() -> Vec<Part> {
    FILES.iter().map(|(path, bytes)| part(path, bytes)).collect()
}

fn entry(path: &str, bytes: &[u8]) -> Value {
    json!({
        "path": path, "sha256": sha256(bytes), "size_bytes": bytes.len(), "required": true,
        "timestamp": "2026-11-19T20:00:00Z", "verified_by": "M. Osei",
    })
}

impl Handover {
    /// Passes as it is.
    fn new() -> Self {
        let case = Self {
            folder: TempDir::new().unwrap(),
            manifest: json!({
                "release": "2", "generated_at": "2026-11-19T21:00:00Z",
                "package": {"path": PACKAGE, "sha256": "", "size_bytes": 0},
                "artifacts": FILES.map(|(path, bytes)| entry(path, bytes)),
            }),
            threshold: "1",
            max_entries: "1000",
        };
        FILES.iter().for_each(|(path, bytes)| case.write(path, bytes));
        case.with_package(&archive(&packed()))
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let file = self.folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    /// Hands over `bytes`, and describes them.
    fn with_package(mut self, bytes: &[u8]) -> Self {
        self.pack(bytes);
        self
    }

    fn with_parts(self, parts: &[Part]) -> Self {
        self.with_package(&archive(parts))
    }

    fn pack(&mut self, bytes: &[u8]) {
        self.write(PACKAGE, bytes);
        self.manifest["package"]["sha256"] = json!(sha256(bytes));
        self.manifest["package"]["size_bytes"] = json!(bytes.len());
    }

    /// Changes the manifest.
    fn with(mut self, change: impl FnOnce(&mut Value)) -> Self {
        change(&mut self.manifest);
        self
    }

    fn text(&self) -> String {
        serde_json::to_string_pretty(&self.manifest).unwrap()
    }

    /// Judges the repository with the manifest that it was given.
    fn judge(&self) -> GateResult {
        self.judge_with(self.text().as_bytes())
    }

    fn judge_with(&self, manifest: &[u8]) -> GateResult {
        self.judge_as(&SOURCE, manifest)
    }

    fn judge_as(&self, source: &'static ProtocolSource, manifest: &[u8]) -> GateResult {
        self.write(MANIFEST, manifest);
        let protocol = Protocol::load(source).unwrap();
        let workspace = Workspace::open(self.folder.path()).unwrap();
        let gate = protocol.gate("readiness").unwrap();
        let mut settings = Settings::defaults(&gate.1.settings).unwrap();
        let threshold = parse(&gate.1.settings[0], self.threshold).unwrap();
        settings.set(&gate.1.settings[0], threshold, Source::Default);
        let mut limits = Settings::defaults(&archives::specs()).unwrap();
        let spec = &archives::specs()[2];
        limits.set(spec, parse(spec, self.max_entries).unwrap(), Source::Flag("--x".into()));
        let now: Timestamp = "2026-11-20T09:00:00Z".parse().unwrap();
        let context = Context {
            protocol: &protocol,
            workspace: &workspace,
            folder: &EvidencePath::new("e"),
            pinned_release: Some(&PinnedRelease { release: "2".into(), source: "s".into() }),
            archives: &limits,
            now: Now::from_system(now),
        };
        evaluate(context, gate, &settings)
    }

    /// Criterion, code, and place of each finding: the pointer, or the path of a file as a whole.
    fn found(&self) -> Vec<String> {
        found(&self.judge())
    }
}

fn found(result: &GateResult) -> Vec<String> {
    let show = |reported: &crate::gate::result::Reported| {
        let place = &reported.finding.place;
        let at = place.pointer.clone().unwrap_or_else(|| place.path.to_string());
        format!("{} {} {at}", reported.criterion, reported.finding.code.word)
    };
    let mut found: Vec<String> = result.findings.iter().map(show).collect();
    found.sort();
    found
}

fn verdict(result: &GateResult, criterion: &str) -> Verdict {
    result.criteria.iter().find(|judged| judged.id == criterion).unwrap().verdict
}

#[test]
fn passes_with_the_package_that_the_manifest_describes() {
    let result = Handover::new().judge();
    assert_eq!((result.status, found(&result)), (Status::Pass, Vec::new()));
    let paths: Vec<&str> = result.evidence.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, [PACKAGE, MANIFEST]);
    assert!(result.evidence.iter().all(|file| file.fingerprint.is_some()));
    assert!(result.criteria.iter().all(|criterion| criterion.verdict == Verdict::Pass));
}

fn source(descriptor: String) -> &'static ProtocolSource {
    Box::leak(Box::new(ProtocolSource { descriptor: descriptor.leak(), ..SOURCE }))
}

#[test]
fn a_package_of_evidence_that_is_not_declared_is_refused() {
    let descriptor = DESCRIPTOR.replace(r#"required = ["a", "b"]"#, r#"required = ["a", "z"]"#);
    assert_ne!(descriptor, DESCRIPTOR);
    let loaded = Protocol::load(source(descriptor));
    assert!(matches!(loaded, Err(DescriptorError::Dangling(_))));
}

#[test]
fn fails_when_the_descriptor_describes_no_package() {
    let (before, package) = DESCRIPTOR.split_once("[package]").unwrap();
    let (_, after) = package.split_once("[prerequisites]").unwrap();
    let descriptor = format!("{before}[prerequisites]{after}");
    let result = Handover::new().judge_as(source(descriptor), b"{}");
    assert_eq!(result.status, Status::Fail);
    assert_eq!(verdict(&result, "entries-match"), Verdict::Indeterminate);
}
