//! The parts of a JSON text: every member and item, and the whole. It is read by the reader that the
//! gates use, since nothing else says where a value stands.

use std::ops::Range;

use ray_core::clock::Now;
use ray_core::evidence::json;
use ray_core::evidence::tree::{Kind, Member, Node};
use ray_core::finding::Notes;
use ray_core::place::EvidencePath;
use ray_core::source::{SourceFile, Span};

use super::lines::line_ranges;
use super::{Part, Spot};

/// The parts of `text`; none when it is no JSON any more.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let notes = Notes::new(Now::from_system(jiff::Timestamp::UNIX_EPOCH));
    let source = SourceFile::new(EvidencePath::new("a.json"), text.to_owned());
    let Some(tree) = json::parse(source, &notes) else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    collect(tree.root(), &mut parts);
    parts
}

/// Those of every line of `text`.
pub(super) fn parts_of_lines(text: &str) -> Vec<Part> {
    let of_line = |line: Range<usize>| {
        let moved = |range: &Range<usize>| range.start + line.start..range.end + line.start;
        let mut parts = parts(&text[line.clone()]);
        for spot in parts.iter_mut().flat_map(|part| &mut part.spots) {
            spot.outer = moved(&spot.outer);
            spot.value = moved(&spot.value);
            spot.name = spot.name.as_ref().map(moved);
        }
        parts
    };
    line_ranges(text).into_iter().flat_map(of_line).collect()
}

fn collect(node: &Node, parts: &mut Vec<Part>) {
    match &node.kind {
        Kind::List(items) => {
            let spans: Vec<Span> = items.iter().map(|item| item.span).collect();
            for (at, item) in items.iter().enumerate() {
                parts.push(part(&spans, at, item, None));
                collect(item, parts);
            }
        }
        Kind::Object(members) => {
            let whole = |member: &Member| Span::new(member.key_span.start, member.value.span.end);
            let spans: Vec<Span> = members.iter().map(whole).collect();
            for (at, Member { key_span, value, .. }) in members.iter().enumerate() {
                parts.push(part(&spans, at, value, Some(*key_span)));
                collect(value, parts);
            }
        }
        _ => {}
    }
}

/// The part for the `at`th child of those at `spans`. What separates it from the next belongs to it; to
/// the last one belongs what separates it from the one before.
fn part(spans: &[Span], at: usize, value: &Node, key: Option<Span>) -> Part {
    let Span { start, end } = spans[at];
    let outer = match (at.checked_sub(1), spans.get(at + 1)) {
        (_, Some(next)) => start..next.start,
        (Some(before), None) => spans[before].end..end,
        (None, None) => start..end,
    };
    let name = key.map(|key| key.start + 1..key.end - 1);
    let empty = match &value.kind {
        Kind::List(_) => "[]",
        Kind::Object(_) => "{}",
        Kind::Text(_) => "\"\"",
        Kind::Number(_) => "0",
        Kind::Boolean(_) | Kind::Null => "null",
    };
    let value = value.span.start..value.span.end;
    Part { spots: vec![Spot { outer, value, name }], empty }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_without_a_part_is_json() {
        for text in [r#"{"a": [1, {"b": "x"}, []], "c": null}"#, "[1]", r#"{"a": 1}"#] {
            for part in parts(text) {
                let mut changed = text.to_owned();
                changed.replace_range(part.spots[0].outer.clone(), "");
                serde_json::from_str::<serde_json::Value>(&changed).expect(&changed);
            }
        }
    }
}
