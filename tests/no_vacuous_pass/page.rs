//! The page `docs/no-vacuous-pass.md` names every test of this folder, and only tests that there are.

use std::collections::BTreeSet;
use std::fs;

use test_support::workspace_root;
use walkdir::WalkDir;

/// Rows of the list that the page was made of.
const CASES: usize = 24;

const FOLDER: &str = "tests/no_vacuous_pass";

fn page() -> String {
    fs::read_to_string(workspace_root().join("docs/no-vacuous-pass.md")).unwrap()
}

/// The names of all tests of a file, as `path::function`.
fn tests_of(path: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(workspace_root().join(path)).unwrap_or_default();
    let mut found = BTreeSet::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if let Some((name, _)) = line.strip_prefix("fn ").and_then(|rest| rest.split_once("()"))
            && is_test
        {
            found.insert(format!("{path}::{name}"));
        }
        is_test = line == "#[test]" || (is_test && line.starts_with("#["));
    }
    found
}

#[test]
fn the_page_names_every_test_and_only_tests_that_exist() {
    let page = page();
    let quoted = page.split('`').skip(1).step_by(2).filter(|quoted| quoted.contains(".rs::"));
    let named: BTreeSet<String> = quoted.map(str::to_owned).collect();
    for test in &named {
        let (path, _) = test.split_once("::").unwrap();
        assert!(tests_of(path).contains(test), "{test} is no test");
    }
    let own = WalkDir::new(workspace_root().join(FOLDER)).into_iter().filter_map(Result::ok);
    let files = own.map(|entry| entry.file_name().to_string_lossy().into_owned());
    for file in files.filter(|file| file.ends_with(".rs") && file != "page.rs") {
        for test in tests_of(&format!("{FOLDER}/{file}")) {
            assert!(named.contains(&test), "the page does not name {test}");
        }
    }
}

#[test]
fn every_case_has_a_reference_a_danger_an_answer_and_a_test() {
    let page = page();
    let cases: Vec<&str> =
        page.split("\n## ").skip(1).filter(|case| case.contains("- **Seen")).collect();
    assert_eq!(cases.len(), CASES);
    for case in cases {
        let title = case.lines().next().unwrap_or_default();
        for part in ["- **Seen in**", "- **Danger**", "- **Here**", "- **Test", ".rs::"] {
            assert!(case.contains(part), "{title}: no {part}");
        }
    }
}
