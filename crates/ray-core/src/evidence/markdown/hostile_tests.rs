//! Whatever the bytes: no panic, no runaway time, and every place lies on character boundaries.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::place::{EvidencePath, Place, Placed};

fn read(text: &str) -> Arc<Markdown> {
    parse(SourceFile::new(EvidencePath::new("a.md"), text.to_owned()))
}

/// Every span is on character boundaries, in order, and within what it is a part of.
fn check_spans(markdown: &Markdown) {
    let text = markdown.source().text();
    let check = |run: &run::Run| {
        let labels = run.label.map(|label| [label.label, label.value]);
        for span in std::iter::once(run.span).chain(labels.into_iter().flatten()) {
            assert!(text.get(span.start..span.end).is_some(), "{run:?}");
        }
        assert_eq!(run.label.is_some(), run.split().is_some());
    };
    for block in &markdown.blocks {
        match block {
            Block::Paragraph(lines) => lines.iter().for_each(check),
            Block::Item(item) => item.lines.iter().for_each(check),
            Block::Table(table) => {
                for row in std::iter::once(&table.header).chain(&table.rows) {
                    row.cells.iter().for_each(check);
                    let inside = |cell: &run::Run| row.span.contains(cell.span);
                    assert!(row.cells.iter().all(inside), "{row:?}");
                    assert!(table.span.contains(row.span), "{row:?}");
                }
            }
        }
    }
    assert!(markdown.blocks.is_sorted_by_key(Block::start));
    for heading in &markdown.headings {
        check(&heading.title);
    }
}

/// Asks every question there is, and for the place of every answer.
fn ask_everything(markdown: &Arc<Markdown>) {
    let body = markdown.body();
    let mut places = vec![body.place()];
    places.extend(body.fields().flat_map(|field| [field.place(), field.label.place()]));
    places.extend(body.items().flat_map(|item| [item.place(), item.text().place()]));
    places.extend(body.lines().map(|line| line.place()));
    for section in body.sections() {
        places.push(section.place());
        assert!(!section.is_filled() || body.is_filled());
    }
    for table in body.tables() {
        places.push(table.place());
        for row in table.rows() {
            places.push(row.place());
            places.extend(row.surplus().map(|text| text.place()));
            places.extend((0..9).filter_map(|at| Some(row.get(at)?.place())));
        }
    }
    let shown = |place: &Place| place.position.is_some() == place.excerpt.is_some();
    assert!(places.iter().all(shown));
}

#[test]
fn hostile_text_is_read_in_linear_time() {
    let many = |text: &str, times: usize| text.repeat(times);
    let lazy = |prefix: &str| format!("{}a\n{}", prefix.repeat(50_000), "b\n".repeat(50_000));
    for text in [
        many(">", 10_000),
        lazy(">"),
        lazy("- "),
        lazy("1. "),
        lazy("> [^a]: "),
        many("[", 150_000),
        many("![", 150_000),
        many("a ", 2_500_000),
        many("a: ", 500_000),
        many("**a* _", 200_000),
        many("| a | b |\n|---|---|\n| c | d |\n\n", 50_000),
        format!("{}|\n{}|\n{}", many("|a", 5_000), many("|-", 5_000), many("|b\n", 50_000)),
        many("# a\n", 200_000),
        many("---\t\na\n", 100_000),
        many("<!--\n", 200_000),
        many("- a\n\n\n", 100_000),
    ] {
        let start = Instant::now();
        check_spans(&read(&text));
        let taken = start.elapsed();
        let shown: String = text.chars().take(20).collect();
        assert!(taken < Duration::from_secs(10), "{shown:?} took {taken:?}");
    }
}

#[test]
fn what_is_nested_too_deeply_is_not_read_and_what_follows_is() {
    let markdown = read(&format!("{}a\n\n- [x] b\n", ">".repeat(10_000)));
    assert_eq!(markdown.body().lines().count(), 0);
    assert_eq!(markdown.body().tasks().count(), 1);
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        let markdown = read(&text);
        check_spans(&markdown);
        ask_everything(&markdown);
    }

    #[test]
    fn any_markup_is_read(parts in proptest::collection::vec(prop_oneof![
        Just("\n"), Just("\r\n"), Just("\r"), Just("  "), Just("\t"), Just("- "), Just("> "),
        Just("1. "), Just("[x] "), Just("[ ]"), Just("# "), Just("==="), Just("---"), Just("+++"),
        Just("|"), Just("\\|"), Just("|-|-|\n"), Just("| a | b |\n"), Just("`"), Just("```"),
        Just("~~"), Just("**"), Just("_"), Just("<!--"), Just("-->"), Just("<a>"), Just("<br>"),
        Just("[a](b)"), Just("[^a]: "), Just("[^a]"), Just("[a]: b\n"), Just("![a]"), Just("&amp;"),
        Just("&ngE;"), Just("\\"), Just("é"), Just("😀"), Just("a: "), Just(": "), Just("b"),
        Just("<https://a.b>"), Just("\0"), Just("\u{a0}"), Just("\u{2028}"),
    ], 0..40)) {
        let markdown = read(&parts.concat());
        check_spans(&markdown);
        ask_everything(&markdown);
    }

    #[test]
    fn a_line_reads_back_from_the_source_it_points_at(words in "[a-z😀é]{1,5}( [a-z😀é]{1,5}){0,4}") {
        let markdown = read(&format!("> - *x*\n>\n> **{words}** \n"));
        let item = markdown.body().lines().next().unwrap();
        let excerpt = item.place().excerpt.unwrap();
        let shown: String = excerpt.text.chars().skip(excerpt.start).take(excerpt.width).collect();
        prop_assert_eq!(&shown, &words);
        prop_assert_eq!(item.as_str(), words);
    }
}
