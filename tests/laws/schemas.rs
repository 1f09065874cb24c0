//! The published schemas accept the examples and refuse the templates, as the gates do.

use std::fs;
use std::path::Path;

use serde_json::Value;

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_schema_accepts_its_example_and_refuses_its_template() {
    for (protocol, folder) in crate::protocols() {
        let evidence = folder.join("example").join(&protocol.descriptor.protocol.folders[0]);
        for schema in fs::read_dir(folder.join("schemas")).unwrap() {
            let schema = schema.unwrap().path();
            let validator = jsonschema::validator_for(&json(&schema)).unwrap();
            let file = schema.file_name().unwrap().to_string_lossy();
            let name = file.strip_suffix(".schema.json").unwrap();
            let example = evidence.join(format!("{name}.json"));
            let template = folder.join(format!("templates/{name}.json"));
            if example.is_file() {
                let value = json(&example);
                let problem = validator.validate(&value).err().map(|problem| problem.to_string());
                assert_eq!(problem, None, "{}", example.display());
            }
            if template.is_file() {
                assert!(!validator.is_valid(&json(&template)), "{}", template.display());
            }
        }
    }
}

#[test]
fn every_json_evidence_has_a_schema_and_an_example() {
    for (protocol, folder) in crate::protocols() {
        let evidence = protocol.descriptor.evidence.iter();
        for evidence in evidence.filter(|evidence| evidence.file.ends_with(".json")) {
            let name = evidence.file.strip_suffix(".json").unwrap();
            let schema = folder.join(format!("schemas/{name}.schema.json"));
            assert!(schema.is_file(), "{}", schema.display());
            let lies_in = match evidence.from_root {
                true => "",
                false => &protocol.descriptor.protocol.folders[0],
            };
            let example = folder.join("example").join(lies_in).join(&evidence.file);
            assert!(example.is_file(), "{}", example.display());
        }
    }
}
