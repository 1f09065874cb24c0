//! `ray-gates install` and `uninstall` from outside: what is written, refused, kept and put back.

use test_support::scratch::finish;
use test_support::{Outcome, Scratch};

use crate::programs::{gates, python};

const GATES: &str = env!("CARGO_BIN_EXE_ray-gates");
const SHIM: &str = "scripts/validate_gate_11_readiness.py";
const KEPT: &str = "scripts/.ray-gates/replaced/validate_gate_11_readiness.py";

fn install(scratch: &Scratch, more: &[&str]) -> Outcome {
    let mut command = Scratch::command(GATES);
    command.current_dir(scratch.path()).args(["install", "--protocol", "11"]).args(more);
    finish(command)
}

/// Runs the shim with Python; `bin` is `RAY_GATES_BIN`.
fn shim(scratch: &Scratch, folder: &str, path: &str, bin: &str, arguments: &[&str]) -> Outcome {
    let mut command = Scratch::command(&python());
    command.current_dir(scratch.file(folder)).arg(path).args(arguments);
    command.env("RAY_GATES_BIN", bin).env("PYTHONDONTWRITEBYTECODE", "1");
    finish(command)
}

fn text(root: &Scratch, output: &str) -> String {
    let root = root.path().canonicalize().unwrap();
    output.replace(&*root.to_string_lossy(), "REPO")
}

/// The notes depend on what is on the `PATH` of whoever runs the tests.
fn without_notes(output: &str) -> String {
    output
        .lines()
        .filter(|line| !line.starts_with("note:"))
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn writes_a_shim_for_every_script_and_alias_and_takes_all_of_them_back() {
    let scratch = Scratch::empty();
    scratch.write("README.md", "mine");
    let before = scratch.contents();
    let outcome = scratch.run(GATES, &["install"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let listed = scratch.run(GATES, &["list"]).stdout;
    let names: Vec<&str> = listed
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.contains("_1") || word.contains("_2"))
        .collect();
    assert!(names.len() >= 36, "{names:?}");
    for name in names {
        let shim = scratch.read(&format!("scripts/{name}.py"));
        assert!(shim.contains(&format!("NAME = \"{name}\"\n")), "{name}");
    }
    let again = scratch.run(GATES, &["install"]);
    assert!(again.stdout.contains("36 as they should be"), "{}", again.stdout);
    assert_eq!(scratch.run(GATES, &["uninstall"]).code, 0);
    assert!(scratch.contents() == before);
    assert!(scratch.run(GATES, &["uninstall"]).stdout.contains("Nothing is installed here"));
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let scratch = Scratch::empty();
    let before = scratch.contents();
    let outcome = install(&scratch, &["--dry-run"]);
    assert_eq!(outcome.code, 0);
    insta::assert_snapshot!(without_notes(&text(&scratch, &outcome.stdout)));
    assert!(scratch.contents() == before);
    install(&scratch, &[]);
    let before = scratch.contents();
    assert_eq!(scratch.run(GATES, &["uninstall", "--dry-run"]).code, 0);
    assert!(scratch.contents() == before);
}

#[test]
fn refuses_to_overwrite_and_with_force_keeps_what_it_replaces() {
    let scratch = Scratch::empty();
    scratch.write(SHIM, "print('✓ gate passed')\n");
    scratch.write("scripts/validate_gate_11_launch.py", "import checks\nchecks.run()\n");
    let before = scratch.contents();
    let refused = install(&scratch, &[]);
    assert_eq!(refused.code, 1);
    insta::assert_snapshot!(without_notes(&text(&scratch, &refused.stdout)));
    assert!(scratch.contents() == before, "nothing is written");
    assert_eq!(install(&scratch, &["--force"]).code, 0);
    assert_eq!(scratch.read(KEPT), "print('✓ gate passed')\n");
    assert!(scratch.read(SHIM).contains("ray-gates shim"));
    assert_eq!(install(&scratch, &[]).code, 0, "its own shims are no reason to refuse");
    assert_eq!(scratch.run(GATES, &["uninstall"]).code, 0);
    assert!(scratch.contents() == before);
}

#[cfg(unix)]
#[test]
fn the_mode_of_a_script_comes_back_too() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::empty();
    scratch.write(SHIM, "print('ok')\n");
    std::fs::set_permissions(scratch.file(SHIM), PermissionsExt::from_mode(0o745)).unwrap();
    install(&scratch, &["--force"]);
    scratch.run(GATES, &["uninstall"]);
    let mode = std::fs::metadata(scratch.file(SHIM)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o745);
}

#[test]
fn a_shim_of_an_earlier_version_is_updated_and_an_edited_one_is_somebodys() {
    let scratch = Scratch::empty();
    install(&scratch, &[]);
    let shim = scratch.read(SHIM);
    // What git makes of it on Windows.
    scratch.write(SHIM, shim.replace('\n', "\r\n"));
    assert!(install(&scratch, &[]).stdout.contains("7 as they should be"));
    scratch.edit(SHIM, "sys.exit(2)", "sys.exit(0)");
    let refused = install(&scratch, &[]);
    assert_eq!(refused.code, 1);
    assert!(refused.stdout.contains("a shim that somebody has edited"), "{}", refused.stdout);
    let left = scratch.run(GATES, &["uninstall"]);
    assert_eq!(left.code, 1);
    assert!(left.stdout.contains("changed since"), "{}", left.stdout);
    assert!(scratch.file(SHIM).exists() && scratch.contents().len() == 3, "the others are gone");
}

#[test]
fn what_is_kept_is_never_lost() {
    let scratch = Scratch::empty();
    scratch.write(SHIM, "print('first')\n");
    install(&scratch, &["--force"]);
    scratch.write(SHIM, "print('second')\n");
    let refused = install(&scratch, &["--force"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stdout.contains("keeps an earlier one"), "{}", refused.stdout);
    assert_eq!(scratch.run(GATES, &["uninstall"]).code, 1);
    assert_eq!(scratch.read(SHIM), "print('second')\n");
    assert_eq!(scratch.read(KEPT), "print('first')\n");
    // Somebody removes the shim by hand: what stood there comes back all the same.
    scratch.remove(SHIM);
    assert_eq!(scratch.run(GATES, &["uninstall"]).code, 0);
    assert_eq!(scratch.read(SHIM), "print('first')\n");
}

#[cfg(unix)]
#[test]
fn follows_no_link_out_of_the_repository() {
    let outside = Scratch::empty();
    let scratch = Scratch::empty();
    std::os::unix::fs::symlink(outside.path(), scratch.file("scripts")).unwrap();
    for arguments in [&["install", "--force"][..], &["uninstall"]] {
        let outcome = scratch.run(GATES, arguments);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains("scripts is a link"), "{}", outcome.stderr);
    }
    assert_eq!(outside.contents().len(), 1);
    let scratch = Scratch::empty();
    outside.write("mine.py", "mine");
    scratch.write("scripts/README", "");
    std::os::unix::fs::symlink(outside.file("mine.py"), scratch.file(SHIM)).unwrap();
    let outcome = install(&scratch, &["--force"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("a link stands there"), "{}", outcome.stdout);
    assert_eq!(outside.read("mine.py"), "mine");
    let link = r#"{"path": "scripts/../../x", "target": "/x", "sha256": null}"#;
    let record = format!(r#"{{"schema_version": 1, "links": [{link}]}}"#);
    scratch.write("scripts/.ray-gates/links.json", record);
    let outcome = scratch.run(GATES, &["uninstall"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("is no file of scripts"), "{}", outcome.stderr);
}

#[test]
fn a_shim_judges_its_own_repository_from_any_folder_unless_told_otherwise() {
    let scratch = Scratch::empty();
    scratch.write("ä b/sub/x", "");
    scratch.write("other/x", "");
    let repository = scratch.file("ä b");
    let into = repository.to_str().unwrap();
    assert_eq!(scratch.run(GATES, &["install", "--protocol", "11", "--into", into]).code, 0);
    scratch.write("ä b/ray.toml", "relaese = 'here'");
    let bin = gates().0.to_string_lossy().into_owned();
    let absolute = repository.join(SHIM).to_string_lossy().into_owned();
    let reads_it = |folder: &str, path: &str, arguments: &[&str]| {
        let outcome = shim(&scratch, folder, path, &bin, arguments);
        let found = outcome.stderr.contains("relaese");
        assert_eq!(outcome.code, if found { 2 } else { 1 }, "{}", outcome.stderr);
        found
    };
    assert!(reads_it("ä b", SHIM, &[]));
    assert!(reads_it("ä b/sub", &format!("../{SHIM}"), &["--quiet"]));
    assert!(reads_it("other", &absolute, &["--config=ray.toml"]));
    assert!(reads_it("ä b/scripts", "validate_gate_11_readiness.py", &[]));
    for root in [&["--root", "."][..], &["--root=."], &["-C", "."], &["-C."], &["-qC."], &["-C=."]]
    {
        assert!(!reads_it("other", &absolute, root), "{root:?}");
    }
    assert!(reads_it("ä b/sub", &absolute, &["--verified-by=-C", "--color=never"]));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&absolute, scratch.file("other/link.py")).unwrap();
        assert!(reads_it("other", "link.py", &[]));
    }
}

#[test]
fn a_shim_runs_nothing_of_the_current_folder() {
    let scratch = Scratch::empty();
    install(&scratch, &[]);
    let name = format!("validate_gate_11_readiness{}", std::env::consts::EXE_SUFFIX);
    let trap = scratch.file(&name);
    std::fs::copy(GATES, &trap).unwrap();
    for bin in [".", "elsewhere"] {
        let outcome = shim(&scratch, ".", SHIM, bin, &["--version"]);
        assert_eq!(outcome.code, 2, "{}", outcome.stdout);
        assert!(outcome.stderr.contains("is no absolute path"), "{}", outcome.stderr);
    }
    let path = std::env::var_os("PATH").unwrap();
    let elsewhere = std::env::split_paths(&path).filter(|folder| !folder.join(&name).exists());
    let folders = std::env::join_paths(elsewhere.chain(["".into(), ".".into()])).unwrap();
    let mut command = Scratch::command(&python());
    command.current_dir(scratch.path()).args([SHIM, "--version"]);
    command.env_remove("RAY_GATES_BIN").env("PATH", folders);
    let outcome = finish(command);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    insta::assert_snapshot!(outcome.stderr);
}

#[test]
fn a_shim_passes_the_exit_code_on() {
    let scratch = Scratch::of_example("11-deployment", "2026-11-20T09:00:00Z");
    install(&scratch, &[]);
    let bin = gates().0.to_string_lossy().into_owned();
    let code = |arguments: &[&str]| shim(&scratch, ".", SHIM, &bin, arguments).code;
    assert_eq!(code(&["--now", "2026-11-20T09:00:00Z"]), 0);
    assert_eq!(code(&["--no-such-flag"]), 2);
    scratch.remove(".artifacts/deployment/release-manifest.md");
    assert_eq!(code(&["--now", "2026-11-20T09:00:00Z"]), 1);
}

/// Windows has no exec, so the shim starts the executable and waits. Python believes to be there.
#[cfg(unix)]
#[test]
fn the_way_of_windows_passes_the_exit_code_on_and_imports_no_neighbour() {
    let scratch = Scratch::empty();
    install(&scratch, &[]);
    scratch.write("scripts/subprocess.py", "raise SystemExit(0)");
    scratch.write("scripts/signal.py", "raise SystemExit(0)");
    let executable = gates().0.join("validate_gate_11_readiness");
    std::fs::create_dir(scratch.file("bin")).unwrap();
    std::os::unix::fs::symlink(executable, scratch.file("bin/validate_gate_11_readiness.exe"))
        .unwrap();
    let there = "import os, runpy, sys; os.name = 'nt'; sys.path.insert(0, 'scripts'); \
                 sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')";
    for (flag, code) in [("--quiet", 1), ("--no-such-flag", 2), ("--version", 0)] {
        let mut command = Scratch::command(&python());
        command.current_dir(scratch.path()).args(["-c", there, SHIM, flag]);
        command.env("RAY_GATES_BIN", scratch.file("bin")).env("PYTHONDONTWRITEBYTECODE", "1");
        let outcome = finish(command);
        assert_eq!(outcome.code, code, "{flag}: {}{}", outcome.stdout, outcome.stderr);
        assert!(!outcome.stdout.is_empty() || code == 2, "{flag}");
    }
}

#[test]
fn links_lead_to_the_executables_and_go_again() {
    let scratch = Scratch::empty();
    scratch.write("scripts/run_protocol_11_gates", "mine");
    let before = scratch.contents();
    let name = format!("scripts/validate_gate_11_launch{}", std::env::consts::EXE_SUFFIX);
    gates();
    let forced: &[&str] = if cfg!(windows) { &["--links"] } else { &["--links", "--force"] };
    assert_eq!(install(&scratch, &["--links"]).code, i32::from(!cfg!(windows)));
    let outcome = install(&scratch, forced);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    assert!(install(&scratch, &["--links"]).stdout.contains("7 as they should be"));
    let launched = finish({
        let mut command = Scratch::command(scratch.file(&name).to_str().unwrap());
        command.arg("--version");
        command
    });
    assert_eq!(launched.code, 0, "{}", launched.stderr);
    assert_eq!(scratch.run(GATES, &["uninstall"]).code, 0);
    assert!(scratch.contents() == before);
}
