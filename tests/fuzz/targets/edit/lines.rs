//! Parts that every text has: its lines; and those of text with headings or with keys.

use std::ops::Range;

use super::{Part, Spot};

/// Every line, without its end.
pub(super) fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let ends = text.match_indices('\n').map(|(at, _)| at).chain([text.len()]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// Every line as a part.
pub(super) fn all(text: &str) -> Vec<Part> {
    let lines = line_ranges(text).into_iter();
    lines.map(|line| Part::new(line.start..text.len().min(line.end + 1), line)).collect()
}

/// Every heading of Markdown with what stands below it, up to the next of its kind.
pub(super) fn sections(text: &str) -> Vec<Part> {
    let level =
        |line: &Range<usize>| text[line.clone()].bytes().take_while(|it| *it == b'#').count();
    let headings: Vec<(Range<usize>, usize)> = line_ranges(text)
        .into_iter()
        .map(|line| (line.clone(), level(&line)))
        .filter(|(_, level)| *level > 0)
        .collect();
    let section = |at: usize| {
        let (line, level) = &headings[at];
        let next = headings[at + 1..].iter().find(|(_, other)| other <= level);
        let outer = line.start..next.map_or(text.len(), |(next, _)| next.start);
        let value = text.len().min(line.end + 1)..outer.end;
        let name = Some((line.start + level..line.end).start..line.end);
        Part { spots: vec![Spot { outer, value, name }], empty: "" }
    };
    (0..headings.len()).map(section).collect()
}

/// Every `key: value` and `key = value`.
pub(super) fn values(text: &str) -> Vec<Part> {
    let value = |line: Range<usize>| {
        let at = line.start + text[line.clone()].find([':', '='])?;
        let start = at + 1 + usize::from(text[at + 1..line.end].starts_with(' '));
        let outer = line.start..text.len().min(line.end + 1);
        let spot = Spot { outer, value: start..line.end, name: Some(line.start..at) };
        Some(Part { spots: vec![spot], empty: "[]" })
    };
    line_ranges(text).into_iter().filter_map(value).collect()
}
