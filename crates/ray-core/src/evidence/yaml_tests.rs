use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::clock::Now;
use crate::evidence::json;
use crate::place::{Document, EvidencePath};

fn read(text: &str) -> (Option<Arc<Tree>>, Vec<Finding>) {
    let notes = Notes::new(Now::from_system(Timestamp::UNIX_EPOCH));
    let tree = parse(SourceFile::new(EvidencePath::new("a.yaml"), text.to_owned()), &notes);
    (tree, notes.into_findings())
}

fn root(text: &str) -> Arc<Tree> {
    let (tree, findings) = read(text);
    tree.unwrap_or_else(|| panic!("{text:?}: {findings:#?}"))
}

/// The code, line and column of the only finding.
fn fault(text: &str) -> (&'static str, usize, usize) {
    let (tree, findings) = read(text);
    assert!(tree.is_none(), "{text:?} was read");
    let position = findings[0].place.position.unwrap();
    (findings[0].code.word, position.line(), position.column())
}

/// Every value below `node`, keys too, as the text of its span and its pointer.
fn spans(tree: &Arc<Tree>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut todo = vec![tree.root()];
    while let Some(node) = todo.pop() {
        let text = tree.source().slice(node.span).to_owned();
        found.push((tree.pointer(node.span).unwrap(), text));
        match &node.kind {
            Kind::List(items) => todo.extend(items.iter().rev()),
            Kind::Object(members) => todo.extend(members.iter().rev().map(|member| &member.value)),
            _ => {}
        }
    }
    found
}

#[test]
fn every_value_knows_its_place_and_its_pointer() {
    let tree = root(
        "# ü comment\r\nrelease: \"2.4.0\"\r\nstakeholders:\r\n  - {name: Tomás Rivera, required: true}\r\n  - name: 'Ann'\r\n",
    );
    let found = spans(&tree);
    let text =
        |pointer: &str| found.iter().find(|(own, _)| own == pointer).map(|(_, text)| text.as_str());
    assert_eq!(text("/release"), Some("\"2.4.0\""));
    assert_eq!(text("/stakeholders/0/name"), Some("Tomás Rivera"));
    assert_eq!(text("/stakeholders/0/required"), Some("true"));
    assert_eq!(text("/stakeholders/1/name"), Some("'Ann'"));
}

#[test]
fn scalars_are_what_was_written() {
    for (written, kind) in [
        ("2.4", Kind::Number("2.4".into())),
        ("-1.50e2", Kind::Number("-1.50e2".into())),
        ("2.4.0", Kind::Text("2.4.0".into())),
        ("\"2.4\"", Kind::Text("2.4".into())),
        ("yes", Kind::Text("yes".into())),
        ("on", Kind::Text("on".into())),
        ("true", Kind::Boolean(true)),
        ("~", Kind::Null),
        ("0x1F", Kind::Text("0x1F".into())),
        ("007", Kind::Text("007".into())),
        ("2026-11-19", Kind::Text("2026-11-19".into())),
        ("|\n  two\n  lines", Kind::Text("two\nlines\n".into())),
    ] {
        let tree = root(&format!("key: {written}\n"));
        let Kind::Object(members) = &tree.root().kind else { panic!("{written}") };
        assert_eq!(members[0].value.kind, kind, "{written}");
    }
}

#[test]
fn an_infinity_is_no_number() {
    for written in [".nan", ".inf", "-.inf"] {
        let (tree, findings) = read(&format!("key: {written}\n"));
        let number = tree.is_some_and(|tree| matches!(&tree.root().kind, Kind::Object(members) if matches!(members[0].value.kind, Kind::Number(_))));
        assert!(!number, "{written}: {findings:?}");
    }
}

#[test]
fn a_duplicate_key_is_reported_at_the_second() {
    assert_eq!(fault("a: 1\nb:\n  c: 1\n  c: 2\n"), ("duplicate-key", 4, 3));
    assert_eq!(fault("{\"a\": 1, \"a\": 2}"), ("duplicate-key", 1, 10));
}

#[test]
fn faults_are_placed() {
    assert_eq!(fault("a: 1\nb: [1, 2\nc: 3\n").0, "syntax-error");
    assert_eq!(fault("a:\n\t- b\n").0, "syntax-error");
    assert_eq!(fault("a: 1\n---\nb: 2\n").0, "yaml-several-documents");
}

#[test]
fn ten_thousand_levels_are_refused() {
    for text in ["[".repeat(10_000), "- ".repeat(20_000), "{a: ".repeat(10_000)] {
        let code = fault(&text).0;
        assert!(["nested-too-deep", "syntax-error", "yaml-too-complex"].contains(&code), "{code}");
    }
}

#[test]
fn a_billion_laughs_are_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let (_, findings) = read(&text);
    assert_eq!(findings[0].code.word, "yaml-too-complex", "{findings:?}");
}

/// JSON without escapes that YAML reads otherwise.
fn plain_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        (-1_000_000_i64..1_000_000).prop_map(Into::into),
        "[a-zA-Zé .:#-]{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::btree_map("[a-zé]{1,8}", inner, 0..6)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

fn kinds(node: &Node) -> String {
    match &node.kind {
        Kind::List(items) => format!("[{}]", items.iter().map(kinds).collect::<Vec<_>>().join(",")),
        Kind::Object(members) => {
            let members =
                members.iter().map(|member| format!("{:?}:{}", member.key, kinds(&member.value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        kind => format!("{kind:?}"),
    }
}

proptest! {
    #[test]
    fn reads_json_as_the_json_reader_does(value in plain_json()) {
        let text = serde_json::to_string_pretty(&value).unwrap();
        let notes = Notes::new(Now::from_system(Timestamp::UNIX_EPOCH));
        let json = json::parse(SourceFile::new(EvidencePath::new("a.json"), text.clone()), &notes).unwrap();
        prop_assert_eq!(kinds(root(&text).root()), kinds(json.root()));
    }

    #[test]
    fn never_panics_and_every_place_can_be_named(text in any::<String>()) {
        if let (Some(tree), _) = read(&text) {
            for (_, written) in spans(&tree) {
                prop_assert!(tree.source().text().contains(&written));
            }
        }
    }

    #[test]
    fn never_panics_on_what_looks_like_yaml(text in r#"[\[\]{}:,"'&*!|>#%\-?é \na-c0-9.]{0,60}"#) {
        let _ = read(&text);
    }
}
