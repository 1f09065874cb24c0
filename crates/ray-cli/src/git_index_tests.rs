//! Indexes as git writes them, and as nobody should.
#![allow(clippy::disallowed_methods, reason = "tests prepare files themselves")]

use assert_fs::TempDir;
use assert_fs::prelude::*;
use proptest::prelude::*;

use super::*;

/// An index of `version` over `files`, each with its mode, as git writes it.
fn index(version: u32, hash: usize, files: &[(&str, u32)], extension: &[u8]) -> Vec<u8> {
    let mut bytes = b"DIRC".to_vec();
    bytes.extend(version.to_be_bytes());
    bytes.extend((files.len() as u32).to_be_bytes());
    let mut before = String::new();
    for (name, mode) in files {
        let start = bytes.len();
        bytes.extend([7; 24]);
        bytes.extend(mode.to_be_bytes());
        bytes.extend(vec![7; 12 + hash]);
        let extended = version == 3;
        bytes.extend([if extended { 0x40 } else { 0 }, name.len() as u8]);
        bytes.extend(if extended { vec![0x20, 0] } else { vec![] });
        if version == 4 {
            let common = before.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
            let mut strip = before.len() - common;
            if strip >= 128 {
                strip -= 128;
                bytes.push(0x80 | (strip >> 7) as u8);
            }
            bytes.push((strip & 0x7f) as u8);
            bytes.extend(&name.as_bytes()[common..]);
            bytes.push(0);
        } else {
            bytes.extend(name.as_bytes());
            bytes.push(0);
            while !(bytes.len() - start).is_multiple_of(8) {
                bytes.push(0);
            }
        }
        before = (*name).to_owned();
    }
    bytes.extend(extension);
    bytes.extend(vec![9; hash]);
    bytes
}

const FILES: &[(&str, u32)] =
    &[("README.md", 0o100644), ("deep/a.json", 0o100755), ("deep/link", 0o120000)];

#[test]
fn reads_every_version_with_either_checksum() {
    for version in [2, 3, 4] {
        for hash in [20, 32] {
            let bytes = index(version, hash, FILES, b"TREE\0\0\0\x02ab");
            let names = files(&bytes, 20).or_else(|| files(&bytes, 32)).unwrap();
            assert_eq!(names, ["README.md", "deep/a.json"], "{version} {hash}");
        }
    }
}

#[test]
fn a_name_may_drop_more_than_127_bytes_of_the_one_before() {
    let long = "x".repeat(200);
    let bytes = index(4, 20, &[(&long, 0o100644), ("y", 0o100644)], b"");
    assert_eq!(files(&bytes, 20).unwrap(), [long.as_str(), "y"]);
}

#[test]
fn an_index_that_is_split_or_of_the_future_is_unknown() {
    assert_eq!(files(&index(2, 20, FILES, b"link\0\0\0\x00"), 20), None);
    assert_eq!(files(&index(5, 20, FILES, b""), 20), None);
}

#[test]
fn a_root_below_the_top_sees_its_own_files_by_their_own_paths() {
    let top = TempDir::new().unwrap();
    top.child("deep").create_dir_all().unwrap();
    top.child(".git/index").write_binary(&index(2, 20, FILES, b"")).unwrap();
    let found = around(&top.path().join("deep"), |_| true).unwrap();
    assert_eq!((found.folder.as_str(), found.tracked.len()), ("deep", 1));
    assert_eq!(found.first.unwrap().as_str(), "a.json");
    assert_eq!(around(top.path(), |path| path.as_str() == "README.md").unwrap().tracked.len(), 1);
}

#[test]
fn a_linked_working_tree_names_its_index_in_a_file() {
    let top = TempDir::new().unwrap();
    top.child("elsewhere/index").write_binary(&index(2, 20, FILES, b"")).unwrap();
    top.child("tree/.git").write_str("gitdir: ../elsewhere\n").unwrap();
    assert_eq!(around(&top.path().join("tree"), |_| true).unwrap().tracked.len(), 2);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), version in 2_u32..5) {
        let mut whole = b"DIRC".to_vec();
        whole.extend(version.to_be_bytes());
        whole.extend(&bytes);
        let _ = (files(&whole, 20), files(&bytes, 32));
    }
}
