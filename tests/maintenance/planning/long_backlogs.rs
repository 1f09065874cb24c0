//! Backlogs with more wrong in them than anyone would read: nothing that counts is lost, and what is
//! said stays short.

use super::SUITE;

const BACKLOG: &str = ".artifacts/protocol-21/maintenance-backlog.csv";
const GATE: &str = env!("CARGO_BIN_EXE_validate_gate_18_backlog");
const HEADER: &str = "id,title,severity,priority,owner,due_date,status\n";

/// What the gate says of `rows`, as JSON.
fn judged(rows: impl Iterator<Item = String>) -> serde_json::Value {
    let scratch = SUITE.example();
    let text: String = std::iter::once(HEADER.to_owned()).chain(rows).collect();
    scratch.write(BACKLOG, text);
    scratch.run(GATE, &["--format", "json"]).json()
}

fn criterion<'j>(json: &'j serde_json::Value, id: &str) -> &'j serde_json::Value {
    let criteria = json["criteria"].as_array().unwrap();
    criteria.iter().find(|criterion| criterion["id"] == id).unwrap()
}

fn findings<'j>(json: &'j serde_json::Value, code: &str) -> Vec<&'j serde_json::Value> {
    let findings = json["findings"].as_array().unwrap();
    findings.iter().filter(|finding| finding["code"] == code).collect()
}

#[test]
fn a_thousand_findings_of_a_kind_are_listed_and_all_are_counted() {
    let json = judged((0..5_000).map(|id| format!("{id},Fix,High,P1,,2026-12-01,Open\n")));
    let listed = findings(&json, "severe-item-unowned");
    assert_eq!(listed.len(), 1_001);
    assert_eq!(listed[0]["line"], 2);
    let last = listed[1_000]["message"].as_str().unwrap();
    assert!(last.ends_with("and so for 3999 more items that are not listed"), "{last}");
    let owned = &criterion(&json, "severe-items-owned")["measured"];
    assert_eq!(
        (owned["numerator"].as_u64(), owned["denominator"].as_u64()),
        (Some(0), Some(5_000))
    );
}

#[test]
fn warnings_are_listed_and_counted_alike() {
    let json = judged((0..1_500).map(|id| format!("{id},Fix,Low,P1,,,Open\n")));
    assert_eq!(json["status"], "pass");
    let listed = findings(&json, "lesser-item-unowned");
    assert_eq!(listed.len(), 1_001);
    let last = listed[1_000]["message"].as_str().unwrap();
    assert!(last.ends_with("and so for 499 more items that are not listed"), "{last}");
}

#[test]
fn every_repeat_of_an_id_is_counted_however_many_ids_repeat() {
    let rows = (0..12_000).map(|row| format!("{},Fix,Low,P4,Ana Ruiz,,Open\n", row % 5_000));
    let json = judged(rows);
    let unique = &criterion(&json, "ids-unique")["measured"];
    assert_eq!(
        (unique["numerator"].as_u64(), unique["denominator"].as_u64()),
        (Some(5_000), Some(12_000))
    );
    let listed = findings(&json, "backlog-id-repeated");
    assert_eq!(listed.len(), 1_001);
    assert_eq!((listed[0]["line"].as_u64(), listed[0]["column"].as_u64()), (Some(5_002), Some(1)));
    assert_eq!(listed[0]["message"], "The id 0 is also that of row 1");
}

#[test]
fn people_see_the_first_findings_and_the_count_of_the_rest() {
    let scratch = SUITE.example();
    let rows: String = (0..100).map(|id| format!("{id},Fix,High,P1,,2026-12-01,Open\n")).collect();
    scratch.write(BACKLOG, format!("{HEADER}{rows}"));
    let shown = scratch.run(GATE, &[]).stdout;
    assert_eq!(shown.matches("error[severe-item-unowned]").count(), 20, "{shown}");
    assert!(shown.contains("80 more of severe-item-unowned"), "{shown}");
    assert!(shown.contains("severe-items-owned 0 of 100"), "{shown}");
}
