//! A page as sections of a manual page, in the language of `man`. The escaping is that of the `roff`
//! library; what clap knows of a command it writes itself.

use clap_mangen::roff::{Inline, Roff, bold, roman};

use super::{Block, Page, Span, Target, Text};

/// Writes the blocks of `page` out, without its title.
#[must_use]
pub fn write(page: &Page) -> Roff {
    let mut roff = Roff::new();
    let mut below_heading = false;
    for block in &page.blocks {
        // A heading begins a paragraph by itself.
        if !below_heading && matches!(block, Block::Paragraph(_) | Block::Verbatim(_)) {
            roff.control("PP", []);
        }
        below_heading = matches!(block, Block::Heading(_));
        match block {
            Block::Heading(heading) => {
                roff.control("SH", [heading.to_uppercase().as_str()]);
            }
            Block::Paragraph(text) => {
                roff.text(inline(text));
            }
            Block::Verbatim(text) => {
                roff.control("nf", []);
                text.lines().for_each(|line| {
                    roff.text([roman(line)]);
                });
                roff.control("fi", []);
            }
            Block::Entries(entries) => {
                for entry in entries {
                    roff.control("TP", []);
                    roff.text(inline(&entry.term));
                    for (at, line) in entry.lines.iter().enumerate() {
                        if at > 0 {
                            roff.control("br", []);
                        }
                        roff.text(inline(line));
                    }
                }
            }
        }
    }
    roff
}

fn inline(text: &Text) -> Vec<Inline> {
    let span = |span: &Span| match span {
        Span::Prose(text) => roman(text),
        Span::Code(text) => bold(text),
        Span::Link(target) => bold(target.name()),
    };
    let section = |span: &Span| match span {
        Span::Link(Target::Command(_)) => Some(roman("(1)")),
        _ => None,
    };
    text.0.iter().flat_map(|part| [Some(span(part)), section(part)]).flatten().collect()
}
