use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::*;
use crate::clock::Now;
use crate::evidence::json;
use crate::evidence::tree::Member;
use crate::evidence::view::View;
use crate::finding::Finding;
use crate::place::{Document, EvidencePath, Placed, Spot};

fn source(text: &str) -> SourceFile {
    SourceFile::new(EvidencePath::new("a.yaml"), text.to_owned())
}

fn notes() -> Notes {
    Notes::new(Now::from_system(Timestamp::UNIX_EPOCH))
}

fn read(text: &str) -> (Option<Arc<Tree>>, Vec<Finding>) {
    let notes = notes();
    let tree = parse(source(text), &notes);
    (tree, notes.into_findings())
}

/// The tree of a text in which nothing is wrong.
fn tree(text: &str) -> Arc<Tree> {
    let (tree, findings) = read(text);
    assert!(findings.is_empty(), "{text:?}: {findings:#?}");
    tree.unwrap()
}

/// The value of a key of the outermost object.
fn value<'t>(tree: &'t Tree, key: &str) -> &'t Node {
    let Kind::Object(members) = &tree.root().kind else {
        panic!("no object");
    };
    let found = members.iter().find(|member| &*member.key == key);
    &found.unwrap_or_else(|| panic!("no {key}")).value
}

/// Word, line and column of the only finding, and whether there is a tree.
fn finding(text: &str) -> (&'static str, usize, usize, bool) {
    let (tree, findings) = read(text);
    assert_eq!(findings.len(), 1, "{text:?}: {findings:#?}");
    let position = findings[0].place.position.unwrap();
    let word = findings[0].code.word;
    (word, position.line(), position.column(), tree.is_some())
}

fn text(text: &str) -> Kind {
    Kind::Text(text.into())
}

fn number(text: &str) -> Kind {
    Kind::Number(text.into())
}

#[test]
fn scalars_are_what_the_core_schema_says() {
    let tree = tree(
        "a: yes\nb: true\nc: 2.4\nd: 2.4.0\ne: '5'\nf: 2026-11-19T21:47:15Z\ng: ~\nh:\ni: 010\n\
         j: .nan\nk: \"\\u00e9\\n\"\nl: |\n  x\n  y\n\nm: !!str 5\nn: plain\n  goes on\n",
    );
    for (key, kind) in [
        ("a", text("yes")),
        ("b", Kind::Boolean(true)),
        ("c", number("2.4")),
        ("d", text("2.4.0")),
        ("e", text("5")),
        ("f", text("2026-11-19T21:47:15Z")),
        ("g", Kind::Null),
        ("h", Kind::Null),
        ("i", text("010")),
        ("j", text(".nan")),
        ("k", text("é\n")),
        ("l", text("x\ny\n")),
        ("m", text("5")),
        ("n", text("plain goes on")),
    ] {
        assert_eq!(value(&tree, key).kind, kind, "{key}");
    }
}

#[test]
fn every_value_knows_its_place_and_its_pointer_behind_other_characters_and_line_endings() {
    let written = "é😀: 'ü'\r\nitems:\r\n  - {a/b: 1}\r\n  - name: \"q\r\n      r\"\r\n    \
                   n: -1.50e2 # c\rlast:\r- x\r";
    let tree = tree(written);
    for (part, line, column, pointer) in [
        ("'ü'", 1, 5, "/é😀"),
        ("{a/b: 1}", 3, 5, "/items/0"),
        ("a/b", 3, 6, "/items/0/a~1b"),
        ("\"q\r\n      r\"", 4, 11, "/items/1/name"),
        ("-1.50e2", 6, 8, "/items/1/n"),
        ("x", 8, 3, "/last/0"),
    ] {
        let at = written.find(part).unwrap();
        let place = Spot::new(tree.clone(), Span::new(at, at + part.len())).place();
        let position = place.position.unwrap();
        assert_eq!((position.line(), position.column()), (line, column), "{part}");
        assert_eq!(place.pointer.as_deref(), Some(pointer));
    }
    let items = value(&tree, "items");
    assert!(tree.source().slice(items.span).starts_with("- {a/b"));
    assert!(tree.source().slice(items.span).ends_with("-1.50e2"));
}

#[test]
fn a_view_reads_yaml_as_it_reads_json() {
    let notes = notes();
    let tree = parse(source("release: 2.4.0\nitems:\n- status: 1\n"), &notes).unwrap();
    let fields = View::root(&tree, &notes).object().unwrap();
    assert_eq!(fields.required("release").unwrap().text().unwrap().value, "2.4.0");
    let items = fields.required("items").unwrap().filled_list().unwrap();
    let item = items[0].object().unwrap();
    assert!(item.required("status").unwrap().text().is_none());
    assert!(item.required("owner").is_none());
    let findings = notes.into_findings();
    let place = |at: usize| {
        let place = &findings[at].place;
        let position = place.position.unwrap();
        (position.line(), position.column(), place.pointer.clone().unwrap())
    };
    assert_eq!(place(0), (3, 11, "/items/0/status".into()));
    assert_eq!(place(1), (3, 3, "/items/0".into()));
    assert_eq!(findings[0].actual.as_deref(), Some("1"));
}

#[test]
fn a_duplicate_key_is_reported_at_the_second_and_reading_goes_on() {
    assert_eq!(finding("a: 1\nb: 2\n\"\\x61\": 3\n"), ("duplicate-key", 3, 1, true));
    assert_eq!(finding("- 1: x\n  '1': y\n"), ("duplicate-key", 2, 3, true));
    let (_, findings) = read("a: 1\na: 2\nb: {c: 1, c: 2}\n");
    assert_eq!(findings.len(), 2);
    assert_eq!(findings[0].expected.as_deref(), Some("one entry; the first is at 3:5"));
}

#[test]
fn keys_that_are_no_text_become_their_text() {
    let Kind::Object(members) = tree("1: a\ntrue: b\n~: c\n2.40: d\n").root().kind.clone() else {
        panic!();
    };
    let keys: Vec<_> = members.iter().map(|member| &*member.key).collect();
    assert_eq!(keys, ["1", "true", "null", "2.40"]);
}

#[test]
fn fails_when_a_key_is_a_list() {
    assert_eq!(finding("? [a, b]\n: x\n"), ("syntax-error", 1, 3, true));
    let (tree, _) = read("? [a, b]\n: x\n");
    assert_eq!(value(&tree.unwrap(), "[a, b]").kind, text("x"));
}

#[test]
fn faults_are_placed() {
    assert_eq!(finding("a: 1\n\tb: 2\n"), ("syntax-error", 2, 1, false));
    assert_eq!(finding("é: b: c"), ("syntax-error", 1, 5, false));
    assert_eq!(finding("a: [1, 2\n"), ("syntax-error", 1, 4, false));
    assert_eq!(finding("a: *b\n"), ("syntax-error", 1, 4, false));
    assert_eq!(finding("a: 1\n  b: 2\n"), ("syntax-error", 2, 4, false));
    assert_eq!(finding("a: 1\0\nstatus: x\n"), ("syntax-error", 1, 5, false));
    assert_eq!(finding("# c\0\na: 1\n"), ("syntax-error", 1, 4, false));
    assert_eq!(finding("a: \"x"), ("syntax-error", 1, 4, false));
}

#[test]
fn fails_when_the_file_is_empty() {
    for text in ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n"] {
        assert_eq!(finding(text), ("syntax-error", 1, 1, false), "{text:?}");
    }
    assert_eq!(tree("null\n").root().kind, Kind::Null);
}

#[test]
fn fails_when_there_is_a_second_document_and_reads_the_first() {
    let text = "a: 1\n---\na: 2\n";
    assert_eq!(finding(text), ("yaml-more-documents", 2, 1, true));
    assert_eq!(value(&read(text).0.unwrap(), "a").kind, number("1"));
    assert_eq!(finding("a: 1\n---\n: : {"), ("yaml-more-documents", 2, 1, true));
    assert_eq!(tree("%YAML 1.2\n---\na: 1\n...\n").root().span, Span::new(14, 18));
}

#[test]
fn fails_when_a_tag_asks_for_another_type() {
    for text in [
        "a: !secret x",
        "a: !!binary aGk=",
        "a: !!int '5'",
        "a: !!set {x}",
        "a: !!python/object:os.system [x]",
        "a: !<tag:example.com,2000:x> {b: 1}",
    ] {
        assert_eq!(finding(text), ("yaml-tag", 1, 4, true), "{text}");
    }
    let plain = tree("a: !!int 5\nb: !!map {}\nc: !!seq []\nd: ! 5\ne: !!null\nf: !!bool true\n");
    assert_eq!(value(&plain, "a").kind, number("5"));
    assert_eq!(value(&plain, "d").kind, text("5"));
}

#[test]
fn fails_when_keys_are_merged() {
    let text = "base: &b {owner: me}\nitem:\n  <<: *b\n";
    assert_eq!(finding(text), ("yaml-merge-key", 3, 3, true));
    assert!(read("'<<': 1\n").1.is_empty());
}

#[test]
fn an_alias_stands_where_it_is_used() {
    let text = "a: &x {b: [1, two]}\nc: *x\n";
    let tree = tree(text);
    let (a, c) = (value(&tree, "a"), value(&tree, "c"));
    let at = text.find("*x").unwrap();
    assert_eq!(c.span, Span::new(at, at + 2));
    let (Kind::Object(a), Kind::Object(c)) = (&a.kind, &c.kind) else {
        panic!();
    };
    let shape = |members: &[Member]| match &members[0].value.kind {
        Kind::List(items) => items.iter().map(|item| item.kind.clone()).collect::<Vec<_>>(),
        _ => panic!(),
    };
    assert_eq!(shape(a), shape(c));
    assert_eq!(c[0].value.span, Span::new(at, at + 2));
    let Kind::List(items) = &c[0].value.kind else {
        panic!();
    };
    assert!(items.iter().all(|item| item.span == Span::new(at, at + 2)));
    let place = Spot::new(tree.clone(), c[0].value.span).place();
    assert_eq!(place.pointer.as_deref(), Some("/c"));
}

#[test]
fn a_block_of_text_ends_where_its_last_line_does() {
    let tree = tree("a: 1\nb: |\n  x\n  y\n\nc: >\n  z\n\n");
    let written = |key: &str| tree.source().slice(value(&tree, key).span);
    assert_eq!((written("b"), written("c")), ("x\n  y", "z"));
}

#[test]
fn a_list_starts_at_its_first_dash_even_where_it_is_not_indented() {
    for (text, start) in [
        ("a:\n- x\n- y\n", 3),
        ("a: # - no\n\n- # c\n  x\n", 11),
        ("a:\r- - - x\r", 3),
        ("a: &b !!seq\n- -1\n", 12),
        ("a:\n  - x\n", 5),
        ("a:\n-\n- y\n", 3),
        ("a: [-x]", 3),
    ] {
        assert_eq!(value(&tree(text), "a").span.start, start, "{text:?}");
    }
}

#[test]
fn an_alias_may_be_a_key() {
    let tree = tree("a: &x k\nb: {*x : 1}\n");
    let Kind::Object(members) = &value(&tree, "b").kind else {
        panic!();
    };
    assert_eq!(&*members[0].key, "k");
}

#[test]
fn aliases_that_unfold_without_bound_are_refused() {
    let mut bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..=20 {
        let below = format!("*a{}, ", level - 1).repeat(9);
        bomb.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    let (tree, findings) = read(&bomb);
    assert!(tree.is_none());
    assert_eq!(findings[0].code.word, "yaml-alias-bomb");
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(1000));
    assert_eq!(finding(&long).0, "yaml-alias-bomb");
    assert_eq!(finding("a: &a [*a]"), ("yaml-alias-bomb", 1, 8, false));
}

#[test]
fn aliases_cannot_nest_deeper_than_brackets_may() {
    let mut text = format!("- &a0 {}1{}\n", "[".repeat(60), "]".repeat(60));
    for level in 1..50 {
        let (open, close) = ("[".repeat(60), "]".repeat(60));
        text.push_str(&format!("- &a{level} {open}*a{}{close}\n", level - 1));
    }
    assert_eq!(finding(&text).0, "nested-too-deep");
}

#[test]
fn depth_is_counted_as_in_json() {
    for depth in [MAX_DEPTH_OF_LISTS - 1, MAX_DEPTH_OF_LISTS, MAX_DEPTH_OF_LISTS + 1] {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let notes = notes();
        let json = json::parse(source(&text), &notes).is_some();
        assert_eq!(read(&text).0.is_some(), json, "{depth}");
    }
}

const MAX_DEPTH_OF_LISTS: usize = crate::evidence::MAX_DEPTH + 1;

#[test]
fn hostile_files_are_refused_quickly() {
    let started = Instant::now();
    for text in ["[", "{a: ", "{", "- ", "? ", "[{", "- ? "] {
        let (tree, findings) = read(&text.repeat(20_000));
        assert!(tree.is_none());
        assert_eq!(findings[0].code.word, "nested-too-deep", "{text}");
    }
    let steps: String = (0..2_000).map(|at| format!("{}a:\n", " ".repeat(at))).collect();
    assert_eq!(finding(&steps).0, "nested-too-deep");
    let line = "x".repeat(5_000_000);
    assert_eq!(value(&tree(&format!("a: {line}\n")), "a").kind, text(&line));
    assert_eq!(finding(&format!("\"{line}")).0, "syntax-error");
    assert_eq!(finding(&format!("{line}: 1")).0, "syntax-error");
    for text in
        ["&a ", "!a ", "*a ", "%", "\"", "'", "a: ", "- -", "\t", "\r", "#", "|", ">\n", ", ", "]"]
    {
        let _ = read(&text.repeat(100_000));
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn a_long_list_is_read() {
    let tree = tree(&"- {id: 7, status: open}\n".repeat(200_000));
    let Kind::List(items) = &tree.root().kind else {
        panic!();
    };
    assert_eq!(items.len(), 200_000);
}

#[test]
fn so_many_findings_are_listed_and_the_rest_counted() {
    let (_, findings) = read(&"- !x y\n".repeat(5_000));
    assert_eq!(findings.len(), crate::evidence::remark::LISTED + 1);
    assert!(findings[crate::evidence::remark::LISTED].message.starts_with("4000 findings"));
}

#[test]
fn control_characters_are_refused_wherever_they_stand() {
    for control in ['\0', '\u{1}', '\u{b}', '\u{c}', '\u{1b}', '\u{7f}'] {
        for text in [
            "a: \"x@y\"",
            "a: 'x@y'",
            "a: x@y",
            "a: |\n  x@y\n",
            "a: 1 # @c",
            "a@: 1",
            "a: 1@\nb: 2",
            "[a, @ b]",
        ] {
            let at = text.find('@').unwrap();
            let line = text.get(..at).unwrap().lines().count();
            let (word, found, _, whole) = finding(&text.replace('@', &control.to_string()));
            assert_eq!((word, found, whole), ("syntax-error", line, false), "{text:?}");
        }
    }
}

#[test]
fn an_alias_nests_exactly_as_deep_as_brackets_may() {
    let nested = |levels: usize| {
        let (open, close) = ("[".repeat(levels), "]".repeat(levels));
        read(&format!("a: &a {open}1{close}\nb: [*a]\n")).1
    };
    let deepest = (1..200).take_while(|levels| nested(*levels).is_empty()).last().unwrap();
    let plain = |levels: usize| {
        read(&format!("b: {}1{}\n", "[".repeat(levels), "]".repeat(levels))).1.is_empty()
    };
    assert!(plain(deepest + 1) && !plain(deepest + 2), "{deepest}");
}
