//! Tables: cells, columns by name, ragged rows and their places.

use proptest::prelude::*;

use super::*;
use crate::place::{EvidencePath, Placed};

fn read(text: &str) -> Arc<Markdown> {
    parse(SourceFile::new(EvidencePath::new("a.md"), text.to_owned()))
}

fn cells(markdown: &Arc<Markdown>) -> Vec<Vec<String>> {
    let table = markdown.body().tables().next().unwrap();
    let columns = table.header().count();
    let row = |row: Row<'_>| (0..columns).map_while(|at| Some(row.get(at)?.value)).collect();
    table.rows().map(row).collect()
}

fn place(placed: &impl Placed) -> (usize, usize, String) {
    let place = placed.place();
    let position = place.position.unwrap();
    (position.line(), position.column(), place.pointer.unwrap())
}

const STAKEHOLDERS: &str = "# Release\n\n## Stakeholders\n\n| Stakeholder | Confirmed | |\n| :-- | :-: | --: |\n| A. Rivera | **yes** | a \\| `b\\|c` |\n|  || d |\n| B. Roe\n";

#[test]
fn reads_cells_without_their_formatting() {
    assert_eq!(
        cells(&read(STAKEHOLDERS)),
        [vec!["A. Rivera", "yes", "a | b|c"], vec!["", "", "d"], vec!["B. Roe"]]
    );
    let broken = read("| a |\n|---|\n| b<br/>c <!-- d --> ![e](f) ~~g~~ |\r\n");
    assert_eq!(cells(&broken), [["b c  e"]]);
}

#[test]
fn columns_are_found_by_name() {
    let markdown = read(STAKEHOLDERS);
    let table = markdown.body().tables().next().unwrap();
    assert_eq!(table.column(&["name", "STAKEHOLDER:"]), Some(0));
    assert_eq!(table.column(&["confirmed"]), Some(1));
    assert_eq!(table.column(&["time"]), None);
    assert_eq!(place(&table), (5, 1, "Stakeholders, header row".to_owned()));
}

#[test]
fn cells_and_rows_know_their_place() {
    let markdown = read(STAKEHOLDERS);
    let table = markdown.body().tables().next().unwrap();
    let rows: Vec<_> = table.rows().collect();
    let at = |row: usize, column: usize| place(&rows[row].cell(column).unwrap());
    assert_eq!(at(0, 1), (7, 17, "Stakeholders, row 1, Confirmed".to_owned()));
    assert_eq!(at(0, 2), (7, 25, "Stakeholders, row 1, column 3".to_owned()));
    assert_eq!(at(1, 0), (8, 2, "Stakeholders, row 2, Stakeholder".to_owned()));
    assert_eq!(at(1, 1), (8, 5, "Stakeholders, row 2, Confirmed".to_owned()));
    assert_eq!(place(&rows[2]), (9, 1, "Stakeholders, row 3".to_owned()));
    assert!(rows[2].cell(1).is_none() && rows[2].get(1).is_none());
    assert_eq!(rows[2].number(), 3);
}

#[test]
fn every_table_of_a_document_knows_its_cells_and_nothing_else_does() {
    let markdown = read("| a |\n|---|\n| 1 |\n\nb: 2\n\n| c |\n|---|\n|  ~~3~~ |\n\n# D\n");
    let cells: Vec<_> = markdown
        .body()
        .tables()
        .map(|table| place(&table.rows().next().unwrap().cell(0).unwrap()))
        .collect();
    assert_eq!(cells, [(3, 3, "row 1, a".to_owned()), (9, 4, "row 1, c".to_owned())]);
    assert_eq!(markdown.body().field(&["b"]).unwrap().place().pointer, None);
    let heading = markdown.body().sections().next().unwrap();
    assert_eq!(heading.place().pointer.as_deref(), Some("D"));
}

#[test]
fn what_markdown_drops_after_the_last_column_is_told() {
    let markdown =
        read("| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 2 | | 3 | 4 |\n| 1 | 2 | |\n| 1 |\n1|2\n");
    let table = markdown.body().tables().next().unwrap();
    let surplus: Vec<_> = table.rows().map(|row| row.surplus().map(|text| text.value)).collect();
    assert_eq!(surplus, [None, Some("3 | 4".to_owned()), None, None, None]);
    let told = table.rows().nth(1).unwrap().surplus().unwrap();
    assert_eq!(place(&told), (4, 13, "row 2".to_owned()));
}

#[test]
fn links_in_cells_are_kept() {
    let markdown = read("| a |\n|---|\n| [b](c) |\n");
    let row = markdown.body().tables().next().unwrap().rows().next().unwrap();
    assert_eq!(row.cell(0).unwrap().links(), ["c"]);
}

/// `text` as a cell that reads back as `text`.
fn escaped(text: &str) -> String {
    let escape = |c: char| match c.is_ascii_punctuation() {
        true => format!("\\{c}"),
        false => c.to_string(),
    };
    text.chars().map(escape).collect()
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn rows_of(columns: usize) -> impl Strategy<Value = Vec<Vec<String>>> {
    let cell = prop_oneof!["[^\r\n\0]{0,8}", "[a-z|`\\\\*_<>\\[\\]():# ]{0,8}"];
    proptest::collection::vec(proptest::collection::vec(cell, columns), 0..5)
}

proptest! {
    #[test]
    fn a_table_reads_back_cell_for_cell(
        rows in (1usize..5).prop_flat_map(|columns| rows_of(columns).prop_map(move |rows| (columns, rows)))
    ) {
        let (columns, rows) = rows;
        let names: Vec<String> = (0..columns).map(|at| format!("c{at}")).collect();
        let mut text = format!("## S\n\n{}|{}\n", row(&names), "---|".repeat(columns));
        text.extend(rows.iter().map(|cells| row(cells)));
        let markdown = read(&text);
        let expected: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect())
            .collect();
        prop_assert_eq!(cells(&markdown), expected);
        let table = markdown.body().tables().next().unwrap();
        for row in table.rows() {
            for column in 0..columns {
                let (line, _, pointer) = place(&row.cell(column).unwrap());
                prop_assert_eq!(line, row.number() + 4);
                prop_assert_eq!(pointer, format!("S, row {}, c{column}", row.number()));
            }
        }
    }

    #[test]
    fn case_and_order_of_columns_do_not_matter(
        order in Just(vec!["Name", "Role held", "E-Mail", "Time (UTC)"]).prop_shuffle(),
        upper in any::<bool>(),
    ) {
        let cased = |name: &str| if upper { name.to_uppercase() } else { name.to_lowercase() };
        let names: Vec<String> = order.iter().map(|name| cased(name)).collect();
        let values: Vec<String> = order.iter().map(|name| format!("{name}!")).collect();
        let markdown = read(&format!("{}|---|---|---|---|\n{}", row(&names), row(&values)));
        let table = markdown.body().tables().next().unwrap();
        for name in order {
            let column = table.column(&["nothing", name]).unwrap();
            let value = table.rows().next().unwrap().get(column).unwrap();
            prop_assert_eq!(value.value, format!("{name}!"));
        }
    }
}
