//! Archives that are none, or mean harm: the reader's findings reach the gate.

use super::*;

/// Every finding on `bytes` as the package, and that the gate fails.
fn refused(bytes: &[u8]) -> Vec<String> {
    let result = Handover::new().with_package(bytes).judge();
    assert_eq!(result.status, Status::Fail);
    found(&result)
}

fn with_part(part: Part) -> Vec<String> {
    let mut parts = packed();
    parts.push(part);
    refused(&archive(&parts))
}

#[test]
fn fails_when_a_name_leads_out_or_is_there_twice() {
    for (name, code) in [
        ("../evil.txt", "parent-in-entry-name"),
        ("/etc/passwd", "absolute-entry-name"),
        ("C:/evil.txt", "drive-in-entry-name"),
        ("e\\evil.txt", "backslash-in-entry-name"),
        ("e/a.json", "duplicate-entry"),
        ("./e/a.json", "duplicate-entry"),
    ] {
        let found = with_part(part(name, FILES[0].1));
        assert!(found.contains(&format!("evidence-sound {code} {name}")), "{name}: {found:?}");
    }
}

#[test]
fn fails_when_an_entry_is_a_link_or_encrypted_or_packed_unheard_of() {
    let link = Part { mode: 0o120_777, ..part("l", b"/etc/passwd") };
    let locked = Part { flags: 1, ..part("l", b"secret") };
    let strange = Part { method: 99, ..part("l", b"strange") };
    for (part, code) in
        [(link, "special-entry"), (locked, "encrypted-entry"), (strange, "unknown-compression")]
    {
        let found = with_part(part);
        assert!(found.contains(&format!("evidence-sound {code} l")), "{found:?}");
    }
}

#[test]
fn fails_when_an_archive_unpacks_to_a_thousand_times_its_size() {
    let bomb = Part { size: 11_000_000, ..part("zeros", &[0; 11_000]) };
    let result = Handover::new().with_parts(&[packed(), vec![bomb]].concat()).judge();
    assert_eq!(found(&result), ["evidence-sound zip-bomb zeros"]);
    assert_eq!(verdict(&result, "entries-match"), Verdict::Indeterminate);
}

#[test]
fn fails_when_the_directory_is_truncated_or_nothing_is_there() {
    let whole = archive(&packed());
    for length in [whole.len() - 1, whole.len() - 30, whole.len() / 2, 30, 3] {
        let found = refused(&whole[..length]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("evidence-sound "), "{found:?}");
    }
    for bytes in [b"".as_slice(), b"no archive at all, but text that is long enough to hold one"] {
        assert_eq!(refused(bytes), ["evidence-sound not-a-zip e/P.zip"]);
    }
    assert_eq!(refused(&archive(&[])), ["evidence-sound empty-archive e/P.zip"]);
}

#[test]
fn fails_when_an_entry_does_not_hold_what_the_archive_declares() {
    let mut parts = packed();
    parts[2].crc ^= 1;
    let found = refused(&archive(&parts));
    assert!(found.contains(&"evidence-sound corrupt-entry c/d.txt".to_owned()), "{found:?}");
}

#[test]
fn fails_when_the_package_is_missing() {
    let case = Handover::new();
    std::fs::remove_file(case.folder.path().join(PACKAGE)).unwrap();
    assert_eq!(
        case.found(),
        ["evidence-sound missing-file e/P.zip", "package-as-described missing-file /package/path"]
    );
    assert_eq!(verdict(&case.judge(), "entries-match"), Verdict::Indeterminate);
}

#[test]
fn the_limits_are_those_that_were_set_and_are_on_record() {
    let mut case = Handover::new();
    case.max_entries = "2";
    let result = case.judge();
    assert_eq!(found(&result), ["evidence-sound too-many-entries e/P.zip"]);
    let set: Vec<&str> = result.settings.iter().map(|setting| setting.id.as_str()).collect();
    assert_eq!(set, ["threshold", "archives.max-entries"]);
}
