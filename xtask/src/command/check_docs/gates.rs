//! Whether the gates of a document are those that are judged: by number, by title, by script.

use std::collections::BTreeSet;

use ray_core::finding::Code;
use ray_core::source::Span;

use super::check::Check;
use super::known::{called, title};
use super::sections::{self, Marker};

/// The document has a gate that nobody judges.
pub(super) const GATE_UNJUDGED: Code = Code::error(
    "doc-gate-unjudged",
    "No executable judges the gate",
    "Take the gate out of the document, or have an executable written for it",
    "### Gate 5: Budget Gate",
);

/// A gate has another title than in results.
pub(super) const GATE_TITLE: Code = Code::error(
    "doc-gate-title",
    "The gate has another title in its results",
    "Use the title that results and records show",
    "### Gate 3: Rollback Gate",
);

/// A gate has another number than in results.
pub(super) const GATE_NUMBER: Code = Code::error(
    "doc-gate-number",
    "The gate has another number in its results",
    "Use the number that results and records show",
    "### Gate 2: Rollback & Security Gate",
);

/// The section of a gate calls the executable of another.
pub(super) const GATE_SCRIPT: Code = Code::error(
    "doc-gate-script",
    "The section of a gate calls the executable of another gate",
    "Call the executable of the gate that the section is about",
    "### Gate 1: Intake Confirmation Gate … validate_gate_10_security",
);

/// The document of a protocol is silent about one of its gates.
pub(super) const GATE_UNMENTIONED: Code = Code::warning(
    "doc-gate-unmentioned",
    "The document of the protocol does not name the gate, neither by its title nor by its script",
    "Describe the gate in the document: a release is held up by it",
    "(no mention of validate_gate_10_security)",
);

/// The document offers a waiver that the gate does not accept.
pub(super) const WAIVER_OFFERED: Code = Code::warning(
    "doc-waiver-offered",
    "The document offers a waiver for a gate that cannot be waived",
    "Take the offer out; the gate fails whatever waiver there is",
    "[RAY GATE FAILED: Readiness Approval Gate] … Request gate waiver",
);

/// The codes that this module can raise.
pub(super) const CODES: &[&Code] =
    &[&GATE_UNJUDGED, &GATE_TITLE, &GATE_NUMBER, &GATE_SCRIPT, &GATE_UNMENTIONED, &WAIVER_OFFERED];

/// Checks the gates of the document of a protocol.
pub(super) fn check(check: &mut Check<'_>, markers: &[Marker]) {
    if check.protocol.is_none() {
        return;
    }
    check.counts.gates += markers.len();
    for marker in markers {
        numbered(check, marker);
        script(check, marker);
    }
    shown_as_failed(check);
    unmentioned(check, markers);
}

fn numbered(check: &mut Check<'_>, marker: &Marker) {
    let gates = check.gates();
    let by_number = marker.number.checked_sub(1).and_then(|at| gates.get(at));
    let found = match (sections::of_title(&marker.title, gates), by_number) {
        (Some(at), _) if at + 1 == marker.number => return,
        (Some(at), _) => check.at(&GATE_NUMBER, marker.number_span).with(|finding| {
            finding.expected((at + 1).to_string()).actual(marker.number.to_string())
        }),
        (None, Some(gate)) => check
            .at(&GATE_TITLE, marker.title_span)
            .with(|finding| finding.expected(&gate.title).actual(&marker.title)),
        (None, None) => {
            let all = gates.iter().map(|gate| gate.title.as_str()).collect::<Vec<_>>();
            check.at(&GATE_UNJUDGED, marker.title_span).with(|finding| {
                finding.expected(format!("one of: {}", all.join(", "))).actual(&marker.title)
            })
        }
    };
    check.found.push(found);
}

/// A section may mention other gates, as long as it calls its own.
fn script(check: &mut Check<'_>, marker: &Marker) {
    let Some(own) = marker.gate(check.gates()) else { return };
    let first = check.calls.partition_point(|call| call.span.start < marker.section.start);
    let rest = check.calls.iter().skip(first);
    let gates = rest.take_while(|call| call.span.end <= marker.section.end);
    let gates = gates.filter_map(|call| {
        let script = check.known.script(&call.name)?;
        Some((call, script.gate?, script.protocols.iter().any(|at| Some(*at) == check.protocol)))
    });
    let called: Vec<_> = gates.collect();
    let is_own = |(_, gate, same): &(_, usize, bool)| *same && *gate == own;
    if called.iter().any(is_own) {
        return;
    }
    let expected = check.gates().get(own).map_or("", |gate| gate.script.as_str());
    if let Some((call, ..)) = called.first() {
        let found = check
            .at(&GATE_SCRIPT, call.span)
            .with(|finding| finding.expected(expected).actual(&call.name));
        check.found.push(found);
    }
}

/// The block that the protocols' users know, `[RAY GATE FAILED: Title]`.
fn shown_as_failed(check: &mut Check<'_>) {
    let page = check.page;
    for block in &page.blocks {
        for (shown, span) in sections::failed(page, block) {
            let gates = check.gates();
            match sections::of_title(&shown, gates).and_then(|at| gates.get(at)) {
                None => {
                    let all = gates.iter().map(|gate| gate.title.as_str()).collect::<Vec<_>>();
                    let found = check.at(&GATE_TITLE, span).with(|finding| {
                        finding.expected(format!("one of: {}", all.join(", "))).actual(shown)
                    });
                    check.found.push(found);
                }
                Some(gate) if !gate.waivable => {
                    let rest = Span::new(span.end, block.span.end);
                    let offer = page.text(rest).to_lowercase().find("request gate waiver");
                    let offer = offer.map(|at| rest.start + at);
                    if let Some(start) = offer {
                        let length = "request gate waiver".len();
                        let found = check
                            .at(&WAIVER_OFFERED, Span::new(start, start + length))
                            .with(|finding| finding.actual(shown));
                        check.found.push(found);
                    }
                }
                Some(_) => {}
            }
        }
    }
}

fn unmentioned(check: &mut Check<'_>, markers: &[Marker]) {
    let gates = check.gates();
    let text = title(check.page.source.text());
    let mut named: BTreeSet<usize> = markers.iter().filter_map(|it| it.gate(gates)).collect();
    named.extend(check.calls.iter().filter_map(|call| {
        let script = check.known.script(&call.name)?;
        script.protocols.iter().any(|at| Some(*at) == check.protocol).then_some(script.gate?)
    }));
    let Some(identity) = check.identity() else { return };
    for (at, gate) in gates.iter().enumerate() {
        if !named.contains(&at) && !text.contains(&title(&gate.title)) {
            let found = check.whole(&GATE_UNMENTIONED).with(|finding| {
                finding
                    .message(format!(
                        "The document of {} does not name gate {}, neither by its title nor by its script",
                        called(identity),
                        at + 1
                    ))
                    .expected(format!("{} ({})", gate.title, gate.script))
            });
            check.found.push(found);
        }
    }
}
