//! Which gate a part of a document is about: the section below `Gate 2: …`, or a block that names one
//! gate by its title or its script.

use std::sync::LazyLock;

use ray_core::protocol::GateSpec;
use ray_core::source::Span;
use regex::Regex;

use super::known::title;
use super::page::{Block, Kind, Page};

/// The heading of a gate, or the bold line that stands for one.
static MARKER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[0-9]+(?:\.[0-9]+)*\.? +)?[Gg](?:ate|ATE) +(?:[0-9]+\.)?([0-9]{1,3}) *[:.–—-] *([^*_|\r\n]+)").ok()
});

/// The block that a failed gate prints.
static FAILED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"RAY GATE FAILED: *([^\]\r\n]{1,200})\]").ok());

/// `Gate N: Title` in a document.
#[derive(Debug)]
pub(super) struct Marker {
    /// The number as written.
    pub(super) number: usize,
    /// The title as written.
    pub(super) title: String,
    /// Where the number stands.
    pub(super) number_span: Span,
    /// Where the title stands.
    pub(super) title_span: Span,
    /// What it stands above.
    pub(super) section: Span,
}

impl Marker {
    /// The gate that is meant: the one of that title, else the one of that number.
    pub(super) fn gate(&self, gates: &[GateSpec]) -> Option<usize> {
        of_title(&self.title, gates)
            .or_else(|| self.number.checked_sub(1).filter(|at| *at < gates.len()))
    }
}

/// The gate of that title.
pub(super) fn of_title(text: &str, gates: &[GateSpec]) -> Option<usize> {
    let text = title(text);
    gates.iter().position(|gate| title(&gate.title) == text)
}

/// All markers, in order.
pub(super) fn markers(page: &Page) -> Vec<Marker> {
    let mut markers: Vec<Marker> =
        page.blocks.iter().filter_map(|block| marker(page, block)).collect();
    let starts: Vec<usize> = markers.iter().map(|marker| marker.number_span.start).collect();
    for (at, marker) in markers.iter_mut().enumerate() {
        if let Some(next) = starts.get(at + 1) {
            marker.section.end = marker.section.end.min(*next);
        }
    }
    markers
}

fn marker(page: &Page, block: &Block) -> Option<Marker> {
    // The bold marks around an item or a paragraph stand before its first piece.
    let before = block.span.start.saturating_sub(2);
    let bold = matches!(page.source.text().get(before..block.span.start), Some("**" | "__"));
    let end = match block.kind {
        Kind::Heading => {
            let after = page.headings.partition_point(|it| it.title.start <= block.span.start);
            page.section_end(after.checked_sub(1)?)
        }
        Kind::Text if bold => {
            let after = page.headings.partition_point(|it| it.title.start <= block.span.start);
            let next = page.headings.get(after);
            next.map_or(page.source.text().len(), |heading| heading.title.start)
        }
        _ => return None,
    };
    let found = MARKER.as_ref()?.captures(page.text(block.span))?;
    let (number, name) = (found.get(1)?, found.get(2)?);
    let start = block.span.start;
    let name_text = name.as_str().trim_end();
    Some(Marker {
        number: number.as_str().parse().ok()?,
        title: name_text.to_owned(),
        number_span: Span::new(start + number.start(), start + number.end()),
        title_span: Span::new(start + name.start(), start + name.start() + name_text.len()),
        section: Span::new(start, end),
    })
}

/// The titles of failed gates that `block` shows, and where.
pub(super) fn failed(page: &Page, block: &Block) -> Vec<(String, Span)> {
    if !matches!(block.kind, Kind::Code(_)) {
        return Vec::new();
    }
    let text = page.text(block.span);
    let found = FAILED.iter().flat_map(|failed| failed.captures_iter(text));
    let titles = found.filter_map(|found| found.get(1));
    titles
        .filter(|title| !title.as_str().contains(['{', '<', '$', '…']))
        .map(|title| {
            let start = block.span.start + title.start();
            (title.as_str().to_owned(), Span::new(start, start + title.len()))
        })
        .collect()
}

/// The gate that `block` is about.
pub(super) fn of_block(
    page: &Page,
    block: &Block,
    markers: &[Marker],
    gates: &[GateSpec],
) -> Option<usize> {
    if let [(name, _)] = failed(page, block).as_slice() {
        return of_title(name, gates);
    }
    if matches!(block.kind, Kind::Code(_)) {
        return None;
    }
    let next = markers.partition_point(|marker| marker.section.start <= block.span.start);
    let above = next.checked_sub(1).and_then(|at| markers.get(at));
    if let Some(marker) = above.filter(|marker| block.span.start < marker.section.end) {
        return marker.gate(gates);
    }
    let text = page.text(block.span);
    let mut named = gates
        .iter()
        .enumerate()
        .filter(|(_, gate)| text.contains(&gate.title) || text.contains(&gate.script));
    let only = named.next().map(|(at, _)| at);
    only.filter(|_| named.next().is_none())
}
