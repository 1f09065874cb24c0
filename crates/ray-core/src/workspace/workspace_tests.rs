#![allow(clippy::disallowed_methods, reason = "the test prepares files itself")]

use assert_fs::TempDir;
use assert_fs::prelude::*;

use super::*;

fn workspace() -> (TempDir, Workspace) {
    let folder = TempDir::new().unwrap();
    folder.child("a/b.json").write_str("{}").unwrap();
    let workspace = Workspace::open(folder.path()).unwrap();
    (folder, workspace)
}

fn path(text: &str) -> EvidencePath {
    EvidencePath::new(text)
}

#[test]
fn reads_and_hashes_a_file() {
    let (_folder, workspace) = workspace();
    let loaded = workspace.read(&path("a/b.json")).unwrap();
    assert_eq!(*loaded.bytes, b"{}");
    assert_eq!(loaded.fingerprint, workspace.fingerprint(&path("a/b.json")).unwrap());
    assert_eq!(loaded.fingerprint.size, 2);
}

#[test]
fn judges_the_bytes_that_were_read_first_however_often_it_is_asked() {
    let (folder, workspace) = workspace();
    workspace.read(&path("a/b.json")).unwrap();
    folder.child("a/b.json").write_str("[]").unwrap();
    assert_eq!(*workspace.read(&path("a/b.json")).unwrap().bytes, b"{}");
}

#[test]
fn says_what_is_wrong_with_a_path() {
    let (folder, workspace) = workspace();
    assert_eq!(workspace.read(&path("a/c.json")).unwrap_err(), FileProblem::Missing);
    assert_eq!(workspace.read(&path("a")).unwrap_err(), FileProblem::NotAFile);
    assert_eq!(workspace.read(&path("a/b.json/c")).unwrap_err(), FileProblem::Missing);
    let large = std::fs::File::create(folder.path().join("large.json")).unwrap();
    large.set_len(MAX_DOCUMENT_BYTES + 1).unwrap();
    let problem = workspace.read(&path("large.json")).unwrap_err();
    assert_eq!(problem, FileProblem::TooLarge(MAX_DOCUMENT_BYTES + 1));
}

#[cfg(unix)]
#[test]
fn a_link_may_point_inside_the_root_and_not_out_of_it() {
    use std::os::unix::fs::symlink;
    let (folder, workspace) = workspace();
    let outside = TempDir::new().unwrap();
    outside.child("secret").write_str("{}").unwrap();
    symlink(outside.path().join("secret"), folder.path().join("out")).unwrap();
    symlink(folder.path().join("a/b.json"), folder.path().join("in")).unwrap();
    symlink(folder.path().join("nowhere"), folder.path().join("dangling")).unwrap();
    assert_eq!(workspace.read(&path("out")).unwrap_err(), FileProblem::OutsideRoot);
    assert_eq!(workspace.read(&path("dangling")).unwrap_err(), FileProblem::Missing);
    assert!(workspace.read(&path("in")).is_ok());
}

#[test]
fn a_folder_that_is_not_there_may_be_made_where_one_is() {
    let (folder, workspace) = workspace();
    assert!(workspace.may_write_below(&path("a")));
    assert!(workspace.may_write_below(&path("x/y/z")));
    assert!(!workspace.may_write_below(&path("a/b.json")));
    assert!(!workspace.may_write_below(&path("a/b.json/c")));
    assert!(!folder.path().join("x").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_without_write_permission_or_outside_of_the_root_may_not_be_written_in() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (folder, workspace) = workspace();
    let outside = TempDir::new().unwrap();
    symlink(outside.path(), folder.path().join("out")).unwrap();
    assert!(!workspace.may_write_below(&path("out")));
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(folder.path().join("a"), mode(0o555)).unwrap();
    let seen = workspace.may_write_below(&path("a/new"));
    std::fs::set_permissions(folder.path().join("a"), mode(0o755)).unwrap();
    assert!(!seen);
}

#[test]
fn lists_files_sorted_by_path() {
    let (folder, workspace) = workspace();
    folder.child("a/a.txt").touch().unwrap();
    folder.child("a.txt").touch().unwrap();
    let files: Vec<_> = workspace.files_below(&path("")).iter().map(ToString::to_string).collect();
    assert_eq!(files, ["a.txt", "a/a.txt", "a/b.json"]);
}

#[test]
fn a_root_that_is_no_folder_is_an_error() {
    let (folder, _) = workspace();
    assert!(matches!(
        Workspace::open(&folder.path().join("a/b.json")),
        Err(RootError::NotAFolder { .. })
    ));
    assert!(matches!(Workspace::open(&folder.path().join("x")), Err(RootError::Unreadable { .. })));
}

#[test]
fn a_stream_is_fingerprinted_whole_however_little_is_read() {
    let (folder, workspace) = workspace();
    folder.child("run.log").write_str("one\ntwo\n").unwrap();
    let path = path("run.log");
    let first = |bytes: &mut dyn Read| {
        let mut byte = [0];
        bytes.read_exact(&mut byte).unwrap();
        byte
    };
    let (byte, fingerprint) = workspace.stream(&path, first).unwrap();
    assert_eq!((&byte, fingerprint.size), (b"o", 8));
    assert_eq!(fingerprint.digest, Digest::of(b"one\ntwo\n"));
    folder.child("run.log").write_str("three").unwrap();
    assert_eq!(workspace.fingerprint(&path).unwrap(), fingerprint, "hashed twice");
}
