//! The variables that manuals name are those that the executables ask for.

use std::collections::BTreeSet;

use test_support::workspace_root;

#[test]
fn every_variable_that_is_read_is_documented() {
    let source = workspace_root().join("crates/ray-cli/src/environment.rs");
    let text = std::fs::read_to_string(source).unwrap();
    let quoted = text.split('"').skip(1).step_by(2);
    let read: BTreeSet<&str> = quoted
        .filter(|word| word.len() > 2)
        .filter(|word| word.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
        .collect();
    let documented = ray_cli::VARIABLES.iter().map(|known| known.name);
    assert_eq!(read, documented.collect(), "see crates/ray-cli/src/variables.rs");
}
