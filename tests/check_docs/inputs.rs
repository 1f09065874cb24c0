//! Which documents are looked at, and what happens when there is nothing to look at.

use serde_json::Value;
use test_support::Scratch;

use super::{RAY_GATES, RELEASE};

fn paths(scratch: &Scratch, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["check-docs", "--format", "json"], arguments].concat();
    let json = scratch.run(RAY_GATES, &arguments).json();
    let documents = json["documents"].as_array().unwrap().clone();
    documents.iter().map(|document| document["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn folders_are_walked_in_order_and_hidden_ones_only_when_named() {
    let scratch = Scratch::empty();
    for file in
        ["b.md", "a/z.MDC", "a/y.markdown", "a/x.txt", ".cursor/rules/r.mdc", "a/.hidden.md"]
    {
        scratch.write(file, "# A\n");
    }
    assert_eq!(paths(&scratch, &["."]), ["a/y.markdown", "a/z.MDC", "b.md"]);
    assert_eq!(paths(&scratch, &[".cursor", "b.md", "b.md"]), [".cursor/rules/r.mdc", "b.md"]);
}

#[test]
fn nothing_to_look_at_is_no_pass() {
    let scratch = Scratch::empty();
    scratch.write("docs/a.txt", "a");
    for (arguments, said) in [
        (&["docs"][..], "no document"),
        (&["nowhere.md"], "is not there"),
        (&["../elsewhere.md"], "out of the root"),
        (&[], "required arguments"),
        (&["docs", "--protocol", "99"], "is none of"),
        (&["docs", "--root", "nowhere"], "cannot be opened"),
    ] {
        let outcome = scratch.run(RAY_GATES, &[&["check-docs"], arguments].concat());
        assert_eq!(outcome.code, 2, "{arguments:?}");
        assert!(outcome.stderr.contains(said), "{}", outcome.stderr);
        assert!(outcome.stderr.contains("[RAY ERROR]"), "{}", outcome.stderr);
    }
}

#[test]
fn a_document_that_cannot_be_read_is_said_and_the_others_are_checked() {
    let scratch = Scratch::empty();
    scratch.write("a.md", b"# caf\xe9\n");
    scratch.write("b.md", RELEASE.replace("### Gate 3:", "### Gate 7:"));
    let outcome = scratch.run(RAY_GATES, &["check-docs", ".", "--format", "json"]);
    assert_eq!(outcome.code, 2);
    let codes: Vec<Value> = outcome.json()["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["findings"][0]["code"].clone())
        .collect();
    assert_eq!(codes, ["not-utf8", "doc-gate-number"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed_out_of_the_root() {
    let (inside, outside) = (Scratch::empty(), Scratch::empty());
    outside.write("secret.md", "# Secret\n");
    std::os::unix::fs::symlink(outside.file("secret.md"), inside.file("link.md")).unwrap();
    let outcome = inside.run(RAY_GATES, &["check-docs", "."]);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("Secret"));
}

#[test]
fn the_protocol_may_be_named_where_the_document_does_not_say() {
    let scratch = Scratch::empty();
    scratch.write("a.md", "# Notes\n\n## Gate 1: Charter Gate\n");
    let outcome = |protocol| {
        let arguments = ["check-docs", "a.md", "--format", "json", "--protocol", protocol];
        scratch.run(RAY_GATES, &arguments).json()
    };
    let document = &outcome("sustainment")["documents"][0];
    assert_eq!(document["protocol"], "protocol 18, sustainment edition");
    assert_eq!(document["findings"][2]["code"], "doc-gate-unmentioned");
    assert_eq!(outcome("12")["documents"][0]["protocol"], "protocol 12");
    assert_eq!(paths(&scratch, &["a.md"]), ["a.md"]);
}

#[test]
fn a_document_is_of_the_protocol_of_which_it_names_half_of_the_gates_and_of_no_other() {
    let of = |scripts: &str| {
        let scratch = Scratch::empty();
        scratch.write("a.md", format!("# Notes\n\n{scripts}\n"));
        let json = scratch.run(RAY_GATES, &["check-docs", "a.md", "--format", "json"]).json();
        json["documents"][0]["protocol"].clone()
    };
    assert_eq!(of("validate_gate_11_freeze, validate_gate_11_launch"), "protocol 11");
    assert_eq!(of("validate_gate_11_freeze, run_protocol_11_gates"), Value::Null);
    assert_eq!(
        of("validate_gate_11_freeze, validate_gate_11_launch, run_protocol_12_gates"),
        Value::Null
    );
    let planning = "validate_gate_21_backlog, validate_gate_18_approvals";
    assert_eq!(of(planning), "protocol 18, planning edition");
}

#[test]
fn a_handbook_of_several_protocols_is_the_document_of_none() {
    let scratch = Scratch::empty();
    let second = "# Protocol 15: Production Deployment & Release Management\n";
    scratch.write("a.md", format!("{RELEASE}\n{second}\n## Gate 1: Readiness Confirmation Gate\n"));
    let outcome = scratch.run(RAY_GATES, &["check-docs", "a.md", "--strict", "--format", "json"]);
    assert_eq!(outcome.json()["documents"][0]["protocol"], Value::Null);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
}
