#![expect(clippy::disallowed_methods, reason = "tests look at files themselves")]

use assert_fs::TempDir;
use assert_fs::prelude::*;

use super::*;

#[test]
fn replaces_the_whole_file_and_leaves_nothing_beside_it() {
    let folder = TempDir::new().unwrap();
    let file = folder.child("deep/result.json");
    replace(file.path(), b"old and long").unwrap();
    replace(file.path(), b"new").unwrap();
    file.assert("new");
    assert_eq!(fs::read_dir(folder.path().join("deep")).unwrap().count(), 1);
}

#[test]
fn a_folder_in_its_place_is_an_error_and_stays() {
    let folder = TempDir::new().unwrap();
    folder.child("out/keep").touch().unwrap();
    let error = replace(folder.child("out").path(), b"x").unwrap_err();
    assert!(error.to_string().contains("a folder stands there"), "{error}");
    folder.child("out/keep").assert("");
}

#[test]
fn create_never_overwrites() {
    let folder = TempDir::new().unwrap();
    let file = folder.child("a");
    assert!(create(file.path(), b"first").unwrap());
    assert!(!create(file.path(), b"second").unwrap());
    file.assert("first");
}

#[test]
fn what_a_killed_run_left_is_swept_when_it_is_old_and_nobody_holds_it() {
    let folder = TempDir::new().unwrap();
    let old = |name: &str| {
        let path = folder.path().join(name);
        let file = File::create(&path).unwrap();
        let then = file.metadata().unwrap().modified().unwrap() - 2 * ABANDONED;
        file.set_modified(then).unwrap();
        (path, file)
    };
    let (left, file) = old(".ray-left.tmp");
    drop(file);
    let (held, file) = old(".ray-held.tmp");
    file.lock().unwrap();
    let (other, _) = old("notes.tmp");
    let young = folder.child(".ray-young.tmp");
    young.touch().unwrap();
    replace(folder.child("result.json").path(), b"x").unwrap();
    let there = [&left, &held, &other].map(|path| path.exists());
    assert_eq!((there, young.exists()), ([false, true, true], true));
}

#[cfg(unix)]
#[test]
fn a_link_or_a_pipe_in_its_place_is_an_error_and_stays() {
    let folder = TempDir::new().unwrap();
    let link = folder.child("link");
    std::os::unix::fs::symlink(folder.child("target").path(), link.path()).unwrap();
    let error = replace(link.path(), b"x").unwrap_err();
    assert!(error.to_string().contains("a link stands there"), "{error}");
    assert!(fs::symlink_metadata(link.path()).unwrap().is_symlink());
    let pipe = folder.child("pipe");
    assert!(std::process::Command::new("mkfifo").arg(pipe.path()).status().unwrap().success());
    assert!(replace(pipe.path(), b"x").is_err());
    assert!(!fs::symlink_metadata(pipe.path()).unwrap().is_file());
}

#[test]
fn append_keeps_what_is_there_and_tells_how_much_that_is() {
    let folder = TempDir::new().unwrap();
    let file = folder.child("summary.md");
    append(file.path(), |there| format!("{there};").into_bytes()).unwrap();
    append(file.path(), |there| format!("{there};").into_bytes()).unwrap();
    file.assert("0;2;");
    assert!(append(folder.path(), |_| Vec::new()).is_err(), "a folder is no file");
}

#[cfg(unix)]
#[test]
fn others_may_read_what_was_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let file = folder.child("a");
    replace(file.path(), b"x").unwrap();
    assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o444, 0o444);
}

#[cfg(unix)]
#[test]
fn what_was_kept_is_put_back_with_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let (file, kept) = (folder.child("a.py"), folder.child("deep/kept/a.py"));
    file.write_binary(b"old\r\n\xff").unwrap();
    fs::set_permissions(file.path(), fs::Permissions::from_mode(0o741)).unwrap();
    keep(file.path(), kept.path()).unwrap();
    assert!(keep(file.path(), kept.path()).is_err(), "what was kept is never written over");
    replace_executable(file.path(), b"new").unwrap();
    assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o700, 0o700);
    put_back(kept.path(), file.path()).unwrap();
    assert_eq!(fs::read(file.path()).unwrap(), b"old\r\n\xff");
    assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o741);
    assert!(remove_empty_folder(&folder.path().join("deep/kept")));
    assert!(!remove_empty_folder(folder.path()));
}

#[cfg(unix)]
#[test]
fn a_link_replaces_a_link_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let (link_at, file) = (folder.child("bin/gate"), folder.child("file"));
    link(link_at.path(), Path::new("/one")).unwrap();
    link(link_at.path(), Path::new("/two")).unwrap();
    assert_eq!(link_target(link_at.path()), Some(PathBuf::from("/two")));
    file.write_str("mine").unwrap();
    let error = link(file.path(), Path::new("/one")).unwrap_err();
    assert!(error.to_string().contains("a file stands there"), "{error}");
    file.assert("mine");
    assert_eq!(link_target(file.path()), None);
}

#[cfg(unix)]
#[test]
fn removing_a_link_leaves_what_it_leads_to() {
    let folder = TempDir::new().unwrap();
    let (target, at) = (folder.child("target"), folder.child("at"));
    target.write_str("mine").unwrap();
    link(at.path(), target.path()).unwrap();
    remove(at.path()).unwrap();
    target.assert("mine");
    assert!(!at.path().exists());
    assert!(remove(folder.path()).is_err());
}
