//! `ray-gates check-docs` from outside: a document that agrees, and the same with one thing wrong.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod allowances;
mod inputs;
mod kinds;
mod reports;

use serde_json::Value;
use test_support::scratch::Outcome;
use test_support::{Scratch, workspace_root};

const RAY_GATES: &str = env!("CARGO_BIN_EXE_ray-gates");

/// A document of protocol 10 with which nothing disagrees.
const RELEASE: &str = include_str!("documents/release.md");

/// `check-docs` with `arguments` in a repository that holds `text` as `docs/release.md`.
fn check(text: &str, arguments: &[&str]) -> Outcome {
    let scratch = Scratch::empty();
    scratch.write("docs/release.md", text);
    let before = scratch.contents();
    let outcome = scratch.run(RAY_GATES, &[&["check-docs", "docs"], arguments].concat());
    assert_eq!(before, scratch.contents(), "it only reads");
    outcome
}

/// `list` of the first document in the JSON of `outcome`.
fn entries(outcome: &Outcome, list: &str) -> Vec<Value> {
    outcome.json()["documents"][0][list].as_array().unwrap().clone()
}

/// Code, line and column of every finding in `text`.
fn findings(text: &str) -> Vec<(String, Option<u64>, Option<u64>)> {
    let entries = entries(&check(text, &["--format", "json"]), "findings");
    let place = |entry: &Value| {
        let code = entry["code"].as_str().unwrap().to_owned();
        (code, entry["line"].as_u64(), entry["column"].as_u64())
    };
    entries.iter().map(place).collect()
}

/// `RELEASE` with the one occurrence of `find` replaced.
fn edited(find: &str, with: &str) -> String {
    assert_eq!(RELEASE.matches(find).count(), 1, "the document must hold this once: {find}");
    RELEASE.replacen(find, with, 1)
}

#[test]
fn passes_with_a_document_that_agrees_and_says_what_it_looked_at() {
    let outcome = check(RELEASE, &["--strict", "--format", "json"]);
    let json = outcome.json();
    assert_eq!((outcome.code, &json["status"]), (0, &Value::from("pass")), "{json:#}");
    let document = &json["documents"][0];
    assert_eq!(document["protocol"], "protocol 10");
    assert_eq!(entries(&outcome, "findings"), Vec::<Value>::new());
    assert_eq!(entries(&outcome, "unsure"), Vec::<Value>::new());
    let counted = ["scripts", "gates", "thresholds"].map(|key| document[key].as_u64().unwrap());
    assert_eq!(counted, [7, 4, 4]);
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    for text in [RELEASE.replace('\n', "\r\n"), format!("\u{feff}{RELEASE}")] {
        let outcome = check(&text, &["--strict", "--format", "json"]);
        assert_eq!(outcome.code, 0, "{}", outcome.stdout);
        assert_eq!(outcome.json()["documents"][0]["thresholds"], 4);
    }
}

#[test]
fn the_words_are_stable_since_users_write_them_in_comments() {
    let words: Vec<&str> = xtask::command::check_docs::codes().map(|code| code.word).collect();
    insta::assert_snapshot!(words.join("\n"));
}

#[test]
fn no_gate_has_a_finding_of_the_same_kind() {
    let gates = xtask::PROTOCOLS.iter().flat_map(|protocol| protocol.gates);
    let codes = gates.flat_map(|gate| gate.codes().iter().copied()).chain(ray_core::codes());
    let words: Vec<&str> = codes.map(|code| code.word).collect();
    assert!(xtask::command::check_docs::codes().all(|code| !words.contains(&code.word)));
}

/// What the project says about itself has to be right as well.
#[test]
fn the_documents_of_this_project_agree_with_its_executables() {
    let root = workspace_root();
    let mut command = Scratch::command(RAY_GATES);
    command.args(["check-docs", "--strict", "-C"]).arg(&root);
    command.args(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "protocols"]);
    // The generated pages below are no documents of a protocol, and those of codes show what is wrong.
    let book = std::fs::read_dir(root.join("docs")).unwrap();
    let pages = book.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let by_hand: Vec<String> = pages.filter(|name| name.ends_with(".md")).collect();
    assert!(by_hand.len() > 5, "{by_hand:?}");
    command.args(by_hand.iter().map(|name| format!("docs/{name}")));
    let outcome = test_support::scratch::finish(command);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
}
