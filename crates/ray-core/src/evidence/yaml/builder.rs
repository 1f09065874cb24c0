//! Builds the tree from the events of the YAML parser, and remarks on what is wrong.
//!
//! It keeps its own stack, so that depth costs no recursion, and reads on past what is wrong where
//! the grammar allows it.

use std::borrow::Cow;
use std::sync::Arc;

use serde_saphyr::granit_parser::{
    self, ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Tag, options,
};

use super::anchors::{Anchors, Refused};
use super::{ALIAS_BOMB, MERGE_KEY, MORE_DOCUMENTS, TAG, scalar};
use crate::evidence::remark::{Remark, Remarks};
use crate::evidence::tree::{Kind, Member, Node};
use crate::evidence::{MAX_DEPTH, SYNTAX, TOO_DEEP, json};
use crate::finding::Code;
use crate::source::Span;

type Parsed<T> = Result<T, Remark>;

/// A list or an object that is not at its end yet.
struct Open {
    span: Span,
    anchor: usize,
    part: Part,
}

enum Part {
    List(Vec<Node>),
    /// The members so far, and the key whose value comes next.
    Object(Vec<Member>, Option<(Arc<str>, Span)>),
}

/// Reads one file.
pub(super) struct Builder<'a> {
    text: &'a str,
    stack: Vec<Open>,
    root: Option<Node>,
    anchors: Anchors,
    remarks: Remarks,
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            stack: Vec::new(),
            root: None,
            anchors: Anchors::default(),
            remarks: Remarks::default(),
        }
    }

    pub(super) fn into_remarks(self) -> Remarks {
        self.remarks
    }

    /// The value of the first document; none when the grammar is broken, which is remarked on.
    pub(super) fn document(&mut self) -> Option<Node> {
        self.read().map_err(|fault| self.remarks.add(fault)).ok()
    }

    fn read(&mut self) -> Parsed<Node> {
        let options = options! { emit_comments: false };
        for event in Parser::new_from_str_with_options(self.text, options) {
            let (event, span) = event.map_err(|error| self.fault(&error))?;
            if matches!(event, Event::DocumentStart(..)) && self.root.is_some() {
                let message = "A second document starts here";
                self.remark(&MORE_DOCUMENTS, self.span(&span), message);
                break;
            }
            self.take(event, &span)?;
        }
        let is_written = |root: &Node| root.kind != Kind::Null || root.span.start < root.span.end;
        self.root.take().filter(is_written).ok_or_else(|| {
            let message = "The file is empty; a YAML document was expected";
            Remark::new(&SYNTAX, Span::new(0, 0), message)
        })
    }

    fn take(&mut self, event: Event<'_>, place: &granit_parser::Span) -> Parsed<()> {
        let span = self.span(place);
        if event.is_node() && self.stack.len() > MAX_DEPTH {
            return Err(too_deep(span));
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.scalar(text, style, tag, place);
                self.complete(node, anchor)
            }
            Event::Alias(id) => {
                let unfolded = self.anchors.unfold(id, span, self.stack.len());
                let node = unfolded.map_err(|refused| refusal(refused, span))?;
                self.complete(node, 0)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), &Kind::List(Vec::new()), place);
                let span = Span::new(self.first_dash(span.start), span.end);
                self.open(span, anchor, Part::List(Vec::new()));
                Ok(())
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), &Kind::Object(Vec::new()), place);
                self.open(span, anchor, Part::Object(Vec::new(), None));
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        tag: Option<Cow<'_, Tag>>,
        place: &granit_parser::Span,
    ) -> Node {
        let mut span = self.span(place);
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if is_block {
            let written = self.text.get(span.start..span.end).unwrap_or_default();
            span.end = span.start + written.trim_end().len();
        }
        let tag = tag.as_deref();
        let is_text = style != ScalarStyle::Plain || tag.is_some_and(asks_for_text);
        let kind = if is_text {
            Kind::Text(text.into())
        } else if span.start == span.end {
            Kind::Null
        } else {
            scalar::resolve(&text)
        };
        self.check_tag(tag, &kind, place);
        if style == ScalarStyle::Plain && self.awaits_key() && kind == Kind::Text("<<".into()) {
            let message = "The keys that `<<` would merge are not read";
            self.remark(&MERGE_KEY, span, message);
        }
        Node { span, kind }
    }

    fn check_tag(&mut self, tag: Option<&Tag>, kind: &Kind, place: &granit_parser::Span) {
        let Some(tag) = tag.filter(|tag| !agrees(tag, kind)) else {
            return;
        };
        let span = place.tag_span().map_or(self.span(place), |at| self.span(&at));
        let tag: String = tag.original().chars().take(40).collect();
        let message = format!("The tag `{tag}` is not read; the value is {}", kind.name());
        self.remark(&TAG, span, message);
    }

    fn awaits_key(&self) -> bool {
        let part = self.stack.last().map(|open| &open.part);
        matches!(part, Some(Part::Object(_, None)))
    }

    fn open(&mut self, span: Span, anchor: usize, part: Part) {
        self.stack.push(Open { span, anchor, part });
    }

    /// Where a list starts. The parser says so, but not of a list that is indented no more than the
    /// key that it belongs to: there it names what follows the first dash.
    fn first_dash(&self, start: usize) -> usize {
        let Some(Part::Object(_, Some((_, key)))) = self.stack.last().map(|open| &open.part) else {
            return start;
        };
        let mut at = key.end;
        let between = self.text.get(at..start).unwrap_or_default();
        for line in between.split_inclusive(['\n', '\r']) {
            let rest = line.trim_start();
            if rest.starts_with('-') {
                return at + line.len() - rest.len();
            }
            at += line.len();
        }
        start
    }

    /// Ends the innermost list or object; `end` is its closing bracket, or empty.
    fn close(&mut self, end: Span) -> Parsed<()> {
        let Some(open) = self.stack.pop() else {
            return Ok(());
        };
        let mut span = open.span;
        if end.start < end.end {
            span.end = span.end.max(end.end);
        }
        let kind = match open.part {
            Part::List(items) => Kind::List(items),
            Part::Object(members, _) => {
                for (again, first) in json::repeated_keys(&members) {
                    self.remarks.add(Remark::duplicate(again, first));
                }
                Kind::Object(members)
            }
        };
        self.complete(Node { span, kind }, open.anchor)
    }

    /// Puts a value where it belongs.
    fn complete(&mut self, node: Node, anchor: usize) -> Parsed<()> {
        if anchor != 0 {
            let kept = self.anchors.keep(anchor, &node);
            kept.map_err(|refused| refusal(refused, node.span))?;
        }
        let key = self.awaits_key().then(|| self.key_text(&node));
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.span.start = open.span.start.min(node.span.start);
        open.span.end = open.span.end.max(node.span.end);
        match (&mut open.part, key) {
            (Part::List(items), _) => items.push(node),
            (Part::Object(_, next), Some(key)) => *next = Some((key, node.span)),
            (Part::Object(members, next), None) => {
                let (key, key_span) = next.take().unwrap_or((Arc::default(), node.span));
                members.push(Member { key, key_span, value: node });
            }
        }
        Ok(())
    }

    /// The text of a key, of whatever kind it is; a list or an object as it is written.
    fn key_text(&mut self, node: &Node) -> Arc<str> {
        match &node.kind {
            Kind::Text(text) | Kind::Number(text) => Arc::from(&**text),
            Kind::Boolean(value) => value.to_string().into(),
            Kind::Null => "null".into(),
            kind @ (Kind::List(_) | Kind::Object(_)) => {
                let message = format!("A key was expected to be text, {} was found", kind.name());
                self.remark(&SYNTAX, node.span, message);
                let written = self.text.get(node.span.start..node.span.end);
                written.unwrap_or_default().into()
            }
        }
    }

    fn remark(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.remarks.add(Remark::new(code, span, message));
    }

    /// What the parser stopped at.
    fn fault(&self, error: &ScanError) -> Remark {
        let mut at = self.offset(error.marker());
        if *error.kind() == ErrorKind::RecursionLimitExceeded {
            return too_deep(Span::new(at, at));
        }
        if *error.kind() == ErrorKind::TabInPlainScalar {
            // The parser says where the value began that the tab would go on with.
            let rest = self.text.get(at..).unwrap_or_default();
            at += rest.find('\t').unwrap_or(0);
        }
        let message = format!("The YAML cannot be read: {}", error.info());
        Remark::new(&SYNTAX, Span::new(at, at), message)
    }

    fn span(&self, place: &granit_parser::Span) -> Span {
        let start = self.offset(&place.start);
        Span::new(start, self.offset(&place.end).max(start))
    }

    /// The byte that the parser means; always on a character boundary.
    fn offset(&self, marker: &Marker) -> usize {
        let mut at = marker.byte_offset().unwrap_or(0).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

fn too_deep(span: Span) -> Remark {
    let message = format!("Lists and objects are nested more than {MAX_DEPTH} levels deep");
    Remark::new(&TOO_DEEP, span, message)
}

fn refusal(refused: Refused, span: Span) -> Remark {
    match refused {
        Refused::TooDeep => too_deep(span),
        Refused::TooMuch => Remark::new(
            &ALIAS_BOMB,
            span,
            "The anchors and aliases up to here unfold to more than evidence needs",
        ),
        Refused::Endless => Remark::new(
            &ALIAS_BOMB,
            span,
            "The alias stands within the value that it names, and would have no end",
        ),
    }
}

/// True for `!!str`, and for `!`, which says "as it is written".
fn asks_for_text(tag: &Tag) -> bool {
    tag.is_yaml_core_schema_tag("str") || tag.parts() == ("", "!")
}

/// True when `tag` says no more than what the value is read as anyway.
fn agrees(tag: &Tag, kind: &Kind) -> bool {
    match tag.core_suffix() {
        Some("str") => matches!(kind, Kind::Text(_)),
        Some("int" | "float") => matches!(kind, Kind::Number(_)),
        Some("bool") => matches!(kind, Kind::Boolean(_)),
        Some("null") => matches!(kind, Kind::Null),
        Some("seq") => matches!(kind, Kind::List(_)),
        Some("map") => matches!(kind, Kind::Object(_)),
        _ => tag.parts() == ("", "!"),
    }
}
