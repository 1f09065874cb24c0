//! What the prerequisites want that a change of text cannot show: folders and workbooks.

use std::fs;

use test_support::Scratch;

use super::SUITE;

const PREREQUISITES: &str = env!("CARGO_BIN_EXE_validate_prerequisites_18");
const POSTMORTEMS: &str = ".artifacts/protocol-20/INCIDENT-POSTMORTEMS";
const CATALOG: &str = ".artifacts/operations/SERVICE-CATALOG.xlsx";

fn codes(scratch: &Scratch) -> Vec<String> {
    scratch.run(PREREQUISITES, &["--format", "json"]).codes()
}

#[test]
fn fails_when_the_folder_of_postmortems_is_not_there() {
    let scratch = SUITE.example();
    fs::remove_dir_all(scratch.file(POSTMORTEMS)).unwrap();
    assert_eq!(codes(&scratch), ["missing-file"]);
}

#[test]
fn fails_when_the_folder_of_postmortems_is_empty_or_holds_empty_files() {
    let scratch = SUITE.example();
    fs::remove_dir_all(scratch.file(POSTMORTEMS)).unwrap();
    fs::create_dir(scratch.file(POSTMORTEMS)).unwrap();
    assert_eq!(codes(&scratch), ["artifact-empty"]);
    scratch.write(&format!("{POSTMORTEMS}/.gitkeep"), "");
    assert_eq!(codes(&scratch), ["artifact-empty"]);
    scratch.write(&format!("{POSTMORTEMS}/2026/INC-1.md"), "# INC-1\n");
    assert_eq!(codes(&scratch), Vec::<String>::new());
}

#[test]
fn fails_when_a_file_stands_in_the_place_of_the_folder() {
    let scratch = SUITE.example();
    fs::remove_dir_all(scratch.file(POSTMORTEMS)).unwrap();
    scratch.write(POSTMORTEMS, "INC-3377: refunds stopped\n");
    assert_eq!(codes(&scratch), ["not-a-folder"]);
}

#[test]
fn finds_the_folder_by_its_name_when_it_lies_elsewhere() {
    let scratch = SUITE.example();
    let elsewhere = ".artifacts/incidents/INCIDENT-POSTMORTEMS";
    fs::create_dir_all(scratch.file(".artifacts/incidents")).unwrap();
    fs::rename(scratch.file(POSTMORTEMS), scratch.file(elsewhere)).unwrap();
    assert_eq!(codes(&scratch), Vec::<String>::new());
    scratch.write(".artifacts/old/INCIDENT-POSTMORTEMS/INC-1.md", "# INC-1\n");
    assert_eq!(codes(&scratch), ["artifact-ambiguous"]);
}

#[test]
fn fails_when_the_service_catalog_is_a_zip_of_something_else() {
    let scratch = SUITE.example();
    let zip = fs::read(scratch.file(".artifacts/protocol-20/CLOSURE-PACKAGE.zip")).unwrap();
    scratch.write(CATALOG, zip);
    assert_eq!(codes(&scratch), ["not-a-workbook", "not-a-workbook"]);
}

/// The catalog with the last byte of its first entry's data changed.
#[test]
fn fails_when_the_service_catalog_is_damaged() {
    let scratch = SUITE.example();
    let mut bytes = fs::read(scratch.file(CATALOG)).unwrap();
    let name = b"[Content_Types].xml";
    let data = bytes.windows(name.len()).position(|window| window == name).unwrap() + name.len();
    bytes[data + 40] ^= 0xff;
    scratch.write(CATALOG, bytes);
    let outcome = scratch.run(PREREQUISITES, &["--format", "json"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.codes().contains(&"corrupt-entry".to_owned()), "{:?}", outcome.codes());
}

#[test]
fn the_check_of_one_edition_is_not_that_of_the_other() {
    let scratch = SUITE.example();
    assert_eq!(scratch.run(PREREQUISITES, &["--edition", "planning"]).code, 0);
    assert_eq!(scratch.run(PREREQUISITES, &["--edition", "sustainment"]).code, 1);
    let unknown = scratch.run(PREREQUISITES, &["--edition", "all"]);
    assert_eq!(unknown.code, 2, "a check is of one edition");
    assert!(
        unknown.stderr.contains("[possible values: planning, sustainment]"),
        "{}",
        unknown.stderr
    );
}
