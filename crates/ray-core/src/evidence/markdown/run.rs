//! Inline Markdown flattened to one line of text, with the way back to the source.
//!
//! A label is split off here, while it is still known which source byte each character came from.

use crate::source::Span;

/// A line of text without its formatting.
#[derive(Debug)]
pub(super) struct Run {
    /// The text, trimmed.
    pub(super) text: String,
    /// The bytes it was written in; for an empty text the place where it would stand.
    pub(super) span: Span,
    /// Where the links and images of the line lead.
    pub(super) links: Vec<String>,
    /// The label and the value, when the line reads `Label: value`.
    pub(super) label: Option<Label>,
    /// True when the line only goes on with the one before, which the writer wrapped.
    pub(super) continues: bool,
}

/// A run split at its first colon.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    /// The label is `text[..label_end]`.
    pub(super) label_end: usize,
    /// The value is `text[value_start..]`, which may be empty.
    pub(super) value_start: usize,
    pub(super) label: Span,
    pub(super) value: Span,
}

impl Run {
    /// The label and the value as text.
    pub(super) fn split(&self) -> Option<(&str, &str)> {
        let label = self.label?;
        let name = self.text.get(..label.label_end)?;
        Some((name, self.text.get(label.value_start..)?))
    }
}

/// Collects the pieces of one run.
#[derive(Debug, Default)]
pub(super) struct RunBuilder {
    text: String,
    pieces: Vec<Piece>,
    links: Vec<String>,
}

/// A part of the text that came from one part of the source.
#[derive(Debug)]
struct Piece {
    /// The byte of the text at which the piece starts.
    at: usize,
    source: Span,
    /// True when the text is the source, byte for byte; an entity or a code span is not.
    verbatim: bool,
    /// True for code and links: a colon in there does not end a label.
    whole: bool,
}

impl RunBuilder {
    /// Adds `text`, which was written as `written` at `source`; see [`Piece`] for `whole`.
    pub(super) fn push(&mut self, text: &str, written: &str, source: Span, whole: bool) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece { at: self.text.len(), source, verbatim: text == written, whole });
        self.text.push_str(text);
    }

    /// Notes where a link leads.
    pub(super) fn link(&mut self, target: &str) {
        self.links.push(target.to_owned());
    }

    /// The run so far, and an empty builder; a run without text stands at `blank`.
    pub(super) fn finish(&mut self, blank: Span) -> Run {
        let built = std::mem::take(self);
        let text = built.text.trim();
        let start = built.text.len() - built.text.trim_start().len();
        Run {
            text: text.to_owned(),
            span: if text.is_empty() { blank } else { built.source_of(start, start + text.len()) },
            label: built.label(text, start),
            links: built.links,
            continues: false,
        }
    }

    /// The label of `text`, which is the text of the builder from `start` on.
    fn label(&self, text: &str, start: usize) -> Option<Label> {
        let colon = memchr::memchr_iter(b':', text.as_bytes()).find(|&at| {
            let ends = text
                .get(at + 1..)
                .is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace));
            ends && at > 0 && self.piece_at(start + at).is_some_and(|piece| !piece.whole)
        })?;
        let label_end = text.get(..colon)?.trim_end().len();
        let value = text.get(colon + 1..)?.trim_start();
        let value_start = text.len() - value.len();
        Some(Label {
            label_end,
            value_start,
            label: self.source_of(start, start + label_end),
            value: if value.is_empty() {
                let after = self.source_of(start, start + colon + 1).end;
                Span::new(after, after)
            } else {
                self.source_of(start + value_start, start + text.len())
            },
        })
    }

    /// The source of the text `start..end`, which is not empty.
    fn source_of(&self, start: usize, end: usize) -> Span {
        let first = self.piece_at(start).map_or(0, |piece| match piece.verbatim {
            true => piece.source.start + (start - piece.at),
            false => piece.source.start,
        });
        let last = self.piece_at(end.saturating_sub(1));
        let last = last.map_or(first, |piece| match piece.verbatim {
            true => piece.source.start + (end - piece.at),
            false => piece.source.end,
        });
        Span::new(first, last.max(first))
    }

    fn piece_at(&self, offset: usize) -> Option<&Piece> {
        let next = self.pieces.partition_point(|piece| piece.at <= offset);
        self.pieces.get(next.checked_sub(1)?)
    }
}
