//! House rules that a compiler does not check.

use std::fs;
use std::path::PathBuf;

use test_support::workspace_root;
use walkdir::WalkDir;

/// Lines of a file that one can hold in the head.
const LONGEST: usize = 400;

fn sources() -> Vec<(PathBuf, String)> {
    ["crates", "xtask", "tests"]
        .iter()
        .flat_map(|folder| WalkDir::new(workspace_root().join(folder)))
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect()
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    for (path, text) in sources() {
        let is_test = path.to_string_lossy().ends_with("_tests.rs");
        assert!(is_test || text.starts_with("//!"), "{}", path.display());
    }
}

#[test]
fn no_file_is_too_long_for_one_head() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
    }
}

#[test]
fn no_file_is_named_after_nothing() {
    for (path, _) in sources() {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            !["utils", "util", "helpers", "misc", "imp", "manager"].contains(&stem.as_str()),
            "{}",
            path.display()
        );
    }
}

#[test]
fn every_path_in_the_documents_exists() {
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(workspace_root().join(document)).unwrap();
        let quoted = text.split('`').skip(1).step_by(2);
        let paths = quoted.filter(|quoted| {
            ["crates/", "protocols/", "tests/", "xtask/", "docs/", ".ci/", ".github/"]
                .iter()
                .any(|root| quoted.starts_with(root))
                && !quoted.contains(['*', '<', '…', ' ', 'N'])
        });
        for path in paths {
            assert!(workspace_root().join(path).exists(), "{document} names {path}");
        }
    }
}

#[test]
fn every_name_that_a_gate_accepts_is_documented() {
    for (protocol, folder) in crate::protocols() {
        let page = folder.join("README.md");
        let text = fs::read_to_string(&page).unwrap().to_lowercase();
        for evidence in &protocol.descriptor.evidence {
            let names =
                evidence.sections.iter().chain(&evidence.columns).chain(&evidence.labels).flatten();
            for name in names {
                let documented = text.contains(&name.to_lowercase());
                assert!(documented, "{}: {name} of {}", page.display(), evidence.file);
            }
        }
    }
}
