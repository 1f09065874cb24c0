//! Manifests and packages that are built, damaged in every way, and verified.
#![expect(clippy::disallowed_methods, reason = "tests damage files themselves")]

use std::fs;
use std::path::PathBuf;

use assert_fs::TempDir;
use jiff::Timestamp;
use ray_core::clock::Now;
use ray_core::workspace::Workspace;

use super::*;
use crate::evidence_manifest::{EvidenceManifest, Expected, Inventory};
use crate::package::{Contents, build};

const MANIFEST: &str = "e/evidence-manifest.json";
const PACKAGE: &str = "e/P.zip";
const PACKAGE_MANIFEST: &str = "e/p.json";

/// A folder with two files of evidence, one file elsewhere, and what is kept of them.
struct Case {
    folder: TempDir,
}

impl Case {
    fn new() -> Self {
        let case = Self { folder: TempDir::new().unwrap() };
        case.write("e/a.json", "{\"a\": 1}");
        case.write("e/sub/b.log", "one\ntwo\n");
        case.write("config/c.yaml", "c: 1\n");
        case.pack();
        case.take();
        case
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), content).unwrap();
    }

    fn workspace(&self) -> Workspace {
        Workspace::open(self.folder.path()).unwrap()
    }

    fn now() -> Now {
        Now::from_system("2026-11-20T09:00:00Z".parse::<Timestamp>().unwrap())
    }

    fn pack(&self) {
        let workspace = self.workspace();
        let contents = Contents {
            workspace: &workspace,
            protocol_id: "11",
            files: ["config/c.yaml", "e/a.json", "e/sub/b.log"].map(EvidencePath::new).into(),
            required: vec![EvidencePath::new("e/a.json")],
            archive: EvidencePath::new(PACKAGE),
            release: Some("2.4.0"),
            entry_time: None,
            now: Self::now(),
            verified_by: Some("Ada Okafor"),
            generated_by: "test 0".to_owned(),
        };
        let manifest = build(&contents, &mut |_| {}).unwrap();
        manifest.write(&self.path(PACKAGE_MANIFEST)).unwrap();
    }

    fn take(&self) {
        let workspace = self.workspace();
        let manifest = EvidenceManifest::take(&Inventory {
            workspace: &workspace,
            folder: &EvidencePath::new("e"),
            expected: &[Expected {
                path: EvidencePath::new("e/a.json"),
                description: String::new(),
                required: true,
            }],
            own: &[EvidencePath::new(MANIFEST)],
            results: &[],
            now: Self::now().instant,
            verified_by: None,
            generated_by: "test 0".to_owned(),
        });
        manifest.write(&self.path(MANIFEST)).unwrap();
    }

    fn evidence(&self) -> Vec<(&'static str, String)> {
        said(&verify_evidence(&self.workspace(), &EvidencePath::new(MANIFEST)))
    }

    fn package(&self) -> Vec<(&'static str, String)> {
        let path = EvidencePath::new(PACKAGE_MANIFEST);
        said(&verify_package(&self.workspace(), &path, Self::now()))
    }
}

/// The code of each finding and the file at which it stands.
fn said(verified: &Verified) -> Vec<(&'static str, String)> {
    let findings = verified.findings.iter();
    findings.map(|it| (it.code.word, it.place.path.to_string())).collect()
}

fn at(code: &'static str, path: &str) -> Vec<(&'static str, String)> {
    vec![(code, path.to_owned())]
}

#[test]
fn what_was_kept_holds() {
    let case = Case::new();
    assert_eq!((case.evidence(), case.package()), (vec![], vec![]));
}

#[test]
fn the_same_files_give_the_same_bytes_however_old_they_are() {
    let case = Case::new();
    let read = |file: &str| fs::read(case.path(file)).unwrap();
    let before = [PACKAGE, PACKAGE_MANIFEST, MANIFEST].map(read);
    let file = fs::File::options().write(true).open(case.path("e/a.json")).unwrap();
    file.set_modified(std::time::UNIX_EPOCH).unwrap();
    case.pack();
    case.take();
    assert_eq!(before, [PACKAGE, PACKAGE_MANIFEST, MANIFEST].map(read));
}

#[test]
fn added_removed_changed_and_moved_files_are_told_apart() {
    let case = Case::new();
    case.write("e/new.txt", "new");
    assert_eq!(case.evidence(), at("evidence-added", "e/new.txt"));
    let case = Case::new();
    fs::remove_file(case.path("e/sub/b.log")).unwrap();
    assert_eq!(case.evidence(), at("evidence-removed", "e/sub/b.log"));
    assert_eq!(case.package(), at("evidence-removed", "e/sub/b.log"));
    let case = Case::new();
    case.write("e/a.json", "{\"a\": 2}");
    assert_eq!(case.evidence(), at("evidence-changed", "e/a.json"));
    assert_eq!(case.package(), at("evidence-changed", "e/a.json"));
    let case = Case::new();
    fs::rename(case.path("e/a.json"), case.path("e/sub/a.json")).unwrap();
    assert_eq!(case.evidence(), at("evidence-moved", "e/sub/a.json"));
}

#[cfg(unix)]
#[test]
fn a_link_that_nobody_can_read_holds_as_missing_and_shows_when_it_came_later() {
    for to in ["nowhere", "a.json"] {
        let case = Case::new();
        fs::remove_file(case.path("e/a.json")).unwrap();
        std::os::unix::fs::symlink(to, case.path("e/a.json")).unwrap();
        assert_eq!(case.evidence(), at("evidence-changed", "e/a.json"), "{to}");
        case.take();
        assert_eq!(case.evidence(), [], "{to}");
        fs::remove_file(case.path("e/a.json")).unwrap();
        case.write("e/a.json", "{\"a\": 1}");
        assert_eq!(case.evidence(), at("evidence-added", "e/a.json"), "{to}");
    }
}

#[test]
fn files_that_cannot_be_read_are_seen() {
    let case = Case::new();
    fs::create_dir(case.path("e/sub/b.log.d")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        std::os::unix::fs::symlink("/etc/hostname", case.path("e/link")).unwrap();
        let name = std::ffi::OsStr::from_bytes(b"e/bad\xff");
        fs::write(case.folder.path().join(name), "x").unwrap();
        let codes: Vec<_> = case.evidence().into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, ["evidence-added", "evidence-added"]);
        let verified = verify_evidence(&case.workspace(), &EvidencePath::new(MANIFEST));
        let found = verified.findings.iter().map(|it| it.actual.as_deref());
        assert!(found.into_iter().all(|it| it == Some("a file that cannot be read")));
    }
}

#[test]
fn what_a_killed_run_left_is_said() {
    let case = Case::new();
    case.write("e/.ray-left.tmp", "x");
    assert_eq!(case.evidence(), at("unfinished-file", "e/.ray-left.tmp"));
}

#[test]
fn a_manifest_of_nothing_or_of_a_folder_elsewhere_does_not_hold() {
    for folder in ["..", "../..", "/", "nope"] {
        let case = Case::new();
        case.write(MANIFEST, format!(r#"{{"folder": "{folder}", "artifacts": []}}"#));
        let said = case.evidence();
        assert!(said.contains(&("manifest-malformed", MANIFEST.to_owned())), "{folder}: {said:?}");
        assert!(said.len() <= 2, "{folder}: {said:?}");
    }
}

#[test]
fn a_size_that_is_not_the_one_of_the_file_is_noticed() {
    let case = Case::new();
    let text = fs::read_to_string(case.path(MANIFEST)).unwrap();
    case.write(MANIFEST, text.replacen("\"size_bytes\": 8", "\"size_bytes\": 9", 1));
    let codes: Vec<_> = case.evidence().into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["manifest-changed", "evidence-changed"]);
}

#[test]
fn two_files_that_change_places_are_two_changes() {
    let case = Case::new();
    case.write("e/a.json", "one\ntwo\n");
    case.write("e/sub/b.log", "{\"a\": 1}");
    let codes: Vec<_> = case.evidence().into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["evidence-changed", "evidence-changed"]);
}

#[test]
fn every_change_of_a_single_byte_is_noticed() {
    let case = Case::new();
    for file in [MANIFEST, PACKAGE_MANIFEST, PACKAGE, "e/a.json"] {
        let whole = fs::read(case.path(file)).unwrap();
        for byte in 0..whole.len() {
            for turned in [1_u8, 32, 128] {
                let mut bytes = whole.clone();
                bytes[byte] ^= turned;
                case.write(file, &bytes);
                let said = if file == MANIFEST { case.evidence() } else { case.package() };
                assert!(
                    said.iter().any(|(code, _)| *code != "manifest-without-seal"),
                    "{file}: byte {byte} ^ {turned}"
                );
            }
        }
        case.write(file, &whole);
    }
    assert_eq!((case.evidence(), case.package()), (vec![], vec![]));
}

#[test]
fn a_package_that_was_packed_again_is_not_the_one_that_was_handed_over() {
    let case = Case::new();
    let manifest = fs::read(case.path(PACKAGE_MANIFEST)).unwrap();
    case.write("e/a.json", "{\"a\": 2}");
    case.pack();
    case.write(PACKAGE_MANIFEST, manifest);
    let codes: Vec<_> = case.package().into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["evidence-changed", "package-entry-changed", "package-changed"]);
}

#[test]
fn a_package_is_verified_where_nothing_else_of_it_lies() {
    let case = Case::new();
    let alone = TempDir::new().unwrap();
    for file in ["P.zip", "p.json"] {
        fs::copy(case.path("e").join(file), alone.path().join(file)).unwrap();
    }
    let workspace = Workspace::open(alone.path()).unwrap();
    let path = EvidencePath::new("p.json");
    let verified = verify_package(&workspace, &path, Case::now());
    assert_eq!((said(&verified), verified.remarks.len()), (vec![], 1));
    fs::remove_file(alone.path().join("P.zip")).unwrap();
    let workspace = Workspace::open(alone.path()).unwrap();
    let verified = verify_package(&workspace, &path, Case::now());
    assert_eq!(said(&verified), at("package-missing", "p.json"));
}

#[test]
fn a_manifest_that_is_none_is_said() {
    for broken in ["{", "[]", "{\"artifacts\": 5}", "", "null"] {
        let case = Case::new();
        case.write(MANIFEST, broken);
        case.write(PACKAGE_MANIFEST, broken);
        assert!(case.evidence().iter().any(|(code, _)| *code == "manifest-malformed"), "{broken}");
        assert!(case.package().iter().any(|(code, _)| *code == "manifest-malformed"), "{broken}");
    }
}

#[test]
fn paths_that_lead_out_of_the_repository_are_not_followed() {
    let case = Case::new();
    let manifest = r#"{"folder": "e", "artifacts": [
        {"path": "../../etc/passwd", "sha256": "0"}, {"path": "/etc/passwd", "sha256": "0"}]}"#;
    case.write(MANIFEST, manifest);
    let said = case.evidence();
    assert!(said.contains(&("evidence-removed", "../../etc/passwd".to_owned())), "{said:?}");
    assert!(said.contains(&("evidence-removed", "etc/passwd".to_owned())), "{said:?}");
}
