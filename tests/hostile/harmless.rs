//! What every output must hold, whatever it speaks of.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use quick_xml::Reader;
use ray_core::value::unseen::is_unseen;
use test_support::Outcome;

/// The sequences with which our own words are coloured.
const STYLES: [&str; 8] = [
    "\u{1b}[0m",
    "\u{1b}[1m",
    "\u{1b}[2m",
    "\u{1b}[4m",
    "\u{1b}[31m",
    "\u{1b}[32m",
    "\u{1b}[33m",
    "\u{1b}[35m",
];

/// The first line of our pages.
const SIGNATURE: &str = "<!-- written by ray-gates -->\n";

/// Fails with the line that is at fault.
#[track_caller]
fn refuse(what: &str, why: &str, line: &str) -> ! {
    let shown: String = line.chars().take(300).collect();
    panic!("{what}: {why}: {shown:?}");
}

/// Nothing that a reader does not see, and nothing that a workflow takes for a command.
#[track_caller]
pub(crate) fn plain(what: &str, text: &str) {
    for line in text.split('\n') {
        if line.contains(is_unseen) {
            refuse(what, "an invisible character", line);
        }
        if line.trim_start().starts_with("::") || line.contains("##[") {
            refuse(what, "a workflow command", line);
        }
    }
}

/// What people read, coloured or not.
#[track_caller]
pub(crate) fn human(what: &str, text: &str) {
    let bare = STYLES.iter().fold(text.to_owned(), |text, style| text.replace(style, ""));
    plain(what, &bare);
}

/// Both streams of a run that ended with a verdict or a refusal, never with a fault of the program.
#[track_caller]
pub(crate) fn streams(what: &str, outcome: &Outcome) {
    assert!((0..=2).contains(&outcome.code), "{what}: exit {}", outcome.code);
    human(&format!("{what}: standard output"), &outcome.stdout);
    human(&format!("{what}: standard error"), &outcome.stderr);
    assert!(!outcome.stderr.contains("fault of ray-gates"), "{what}: {}", outcome.stderr);
    assert!(!outcome.stderr.contains("panicked"), "{what}: {}", outcome.stderr);
}

/// Annotations, one a line, and nothing else.
#[track_caller]
pub(crate) fn annotations(what: &str, text: &str) {
    for line in text.lines() {
        let command = line.strip_prefix("::error ").or(line.strip_prefix("::warning "));
        let Some((properties, message)) = command.and_then(|command| command.split_once("::"))
        else {
            refuse(what, "no annotation", line);
        };
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap_or_default();
            if !["file", "line", "col", "title"].contains(&name) || value.contains(':') {
                refuse(what, "a property that is none of ours", line);
            }
        }
        if !escapes_are_ours(properties) || !escapes_are_ours(message) {
            refuse(what, "a percent sign that is not escaped", line);
        }
        plain(what, properties);
        plain(what, message);
    }
}

/// The runner turns these back and no others; what it turns them back into must be ours as well.
fn escapes_are_ours(text: &str) -> bool {
    let known = ["25", "0A", "3A", "2C"];
    text.split('%').skip(1).all(|rest| known.iter().any(|code| rest.starts_with(code)))
}

/// JSON that is safe to print as well.
#[track_caller]
pub(crate) fn json(what: &str, text: &str) -> serde_json::Value {
    plain(what, text);
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{what}: {error}"))
}

/// Well-formed XML of the elements that JUnit knows, without a comment or anything else.
#[track_caller]
pub(crate) fn junit(what: &str, text: &str) {
    const ELEMENTS: [&str; 9] = [
        "testsuites",
        "testsuite",
        "properties",
        "property",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
    ];
    plain(what, text);
    let mut reader = Reader::from_str(text);
    let mut open = 0;
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap_or_else(|error| panic!("{what}: {error}")) {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                assert!(ELEMENTS.contains(&name.as_str()), "{what}: <{name}>");
                for attribute in element.attributes() {
                    let attribute = attribute.unwrap_or_else(|error| panic!("{what}: {error}"));
                    let raw = attribute.value.to_string();
                    assert!(!raw.contains('<'), "{what}: {raw}");
                    let value = quick_xml::escape::unescape(&raw);
                    plain(what, &value.unwrap_or_else(|error| panic!("{what}: {error}")));
                }
                open += 1;
            }
            Event::Text(_) | Event::End(_) | Event::Decl(_) | Event::GeneralRef(_) => {}
            Event::Eof => break,
            other => panic!("{what}: {other:?}"),
        }
    }
    assert!(open > 2, "{what}: an empty report");
}

/// A page in which nothing of the evidence is more than text, and whose tables have the columns they
/// began with.
#[track_caller]
pub(crate) fn markdown(what: &str, text: &str) {
    let body = text.strip_prefix(SIGNATURE).unwrap_or_else(|| panic!("{what}: no page: {text}"));
    plain(what, body);
    let mut columns = None;
    for line in body.lines() {
        let bars = line.matches('|').count();
        let is_row = line.starts_with('|');
        if is_row && *columns.get_or_insert(bars) != bars {
            refuse(what, "a row with other columns than its table", line);
        }
        if !is_row {
            columns = None;
        }
    }
    let mut headings = BTreeSet::new();
    let mut in_heading = false;
    for event in Parser::new_ext(body, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => refuse(what, "HTML", &html),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                refuse(what, "a link", &dest_url);
            }
            Event::Start(Tag::CodeBlock(_) | Tag::FootnoteDefinition(_) | Tag::HtmlBlock) => {
                refuse(what, "a block that is none of ours", body);
            }
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                refuse(what, "markup that is none of ours", body);
            }
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Text(text) => {
                if text.contains(['@', '#', '<', '>', '$', '~']) || text.contains("://") {
                    refuse(what, "text that GitHub takes for more", &text);
                }
                if in_heading {
                    headings.insert(text.to_string());
                }
            }
            _ => {}
        }
    }
    assert!(!headings.iter().any(|text| text.contains("OWNED")), "{what}: {headings:?}");
    assert!(!headings.is_empty(), "{what}: no heading");
}
