//! What counts as text, where it stands, and how the outline is found.

use super::*;
use crate::place::{EvidencePath, Placed};

fn read(text: &str) -> Arc<Markdown> {
    parse(SourceFile::new(EvidencePath::new("a.md"), text.to_owned()))
}

fn lines(text: &str) -> Vec<String> {
    let markdown = read(text);
    let lines = markdown.body().lines();
    lines.map(|line| line.as_str().to_owned()).collect()
}

fn titles(text: &str) -> Vec<String> {
    let markdown = read(text);
    let sections = markdown.body().sections();
    sections.map(|section| section.title().value).collect()
}

fn tasks(text: &str) -> Vec<(Option<bool>, String, usize)> {
    let markdown = read(text);
    let items = markdown.body().items();
    items.map(|item| (item.checked(), item.text().value, item.depth())).collect()
}

fn position(placed: &impl Placed) -> (usize, usize) {
    let position = placed.place().position.unwrap();
    (position.line(), position.column())
}

#[test]
fn each_source_line_of_a_paragraph_is_a_text_of_its_own() {
    assert_eq!(
        lines("One *two*\n  three `four`  \nfive\\\nsix<br>seven\n\neight"),
        ["One two", "three four", "five", "six", "seven", "eight"]
    );
    assert_eq!(lines("a\r\nb\rc"), ["a", "b", "c"]);
}

#[test]
fn links_and_code_are_text_and_say_where_they_lead() {
    let markdown =
        read("See [the `log`](logs/run.log), <https://a.example> and ![a chart](c.png).");
    let line = markdown.body().lines().next().unwrap();
    assert_eq!(line.as_str(), "See the log, https://a.example and a chart.");
    assert_eq!(line.links(), ["logs/run.log", "https://a.example", "c.png"]);
}

#[test]
fn code_comments_html_and_front_matter_do_not_count() {
    let text = "---\ntitle: Scope\n---\n\n```\n# A\n- [x] b\n```\n\n    | c | d |\n\n<!--\n# E\n- [x] f\n-->\n\n<div>\n- [x] g\n</div>\n\nh <!-- i --> j\n";
    assert_eq!(titles(text), [""; 0]);
    assert_eq!(tasks(text), []);
    assert_eq!(lines(text), ["h  j"]);
}

#[test]
fn a_fence_of_dashes_further_down_hides_nothing() {
    let text = "# A\n\n---\n## B\nc\n\n---\n";
    assert_eq!(titles(text), ["A", "B"]);
    assert_eq!(lines(text), ["c"]);
}

#[test]
fn text_after_front_matter_keeps_its_place() {
    let markdown = read("---\nowner: A\n---\n# T\n\nOwner: B\n");
    let owner = markdown.body().field(&["owner"]).unwrap();
    assert_eq!(owner.value.value, "B");
    assert_eq!(position(&owner), (6, 8));
}

#[test]
fn text_that_is_struck_out_does_not_count() {
    assert_eq!(lines("Start: ~~18:00~~ 19:00 UTC"), ["Start:  19:00 UTC"]);
    assert_eq!(tasks("- [x] ~~A. Rivera~~"), [(Some(true), String::new(), 0)]);
}

#[test]
fn headings_of_every_form_open_sections() {
    assert_eq!(
        titles("Title *one*\n===\n\n## Two ##\n\nThree\nfour\n---\n\n### `five`\n"),
        ["Title one", "Two", "Three four", "five"]
    );
}

#[test]
fn a_heading_in_a_quote_a_list_or_a_footnote_opens_no_section() {
    let text = "# A\n\n> # B\n> c\n\n- # D\n\n[^n]: # E\n\n# F[^n]\n";
    assert_eq!(titles(text), ["A", "F"]);
    assert_eq!(lines(text), ["c"]);
    assert!(!read("# A\n\n> # B\n\n- # D\n").body().is_filled());
}

#[test]
fn a_section_ends_at_the_next_heading_of_its_level_or_a_higher_one() {
    let markdown = read("a\n## B\nb\n#### C\nc\n### D\nd\n## E\ne\n# F\nf\n");
    let texts = |name: &str| -> Vec<&str> {
        let section = markdown.body().section(&[name]).unwrap();
        section.body().lines().map(Text::as_str).collect()
    };
    assert_eq!(texts("B"), ["b", "c", "d"]);
    assert_eq!(texts("C"), ["c"]);
    assert_eq!(texts("E"), ["e"]);
    assert_eq!(texts("F"), ["f"]);
    let below: Vec<_> = markdown.body().section(&["B"]).unwrap().body().sections().collect();
    assert_eq!(below.len(), 2);
    assert_eq!(markdown.body().lines().count(), 6);
}

#[test]
fn reads_tasks_with_their_nesting() {
    assert_eq!(
        tasks("- [x] a\n  wrapped\n  1. [ ] b\n\n     more of b\n     - c\n* [X] **d**\n"),
        [
            (Some(true), "a wrapped".to_owned(), 0),
            (Some(false), "b more of b".to_owned(), 1),
            (None, "c".to_owned(), 2),
            (Some(true), "d".to_owned(), 0),
        ]
    );
}

#[test]
fn what_stands_between_two_texts_of_an_item_parts_them() {
    for between in ["***", "> c\n  >"] {
        let text = format!("- a\n  {between}\n  b\n");
        let found = tasks(&text);
        assert_eq!(found.len(), 1, "{text}");
        let words: Vec<&str> = found[0].1.split(' ').filter(|word| *word != "c").collect();
        assert_eq!(words, ["a", "b"], "{text}");
    }
}

#[test]
fn a_box_without_text_is_a_task_without_text() {
    assert_eq!(
        tasks("- [x]\n- [ ] \n-\n- [y] a\n"),
        [
            (Some(true), String::new(), 0),
            (Some(false), String::new(), 0),
            (None, String::new(), 0),
            (None, "[y] a".to_owned(), 0),
        ]
    );
}

#[test]
fn reads_what_stands_in_a_quote() {
    let text = "> - [x] a\n>\n> | b |\n> |---|\n> | c |\n>\n> d\n";
    let markdown = read(text);
    assert_eq!(tasks(text), [(Some(true), "a".to_owned(), 0)]);
    assert_eq!(lines(text), ["d"]);
    let row = markdown.body().tables().next().unwrap().rows().next().unwrap();
    assert_eq!(row.get(0).unwrap().value, "c");
    assert_eq!(position(&row), (5, 3));
}

#[test]
fn a_task_is_placed_at_its_bullet_and_its_text_at_the_text() {
    let markdown = read("# T\r\n\r\n- a\r\n\t- [ ] 😀 **b**\r\n");
    let task = markdown.body().tasks().next().unwrap();
    assert_eq!(position(&task), (4, 2));
    let excerpt = task.place().excerpt.unwrap();
    assert_eq!((excerpt.text.as_str(), excerpt.width), ("\t- [ ] 😀 **b**", 13));
    assert_eq!(position(&task.text()), (4, 8));
}

#[test]
fn the_pointer_is_the_path_of_headings_below_the_title() {
    let markdown = read("a: 1\n# Title\nb: 2\n## C\nc: 3\n### D\nd: 4\n");
    let pointer = |name: &str| markdown.body().field(&[name]).unwrap().place().pointer;
    assert_eq!(pointer("a"), None);
    assert_eq!(pointer("b").as_deref(), Some("Title"));
    assert_eq!(pointer("c").as_deref(), Some("C"));
    assert_eq!(pointer("d").as_deref(), Some("C > D"));
    let flat = read("# A\n## B\nb: 1\n# C\nc: 2\n");
    let field = flat.body().field(&["b"]).unwrap();
    assert_eq!(field.place().pointer.as_deref(), Some("A > B"));
}

#[test]
fn a_long_heading_is_cut_in_a_pointer() {
    let markdown = read(&format!("# {}\n", "é".repeat(500)));
    let pointer = markdown.body().sections().next().unwrap().place().pointer;
    assert_eq!(pointer.unwrap().chars().count(), 61);
}

#[test]
fn an_empty_heading_still_has_a_place() {
    let markdown = read("a\n\n##\n");
    assert_eq!(position(&markdown.body().sections().next().unwrap()), (3, 1));
}

#[test]
fn a_document_is_placed_at_its_file() {
    let place = read("# A\n").body().place();
    assert_eq!((place.path.as_str(), place.position), ("a.md", None));
}
