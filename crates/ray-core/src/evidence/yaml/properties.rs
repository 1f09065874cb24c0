//! What holds of every YAML text: the JSON reader agrees where the text is JSON, and spans hold
//! what they say.

use std::sync::Arc;

use proptest::prelude::*;

use super::parse;
use crate::clock::Now;
use crate::evidence::json;
use crate::evidence::tree::{Kind, Node, Tree};
use crate::finding::{Finding, Notes};
use crate::place::{Document, EvidencePath};
use crate::source::{SourceFile, Span};

fn source(text: &str) -> SourceFile {
    SourceFile::new(EvidencePath::new("a.yaml"), text.to_owned())
}

fn notes() -> Notes {
    Notes::new(Now::from_system(jiff::Timestamp::UNIX_EPOCH))
}

fn read(text: &str) -> (Option<Arc<Tree>>, Vec<Finding>) {
    let notes = notes();
    let tree = parse(source(text), &notes);
    (tree, notes.into_findings())
}

/// Text in which every character may stand unescaped in YAML as in JSON.
fn word() -> impl Strategy<Value = String> {
    let differs =
        |c: &char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    any::<String>().prop_map(move |text| text.chars().filter(|c| !differs(c)).collect())
}

fn arbitrary_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_filter_map("finite", |f| {
            serde_json::Number::from_f64(f).map(serde_json::Value::from)
        }),
        word().prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Into::into),
            prop::collection::btree_map(word(), inner, 0..8)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Writes `value` as block YAML, its texts in double quotes.
fn as_blocks(value: &serde_json::Value, indent: usize, into: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        serde_json::Value::Array(items) if !items.is_empty() => {
            for item in items {
                into.push_str(&format!("\n{pad}- "));
                as_blocks(item, indent + 2, into);
            }
        }
        serde_json::Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                let key = serde_json::Value::from(key.as_str());
                into.push_str(&format!("\n{pad}{key}: "));
                as_blocks(value, indent + 2, into);
            }
        }
        value => into.push_str(&value.to_string()),
    }
}

/// The value without its places.
fn shape(node: &Node) -> String {
    match &node.kind {
        Kind::List(items) => format!("{:?}", items.iter().map(shape).collect::<Vec<_>>()),
        Kind::Object(members) => {
            let members = members.iter().map(|member| (&member.key, shape(&member.value)));
            format!("{:?}", members.collect::<Vec<_>>())
        }
        kind => format!("{kind:?}"),
    }
}

fn check_spans(tree: &Tree, node: &Node) -> Result<(), TestCaseError> {
    let within = |span: Span| {
        let text = tree.source().text();
        node.span.contains(span) && text.get(span.start..span.end).is_some()
    };
    prop_assert!(within(node.span));
    match &node.kind {
        Kind::List(items) => {
            for item in items {
                prop_assert!(within(item.span));
                check_spans(tree, item)?;
            }
        }
        Kind::Object(members) => {
            for member in members {
                prop_assert!(within(member.key_span) && within(member.value.span));
                check_spans(tree, &member.value)?;
            }
        }
        _ => {}
    }
    Ok(())
}

proptest! {
    #[test]
    fn reads_json_to_the_same_tree_as_the_json_reader(
        value in arbitrary_json(), pretty in any::<bool>(),
    ) {
        let text = if pretty {
            serde_json::to_string_pretty(&value)
        } else {
            serde_json::to_string(&value)
        };
        let text = text.unwrap();
        let notes = notes();
        let json = json::parse(source(&text), &notes).unwrap();
        let (yaml, findings) = read(&text);
        prop_assert!(findings.is_empty(), "{findings:?}");
        let yaml = yaml.unwrap();
        prop_assert_eq!(yaml.root(), json.root());
    }

    #[test]
    fn reads_blocks_to_the_same_values_as_brackets(value in arbitrary_json(), crlf in any::<bool>()) {
        let mut text = String::new();
        as_blocks(&value, 0, &mut text);
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let notes = notes();
        let json = json::parse(source(&value.to_string()), &notes).unwrap();
        let (yaml, findings) = read(&text);
        prop_assert!(findings.is_empty(), "{text} {findings:?}");
        let yaml = yaml.unwrap();
        prop_assert_eq!(shape(yaml.root()), shape(json.root()));
        check_spans(&yaml, yaml.root())?;
    }

    #[test]
    fn spans_read_again_as_the_same_value(
        text in r#"(([a-zé"': ]{1,4}: )?(\[|\{|- |"[a-zé\\]{0,3}"|'[a-zé]{0,3}'|[a-zé0-9.+~]{0,4}|&a |\*a|\]|\}|, |# c|\r?\n *)){0,8}"#,
    ) {
        let Some(tree) = read(&text).0 else {
            return Ok(());
        };
        check_spans(&tree, tree.root())?;
        let mut todo = vec![tree.root()];
        while let Some(node) = todo.pop() {
            let written = tree.source().slice(node.span);
            match &node.kind {
                Kind::List(items) => todo.extend(items),
                Kind::Object(members) => todo.extend(members.iter().map(|member| &member.value)),
                kind if !written.is_empty() && !written.starts_with('*') => {
                    let (again, _) = read(written);
                    prop_assert!(again.is_some(), "{written:?}");
                    let again = again.unwrap();
                    prop_assert_eq!(&again.root().kind, kind);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn a_file_is_read_or_a_finding_says_why(text in prop_oneof![
        any::<String>(),
        r#"[\[\]{}:,"'\\ntfu0-9.+\- \n\r\t&*!|>%@`#?~a\x00é]{0,40}"#,
    ]) {
        let (tree, findings) = read(&text);
        prop_assert!(tree.is_some() || !findings.is_empty());
        if let Some(tree) = tree {
            check_spans(&tree, tree.root())?;
        }
    }
}
