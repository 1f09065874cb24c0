use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::clock::Now;
use crate::evidence::view::View;
use crate::finding::Finding;
use crate::place::{Document, EvidencePath, Placed, Spot};

fn read(text: &str) -> (Option<Arc<Tree>>, Vec<Finding>) {
    let notes = Notes::new(Now::from_system(Timestamp::UNIX_EPOCH));
    let tree = parse(SourceFile::new(EvidencePath::new("a.json"), text.to_owned()), &notes);
    (tree, notes.into_findings())
}

fn fault(text: &str) -> (String, usize, usize) {
    let (tree, findings) = read(text);
    assert!(tree.is_none(), "{text}");
    let position = findings[0].place.position.unwrap();
    (findings[0].message.to_string(), position.line(), position.column())
}

#[test]
fn every_value_knows_its_place_and_its_pointer() {
    let text = "{\n  \"items\": [\n    {\"a/b\": \"é\", \"n\": -1.50e2}\n  ]\n}";
    let (tree, findings) = read(text);
    let tree = tree.unwrap();
    assert!(findings.is_empty());
    let at = text.find("-1.50e2").unwrap();
    let place = Spot::new(tree.clone(), Span::new(at, at + 7)).place();
    assert_eq!(place.pointer.as_deref(), Some("/items/0/n"));
    assert_eq!((place.position.unwrap().line(), place.position.unwrap().column()), (3, 23));
    let key = text.find("\"a/b\"").unwrap();
    let place = Spot::new(tree, Span::new(key, key + 5)).place();
    assert_eq!(place.pointer.as_deref(), Some("/items/0/a~1b"));
}

#[test]
fn a_duplicate_key_is_reported_at_the_second_and_reading_goes_on() {
    let (tree, findings) = read("{\"a\": 1, \"b\": 2, \"\\u0061\": 3}");
    assert!(tree.is_some());
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code.word, "duplicate-key");
    assert_eq!(findings[0].place.position.unwrap().column(), 18);
}

#[test]
fn faults_are_placed_and_say_what_was_expected() {
    assert_eq!(fault(""), ("The file is empty; a JSON value was expected".into(), 1, 1));
    assert_eq!(
        fault("{\n  \"a\": 1,\n}"),
        ("A key in double quotes was expected, `}` was found".into(), 3, 1)
    );
    assert_eq!(fault("[1 2]"), ("`,` or `]` was expected, `2` was found".into(), 1, 4));
    assert_eq!(fault("{\"a\": NaN}"), ("A value was expected, `NaN` was found".into(), 1, 7));
    assert_eq!(fault("\"é\u{1}\"").1, 1);
    assert_eq!(fault("\"é\u{1}\"").2, 3);
    assert_eq!(
        fault("{\"a\": \"x"),
        ("The file ends inside text; a closing `\"` is missing".into(), 1, 9)
    );
    assert_eq!(fault("1 2"), ("`2` follows the end of the document".into(), 1, 3));
    assert_eq!(
        fault("{\"a\": 1"),
        ("`,` or `}` was expected, the end of the file was found".into(), 1, 8)
    );
}

#[test]
fn every_escape_is_read_as_serde_json_reads_it() {
    let text = r#""a\"\\\/\b\f\n\r\t\u0041z""#;
    let tree = read(text).0.unwrap();
    assert!(same(tree.root(), &serde_json::from_str(text).unwrap()));
    for text in [r#""\ud800xxdc00""#, r#""\u00zz""#, r#""\u00""#, r#""\x""#] {
        assert!(read(text).0.is_none(), "{text}");
    }
}

#[test]
fn what_was_written_is_cut_to_sixty_characters_of_one_line() {
    let written = |text: &str| {
        let notes = Notes::new(Now::from_system(Timestamp::UNIX_EPOCH));
        View::root(&read(text).0.unwrap(), &notes).written()
    };
    let [most, more] = [58, 59].map(|length| format!("\"{}\"", "é".repeat(length)));
    assert_eq!(written(&most), most);
    assert_eq!(written(&more), format!("\"{}…", "é".repeat(59)));
    assert_eq!(written("[1,\n2]"), "[1,…");
}

#[test]
fn an_object_is_placed_at_its_brace() {
    let notes = Notes::new(Now::from_system(Timestamp::UNIX_EPOCH));
    let tree = read("  {\"a\": 1}").0.unwrap();
    let excerpt = View::root(&tree, &notes).object().unwrap().place().excerpt.unwrap();
    assert_eq!((excerpt.start, excerpt.width), (2, 1));
}

#[test]
fn surrogate_pairs_are_one_character_and_halves_are_refused() {
    let (tree, _) = read(r#""\ud83d\ude00""#);
    assert_eq!(tree.unwrap().root().kind, Kind::Text("😀".into()));
    assert!(read(r#""\ud83d""#).0.is_none());
    assert!(read(r#""\ud83dx""#).0.is_none());
}

#[test]
fn ten_thousand_levels_are_refused_without_recursing_into_them() {
    for open in ["[", "{\"a\":"] {
        let (tree, findings) = read(&open.repeat(10_000));
        assert!(tree.is_none());
        assert_eq!(findings[0].code.word, "nested-too-deep");
    }
}

/// What serde_json makes of the same text, in our terms.
fn same(node: &Node, value: &serde_json::Value) -> bool {
    match (&node.kind, value) {
        (Kind::Null, serde_json::Value::Null) => true,
        (Kind::Boolean(a), serde_json::Value::Bool(b)) => a == b,
        (Kind::Number(a), serde_json::Value::Number(b)) => {
            a.parse::<f64>().ok() == b.as_f64() || a.to_string() == b.to_string()
        }
        (Kind::Text(a), serde_json::Value::String(b)) => **a == **b,
        (Kind::List(a), serde_json::Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Kind::Object(a), serde_json::Value::Object(b)) => {
            a.iter().all(|member| b.get(&*member.key).is_some_and(|b| same(&member.value, b)))
        }
        _ => false,
    }
}

fn arbitrary_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_filter_map("finite", |f| serde_json::Number::from_f64(f).map(Into::into)),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Into::into),
            prop::collection::btree_map(any::<String>(), inner, 0..8)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn reads_what_serde_json_writes(value in arbitrary_json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let (tree, findings) = read(&text.unwrap());
        prop_assert!(findings.is_empty());
        prop_assert!(same(tree.unwrap().root(), &value));
    }

    #[test]
    fn accepts_exactly_what_serde_json_accepts(text in r#"[\[\]{}:,"\\ntfu0-9eE+.\- aé]{0,24}"#) {
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        let out_of_range = theirs.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
        let (ours, _) = read(&text);
        prop_assert!(out_of_range || ours.is_some() == theirs.is_ok(), "{text:?}: {theirs:?}");
    }

    #[test]
    fn every_span_reads_as_the_same_value(value in arbitrary_json()) {
        let text = serde_json::to_string_pretty(&value).unwrap();
        let (tree, _) = read(&text);
        let tree = tree.unwrap();
        let mut todo = vec![tree.root()];
        while let Some(node) = todo.pop() {
            let (again, _) = read(tree.source().slice(node.span));
            prop_assert!(again.is_some());
            match &node.kind {
                Kind::List(items) => todo.extend(items),
                Kind::Object(members) => todo.extend(members.iter().map(|member| &member.value)),
                _ => {}
            }
        }
    }

    #[test]
    fn never_panics(text in any::<String>()) {
        let _ = read(&text);
    }
}

#[test]
fn so_many_duplicate_keys_are_listed_and_the_rest_counted() {
    let entries = vec![r#"{"a":1,"a":2}"#; 1_500];
    let (tree, findings) = read(&format!("[{}]", entries.join(",")));
    assert!(tree.is_some());
    assert_eq!(findings.len(), 1_001);
    assert_eq!(findings[1_000].message, "500 findings from here on are not listed");
}

#[test]
fn a_key_that_repeats_in_an_object_of_many_is_found() {
    for count in [2, 15, 16, 17, 40] {
        let mut members: Vec<String> = (0..count).map(|at| format!("\"k{at}\":{at}")).collect();
        assert!(read(&format!("{{{}}}", members.join(","))).1.is_empty(), "{count}");
        members.push(r#""k\u0030":0"#.to_owned());
        let (_, findings) = read(&format!("{{{}}}", members.join(",")));
        assert_eq!(findings[0].code.word, "duplicate-key", "{count}");
    }
}
