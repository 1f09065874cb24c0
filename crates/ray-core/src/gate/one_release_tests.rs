//! A protocol of two gates: whether all that they read is of one release.
#![expect(clippy::disallowed_methods, reason = "tests prepare files themselves")]

use assert_fs::TempDir;

use super::*;
use crate::clock::Now;
use crate::gate::result::{GateResult, Verdict};
use crate::gate::settings::Settings;
use crate::gate::{Context, Gate, archives, evaluate};
use crate::place::EvidencePath;
use crate::protocol::{Protocol, ProtocolSource};
use crate::workspace::Workspace;

fn read_first(reading: &Reading<'_>) {
    drop(reading.object("a", |_| ()));
}

fn read_second(reading: &Reading<'_>) {
    drop(reading.object("b", |_| ()));
    drop(reading.object("c", |_| ()));
}

static FIRST: Gate<()> = Gate { name: "first", codes: &[], read: read_first, criteria: &[] };
static SECOND: Gate<()> = Gate { name: "second", codes: &[], read: read_second, criteria: &[] };

static SOURCE: ProtocolSource = ProtocolSource {
    descriptor: DESCRIPTOR,
    gates: &[&FIRST, &SECOND],
    templates: &[],
    schemas: &[],
};

const DESCRIPTOR: &str = r#"
    evidence = [
        { id = "a", file = "a.json", description = "d" },
        { id = "b", file = "b.json", description = "d" },
        { id = "c", file = "c.json", description = "d" },
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
    [prerequisites]
    title = "t"
    summary = "s"
    on_failure = "f"
    [[gates]]
    name = "first"
    title = "t"
    script = "s"
    summary = "s"
    on_failure = "f"
    waivable = false
    evidence = ["a"]
    criteria = []
    [[gates]]
    name = "second"
    title = "t"
    script = "s"
    summary = "s"
    on_failure = "f"
    waivable = false
    evidence = ["b", "c"]
    criteria = []
"#;

/// What the gate called `gate` says when the files name these releases.
fn judged(gate: &str, releases: [&str; 3]) -> GateResult {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("e")).unwrap();
    for (file, release) in ["e/a.json", "e/b.json", "e/c.json"].iter().zip(releases) {
        let text = format!(r#"{{"release": "{release}"}}"#);
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    let protocol = Protocol::load(&SOURCE).unwrap();
    let workspace = Workspace::open(folder.path()).unwrap();
    let context = Context {
        protocol: &protocol,
        workspace: &workspace,
        folder: &EvidencePath::new("e"),
        pinned_release: None,
        archives: &Settings::defaults(&archives::specs()).unwrap(),
        now: Now::from_system(jiff::Timestamp::UNIX_EPOCH),
    };
    evaluate(context, protocol.gate(gate).unwrap(), &Settings::default())
}

fn verdict(result: &GateResult) -> Verdict {
    result.criteria.iter().find(|judged| judged.id == RELEASE_AGREES).unwrap().verdict
}

#[test]
fn evidence_agrees_on_the_release_that_all_of_it_names() {
    let result = judged("second", ["1", "1", "1"]);
    assert_eq!((verdict(&result), result.release.as_deref()), (Verdict::Pass, Some("1")));
}

#[test]
fn fails_when_two_files_name_two_releases_and_agrees_on_none() {
    let result = judged("second", ["1", "1", "2"]);
    assert_eq!((verdict(&result), result.release), (Verdict::Fail, None));
    let [mismatch] = result.findings.as_slice() else {
        panic!("{:#?}", result.findings);
    };
    assert_eq!(mismatch.finding.message, "This names release 2, e/b.json:1 says 1");
}

#[test]
fn fails_when_the_evidence_of_an_earlier_gate_is_of_another_release_and_not_of_a_later_one() {
    let result = judged("second", ["2", "1", "1"]);
    assert_eq!((verdict(&result), result.release), (Verdict::Fail, None));
    assert_eq!(verdict(&judged("first", ["2", "1", "1"])), Verdict::Pass);
}
