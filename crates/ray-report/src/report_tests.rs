use proptest::prelude::*;
use ray_core::gate::result::Verdict;
use ray_core::gate::settings::{Setting, SettingValue, Source};

use super::*;
use crate::sample::{count, criterion, failing, finding, gate, passing, waived};

const TOOL: Tool<'static> = Tool { name: "ray-gates", version: "0.0.0" };

fn rendered(results: &[GateResult], kind: Kind<'_>, format: Format, style: Style) -> String {
    let report =
        Report { results, tool: TOOL, verified_by: Some("A. Rivera"), kind, repository: None };
    let mut bytes = Vec::new();
    render(&report, format, style, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn human(result: GateResult) -> String {
    rendered(&[result], Kind::Gate, Format::Human, Style::plain())
}

/// `text` without its colours.
fn uncoloured(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain + rest
}

#[test]
fn a_gate_that_fails() {
    insta::assert_snapshot!(human(failing()));
}

#[test]
fn a_gate_that_passes() {
    insta::assert_snapshot!(human(passing()));
}

#[test]
fn a_gate_that_is_waived() {
    insta::assert_snapshot!(human(waived()));
}

#[test]
fn a_waived_gate_in_json_says_who_answers_for_it() {
    insta::assert_snapshot!(rendered(&[waived()], Kind::Gate, Format::Json, Style::plain()));
}

#[test]
fn a_protocol_with_a_waived_gate_never_reads_as_one_that_passed() {
    let handover = Handover { prompt: "Ready:", next: "Protocol 12", evidence: &[] };
    let kind = Kind::Protocol(Some(handover));
    let results = [passing(), waived()];
    let text = rendered(&results, kind, Format::Human, Style::plain());
    assert!(text.contains("PROTOCOL COMPLETE, 1 OF 2 GATES WAIVED]"), "{text}");
    let json = rendered(&results, kind, Format::Json, Style::plain());
    assert_eq!(
        json.lines().filter(|line| *line == r#"  "status": "waived","#).count(),
        1,
        "{json}"
    );
    let quiet = Style { verbosity: Verbosity::Quiet, ..Style::plain() };
    let text = rendered(&[waived()], Kind::Gate, Format::Human, quiet);
    assert!(text.contains("WAIVED") && text.contains("not passed"), "{text}");
}

#[test]
fn a_looser_setting_is_said_once_whether_a_criterion_has_it_or_not() {
    let mut result = failing();
    for (id, line) in [("threshold", 4), ("freshness", 9)] {
        result.settings.push(Setting {
            id: id.into(),
            value: Some(SettingValue::Count(7)),
            default: Some(SettingValue::Count(1)),
            source: Source::File { path: "ray.toml".into(), line },
            looser_way: None,
            looser: true,
        });
    }
    let text = human(result);
    assert!(
        text.contains("freshness = 7 is looser than the protocol's own, set by ray.toml:9"),
        "{text}"
    );
    assert_eq!(text.matches("set by ray.toml:4").count(), 1, "{text}");
}

#[test]
fn a_gate_that_cannot_be_waived_offers_no_waiver() {
    let mut result = failing();
    result.gate.waivable = false;
    let text = human(result);
    assert!(!text.contains("waiver"));
    assert!(text.contains("> 1. Fix issues and retry validation\n> 2. Halt protocol execution\n"));
}

#[test]
fn a_clock_that_was_set_is_said_in_every_verbosity_and_format() {
    let mut result = failing();
    result.clock_set_by = Some("RAY_NOW");
    for verbosity in [Verbosity::Quiet, Verbosity::Normal, Verbosity::Verbose] {
        let style = Style { color: false, verbosity };
        let text = rendered(&[result.clone()], Kind::Gate, Format::Human, style);
        assert!(text.contains("2026-11-20T09:00:00Z, set by RAY_NOW"), "{text}");
    }
    assert!(
        rendered(&[result], Kind::Gate, Format::Json, Style::plain())
            .contains("\"clock_set_by\": \"RAY_NOW\"")
    );
}

#[test]
fn quiet_is_short_and_verbose_is_complete() {
    let quiet = rendered(
        &[failing()],
        Kind::Gate,
        Format::Human,
        Style { color: false, verbosity: Verbosity::Quiet },
    );
    insta::assert_snapshot!(quiet, @r"
    error[item-incomplete]: An item is not complete at a.json:12:17 (/items/3/status)
    FAIL  Readiness Confirmation Gate: 1 of 4 criteria hold; 1 error, 0 warnings; with a setting looser than the protocol's own
    ");
    let style = Style { color: false, verbosity: Verbosity::Verbose };
    insta::assert_snapshot!("verbose", rendered(&[failing()], Kind::Gate, Format::Human, style));
}

#[test]
fn json_of_one_gate() {
    insta::assert_snapshot!(rendered(&[failing()], Kind::Gate, Format::Json, Style::plain()));
}

#[test]
fn a_run_hands_over_only_when_all_gates_passed() {
    let evidence = ["DEPLOYMENT-REPORT.md".to_owned()];
    let handover =
        Handover { prompt: "Deployed. Evidence ready:", next: "Protocol 19", evidence: &evidence };
    let kind = Kind::Protocol(Some(handover));
    insta::assert_snapshot!(rendered(&[passing(), passing()], kind, Format::Human, Style::plain()));
    let failed = rendered(&[passing(), failing()], kind, Format::Human, Style::plain());
    assert!(!failed.contains("PROTOCOL COMPLETE") && !failed.contains("CONFIRMATION"), "{failed}");
    let json = rendered(&[passing(), failing()], kind, Format::Json, Style::plain());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (json["status"].as_str(), json["gates"].as_array().unwrap().len()),
        (Some("fail"), 2)
    );
}

#[test]
fn a_manifest_says_what_is_missing() {
    let manifest = Manifest { path: "out/m.json", present: 1, total: 2, missing: &["b.json"] };
    let text = rendered(&[passing()], Kind::Manifest(manifest), Format::Human, Style::plain());
    assert!(
        text.ends_with(
            "1 of 2 required files are there; manifest: out/m.json\n  missing  b.json\n"
        ),
        "{text}"
    );
}

#[test]
fn five_thousand_findings_are_counted_for_people_and_complete_in_json() {
    let findings: Vec<_> = (0..5_000).map(|at| finding("x", at, 1)).collect();
    let result = gate(vec![criterion("complete", Verdict::Fail, count(0, 5_000))], findings);
    let text = human(result.clone());
    assert_eq!(text.matches("error[item-incomplete]").count(), 20);
    assert!(text.contains("… and 4980 more of item-incomplete"), "{text}");
    let json = rendered(&[result], Kind::Gate, Format::Json, Style::plain());
    assert_eq!(json.matches("\"code\": \"item-incomplete\"").count(), 5_000);
}

#[test]
fn colour_changes_no_word() {
    let style = Style { color: true, verbosity: Verbosity::Normal };
    let coloured = rendered(&[failing()], Kind::Gate, Format::Human, style);
    assert_ne!(coloured, human(failing()));
    assert_eq!(uncoloured(&coloured), human(failing()));
}

proptest! {
    #[test]
    fn hostile_text_is_harmless_in_every_field(text in any::<String>()) {
        let mut reported = finding(&text, 0, 1);
        reported.finding.message = text.clone().into();
        reported.finding.expected = Some(text.clone());
        reported.finding.actual = Some(text.clone());
        reported.finding.place.pointer = Some(text.clone());
        reported.finding.place.path = ray_core::place::EvidencePath::new(&text);
        let mut result = gate(vec![criterion("complete", Verdict::Fail, count(0, 1))], vec![reported]);
        result.release = Some(text.clone());
        for line in human(result.clone()).lines() {
            prop_assert!(!line.chars().any(char::is_control), "{line:?}");
            prop_assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{line:?}");
        }
        let json = rendered(&[result], Kind::Gate, Format::Json, Style::plain());
        let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(parsed["findings"][0]["message"].as_str(), Some(text.as_str()));
    }
}
