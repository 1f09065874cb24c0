//! JUnit, annotations and Markdown: limits, names, and that no text becomes more than text.

use std::collections::BTreeSet;

use proptest::prelude::*;
use quick_xml::events::Event;

use super::sarif_alone::{results_of, sarif};
use super::*;

#[test]
fn thirty_thousand_findings_keep_to_every_limit_and_what_is_left_out_is_said() {
    let results = [long(), passing()];
    let kind = Kind::Protocol(Some(HANDOVER));
    let value = sarif(&rendered(&results, kind, Format::Sarif));
    let last = results_of(&value).last().unwrap();
    assert_eq!(
        (results_of(&value).len(), last["ruleId"].as_str()),
        (25_000, Some("findings-left-out"))
    );
    assert!(last["message"]["text"].as_str().unwrap().starts_with("5001 more findings"), "{last}");
    let page = rendered(&results, kind, Format::Markdown);
    assert!(page.len() < STEP_SUMMARY_BYTES && page.contains("and 29950 more errors"), "{page}");
    let annotations = rendered(&results, kind, Format::Github);
    assert_eq!(annotations.lines().filter(|line| line.starts_with("::error ")).count(), 10);
    assert!(annotations.contains("29991 more errors"), "{annotations}");
    let junit = rendered(&results, kind, Format::Junit);
    assert!(junit.len() < 1_000_000 && junit.contains("and 29980 more findings"));
}

#[test]
fn a_page_that_is_cut_says_so_and_keeps_the_verdict() {
    let mut results = vec![failing(), waived()];
    results[0].findings = long().findings;
    for (at, reported) in results[0].findings.iter_mut().enumerate() {
        reported.finding.message = format!("{at:0>300}").into();
    }
    let report = Report {
        results: &results,
        tool: TOOL,
        verified_by: None,
        kind: Kind::Protocol(None),
        repository: None,
    };
    for room in [5_000, 10_000] {
        let page = step_summary(&report, room);
        assert!(page.len() <= room && page.contains("**This page is cut.**"), "{room}: {page}");
        assert!(page.contains("# FAIL") && page.contains("not passed: Ada Okafor"), "{page}");
    }
    for room in [0, 100, 290] {
        assert!(step_summary(&report, room).len() <= room);
    }
}

/// The cases of `xml` as (class, name, child), and the counts of each suite.
fn cases(xml: &str) -> Vec<(String, String, Option<String>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut cases: Vec<(String, String, Option<String>)> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                let attribute = |key: &str| {
                    let found =
                        element.attributes().map(Result::unwrap).find(|it| it.key.as_ref() == key);
                    found.map(|it| it.value.into_owned()).unwrap_or_default()
                };
                match name.as_str() {
                    "testcase" => cases.push((attribute("classname"), attribute("name"), None)),
                    "failure" | "error" | "skipped" => cases.last_mut().unwrap().2 = Some(name),
                    _ => {}
                }
            }
            Event::Eof => return cases,
            _ => {}
        }
    }
}

#[test]
fn junit_has_a_case_of_its_own_name_for_each_criterion_and_is_red_when_the_gate_is() {
    for (name, results, kind) in matrix() {
        let xml = rendered(&results, kind, Format::Junit);
        assert!(
            !xml.chars().any(|it| (it.is_control() && it != '\n') || it == '\u{ffff}'),
            "{name}"
        );
        let cases = cases(&xml);
        let red = cases.iter().any(|case| matches!(case.2.as_deref(), Some("failure" | "error")));
        let failed = Status::of_all(&results) == Status::Fail || matches!(kind, Kind::Manifest(_));
        assert_eq!(red, failed, "{name}: {xml}");
        if results.len() < 2 {
            let names: BTreeSet<_> = cases.iter().map(|(class, name, _)| (class, name)).collect();
            assert_eq!(names.len(), cases.len(), "{name}");
        }
    }
    let waived = cases(&rendered(&[waived()], Kind::Gate, Format::Junit));
    let skipped = waived.iter().filter(|case| case.2.as_deref() == Some("skipped"));
    assert_eq!(skipped.count(), 4, "three that are waived, and one that does not apply");
}

/// What a reader of the page sees, and the tags that it is made of.
fn page_events(page: &str) -> (String, BTreeSet<String>) {
    use pulldown_cmark::{Event, Options, Parser};
    let (mut shown, mut tags) = (String::new(), BTreeSet::new());
    for event in Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) => shown.push_str(&text),
            Event::Start(tag) => {
                let name = format!("{tag:?}");
                tags.insert(name.split(['(', ' ', '{']).next().unwrap().to_owned());
            }
            Event::InlineHtml(html) => {
                tags.insert(html.to_string());
            }
            Event::Html(html) => assert_eq!(html.trim(), SIGNATURE_COMMENT),
            _ => {}
        }
    }
    (shown, tags)
}

const SIGNATURE_COMMENT: &str = "<!-- written by ray-gates -->";

/// Everything that a page of ours is made of.
const TAGS: [&str; 11] = [
    "BlockQuote",
    "Heading",
    "HtmlBlock",
    "Item",
    "List",
    "Paragraph",
    "Strong",
    "Table",
    "TableCell",
    "TableHead",
    "TableRow",
];

proptest! {
    #[test]
    fn hostile_text_stays_text_in_every_format(text in any::<String>(), spice in 0..HOSTILE.len()) {
        let spice = HOSTILE.get(spice..).unwrap_or_default();
        let result = hostile(&format!("{text}{spice}{text}"));
        let results = [result];
        let page = rendered(&results, Kind::Gate, Format::Markdown);
        let (_, tags) = page_events(&page);
        prop_assert!(tags.iter().all(|tag| TAGS.contains(&tag.as_str())), "{tags:?} {page}");
        for line in rendered(&results, Kind::Gate, Format::Github).lines() {
            prop_assert!(line.starts_with("::error ") || line.starts_with("::warning "), "{line}");
            prop_assert!(!line.contains("##[") && !line.chars().any(char::is_control), "{line}");
            let (command, _) = line.get(2..).unwrap().split_once("::").unwrap();
            for property in command.split_once(' ').unwrap().1.split(',') {
                let name = property.split('=').next().unwrap();
                prop_assert!(["file", "line", "col", "title"].contains(&name), "{line}");
            }
        }
        let xml = rendered(&results, Kind::Gate, Format::JunitGitlab);
        prop_assert_eq!(cases(&xml).len(), 2);
        let value = sarif(&rendered(&results, Kind::Gate, Format::Sarif));
        for result in results_of(&value) {
            prop_assert!(!result["message"]["text"].as_str().unwrap().contains("]("));
        }
    }
}

#[test]
fn a_hostile_cell_breaks_no_table() {
    let page = rendered(&[hostile(HOSTILE)], Kind::Gate, Format::Markdown);
    let rows = page.lines().filter(|line| line.starts_with("| "));
    assert!(rows.clone().count() >= 3);
    for row in rows {
        assert_eq!(row.matches('|').count(), 4, "{row}");
    }
}
