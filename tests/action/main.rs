//! The actions in `.github/actions`, run as GitHub's runner runs them.
#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod composite;
mod gather;
mod install;
mod judge;
mod stand_in;

use composite::Composite;

const ACTIONS: [&str; 3] = ["gate", "keep-verdict", "gather-verdicts"];

#[test]
fn no_input_is_spliced_into_a_script_and_no_action_of_others_is_used() {
    for action in ACTIONS {
        for step in Composite::named(action).steps() {
            let script = step["run"].as_str().unwrap_or_else(|| panic!("{action}: {step}"));
            assert!(!script.contains("${{") && script.contains("$GITHUB_ACTION_PATH"), "{script}");
            assert_eq!(step["shell"], "bash", "{action}: {step}");
        }
    }
}

/// A law is only as good as its list.
#[test]
fn every_action_is_looked_at() {
    let folder = test_support::workspace_root().join(".github/actions");
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    let mut known = ACTIONS.map(str::to_owned);
    known.sort();
    assert_eq!(found, known);
}

#[test]
fn every_input_and_output_is_documented() {
    let page = test_support::workspace_root().join("docs/github.md");
    let page = std::fs::read_to_string(page).unwrap();
    for name in Composite::named("gate").names() {
        assert!(page.contains(&format!("\n| `{name}` |")), "{name}");
    }
}
