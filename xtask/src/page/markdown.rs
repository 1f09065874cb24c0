//! A page as Markdown for the book. Prose is escaped: what it says is what a reader sees, whatever
//! characters are in it.

use std::fmt::Write;

use super::{Block, Page, Span, Target, Text};

/// Writes `page` out for a file in a folder of the book.
#[must_use]
pub fn write(page: &Page) -> String {
    let mut out = format!("# {}\n", escaped(&page.title));
    for block in &page.blocks {
        out.push('\n');
        match block {
            Block::Heading(heading) => {
                let _ = writeln!(out, "## {}", escaped(heading));
            }
            Block::Paragraph(text) => {
                let _ = writeln!(out, "{}", inline(text));
            }
            Block::Verbatim(text) => out.push_str(&fenced(text)),
            Block::Entries(entries) => {
                for entry in entries {
                    let mut lines = entry.lines.iter().map(inline);
                    let first = lines.next().map(|line| format!(": {line}")).unwrap_or_default();
                    let _ = writeln!(out, "- {}{first}", inline(&entry.term));
                    for line in lines {
                        let _ = writeln!(out, "  - {line}");
                    }
                }
            }
        }
    }
    out
}

/// The page of `target`, from the folder of the book.
#[must_use]
pub fn path(target: &Target) -> String {
    let folder = match target {
        Target::Gate(_) => "gates",
        Target::Code(_) => "codes",
        Target::Command(_) => "commands",
    };
    format!("{folder}/{}.md", target.name())
}

/// One line.
#[must_use]
pub fn inline(text: &Text) -> String {
    let span = |span: &Span| match span {
        Span::Prose(text) => escaped(text),
        Span::Code(text) => code(text),
        Span::Link(target) => format!("[{}](../{})", code(target.name()), path(target)),
    };
    text.0.iter().map(span).collect()
}

/// `text` as prose that means itself.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_number = true;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let begins_a_block = out.is_empty() && "#-+=:>".contains(c);
        let before_a_gap = rest.peek().is_none_or(|next| next.is_whitespace());
        let begins_a_list = in_number && before_a_gap && ".)".contains(c);
        if begins_a_block || begins_a_list || "\\`*_[{<&~".contains(c) {
            out.push('\\');
        }
        // A line break would begin a new block.
        out.push(if c.is_control() { ' ' } else { c });
        in_number &= c.is_ascii_digit();
    }
    out
}

/// A code span, with as many backticks around it as it needs.
fn code(text: &str) -> String {
    let marks = "`".repeat(longest_run(text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{marks}{space}{text}{space}{marks}")
}

/// A block of code, with a fence that none of its lines ends.
fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let mut out = format!("{fence}text\n");
    text.lines().for_each(|line| {
        let _ = writeln!(out, "{}", line.trim_end());
    });
    let _ = writeln!(out, "{fence}");
    out
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    /// What mdBook and GitHub understand beside the standard.
    fn options() -> Options {
        Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_GFM
    }

    /// What a reader sees of `markdown`, and whether anything in it is more than text or code.
    fn read(markdown: &str) -> (String, bool) {
        let mut seen = String::new();
        let mut more = false;
        for event in Parser::new_ext(markdown, options()) {
            match event {
                Event::Text(text) | Event::Code(text) => seen.push_str(&text),
                Event::Start(tag) => more |= !matches!(tag, pulldown_cmark::Tag::Paragraph),
                Event::End(_) => {}
                _ => more = true,
            }
        }
        (seen, more)
    }

    proptest! {
        #[test]
        fn prose_means_itself(text in r"([0-9]{1,2}[.)]|[#+=:>-]+)? ?[ -~äß→]{0,40}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!text.is_empty());
            prop_assert_eq!(read(&escaped(&text)), (text, false));
        }

        #[test]
        fn code_means_itself(text in "[!-~]([ -~]{0,20}[!-~])?") {
            prop_assert_eq!(read(&code(&text)), (text, false));
        }

        #[test]
        fn a_fence_holds_whatever_is_in_it(text in "[!-~\n`]{1,30}") {
            let inside = fenced(&text);
            let seen = read(&inside).0;
            prop_assert_eq!(seen.trim_end().lines().count(), text.trim_end().lines().count());
            prop_assert_eq!(Parser::new(&inside).filter(|event| matches!(event, Event::Start(_))).count(), 1);
        }
    }

    #[test]
    fn a_title_that_looks_like_a_list_or_a_heading_stays_a_sentence() {
        for text in ["1. first", "11) x", "# x", "- x", "+ x", "a <b> & [c](d) {#e}"] {
            assert_eq!(read(&escaped(text)), (text.to_owned(), false));
        }
    }
}
