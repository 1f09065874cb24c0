//! The step that installs: what is on `PATH`, what is downloaded, and what is refused.

use std::fs;
use std::path::Path;
use std::process::Command;

use test_support::Scratch;

use crate::composite::{Composite, Run, Runner};
use crate::stand_in::{Gate, curl, write_executable};

const OWN: &str = env!("CARGO_PKG_VERSION");
const TARGET: &str = "x86_64-unknown-linux-musl";

/// A folder as a release offers it: an archive with a gate that passes, and the checksums.
fn release(version: &str) -> Scratch {
    let release = Scratch::empty();
    let name = format!("ray-gates-{version}-{TARGET}");
    fs::create_dir(release.file(&name)).unwrap();
    let gate = Gate::that_says("pass", 0);
    let gate = fs::read_to_string(gate.folder().join("run_protocol_11_gates"));
    write_executable(&release.file(&format!("{name}/run_protocol_11_gates")), &gate.unwrap());
    let archive = format!("{name}.tar.xz");
    let mut tar = Command::new("tar");
    tar.current_dir(release.path()).args(["-cJf", &archive, &name]);
    assert!(tar.status().unwrap().success());
    let other = format!("{}  ray-gates-{version}-aarch64-apple-darwin.tar.xz\n", "0".repeat(64));
    release.write("SHA256SUMS", format!("{other}{}  {archive}\n", release.digest(&archive)));
    release
}

/// Judges on a runner without our executables that downloads from `served`.
fn run(served: &Path, inputs: &[(&str, &str)]) -> (Run, Vec<String>) {
    let curl = curl(served);
    let runner = Runner::new().with_path(curl.path());
    let inputs = [&[("protocol", "11")], inputs].concat();
    let run = Composite::named("gate").run(&runner, &Scratch::empty(), &inputs);
    let addresses = fs::read_to_string(curl.path().join("addresses")).unwrap_or_default();
    (run, addresses.lines().map(str::to_owned).collect())
}

fn refused(run: &Run, why: &str) {
    assert_eq!((run.code, run.output("verdict")), (2, "error"), "{}", run.log);
    assert!(run.log.contains(why), "{}", run.log);
}

#[test]
fn downloads_the_release_of_its_own_version_and_judges_with_it() {
    let (run, addresses) = run(release(OWN).path(), &[]);
    assert_eq!((run.code, run.output("verdict")), (0, "pass"), "{}", run.log);
    let base = format!("https://github.com/acme/gates/releases/download/v{OWN}");
    let archive = format!("{base}/ray-gates-{OWN}-{TARGET}.tar.xz");
    assert_eq!(addresses, [format!("{base}/SHA256SUMS"), archive]);
}

#[test]
fn downloads_another_release_from_another_repository_when_told_so() {
    let inputs = [("version", "v7.1.0-rc.1"), ("source", "fork/gates")];
    let (run, addresses) = run(release("7.1.0-rc.1").path(), &inputs);
    assert_eq!(run.code, 0, "{}", run.log);
    assert!(addresses[0].contains("/fork/gates/releases/download/v7.1.0-rc.1/"), "{addresses:?}");
}

#[test]
fn refuses_an_archive_that_is_not_the_listed_one() {
    let release = release(OWN);
    let archive = release.file(&format!("ray-gates-{OWN}-{TARGET}.tar.xz"));
    let mut bytes = fs::read(&archive).unwrap();
    bytes.push(0);
    fs::write(archive, bytes).unwrap();
    refused(&run(release.path(), &[]).0, "is not the one in SHA256SUMS");
}

#[test]
fn refuses_an_archive_that_is_not_listed_or_listed_twice() {
    let release = release(OWN);
    let listed = release.read("SHA256SUMS");
    let twice = format!("{listed}{listed}");
    for sums in ["", "x\n", &listed.replace(".tar.xz", ".tar.xz.old"), &twice] {
        release.write("SHA256SUMS", sums);
        refused(&run(release.path(), &[]).0, "exactly once");
    }
}

#[test]
fn refuses_to_go_on_without_a_release_or_its_checksums() {
    refused(&run(Scratch::empty().path(), &[]).0, "SHA256SUMS; check that this release exists");
    let release = release(OWN);
    release.remove("SHA256SUMS");
    refused(&run(release.path(), &[]).0, "Could not download");
}

#[test]
fn refuses_a_version_or_source_that_is_none_before_it_asks_for_it() {
    for version in ["latest", "1.2", "../../x", "1.2.3/../..", "1.2.3\nx", "$(id)"] {
        let (run, addresses) = run(release(OWN).path(), &[("version", version)]);
        refused(&run, "The input version must be");
        assert!(addresses.is_empty() && !run.log.contains("uid="), "{addresses:?}");
    }
    for source in ["", "gates", "a/b/c", "https://example.org/x", "a/b?x"] {
        let (run, addresses) = run(release(OWN).path(), &[("source", source)]);
        refused(&run, "The input source must be");
        assert!(addresses.is_empty());
    }
}

#[test]
fn refuses_a_runner_that_no_release_is_built_for() {
    let curl = curl(release(OWN).path());
    let runner = Runner::new().with_path(curl.path()).with("RUNNER_ARCH", "ARM");
    let run = Composite::named("gate").run(&runner, &Scratch::empty(), &[("protocol", "11")]);
    refused(&run, "no release for this kind of runner; set build to true");
}

#[test]
fn executables_on_path_are_used_unless_another_version_is_wanted() {
    let gate = Gate::that_says("fail", 1);
    let served = release("7.1.0");
    let curl = curl(served.path());
    let runner = Runner::new().with_path(curl.path()).with_path(gate.folder());
    for (version, verdict) in
        [("", "fail"), ("0.1.0", "fail"), ("v0.1.0", "fail"), ("7.1.0", "pass")]
    {
        let inputs = [("protocol", "11"), ("version", version)];
        let run = Composite::named("gate").run(&runner, &Scratch::empty(), &inputs);
        assert_eq!(run.output("verdict"), verdict, "{version}: {}", run.log);
    }
}

#[test]
fn build_needs_cargo_and_builds_the_source_of_the_action() {
    let cargo = Scratch::empty();
    let built = Gate::that_says("waived", 0);
    let script = format!(
        "#!/usr/bin/env bash\nmkdir -p \"${{@: -1}}/release\"\ncp {}/* \"${{@: -1}}/release\"\npwd\n",
        built.folder().display()
    );
    write_executable(&cargo.file("cargo"), &script);
    let runner = Runner::new().with_path(cargo.path());
    let inputs = [("protocol", "11"), ("build", "true")];
    let run = Composite::named("gate").run(&runner, &Scratch::empty(), &inputs);
    assert_eq!(run.output("verdict"), "waived", "{}", run.log);
    let root = test_support::workspace_root().canonicalize().unwrap();
    assert!(run.log.contains(&format!("{}\n", root.display())), "{}", run.log);
    write_executable(&cargo.file("cargo"), "#!/usr/bin/env bash\nexit 101\n");
    let run = Composite::named("gate").run(&runner, &Scratch::empty(), &inputs);
    assert_eq!((run.code, run.output("verdict")), (101, "error"), "{}", run.log);
}
