//! A page as text for a terminal. Links are the names that lead on: each can be asked for again.

use std::fmt::Write;

use super::{Block, Page, Span, Text};

/// Writes `page` out.
#[must_use]
pub fn write(page: &Page) -> String {
    let mut out = format!("{}\n", page.title);
    let mut below_heading = false;
    for block in &page.blocks {
        if !below_heading {
            out.push('\n');
        }
        below_heading = matches!(block, Block::Heading(_));
        match block {
            Block::Heading(heading) => {
                let _ = writeln!(out, "{heading}");
            }
            Block::Paragraph(text) => {
                let _ = writeln!(out, "  {}", inline(text));
            }
            Block::Verbatim(text) => {
                text.lines().for_each(|line| {
                    let _ = writeln!(out, "  {}", line.trim_end());
                });
            }
            Block::Entries(entries) => {
                for entry in entries {
                    let _ = writeln!(out, "  {}", inline(&entry.term));
                    for line in &entry.lines {
                        let _ = writeln!(out, "      {}", inline(line));
                    }
                }
            }
        }
    }
    out
}

/// One line without marks around what is code by itself.
#[must_use]
pub fn inline(text: &Text) -> String {
    let alone = text.0.len() == 1;
    let span = |span: &Span| match span {
        Span::Prose(text) => text.clone(),
        Span::Code(text) if alone => text.clone(),
        Span::Code(text) => format!("`{text}`"),
        Span::Link(target) => target.name().to_owned(),
    };
    text.0.iter().map(span).collect()
}
