//! Single changes to a package or manifest that passes.

use super::*;

fn without(index: usize) -> Handover {
    Handover::new().with(|manifest| {
        manifest["artifacts"].as_array_mut().unwrap().remove(index);
    })
}

/// A manifest in which `key` of the artifact at `index` is `value`.
fn with_artifact(index: usize, key: &str, value: Value) -> Handover {
    Handover::new().with(|manifest| manifest["artifacts"][index][key] = value)
}

#[test]
fn fails_when_a_required_artifact_is_not_in_the_manifest() {
    assert_eq!(
        without(0).found(),
        [
            "entries-match package-entry-extra e/a.json",
            "manifest-complete artifact-not-in-manifest /artifacts"
        ]
    );
}

#[test]
fn fails_when_the_manifest_is_empty() {
    let case = Handover::new().with(|manifest| manifest["artifacts"] = json!([]));
    let found = case.found();
    assert!(found.contains(&"evidence-sound empty-list /artifacts".to_owned()), "{found:?}");
    assert_eq!(verdict(&case.judge(), "manifest-complete"), Verdict::Fail);
    assert_eq!(verdict(&case.judge(), "checksums-match"), Verdict::Indeterminate);
    assert_eq!(verdict(&case.judge(), "entries-match"), Verdict::Fail);
}

#[test]
fn an_artifact_counts_only_with_file_checksum_person_and_time() {
    for (key, value, code) in [
        ("sha256", json!(null), "checksum-missing"),
        ("sha256", json!("abc"), "checksum-malformed"),
        ("verified_by", json!(null), "verification-missing"),
        ("verified_by", json!("QA team"), "verifier-not-a-name"),
        ("timestamp", json!(null), "verification-missing"),
    ] {
        let case = with_artifact(0, key, value);
        let found = case.found();
        let wanted = format!("manifest-complete {code} ");
        assert!(found.iter().any(|line| line.starts_with(&wanted)), "{key}: {found:?}");
        assert_eq!(verdict(&case.judge(), "manifest-complete"), Verdict::Fail, "{key}");
    }
    let case = Handover::new();
    std::fs::remove_file(case.folder.path().join("e/a.json")).unwrap();
    assert_eq!(case.found(), ["manifest-complete missing-file /artifacts/0/path"]);
}

#[test]
fn warns_when_nobody_verified_an_artifact_that_is_not_required() {
    let case = with_artifact(2, "verified_by", json!(null));
    let result = case.judge();
    assert_eq!((result.status, result.warnings()), (Status::Pass, 1));
    assert_eq!(found(&result), ["manifest-complete verification-missing /artifacts/2"]);
}

#[test]
fn a_time_in_the_future_is_reported_once_and_does_not_count() {
    let case = with_artifact(0, "timestamp", json!("2999-01-01T00:00:00Z"));
    let found = case.found();
    assert!(
        found.contains(&"evidence-sound time-in-future /artifacts/0/timestamp".to_owned()),
        "{found:?}"
    );
    assert_eq!(verdict(&case.judge(), "manifest-complete"), Verdict::Fail);
    let case =
        Handover::new().with(|manifest| manifest["generated_at"] = json!("2999-01-01T00:00:00Z"));
    assert_eq!(case.found(), ["evidence-sound time-in-future /generated_at"]);
}

#[test]
fn the_threshold_tolerates_an_artifact_that_is_not_there_and_never_one_that_is_another() {
    let mut case = Handover::new();
    case.threshold = "0.5";
    std::fs::remove_file(case.folder.path().join("e/a.json")).unwrap();
    let result = case.judge();
    assert_eq!((result.status, result.warnings()), (Status::Pass, 1));
    case.write("e/a.json", b"{\"release\": \"3\"}");
    assert_eq!(case.found(), ["checksums-match checksum-mismatch /artifacts/0/sha256"]);
    assert_eq!(case.judge().status, Status::Fail);
}

#[test]
fn fails_when_an_artifact_is_listed_twice() {
    let twice = entry("e/../c/./d.txt", b"more");
    let case =
        Handover::new().with(|manifest| manifest["artifacts"].as_array_mut().unwrap().push(twice));
    assert_eq!(case.found(), ["manifest-complete artifact-listed-twice /artifacts/3/path"]);
}

#[test]
fn fails_when_a_file_that_nobody_requires_is_another_or_missing_or_outside() {
    let case = Handover::new();
    case.write("c/d.txt", b"less");
    assert_eq!(case.found(), ["checksums-match checksum-mismatch /artifacts/2/sha256"]);
    std::fs::remove_file(case.folder.path().join("c/d.txt")).unwrap();
    assert_eq!(case.found(), ["checksums-match missing-file /artifacts/2/path"]);
    let outside = with_artifact(2, "path", json!("../c/d.txt"));
    assert_eq!(
        outside.found(),
        [
            "checksums-match path-outside-root /artifacts/2/path",
            "entries-match package-entry-extra c/d.txt"
        ]
    );
}

#[cfg(unix)]
#[test]
fn fails_when_a_link_leads_out_of_the_root() {
    let elsewhere = TempDir::new().unwrap();
    std::fs::write(elsewhere.path().join("d.txt"), b"more").unwrap();
    let case = Handover::new();
    let file = case.folder.path().join("c/d.txt");
    std::fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("d.txt"), file).unwrap();
    assert_eq!(case.found(), ["checksums-match path-outside-root /artifacts/2/path"]);
}

#[test]
fn fails_when_a_size_is_another_than_recorded() {
    for index in [0, 2] {
        let at = format!("checksums-match size-mismatch /artifacts/{index}/size_bytes");
        assert_eq!(with_artifact(index, "size_bytes", json!(999)).found(), [&*at]);
        assert_eq!(with_artifact(index, "size_bytes", json!(-4)).found(), [&*at]);
    }
    let case = Handover::new().with(|manifest| manifest["package"]["size_bytes"] = json!(999));
    assert_eq!(case.found(), ["package-as-described size-mismatch /package/size_bytes"]);
    let found = with_artifact(0, "size_bytes", json!("17")).found();
    assert!(found.contains(&"evidence-sound wrong-type /artifacts/0/size_bytes".to_owned()));
}

#[test]
fn fails_when_the_package_was_built_again_after_the_manifest() {
    let case = Handover::new();
    let mut again = packed();
    again.reverse();
    case.write(PACKAGE, &archive(&again));
    assert_eq!(case.found(), ["package-as-described checksum-mismatch /package/sha256"]);
}

#[test]
fn fails_when_the_manifest_describes_another_package_or_none() {
    let case = Handover::new().with(|manifest| manifest["package"]["path"] = json!("e/old.zip"));
    assert_eq!(case.found(), ["package-as-described package-path-mismatch /package/path"]);
    let case = Handover::new().with(|manifest| {
        manifest.as_object_mut().unwrap().remove("package");
    });
    assert_eq!(case.found(), ["evidence-sound missing-key "]);
    assert_eq!(verdict(&case.judge(), "package-as-described"), Verdict::Indeterminate);
    let case = Handover::new().with(|manifest| manifest["package"]["sha256"] = json!(null));
    assert_eq!(case.found(), ["package-as-described checksum-missing /package"]);
}

#[test]
fn fails_when_an_entry_is_missing() {
    let mut parts = packed();
    parts.remove(1);
    assert_eq!(
        Handover::new().with_parts(&parts).found(),
        ["entries-match package-entry-missing /artifacts/1/path"]
    );
}

#[test]
fn fails_when_an_entry_is_extra() {
    let mut parts = packed();
    parts.push(part("notes.txt", b"remember"));
    assert_eq!(
        Handover::new().with_parts(&parts).found(),
        ["entries-match package-entry-extra notes.txt"]
    );
}

#[test]
fn fails_when_an_entry_was_renamed_and_says_so_once() {
    let mut parts = packed();
    parts[1] = part("e/b-final.txt", FILES[1].1);
    parts.push(part("e/b-copy.txt", FILES[1].1));
    let case = Handover::new().with_parts(&parts);
    assert_eq!(
        case.found(),
        [
            "entries-match package-entry-extra e/b-final.txt",
            "entries-match package-entry-renamed /artifacts/1/path"
        ]
    );
    let renamed = case.judge().findings.into_iter().find(|it| it.finding.code == &ENTRY_RENAMED);
    let finding = renamed.unwrap().finding;
    assert_eq!(finding.expected.as_deref(), Some("an entry \"e/b.txt\""));
    assert_eq!(finding.actual.as_deref(), Some("\"e/b-copy.txt\""));
}

#[test]
fn fails_when_an_entry_was_changed_and_when_two_were_swapped() {
    let mut parts = packed();
    parts[2] = part("c/d.txt", b"mora");
    assert_eq!(
        Handover::new().with_parts(&parts).found(),
        ["entries-match package-entry-changed /artifacts/2/sha256"]
    );
    parts[1] = part("e/b.txt", FILES[2].1);
    parts[2] = part("c/d.txt", FILES[1].1);
    assert_eq!(
        Handover::new().with_parts(&parts).found(),
        [
            "entries-match package-entry-changed /artifacts/1/sha256",
            "entries-match package-entry-changed /artifacts/2/sha256"
        ]
    );
}

#[test]
fn package_manifest_and_history_are_extra_whatever_the_manifest_lists() {
    for path in [PACKAGE, MANIFEST, "e/gate-history.jsonl", "e/protocol-execution-log.jsonl"] {
        let mut parts = packed();
        parts.push(part(path, b"{}"));
        let mut case = Handover::new().with_parts(&parts);
        let extra = format!("entries-match package-entry-extra {path}");
        assert_eq!(case.found(), [&*extra]);
        if path.ends_with("jsonl") {
            case.write(path, b"{}");
            case = case.with(|manifest| {
                manifest["artifacts"].as_array_mut().unwrap().push(entry(path, b"{}"));
            });
            assert_eq!(case.found(), [&*extra]);
            case = case.with_parts(&packed());
            assert_eq!(case.found(), Vec::<String>::new(), "listed and not packed");
        }
    }
}

#[test]
fn the_manifest_may_list_the_package_and_can_hardly_list_itself() {
    let package = archive(&packed());
    let listing = |entry: Value| {
        Handover::new().with(|manifest| manifest["artifacts"].as_array_mut().unwrap().push(entry))
    };
    assert_eq!(listing(entry(PACKAGE, &package)).found(), Vec::<String>::new());
    assert_eq!(
        listing(entry(MANIFEST, b"{}")).found(),
        ["checksums-match checksum-mismatch /artifacts/3/sha256"]
    );
}

#[test]
fn names_may_count_from_the_evidence_folder_when_all_do() {
    let from_folder = |case: Handover| {
        case.with(|manifest| {
            manifest["artifacts"].as_array_mut().unwrap().pop();
        })
    };
    let parts = [part("a.json", FILES[0].1), part("b.txt", FILES[1].1)];
    let case = from_folder(Handover::new().with_parts(&parts));
    assert_eq!(case.found(), Vec::<String>::new());
    let renamed = [part("a.json", FILES[0].1), part("z.txt", FILES[1].1)];
    let result = from_folder(Handover::new().with_parts(&renamed)).judge();
    assert_eq!(result.findings[0].finding.expected.as_deref(), Some("an entry \"b.txt\""));
    let mixed = [part("e/a.json", FILES[0].1), part("b.txt", FILES[1].1)];
    assert_eq!(
        from_folder(Handover::new().with_parts(&mixed)).found(),
        ["entries-match package-entry-renamed /artifacts/1/path"]
    );
}

#[test]
fn folders_and_a_leading_dot_do_not_matter() {
    let mut parts = vec![part("e/", b""), part("c/", b"")];
    parts.extend(FILES.map(|(path, bytes)| part(format!("./{path}"), bytes)));
    assert_eq!(Handover::new().with_parts(&parts).found(), Vec::<String>::new());
}
