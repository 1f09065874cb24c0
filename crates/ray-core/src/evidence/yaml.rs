//! Reads YAML 1.2 into the same located [`Tree`] as JSON, by the JSON rules: duplicate keys are a
//! finding, only `true` and `false` are booleans, a number stays what was written.
//!
//! The only module that uses `serde-saphyr`, which bounds depth, nodes and aliases before it
//! allocates. Tags, merge keys and other documents in the same file are not evidence.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{DuplicateKeyPolicy, Error, Location, MergeKeyPolicy, Options, Spanned};

use super::tree::{Kind, Member, Node, Tree};
use super::{DUPLICATE_KEY, SYNTAX, TOO_DEEP};
use crate::finding::{Code, Finding, Notes};
use crate::place::{Placed, Spot};
use crate::source::{SourceFile, Span};

/// The file expands to more than evidence can need, most often through aliases.
pub const TOO_COMPLEX: Code = Code::error(
    "yaml-too-complex",
    "A YAML file expands to more than evidence can need",
    "Write the values out instead of repeating them through aliases, or split the file",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b, …]",
);

/// The file holds more than one document.
pub const SEVERAL_DOCUMENTS: Code = Code::error(
    "yaml-several-documents",
    "A YAML file holds more than one document",
    "Keep one document in the file; whatever follows `---` would not be judged",
    "release: 2.4.0\n---\nrelease: 2.3.2",
);

/// The codes of this module.
pub const CODES: &[&Code] = &[&TOO_COMPLEX, &SEVERAL_DOCUMENTS];

/// How deep lists and objects may be nested. Half of what JSON may be, since the parser calls itself
/// through several layers for each level and a gate's thread has a small stack.
const MAX_DEPTH: usize = 64;

/// How many aliases a file may use; evidence needs none.
const MAX_ALIASES: usize = 1_000;

/// How many values all aliases of a file together may stand for.
const MAX_REPLAYED: usize = 100_000;

/// How many values a file may hold, aliases expanded.
const MAX_NODES: usize = 4_000_000;

/// Stack for the parser, in bytes. It calls itself through many layers for each level of nesting,
/// and what the thread of a gate has is not enough for [`MAX_DEPTH`] of them.
const STACK: usize = 16 * 1024 * 1024;

/// Parses `source`. Returns nothing when the grammar is broken or a key stands twice, which `notes`
/// then say.
pub fn parse(source: SourceFile, notes: &Notes) -> Option<Arc<Tree>> {
    let path = source.path().clone();
    let read = std::thread::scope(|scope| {
        let parser = std::thread::Builder::new().stack_size(STACK);
        parser.spawn_scoped(scope, || read(source)).ok().and_then(|running| running.join().ok())
    });
    match read.unwrap_or_else(|| {
        Err(Box::new(SYNTAX.at(&path).message("The YAML parser could not be run")))
    }) {
        Ok(tree) => Some(Arc::new(tree)),
        Err(finding) => {
            notes.add(*finding);
            None
        }
    }
}

fn read(source: SourceFile) -> Result<Tree, Box<Finding>> {
    match serde_saphyr::from_str_with_options::<Spanned<Value>>(source.text(), options()) {
        Ok(root) => {
            let root = node(root, &source);
            Ok(Tree::new(source, root))
        }
        Err(error) => Err(Box::new(fault(&error, source))),
    }
}

fn options() -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: 2 * MAX_NODES,
            max_aliases: MAX_ALIASES,
            max_anchors: MAX_ALIASES,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MAX_REPLAYED },
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        strict_booleans: true,
        with_snippet: false,
    }
}

/// A value while it is read.
enum Value {
    Scalar,
    Text(String),
    List(Vec<Spanned<Value>>),
    Object(Vec<(Spanned<String>, Spanned<Value>)>),
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

/// What is neither text nor a container is read again from what was written, so that a number never
/// passes through a float.
impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Scalar)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Value, E> {
        Ok(Value::Scalar)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Value, E> {
        Ok(Value::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Scalar)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Scalar)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            object.push(entry);
        }
        Ok(Value::Object(object))
    }
}

fn node(value: Spanned<Value>, source: &SourceFile) -> Node {
    let mut span = span(value.referenced, source);
    let kind = match value.value {
        Value::Scalar => scalar(source.slice(self::span(value.defined, source))),
        Value::Text(text) => Kind::Text(text.into()),
        Value::List(items) => {
            Kind::List(items.into_iter().map(|item| node(item, source)).collect())
        }
        Value::Object(entries) => Kind::Object(
            entries
                .into_iter()
                .map(|(key, value)| Member {
                    key_span: self::span(key.referenced, source),
                    key: key.value.into(),
                    value: node(value, source),
                })
                .collect(),
        ),
    };
    enclose(&mut span, &kind);
    Node { span, kind }
}

/// A container reaches over all that it holds, whatever the parser says where it ends: places are
/// found by going down from the outermost value.
fn enclose(span: &mut Span, kind: &Kind) {
    let mut reach = |inner: Span| {
        span.start = span.start.min(inner.start);
        span.end = span.end.max(inner.end);
    };
    match kind {
        Kind::List(items) => items.iter().for_each(|item| reach(item.span)),
        Kind::Object(members) => members.iter().for_each(|member| {
            reach(member.key_span);
            reach(member.value.span);
        }),
        Kind::Null | Kind::Boolean(_) | Kind::Number(_) | Kind::Text(_) => {}
    }
}

/// An unquoted scalar by the core schema. A number that JSON would not write so (`0x1F`, `.nan`,
/// `1_000`) is text, and fails where a number is asked for.
fn scalar(written: &str) -> Kind {
    match written.trim() {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Boolean(true),
        "false" | "False" | "FALSE" => Kind::Boolean(false),
        number if is_json_number(number) => Kind::Number(number.into()),
        text => Kind::Text(text.into()),
    }
}

fn is_json_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent
            .is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// The bytes that the parser says a value takes, moved onto character boundaries.
fn span(location: Location, source: &SourceFile) -> Span {
    let text = source.text();
    let place = location.span();
    let number =
        |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok()).unwrap_or(0);
    let start = boundary(text, number(place.byte_offset()));
    let end = boundary(text, start.saturating_add(number(place.byte_len())));
    let written = text.get(start..end).unwrap_or_default().trim_end();
    Span::new(start, start + written.len())
}

fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn fault(error: &Error, source: SourceFile) -> Finding {
    let at = error.location().map_or(Span::new(0, 0), |location| span(location, &source));
    let written = source.slice(at).lines().next().unwrap_or_default().to_owned();
    let is_empty = source.text().trim().is_empty();
    let blank = Node { span: Span::new(0, 0), kind: Kind::Null };
    let mut place = Spot::new(Arc::new(Tree::new(source, blank)), at).place();
    place.pointer = None;
    let message = error.to_string();
    // The place is in the finding already.
    let message = message.split(" at line ").next().unwrap_or_default();
    let message = message.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
    match error {
        Error::DuplicateMappingKey { .. } => DUPLICATE_KEY
            .at(&place)
            .message(format!("The key \"{written}\" stands twice in one object"))
            .expected("one entry"),
        Error::MultipleDocuments { .. } => SEVERAL_DOCUMENTS.at(&place).expected("one document"),
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => TOO_DEEP
            .at(&place)
            .message(format!("Lists and objects are nested more than {MAX_DEPTH} levels deep")),
        // The library keeps nothing but the text of these once an alias is involved.
        _ if message.starts_with("alias replay limit") => TOO_COMPLEX.at(&place).message(message),
        _ if message.starts_with("recursion limit") => TOO_DEEP.at(&place),
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => TOO_COMPLEX.at(&place).message(message),
        _ if is_empty => SYNTAX.at(&place).message("The file is empty; a YAML value was expected"),
        _ => SYNTAX.at(&place).message(message),
    }
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
