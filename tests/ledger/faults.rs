//! Load and faults: many processes at once, processes that are killed, disks that are full, folders
//! that cannot be written.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use test_support::{Scratch, finish};

use crate::{FOLDER, HISTORY, LOG, NOW, RUNNER, aggregator, example, ray_gates};

fn spawn(scratch: &Scratch, executable: &str, arguments: &[&str]) -> std::process::Child {
    let mut command = Command::new(executable);
    command.current_dir(scratch.path()).args(["--now", NOW, "--quiet"]).args(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// The lines of a chain; each is JSON.
fn lines(scratch: &Scratch, file: &str) -> Vec<Value> {
    let text = scratch.read(file);
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn sixty_four_processes_at_once_lose_and_interleave_nothing() {
    let scratch = example();
    let mut running: Vec<_> = (0..64)
        .map(|number| {
            let record = format!("records/{number}.json");
            spawn(&scratch, RUNNER, &["--output", &record])
        })
        .collect();
    assert!(running.iter_mut().all(|process| process.wait().unwrap().success()));
    let lines = lines(&scratch, HISTORY);
    assert_eq!(lines.len(), 64 * 4);
    for gate in ["11.1", "11.2", "11.3", "11.4"] {
        assert_eq!(lines.iter().filter(|line| line["gate"] == gate).count(), 64);
    }
    let verified = ray_gates(&scratch, &["verify", HISTORY]);
    assert_eq!(verified.code, 0, "{}", verified.stdout);
}

/// Kills runs at moments that are spread over the whole of one, so that some of them are killed while
/// they write.
#[cfg(unix)]
#[test]
fn a_process_that_is_killed_leaves_nothing_half_written() {
    let scratch = example();
    let aggregator = aggregator();
    scratch.run(&aggregator, &["--package"]);
    for round in 0..300 {
        // Every round gives the package other bytes.
        scratch.write(".artifacts/deployment/notes.txt", format!("round {round}\n").repeat(500));
        let mut process = spawn(&scratch, &aggregator, &["--package"]);
        thread::sleep(Duration::from_micros(100 * (round % 60)));
        process.kill().unwrap();
        process.wait().unwrap();
        for document in ["evidence-manifest.json", "deployment-evidence-manifest.json"] {
            let text = scratch.read(&format!("{FOLDER}/{document}"));
            assert!(text.ends_with("\"\n}\n"), "round {round}: {document} is cut off");
            let _: Value = serde_json::from_str(&text).unwrap();
        }
        let chains = ray_gates(&scratch, &["verify", FOLDER, "--format", "json"]).json();
        for finding in chains["findings"].as_array().unwrap() {
            let code = finding["code"].as_str().unwrap();
            let torn = code == "chain-torn";
            let of_chain = code.starts_with("chain-");
            let broken = ["manifest-malformed", "manifest-changed", "truncated", "not-a-zip"];
            assert!(torn || !of_chain, "round {round}: {finding:#}");
            assert!(!broken.contains(&code), "round {round}: {finding:#}");
        }
    }
    let last = scratch.run(&aggregator, &["--package"]);
    assert_eq!(last.code, 0, "{}", last.stdout);
    let verified = ray_gates(&scratch, &["verify", FOLDER]);
    assert_eq!(verified.code, 0, "{}", verified.stdout);
}

#[test]
fn a_torn_last_line_is_repaired_with_a_note() {
    let scratch = example();
    assert_eq!(scratch.run(RUNNER, &[]).code, 0);
    let whole = scratch.read(HISTORY);
    scratch.write(HISTORY, whole.as_bytes().split_at(whole.len() - 40).0);
    let found = ray_gates(&scratch, &["verify", HISTORY]);
    assert_eq!(found.code, 1);
    assert!(found.stdout.contains("chain-torn"), "{}", found.stdout);
    let outcome = scratch.run(RUNNER, &[]);
    assert!(outcome.stderr.contains("was torn"), "{}", outcome.stderr);
    let lines = lines(&scratch, HISTORY);
    assert_eq!((lines.len(), &lines[3]["kind"]), (3 + 1 + 4, &Value::from("repair")));
    assert_eq!(ray_gates(&scratch, &["verify", HISTORY]).code, 0);
}

/// Runs with a limit on the size of files, which fails like a full disk. `blocks` are of 512 bytes.
#[cfg(target_os = "linux")]
fn with_little_room(scratch: &Scratch, executable: &str, blocks: usize) -> (i32, String) {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut command = Scratch::command("sh");
    command.current_dir(scratch.path()).args(["-c", &script, executable, "--now", NOW]);
    let outcome = finish(command);
    (outcome.code, outcome.stderr)
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_what_was_there_stays() {
    let scratch = example();
    let aggregator = aggregator();
    for _ in 0..3 {
        assert_eq!(scratch.run(&aggregator, &[]).code, 0);
    }
    let before = scratch.contents();
    // Room for less than the history has, and for less than a manifest.
    for (executable, blocks) in [(RUNNER, 20), (aggregator.as_str(), 20), (&aggregator, 1)] {
        let (code, stderr) = with_little_room(&scratch, executable, blocks);
        assert_eq!(code, 2, "{stderr}");
        assert!(stderr.contains("[RAY ERROR]") && stderr.contains("free space"), "{stderr}");
    }
    for (path, content) in &before {
        let name = path.file_name().unwrap().to_string_lossy();
        if name.ends_with(".jsonl") {
            assert_eq!(&fs::read(path).ok(), content, "{name}");
        }
    }
    assert_eq!(ray_gates(&scratch, &["verify", HISTORY]).code, 0);
    assert_eq!(ray_gates(&scratch, &["verify", LOG]).code, 0);
}

#[test]
fn what_cannot_be_written_is_exit_2_with_the_reason() {
    for (file, executable) in [(HISTORY, RUNNER.to_owned()), (LOG, aggregator())] {
        let scratch = example();
        fs::create_dir_all(scratch.file(file)).unwrap();
        let before = scratch.contents();
        let outcome = scratch.run(&executable, &[]);
        assert_eq!(outcome.code, 2, "{}", outcome.stdout);
        assert_eq!(before, scratch.contents(), "nothing else was written");
        assert!(outcome.stderr.contains("a folder stands there"), "{}", outcome.stderr);
        assert!(outcome.stderr.contains("Failed at writing the result"), "{}", outcome.stderr);
    }
}

#[test]
fn a_run_that_is_told_to_write_nothing_writes_nothing() {
    let scratch = example();
    let before = scratch.contents();
    assert_eq!(scratch.run(RUNNER, &["--no-write"]).code, 0);
    assert_eq!(before, scratch.contents());
    let empty = Scratch::empty();
    assert_eq!(empty.run(RUNNER, &["--now", NOW]).code, 1);
    assert!(!empty.file(FOLDER).exists(), "a run makes no evidence folder");
}
