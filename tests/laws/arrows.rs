//! The arrows between our crates are those that `ARCHITECTURE.md` draws, and every script of a
//! descriptor is an executable.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use test_support::workspace_root;
use walkdir::WalkDir;

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(workspace_root())
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Which of our crates each of our crates uses.
fn edges(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<&str> =
        packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap().iter();
            let normal = dependencies.filter(|dependency| dependency["kind"].is_null());
            let names = normal
                .map(|dependency| dependency["name"].as_str().unwrap())
                .filter(|name| ours.contains(name));
            (package["name"].as_str().unwrap().to_owned(), names.map(str::to_owned).collect())
        })
        .collect()
}

/// The rows `| crate | uses |` of the table of arrows in `ARCHITECTURE.md`.
fn drawn() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(workspace_root().join("ARCHITECTURE.md")).unwrap();
    let table = text.split("<!-- arrows -->").nth(1).unwrap();
    table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let mut cells = line
                .trim_matches('|')
                .split('|')
                .map(|cell| cell.replace('`', "").trim().to_owned());
            let name = cells.next().unwrap();
            let uses = cells.next().unwrap();
            (
                name,
                uses.split(", ")
                    .filter(|name| !name.is_empty() && *name != "nothing of ours")
                    .map(str::to_owned)
                    .collect(),
            )
        })
        .collect()
}

#[test]
fn the_arrows_are_those_that_are_drawn() {
    assert_eq!(edges(&metadata()), drawn());
}

#[test]
fn every_script_is_an_executable_of_that_name() {
    let metadata = metadata();
    let binaries: BTreeSet<&str> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|package| package["targets"].as_array().unwrap())
        .filter(|target| target["kind"][0] == "bin")
        .map(|target| target["name"].as_str().unwrap())
        .collect();
    let protocols = crate::protocols();
    let scripts = protocols.iter().flat_map(|(protocol, _)| {
        let aliases = protocol.descriptor.protocol.aliases.values().flatten();
        protocol.descriptor.scripts().chain(aliases.map(String::as_str))
    });
    assert_eq!(binaries, scripts.chain(["ray-gates"]).collect());
}

#[test]
fn a_protocol_uses_no_other_crate_of_ours_in_its_library() {
    let crates = std::fs::read_dir(workspace_root().join("crates")).unwrap();
    let libraries = crates
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.file_name().unwrap().to_string_lossy().starts_with("ray-"))
        .flat_map(|path| WalkDir::new(path.join("src")).into_iter().map(Result::unwrap))
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.is_file() && !path.components().any(|part| part.as_os_str() == "bin"))
        .filter(|path| !path.to_string_lossy().ends_with("tests.rs"));
    let mut seen = 0;
    for path in libraries {
        let text = std::fs::read_to_string(&path).unwrap();
        for other in ["ray_cli", "ray_report", "ray_ledger", "std::fs", "std::env", "println!"] {
            assert!(!text.contains(other), "{} uses {other}", path.display());
        }
        seen += 1;
    }
    assert!(seen > 20, "only {seen} files seen");
}
