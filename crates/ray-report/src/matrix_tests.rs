//! Every format over every kind of report: what passes, fails, is waived, could not be judged, is
//! empty, hostile or very long, of one gate, of a protocol, and of a manifest.

use ray_core::gate::result::{Status, Verdict};
use ray_core::place::EvidencePath;
use serde_json::Value;

use super::*;
use crate::sample::{count, criterion, failing, finding, gate, passing, waived};

#[path = "matrix_tests_sarif.rs"]
mod sarif_alone;
#[path = "matrix_tests_text.rs"]
mod text_alone;

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
