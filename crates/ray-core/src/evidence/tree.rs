//! The located tree that JSON and YAML are both read into.

use std::sync::Arc;

use crate::place::Document;
use crate::source::{SourceFile, Span};

/// A JSON or YAML file: its text, and its values with their places.
#[derive(Debug)]
pub struct Tree {
    source: SourceFile,
    root: Node,
}

impl Tree {
    /// The tree below `root`, whose spans are those of `source`.
    #[must_use]
    pub fn new(source: SourceFile, root: Node) -> Self {
        Self { source, root }
    }

    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }
}

/// A value and the bytes it was written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// From the first byte of the value to its last, quotes and brackets included.
    pub span: Span,
    /// The value.
    pub kind: Kind,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number as it was written; it is never turned into a float.
    Number(Box<str>),
    /// Text with its escapes resolved.
    Text(Box<str>),
    /// A list.
    List(Vec<Node>),
    /// An object, in the order of the file. A key that stands twice is kept twice.
    Object(Vec<Member>),
}

impl Kind {
    /// The name of the type, as a message says it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "text",
            Kind::List(_) => "a list",
            Kind::Object(_) => "an object",
        }
    }
}

/// A key of an object, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The key with its escapes resolved; shared by the objects of a list, which mostly have the same.
    pub key: Arc<str>,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

impl Document for Tree {
    fn source(&self) -> &SourceFile {
        &self.source
    }

    /// The JSON pointer (RFC 6901) of the innermost value or key that holds `span`.
    fn pointer(&self, span: Span) -> Option<String> {
        let mut pointer = String::new();
        let mut node = &self.root;
        while let Some((part, inner)) = child_holding(node, span) {
            pointer.push('/');
            pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
            match inner {
                Some(inner) => node = inner,
                None => break,
            }
        }
        Some(pointer)
    }
}

/// The child of `node` that holds `span`: its name, and the node unless `span` is its key.
fn child_holding(node: &Node, span: Span) -> Option<(String, Option<&Node>)> {
    if node.span == span {
        return None;
    }
    match &node.kind {
        Kind::List(items) => {
            let at = position(items, |item| item.span.start, span, |it| it.span.contains(span))?;
            Some((at.to_string(), items.get(at)))
        }
        Kind::Object(members) => {
            let holds = |member: &Member| {
                member.key_span.contains(span) || member.value.span.contains(span)
            };
            let at = position(members, |member| member.key_span.start, span, holds)?;
            let member = members.get(at)?;
            let value = (!member.key_span.contains(span)).then_some(&member.value);
            Some((member.key.to_string(), value))
        }
        _ => None,
    }
}

/// The first of `children` that holds `span`: in a file the last that starts before it. The children
/// of a YAML alias stand elsewhere, and are then looked through.
fn position<T>(
    children: &[T],
    start: impl Fn(&T) -> usize,
    span: Span,
    holds: impl Fn(&T) -> bool,
) -> Option<usize> {
    let next = children.partition_point(|child| start(child) <= span.start);
    let last = next.checked_sub(1).filter(|&at| children.get(at).is_some_and(&holds));
    last.or_else(|| children.iter().position(holds))
}
