//! Every format over every kind of report: what passes, fails, is waived, could not be judged, is
//! empty, hostile or very long, of one gate, of a protocol, and of a manifest.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use quick_xml::events::Event;
use ray_core::gate::result::{Status, Verdict};
use ray_core::place::EvidencePath;
use serde_json::Value;

use super::*;
use crate::sample::{count, criterion, failing, finding, gate, passing, waived};

const TOOL: Tool<'static> = Tool { name: "ray-gates", version: "0.0.0" };

const NEW: [Format; 5] =
    [Format::Sarif, Format::Junit, Format::JunitGitlab, Format::Github, Format::Markdown];

const HOSTILE: &str = "\"'<b>]]>&amp; | `x` ``y`` @octocat :tada: #1 [a](http://evil) ![i](x) \
     www.evil.com\n::error::owned\r##[add-path]/x %0A,:\u{1b}[2J\u{202e}\u{0}\u{ffff}\u{7f}é李";

/// A report of one kind over `results`.
fn rendered(results: &[GateResult], kind: Kind<'_>, format: Format) -> String {
    with(results, kind, format, None)
}

fn with(
    results: &[GateResult],
    kind: Kind<'_>,
    format: Format,
    repository: Option<&Repository>,
) -> String {
    let report = Report { results, tool: TOOL, verified_by: Some("A. Rivera"), kind, repository };
    let mut bytes = Vec::new();
    render(&report, format, Style::plain(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A gate with `text` in every field that comes from outside.
fn hostile(text: &str) -> GateResult {
    let mut reported = finding(text, 0, 1);
    reported.finding.message = text.to_owned().into();
    reported.finding.expected = Some(text.to_owned());
    reported.finding.actual = Some(text.to_owned());
    reported.finding.place.pointer = Some(text.to_owned());
    reported.finding.place.path = EvidencePath::new(text);
    let mut unsure = criterion("unsure", Verdict::Indeterminate, None);
    unsure.reason = Some(text.to_owned());
    unsure.threshold.source = text.to_owned();
    unsure.threshold.looser = true;
    let complete = criterion("complete", Verdict::Fail, count(0, 1));
    let mut result = gate(vec![complete, unsure], vec![reported]);
    result.release = Some(text.to_owned());
    let mut waiver = waived().waivers.remove(0);
    for field in [
        &mut waiver.justification,
        &mut waiver.risk,
        &mut waiver.mitigation,
        &mut waiver.requested_by,
        &mut waiver.approved_by,
        &mut waiver.role,
    ] {
        *field = text.to_owned();
    }
    waiver.codes = vec![text.to_owned()];
    waiver.place.path = EvidencePath::new(text);
    result.waived_by(vec![waiver])
}

fn nothing_judged() -> GateResult {
    let mut unneeded = criterion("unneeded", Verdict::NotApplicable, None);
    unneeded.reason = Some("there is no security impact".into());
    gate(vec![unneeded], Vec::new())
}

fn indeterminate() -> GateResult {
    let mut gone = criterion("gone", Verdict::Indeterminate, None);
    gone.reason = Some("b.json is missing or cannot be read".into());
    gate(vec![gone], Vec::new())
}

fn long() -> GateResult {
    let findings: Vec<_> = (0..30_000).map(|at| finding("x", at, 1)).collect();
    gate(vec![criterion("complete", Verdict::Fail, count(0, 30_000))], findings)
}

const HANDOVER: Handover<'static> =
    Handover { prompt: "Ready:", next: "Protocol 12", evidence: &[] };

const MANIFEST: Manifest<'static> =
    Manifest { path: "out/m.json", present: 1, total: 2, missing: &["b|c.json"] };

/// Every report of the matrix that is short.
fn matrix() -> Vec<(&'static str, Vec<GateResult>, Kind<'static>)> {
    let gate = |name, result| (name, vec![result], Kind::Gate);
    vec![
        gate("pass", passing()),
        gate("fail", failing()),
        gate("waived", waived()),
        gate("indeterminate", indeterminate()),
        gate("nothing-judged", nothing_judged()),
        gate("hostile", hostile(HOSTILE)),
        ("empty", Vec::new(), Kind::Protocol(None)),
        ("runner", vec![passing(), failing(), waived()], Kind::Protocol(Some(HANDOVER))),
        ("manifest", vec![passing()], Kind::Manifest(MANIFEST)),
    ]
}

#[test]
fn every_format_of_every_report() {
    for (name, results, kind) in matrix() {
        for (word, format) in Format::NAMES.into_iter().filter(|(_, it)| NEW.contains(it)) {
            let mut text = rendered(&results, kind, format);
            if let Some(signature) = format.signature() {
                assert!(text.starts_with(signature), "{name} {word}: {text}");
            }
            if format == Format::Sarif {
                let value: Value = serde_json::from_str(&text).unwrap();
                text = serde_json::to_string_pretty(&value).unwrap();
            }
            insta::assert_snapshot!(format!("{name}.{word}"), text);
        }
    }
}

fn sarif(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn results_of(sarif: &Value) -> &Vec<Value> {
    sarif["runs"][0]["results"].as_array().unwrap()
}

#[test]
fn sarif_holds_to_the_published_schema() {
    let schema = include_str!("../../../tests/formats/sarif-2.1.0.schema.json");
    let mut schema: Value = serde_json::from_str(schema).unwrap();
    // The pattern of a key that is never written here has a bracket too many, which not every engine
    // takes.
    for owner in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][owner]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, results, kind) in matrix() {
        let value = sarif(&rendered(&results, kind, Format::Sarif));
        let problems: Vec<String> = validator
            .iter_errors(&value)
            .map(|it| format!("{}: {it}", it.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{name}: {problems:?}");
    }
    assert!(!validator.is_valid(&serde_json::json!({"version": "2.1.0"})), "the schema bites");
}

#[test]
fn sarif_has_no_empty_text_and_every_result_has_what_github_wants() {
    fn texts(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
            Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
            _ => {}
        }
    }
    for (name, results, kind) in matrix() {
        let value = sarif(&rendered(&results, kind, Format::Sarif));
        let mut found = Vec::new();
        texts(&value, &mut found);
        assert!(found.iter().all(|text| !text.trim().is_empty()), "{name}");
        let rules = value["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        for result in results_of(&value) {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], result["ruleId"], "{name}");
            let place = &result["locations"][0]["physicalLocation"];
            assert!(place["region"]["startLine"].as_u64() >= Some(1), "{name}");
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(!uri.contains([':', '?', '#', '"', '\n']), "{uri}");
        }
        let passed = !results.is_empty() && Status::of_all(&results) == Status::Pass;
        let manifest = matches!(kind, Kind::Manifest(_));
        assert_eq!(results_of(&value).is_empty(), passed && !manifest, "{name}");
    }
}

#[test]
fn a_result_of_a_waived_gate_is_suppressed_and_says_by_whom_and_until_when() {
    let value = sarif(&rendered(&[waived()], Kind::Gate, Format::Sarif));
    let results = results_of(&value);
    assert_eq!(results.len(), 3, "a finding, and two criteria that no finding names");
    for result in results {
        let suppression = &result["suppressions"][0];
        assert_eq!(
            (&suppression["kind"], &suppression["status"]),
            (&"external".into(), &"accepted".into())
        );
        let why = suppression["justification"].as_str().unwrap();
        assert!(why.contains("Ada Okafor (CTO)") && why.contains("until 2026-11-2"), "{why}");
    }
    let failed = sarif(&rendered(&[failing()], Kind::Gate, Format::Sarif));
    let unsuppressed = |result: &Value| result["suppressions"].as_array().unwrap().is_empty();
    assert!(results_of(&failed).iter().all(unsuppressed));
}

#[test]
fn evidence_that_git_does_not_track_is_shown_beside_a_file_that_it_does() {
    let path = |text: &str| EvidencePath::new(text);
    let place = |repository: &Repository| {
        let text = with(&[failing()], Kind::Gate, Format::Sarif, Some(repository));
        let result = results_of(&sarif(&text))[0].clone();
        let uri = |place: &Value| {
            place["physicalLocation"]["artifactLocation"]["uri"].as_str().map(str::to_owned)
        };
        (uri(&result["locations"][0]), uri(&result["relatedLocations"][0]))
    };
    let shim = "scripts/validate_gate_11_readiness.py";
    let mut repository = Repository {
        folder: "services/orders".into(),
        tracked: Some(BTreeSet::new()),
        stand_ins: BTreeMap::from([("validate_gate_11_readiness".to_owned(), path(shim))]),
        stand_in: Some(path("README.md")),
    };
    let evidence = Some("services/orders/a.json".to_owned());
    assert_eq!(place(&repository), (Some(format!("services/orders/{shim}")), evidence.clone()));
    repository.stand_ins.clear();
    assert_eq!(place(&repository), (Some("services/orders/README.md".into()), evidence.clone()));
    repository.tracked = Some(BTreeSet::from([path("a.json")]));
    assert_eq!(place(&repository), (evidence, None));
    let gitlab = |repository: &Repository| {
        with(&[failing()], Kind::Gate, Format::JunitGitlab, Some(repository))
    };
    assert!(gitlab(&repository).contains("file=\"services/orders/a.json\""));
    repository.tracked = Some(BTreeSet::new());
    assert!(!gitlab(&repository).contains("file="));
    assert!(
        !rendered(&[failing()], Kind::Gate, Format::Junit).contains("file="),
        "Jenkins forbids it"
    );
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_differs_for_everything_else() {
    let prints = |findings: Vec<_>| {
        let result = gate(vec![criterion("complete", Verdict::Fail, count(0, 1))], findings);
        let value = sarif(&rendered(&[result], Kind::Gate, Format::Sarif));
        let hash = |it: &Value| {
            it["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned()
        };
        results_of(&value).iter().map(hash).collect::<Vec<String>>()
    };
    let original = finding("x", 0, 1);
    let mut moved = original.clone();
    moved.finding.place.position = Some(ray_core::place::Position::from_zero_based(400, 3));
    assert_eq!(prints(vec![original.clone()]), prints(vec![moved.clone()]));
    let twice = prints(vec![original.clone(), moved]);
    assert_ne!(twice[0], twice[1], "two findings are two alerts");
    let mut other = original.clone();
    other.finding.actual = Some("blocked".into());
    assert_ne!(prints(vec![original]), prints(vec![other]));
}

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
fn text_that_does_not_compress_is_limited_in_bytes() {
    let mut reported = finding("x", 0, 1);
    let findings = (0..20_000).map(|at| {
        reported.finding.actual = Some(format!("{at:0>400}"));
        reported.finding.message = "é".repeat(400).into();
        reported.clone()
    });
    let result = gate(vec![criterion("complete", Verdict::Fail, count(0, 1))], findings.collect());
    let value = sarif(&rendered(&[result], Kind::Gate, Format::Sarif));
    let number = results_of(&value).len();
    assert!((1_000..8_000).contains(&number), "{number}");
    assert_eq!(results_of(&value).last().unwrap()["ruleId"], "findings-left-out");
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

#[test]
fn what_must_be_said_is_said_in_every_format() {
    let mut result = waived();
    result.clock_set_by = Some("RAY_NOW");
    for (word, format) in Format::NAMES {
        let text = rendered(&[result.clone()], Kind::Gate, format);
        assert!(
            text.contains("Ada Okafor") && text.contains("2026-11-21T08:00:00Z"),
            "{word}: {text}"
        );
        assert!(text.to_lowercase().contains("waived"), "{word}: {text}");
        assert!(text.contains("RAY_NOW"), "{word}: {text}");
        assert!(text.contains("looser") && text.contains("ray.toml:4"), "{word}: {text}");
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
