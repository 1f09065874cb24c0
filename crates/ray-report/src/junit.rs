//! JUnit XML: a gate is a suite, a criterion is a case. What does not hold is a failure, what could
//! not be judged an error, what is waived or does not apply is skipped, with who and why.
//!
//! There is no standard. What is written is what Jenkins' strict schema (junit-10) allows, and GitLab
//! reads that too; the one thing that only GitLab knows, the file of a case, is a dialect.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use ray_core::gate::result::GateResult;

use crate::escape::visible;
use crate::{Kind, Manifest, Report, cautions, unexplained};

use cases::{Case, Outcome};

mod cases;

/// How every JUnit file of ours begins.
pub(crate) const SIGNATURE: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ray-gates\"";

/// Whose reader the file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Nothing that the strict schema forbids.
    Jenkins,
    /// A case names its file.
    Gitlab,
}

/// A suite, ready to be written.
struct Suite {
    name: String,
    timestamp: Option<String>,
    properties: Vec<(&'static str, String)>,
    cases: Vec<Case>,
}

/// Writes `report`.
pub(crate) fn write(report: &Report<'_>, dialect: Dialect, out: &mut dyn Write) -> io::Result<()> {
    let suites = suites(report, dialect);
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut top = BytesStart::new("testsuites");
    top.push_attribute(("name", report.tool.name));
    push_counts(&mut top, all());
    xml.write_event(Event::Start(top))?;
    for suite in &suites {
        write_suite(suite, &mut xml)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    writeln!(xml.into_inner())
}

fn suites(report: &Report<'_>, dialect: Dialect) -> Vec<Suite> {
    let mut suites: Vec<Suite> =
        report.results.iter().map(|result| of_gate(result, report, dialect)).collect();
    if let Kind::Manifest(manifest) = report.kind {
        suites.push(of_manifest(report, manifest));
    }
    if report.results.is_empty() {
        let nothing = Case::red("ray-gates", "verdict", Outcome::Error, unexplained::NOTHING_HELD);
        suites.push(Suite {
            name: "ray-gates".to_owned(),
            timestamp: None,
            properties: Vec::new(),
            cases: vec![nothing],
        });
    }
    suites
}

fn of_gate(result: &GateResult, report: &Report<'_>, dialect: Dialect) -> Suite {
    let mut properties = vec![
        ("status", result.status.word().to_owned()),
        ("evaluated-at", result.evaluated_at.to_string()),
    ];
    properties.extend(result.release.clone().map(|release| ("release", release)));
    properties.extend(report.verified_by.map(|name| ("verified-by", name.to_owned())));
    properties.extend(cautions::of(result).into_iter().map(|it| (it.id, it.text)));
    let mut cases = cases::of_gate(result);
    if dialect == Dialect::Gitlab {
        for case in &mut cases {
            let shown = |path: &_| report.repository.is_none_or(|it| it.shows(path));
            case.file = case.evidence.clone().filter(shown).map(|path| match report.repository {
                Some(repository) => repository.from_top(&path),
                None => path,
            });
        }
    }
    Suite {
        name: format!("{} {}", result.gate.id, result.gate.title),
        timestamp: Some(result.evaluated_at.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
        properties,
        cases,
    }
}

fn of_manifest(report: &Report<'_>, manifest: Manifest<'_>) -> Suite {
    let protocol = report.results.first().map_or("", |result| result.gate.protocol_id.as_str());
    let said = format!("{} of {} required files are there", manifest.present, manifest.total);
    let class = format!("protocol_{protocol}.evidence_manifest");
    let case = if manifest.missing.is_empty() {
        Case::passed(&class, "required files")
    } else {
        let mut case = Case::red(&class, "required files", Outcome::Failed, &said);
        case.details = manifest.missing.iter().map(|file| format!("missing: {file}")).collect();
        case
    };
    Suite {
        name: format!("{protocol} evidence manifest"),
        timestamp: None,
        properties: vec![("manifest", manifest.path.to_owned())],
        cases: vec![case],
    }
}

type Xml<'w> = Writer<&'w mut dyn Write>;

fn push_counts<'c>(element: &mut BytesStart<'_>, cases: impl Iterator<Item = &'c Case>) {
    let outcomes: Vec<Outcome> = cases.map(|case| case.outcome).collect();
    let count = |outcome| outcomes.iter().filter(|it| **it == outcome).count().to_string();
    element.push_attribute(("tests", outcomes.len().to_string().as_str()));
    element.push_attribute(("failures", count(Outcome::Failed).as_str()));
    element.push_attribute(("errors", count(Outcome::Error).as_str()));
}

fn write_suite(suite: &Suite, xml: &mut Xml<'_>) -> io::Result<()> {
    let mut element = BytesStart::new("testsuite");
    element.push_attribute(("name", &*visible(&suite.name)));
    push_counts(&mut element, suite.cases.iter());
    let skipped = suite.cases.iter().filter(|case| case.outcome == Outcome::Skipped).count();
    element.push_attribute(("skipped", skipped.to_string().as_str()));
    if let Some(timestamp) = &suite.timestamp {
        element.push_attribute(("timestamp", timestamp.as_str()));
    }
    xml.write_event(Event::Start(element))?;
    xml.write_event(Event::Start(BytesStart::new("properties")))?;
    for (name, value) in &suite.properties {
        let mut property = BytesStart::new("property");
        property.push_attribute(("name", *name));
        property.push_attribute(("value", &*visible(value)));
        xml.write_event(Event::Empty(property))?;
    }
    xml.write_event(Event::End(BytesEnd::new("properties")))?;
    for case in &suite.cases {
        write_case(case, xml)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn write_case(case: &Case, xml: &mut Xml<'_>) -> io::Result<()> {
    let mut element = BytesStart::new("testcase");
    element.push_attribute(("name", &*visible(&case.name)));
    element.push_attribute(("classname", &*visible(&case.class)));
    if let Some(file) = &case.file {
        element.push_attribute(("file", &*visible(file.as_str())));
    }
    let details: Vec<Cow<'_, str>> = case.details.iter().map(|line| visible(line).into()).collect();
    let details = details.join("\n");
    let message = visible(&case.message);
    let child = match case.outcome {
        Outcome::Passed if details.is_empty() => return xml.write_event(Event::Empty(element)),
        Outcome::Passed => BytesStart::new("system-out"),
        Outcome::Failed => told("failure", "criterion-not-met", &message),
        Outcome::Error => told("error", "not-judged", &message),
        Outcome::Skipped => told("skipped", "not-judged-or-waived", &message),
    };
    xml.write_event(Event::Start(element))?;
    let end = child.to_end().into_owned();
    xml.write_event(Event::Start(child.borrow()))?;
    xml.write_event(Event::Text(BytesText::new(&details)))?;
    xml.write_event(Event::End(end))?;
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

fn told<'e>(name: &'e str, kind: &str, message: &str) -> BytesStart<'e> {
    let mut element = BytesStart::new(name);
    element.push_attribute(("type", kind));
    element.push_attribute(("message", message));
    element
}
