//! `ray-gates schema`.

use serde_json::Value;

use crate::{printed, protocols, refused};

#[test]
fn lists_every_file() {
    insta::assert_snapshot!(printed(&["schema"]));
}

#[test]
fn prints_the_schema_that_is_published() {
    let published = test_support::workspace_root()
        .join("protocols/11-deployment/schemas/production-approval.schema.json");
    let published = std::fs::read_to_string(published).unwrap();
    for name in [
        "production-approval.json",
        "production-approval",
        "PRODUCTION-APPROVAL.JSON",
        "production-approval.schema.json",
        ".artifacts/deployment/production-approval.json",
    ] {
        assert_eq!(printed(&["schema", name]), published, "{name}");
    }
}

#[test]
fn a_file_answers_to_its_id() {
    let json: Value =
        serde_json::from_str(&printed(&["schema", "deployment-report-data"])).unwrap();
    assert_eq!(json["$id"], "urn:ray-gates:11:production-deployment-report");
}

#[test]
fn every_file_of_every_protocol_can_be_asked_for() {
    let protocols = protocols();
    for file in xtask::catalogue::files(&protocols) {
        let key = &file.protocol.descriptor.protocol.key;
        if let Some(schema) = file.schema {
            assert_eq!(printed(&["schema", file.name(), "--protocol", key]), schema);
        }
        if let Some(template) = file.template {
            let asked = ["schema", "--template", file.name(), "--protocol", key];
            assert_eq!(printed(&asked), template);
        }
    }
}

#[test]
fn a_name_that_several_protocols_know_needs_the_protocol() {
    let said = refused(&["schema", "system-state.json"]);
    assert!(
        said.contains("--protocol with one of: pre-deployment, deployment, monitoring"),
        "{said}"
    );
    let said = refused(&["schema", "system-state.json", "--protocol", "18"]);
    assert!(said.contains("with one of: maintenance, sustainment"), "{said}");
    for key in ["11", "deployment", "Deployment"] {
        let text = printed(&["schema", "system-state.json", "--protocol", key]);
        assert!(text.contains("urn:ray-gates:11:system-state"), "{key}");
    }
    let said = refused(&["schema", "system-state.json", "--protocol", "13"]);
    assert!(said.contains("`13` is none of: pre-deployment, deployment"), "{said}");
}

#[test]
fn what_has_no_schema_says_what_it_has_instead() {
    for (arguments, meant) in [
        (
            &["schema", "DEPLOYMENT-REPORT.md"][..],
            "`ray-gates schema --template DEPLOYMENT-REPORT.md`",
        ),
        (&["schema", "PRE-DEPLOYMENT-PACKAGE.zip"], "has no JSON Schema and no template"),
        (&["schema", "--template", "maintenance-plan.md"], "has no template"),
        (&["schema", "producton-approval.json"], "did you mean `production-approval.json`?"),
        (&["schema", "nothing-like-it"], "`ray-gates schema` alone lists them"),
    ] {
        let said = refused(arguments);
        assert!(said.contains(meant), "{arguments:?}: {said}");
    }
}
