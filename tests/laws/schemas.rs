//! The published schemas accept the examples and refuse the templates, as the gates do.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use test_support::workspace_root;

fn folder() -> PathBuf {
    workspace_root().join("protocols/11-deployment")
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Each schema with its example and its template, as far as they are JSON.
fn triples() -> Vec<(Value, PathBuf, PathBuf)> {
    let schemas =
        fs::read_dir(folder().join("schemas")).unwrap().map(|entry| entry.unwrap().path());
    let mut triples: Vec<_> = schemas
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.strip_suffix(".schema.json")?.to_owned();
            let example = folder().join(format!("example/.artifacts/deployment/{name}.json"));
            example
                .is_file()
                .then(|| (json(&path), example, folder().join(format!("templates/{name}.json"))))
        })
        .collect();
    triples.sort_by(|a, b| a.1.cmp(&b.1));
    triples
}

#[test]
fn every_schema_accepts_its_example_and_refuses_its_template() {
    let triples = triples();
    assert_eq!(triples.len(), 8);
    for (schema, example, template) in triples {
        let validator = jsonschema::validator_for(&schema).unwrap();
        let problem = validator.validate(&json(&example)).err().map(|error| error.to_string());
        assert_eq!(problem, None, "{}", example.display());
        assert!(!validator.is_valid(&json(&template)), "{}", template.display());
    }
}
