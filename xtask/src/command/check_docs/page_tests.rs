use ray_core::place::EvidencePath;

use super::*;

fn page(text: &str) -> Page {
    Page::read(SourceFile::new(EvidencePath::new("a.md"), text.to_owned()))
}

fn shown(page: &Page) -> Vec<(Kind, &str)> {
    page.blocks.iter().map(|block| (block.kind.clone(), page.text(block.span))).collect()
}

#[test]
fn blocks_are_headings_text_rows_and_code() {
    let page = page(
        "# A _b_\n\nc `d`\n\n- e\n  - f\n\n| g | h |\n|---|---|\n| i | `j` |\n\n```Bash x\nk\n```\n",
    );
    let code = Kind::Code("bash".to_owned());
    assert_eq!(
        shown(&page),
        [
            (Kind::Heading, "A _b"),
            (Kind::Text, "c `d"),
            (Kind::Text, "e"),
            (Kind::Text, "f"),
            (Kind::Row, "g | h"),
            (Kind::Row, "i | `j"),
            (code, "k\n"),
        ]
    );
}

#[test]
fn comments_are_found_in_blocks_and_in_lines() {
    let page = page("<!-- a -->\n\nb <!-- c --> d\n\n- e <!-- f -->\n");
    let comments: Vec<&str> = page.comments.iter().map(|span| page.text(*span)).collect();
    assert_eq!(comments, ["<!-- a -->", "<!-- c -->", "<!-- f -->"]);
}

#[test]
fn a_place_names_its_heading_line_and_column() {
    let page = page("# A\r\n\r\n## B\r\n\r\nc `d`\r\n");
    let piece = page.blocks.last().unwrap().pieces.last().unwrap();
    let place = page.place(piece.span);
    assert_eq!(place.pointer.as_deref(), Some("B"));
    assert_eq!(place.position.map(|it| (it.line(), it.column())), Some((5, 4)));
}

#[test]
fn a_section_ends_at_the_next_heading_that_is_not_below_it() {
    let page = page("# A\n## B\n### C\nd\n## E\n");
    let of_b = page.section_end(1);
    assert_eq!(page.source.text().get(of_b..), Some("E\n"));
    assert_eq!(page.section_end(0), page.source.text().len());
}
