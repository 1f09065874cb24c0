//! The parts of a JSON text: every member and item, and the whole. It is read by the reader that the
//! gates use, since nothing else says where a value stands.

use ray_core::clock::Now;
use ray_core::evidence::json;
use ray_core::evidence::tree::{Kind, Member, Node};
use ray_core::finding::Notes;
use ray_core::place::{Document, EvidencePath};
use ray_core::source::{SourceFile, Span};

use super::{Part, Spot};

/// The parts of `text`; none when it is no JSON any more.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let notes = Notes::new(Now::from_system(jiff::Timestamp::UNIX_EPOCH));
    let source = SourceFile::new(EvidencePath::new("a.json"), text.to_owned());
    let Some(tree) = json::parse(source, &notes) else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    collect(tree.root(), tree.source().text(), &mut parts);
    parts
}

fn collect(node: &Node, text: &str, parts: &mut Vec<Part>) {
    match &node.kind {
        Kind::List(items) => {
            let starts: Vec<usize> = items.iter().map(|item| item.span.start).collect();
            for (at, item) in items.iter().enumerate() {
                parts.push(part(&starts, at, item, None));
                collect(item, text, parts);
            }
        }
        Kind::Object(members) => {
            let starts: Vec<usize> = members.iter().map(|member| member.key_span.start).collect();
            for (at, Member { key_span, value, .. }) in members.iter().enumerate() {
                parts.push(part(&starts, at, value, Some(*key_span)));
                collect(value, text, parts);
            }
        }
        _ => {}
    }
}

/// The part for the `at`th child, where children start at `starts`. What separates it from the next
/// belongs to it; to the last one belongs what separates it from the one before.
fn part(starts: &[usize], at: usize, value: &Node, key: Option<Span>) -> Part {
    let (start, end) = (starts[at], value.span.end);
    let outer = match starts.get(at + 1) {
        Some(next) => start..*next,
        None => start..end,
    };
    let name = key.map(|key| key.start + 1..key.end.max(key.start + 2) - 1);
    let empty = match &value.kind {
        Kind::List(_) => "[]",
        Kind::Object(_) => "{}",
        Kind::Text(_) => "\"\"",
        Kind::Number(_) => "0",
        Kind::Boolean(_) | Kind::Null => "null",
    };
    Part { spots: vec![Spot { outer, value: value.span.start..end, name }], empty }
}
