//! The prerequisites of a small protocol: an artifact, one that may be missing, and a state of the
//! system that somebody attests.
#![expect(clippy::disallowed_methods, reason = "tests prepare files themselves")]

use assert_fs::TempDir;

use super::*;
use crate::clock::Now;
use crate::finding::Level;
use crate::gate::result::Verdict;
use crate::gate::{Gate, archives};
use crate::place::EvidencePath;
use crate::protocol::ProtocolSource;
use crate::workspace::Workspace;

fn read_nothing(_: &Reading<'_>) {}

static LATER: Gate<()> = Gate { name: "later", codes: &[], read: read_nothing, criteria: &[] };

static SOURCE: ProtocolSource =
    ProtocolSource { descriptor: DESCRIPTOR, gates: &[&LATER], templates: &[], schemas: &[] };

const DESCRIPTOR: &str = r#"
    evidence = [{ id = "later", file = "later.json", description = "d" }]
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
    [prerequisites]
    title = "t"
    summary = "s"
    on_failure = "f"
    artifacts = [
        { id = "log", file = "run.log", folders = ["up"], description = "d" },
        { id = "report", file = "report.json", folders = ["up"], description = "d", optional = true },
    ]
    system = [{ id = "monitoring", description = "d" }]
    settings = [
        { id = "attestation-age", kind = "timespan", default = "24h", looser = "higher", help = "h" },
    ]
    [[gates]]
    name = "later"
    title = "t"
    script = "s"
    summary = "s"
    on_failure = "f"
    waivable = false
    evidence = ["later"]
    criteria = []
"#;

struct Repository(TempDir);

impl Repository {
    /// All is in place.
    fn new() -> Self {
        let repository = Self(TempDir::new().unwrap());
        repository.write("up/run.log", "all is well\n");
        repository.write("up/report.json", r#"{"release": "2"}"#);
        repository.write("e/prerequisite-approvals.json", r#"{"release": "2", "approvals": []}"#);
        repository.attest(&[("verified", 8)]);
        repository
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.0.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }

    /// Each check is a status, and the hour of this day at which it was verified.
    fn attest(&self, checks: &[(&str, u8)]) {
        let check = |(status, hour): &(&str, u8)| {
            format!(
                r#"{{"id": "monitoring", "status": "{status}", "verified_by": "M. Osei",
                    "verified_at": "2026-11-20T{hour:02}:00:00Z"}}"#
            )
        };
        let checks: Vec<String> = checks.iter().map(check).collect();
        let text = format!(r#"{{"release": "2", "checks": [{}]}}"#, checks.join(", "));
        self.write("e/system-state.json", &text);
    }

    /// The verdict on `criterion`, and code and level of its findings.
    fn judge(&self, criterion: &str) -> (Verdict, Vec<(&'static str, Level)>) {
        let protocol = Protocol::load(&SOURCE).unwrap();
        let workspace = Workspace::open(self.0.path()).unwrap();
        let spec = spec(&protocol);
        let settings = Settings::defaults(&spec.settings).unwrap();
        let context = Context {
            protocol: &protocol,
            workspace: &workspace,
            folder: &EvidencePath::new("e"),
            pinned_release: None,
            archives: &Settings::defaults(&archives::specs()).unwrap(),
            now: Now::from_system("2026-11-20T09:00:00Z".parse().unwrap()),
        };
        let result = evaluate(context, &spec, &settings);
        let judged = result.criteria.iter().find(|judged| judged.id == criterion).unwrap();
        let findings = result.findings.iter().filter(|reported| reported.criterion == criterion);
        let found = findings.map(|reported| (reported.finding.code.word, reported.finding.level));
        (judged.verdict, found.collect())
    }
}

#[test]
fn passes_when_all_is_in_place() {
    let repository = Repository::new();
    for criterion in ["release-agrees", "artifacts-in-place", "system-ready"] {
        assert_eq!(repository.judge(criterion), (Verdict::Pass, Vec::new()), "{criterion}");
    }
}

#[test]
fn an_artifact_that_may_be_missing_may_not_be_broken() {
    let repository = Repository::new();
    repository.write("up/report.json", "{");
    assert_eq!(repository.judge("artifacts-in-place").0, Verdict::Fail);
    std::fs::remove_file(repository.0.path().join("up/report.json")).unwrap();
    let missing = vec![("missing-file", Level::Warning)];
    assert_eq!(repository.judge("artifacts-in-place"), (Verdict::Pass, missing));
}

#[test]
fn fails_when_an_artifact_of_no_known_format_is_empty() {
    let repository = Repository::new();
    repository.write("up/run.log", "");
    let empty = vec![("artifact-empty", Level::Error)];
    assert_eq!(repository.judge("artifacts-in-place"), (Verdict::Fail, empty));
}

#[test]
fn the_latest_attestation_counts_wherever_it_stands() {
    let repository = Repository::new();
    repository.attest(&[("verified", 8), ("failed", 7)]);
    assert_eq!(repository.judge("system-ready"), (Verdict::Pass, Vec::new()));
    repository.attest(&[("failed", 8), ("verified", 7)]);
    let unverified = vec![("system-state-unverified", Level::Error)];
    assert_eq!(repository.judge("system-ready"), (Verdict::Fail, unverified));
}

#[test]
fn the_evidence_of_the_gates_is_not_compared_since_they_come_later() {
    let repository = Repository::new();
    repository.write("e/later.json", r#"{"release": "1"}"#);
    assert_eq!(repository.judge("release-agrees"), (Verdict::Pass, Vec::new()));
}
