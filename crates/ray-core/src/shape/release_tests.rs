use super::*;
use crate::evidence::markdown;
use crate::place::EvidencePath;
use crate::source::SourceFile;

fn named(text: &str) -> Option<String> {
    let document = markdown::parse(SourceFile::new(EvidencePath::new("a.md"), text.to_owned()));
    named_in(&document).map(|named| named.value)
}

#[test]
fn a_release_section_names_it_with_a_label_or_alone() {
    for text in [
        "## Release\n\n- Version: 2.4.0\n- Previous version: 2.3.2\n",
        "## Release\n\n2.4.0\n",
        "## Version\n\n`2.4.0`\n",
        "# 1. Release / Version\n\n**Release:** 2.4.0\n",
        "# Report\n\nRelease: 2.4.0\n",
        "# Report\n\n| Field | Value |\n| --- | --- |\n| Release | 2.4.0 |\n",
    ] {
        assert_eq!(named(text).as_deref(), Some("2.4.0"), "{text}");
    }
}

#[test]
fn prose_placeholders_and_code_name_no_release() {
    for text in [
        "# Report on release 2.4.0\n",
        "## Release\n\nThis release is about orders.\n",
        "## Release\n\nIt is 2 weeks late.\n",
        "## Release\n\nsoon\n",
        "## Release\n\n- Version: TBD\n",
        "## Release\n\n```\nVersion: 2.4.0\n```\n",
        "## Scope\n\n- Version: 1.0 of the protocol\n",
    ] {
        assert_eq!(named(text), None, "{text}");
    }
}
