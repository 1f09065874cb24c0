//! Sections by name, what counts as filled in, and labelled values.

use super::*;
use crate::place::{EvidencePath, Located, Placed};

fn read(text: &str) -> Arc<Markdown> {
    parse(SourceFile::new(EvidencePath::new("a.md"), text.to_owned()))
}

fn fields(text: &str) -> Vec<(String, String)> {
    let markdown = read(text);
    let fields = markdown.body().fields();
    fields.map(|field| (field.label.value, field.value.value)).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(label, value): &(&str, &str)| ((*label).to_owned(), (*value).to_owned());
    expected.iter().map(owned).collect()
}

fn position(located: &Located<String>) -> (usize, usize) {
    let position = located.place().position.unwrap();
    (position.line(), position.column())
}

fn is_filled(below: &str) -> bool {
    let markdown = read(&format!("# Rollback\n\n{below}\n"));
    markdown.body().section(&["rollback"]).unwrap().is_filled()
}

#[test]
fn finds_a_section_by_any_of_its_names() {
    let markdown = read("# T\n## 4. Roll-back *plan*:\n## 🚀 Scope\n");
    let body = markdown.body();
    let title = |names: &[&str]| body.section(names).map(|section| section.title().value);
    let plan = title(&["rollback", "Roll back plan"]);
    assert_eq!(plan.as_deref(), Some("4. Roll-back plan:"));
    assert_eq!(title(&["scope"]).as_deref(), Some("🚀 Scope"));
    assert_eq!(title(&["plan"]), None);
    let scope = body.sections().nth(2).unwrap();
    assert!(scope.is_named(&["SCOPE"]) && !scope.is_named(&["Scopes", "T"]));
}

#[test]
fn several_sections_of_one_name_are_all_found() {
    let markdown = read("## Scope\n## Impact\n## 2. scope\nfilled\n");
    let found: Vec<bool> =
        markdown.body().sections_named(&["Scope"]).map(Section::is_filled).collect();
    assert_eq!(found, [false, true]);
    let first = markdown.body().section(&["Scope"]).unwrap();
    assert_eq!(position(&first.title()).0, 1);
}

#[test]
fn one_value_fills_a_section() {
    for text in [
        "Nothing has to be done.",
        "- a",
        "- [ ] a",
        "> a",
        "Owner: TBD\nStart: 18:00",
        "- Owner:\n  A. Rivera",
        "| Service |\n|---|\n| api |",
        "| Field | Value |\n|---|---|\n| Owner | A. Rivera |",
        "## Below\n\na",
        "`rollback.sh`",
    ] {
        assert!(is_filled(text), "{text}");
    }
}

#[test]
fn placeholders_labels_and_headings_fill_nothing() {
    for text in [
        "",
        "TBD",
        "<version>",
        "- {name}\n- [TBD]\n- <name>",
        "- [ ]",
        "- [x]",
        "- [x] TBD",
        "- Owner:",
        "**Owner:** TBD",
        "Owner: <name>",
        "The stakeholders are:",
        "## Below\n\n### Below that",
        "| Service | Owner | State |\n|---|---|---|",
        "| Service | Owner | State |\n|---|---|---|\n| TBD | - | |",
        "| Field | Value |\n|---|---|\n| Owner | TBD |\n| Start |",
        "```\nrollback.sh\n```",
        "<!-- rollback.sh -->",
        "~~rollback.sh~~",
        "***",
        "[a]: https://a.example",
    ] {
        assert!(!is_filled(text), "{text}");
    }
}

#[test]
fn reads_labelled_values_wherever_they_stand() {
    let text = "Owner: A\n**End** : b\n\n- **Start:** 2026-11-19 21:00 UTC\n- *c*: [d](e)\n  - f:\n\n> g: h\n";
    assert_eq!(
        fields(text),
        pairs(&[
            ("Owner", "A"),
            ("End", "b"),
            ("Start", "2026-11-19 21:00 UTC"),
            ("c", "d"),
            ("f", ""),
            ("g", "h"),
        ])
    );
}

#[test]
fn a_colon_within_a_time_an_address_code_or_a_link_ends_no_label() {
    assert_eq!(
        fields("21:00 UTC\nhttps://a.example\n`a: b`\n[c: d](e)\n: f\n21:00: g: h\n"),
        pairs(&[("21:00", "g: h")])
    );
    assert_eq!(fields("Run: https://a.example/b: c"), pairs(&[("Run", "https://a.example/b: c")]));
    assert_eq!(fields("`a`: b\nsee `c: d` e\n"), pairs(&[("a", "b")]));
}

#[test]
fn a_value_in_an_item_goes_on_over_wrapped_lines() {
    let text = "- Strategy: canary,\n  then all\n  End: b\\\n  c\n- d:\n  e\n\n  f\n\ng: h\ni\n";
    assert_eq!(
        fields(text),
        pairs(&[("Strategy", "canary, then all"), ("End", "b"), ("d", "e"), ("g", "h"),])
    );
}

#[test]
fn the_rows_of_a_table_with_two_columns_are_labelled_values() {
    assert_eq!(
        fields("| Field | Value |\n|---|---|\n| **Owner:** | A: B |\n| End | |\n| c |\n| | d |\n"),
        pairs(&[("Owner", "A: B"), ("End", ""), ("c", "")])
    );
    assert_eq!(
        fields("| Version | 2.4.0 |\n|---|---|\n| Tag | v2.4.0 |\n"),
        pairs(&[("Version", "2.4.0"), ("Tag", "v2.4.0")])
    );
    assert_eq!(fields("| a | b | c |\n|---|---|---|\n| d | e | f |\n"), []);
}

#[test]
fn a_field_knows_where_its_label_and_its_value_stand() {
    let markdown = read("## A\n\n- **Start:** &lt;2026> `x`\n- End:\n");
    let start = markdown.body().field(&["begin", "START"]).unwrap();
    assert_eq!((position(&start.label), start.label.place().excerpt.unwrap().width), ((3, 5), 5));
    assert_eq!(position(&start.value), (3, 14));
    let excerpt = start.place().excerpt.unwrap();
    let shown: String = excerpt.text.chars().skip(excerpt.start).take(excerpt.width).collect();
    assert_eq!((start.value.value.as_str(), shown.as_str()), ("<2026> x", "&lt;2026> `x`"));
    let end = markdown.body().field(&["end"]).unwrap();
    assert_eq!((end.value.value.as_str(), position(&end.value)), ("", (4, 7)));
}

#[test]
fn an_earlier_name_wins_over_an_earlier_value() {
    let markdown = read("Date: a\nStart: b\nStart: c\n");
    let field = markdown.body().field(&["start", "date"]).unwrap();
    assert_eq!(field.value.value, "b");
    assert!(markdown.body().field(&["end"]).is_none());
}

#[test]
fn a_field_of_a_line_an_item_and_its_links_can_be_asked_for() {
    let markdown = read("a: [b](c)\n\n- d: e\n");
    let field = markdown.body().lines().next().unwrap().field().unwrap();
    assert_eq!(field.links, ["c"]);
    assert!(field.is_named(&["A"]) && !field.is_named(&["b", "d"]));
    let item = markdown.body().items().next().unwrap();
    assert_eq!(item.fields().len(), 1);
    assert_eq!(item.lines().count(), 1);
}
