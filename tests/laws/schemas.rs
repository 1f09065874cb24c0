//! The published schemas accept the examples and refuse the templates, as the gates do, and are in the
//! executables as they are published.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

fn yaml(path: &Path) -> Value {
    serde_saphyr::from_str(&fs::read_to_string(path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

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

#[test]
fn every_yaml_evidence_has_a_schema_that_accepts_its_example_and_refuses_its_template() {
    let mut seen = 0;
    for (protocol, folder) in crate::protocols() {
        for file in xtask::catalogue::files(std::slice::from_ref(&protocol)) {
            if !file.name().ends_with(".yaml") {
                continue;
            }
            let schema = serde_json::from_str(file.schema.unwrap()).unwrap();
            let validator = jsonschema::validator_for(&schema).unwrap();
            let example = yaml(&folder.join("example").join(&file.path));
            let problem = validator.validate(&example).err().map(|problem| problem.to_string());
            assert_eq!(problem, None, "{}", file.path);
            let template = yaml(&folder.join("templates").join(file.name()));
            assert!(!validator.is_valid(&template), "{}", file.path);
            seen += 1;
        }
    }
    assert_eq!(seen, 2);
}

#[test]
fn every_schema_says_what_it_is_and_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for (protocol, folder) in crate::protocols() {
        for (file, text) in protocol.source.schemas {
            let schema: Value = serde_json::from_str(text).unwrap();
            for key in ["$id", "title", "description"] {
                let said = schema[key].as_str().unwrap_or_default();
                assert!(said.len() > 3, "{}: {file} has no {key}", folder.display());
            }
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{file}");
            assert!(names.insert(schema["$id"].as_str().unwrap().to_owned()), "{file}: its $id");
        }
    }
    assert!(names.len() > 30);
}

#[test]
fn every_schema_and_template_of_the_folder_is_in_the_executables_as_it_is() {
    for (protocol, folder) in crate::protocols() {
        let source = protocol.source;
        for (name, embedded) in [("schemas", source.schemas), ("templates", source.templates)] {
            let place = folder.join(name);
            let mut names = BTreeSet::new();
            for entry in fs::read_dir(&place).unwrap() {
                let path = entry.unwrap().path();
                let file = path.file_name().unwrap().to_string_lossy().into_owned();
                let text = embedded.iter().find(|(name, _)| *name == file).map(|(_, text)| *text);
                let published = fs::read_to_string(&path).unwrap();
                assert_eq!(text, Some(published.as_str()), "{}", path.display());
                names.insert(file);
            }
            assert_eq!(names.len(), embedded.len(), "{}", place.display());
        }
    }
}

#[test]
fn every_schema_and_template_is_of_a_file_that_can_be_asked_for() {
    for (protocol, folder) in crate::protocols() {
        let files = xtask::catalogue::files(std::slice::from_ref(&protocol));
        let schemas = files.iter().filter(|file| file.schema.is_some()).count();
        let templates = files.iter().filter(|file| file.template.is_some()).count();
        let source = protocol.source;
        assert_eq!(schemas, source.schemas.len(), "{}", folder.display());
        assert_eq!(templates, source.templates.len(), "{}", folder.display());
    }
}
