//! `ray-gates verify`, as somebody uses it who was not there.

use test_support::Scratch;

use crate::{FOLDER, HISTORY, LOG, RUNNER, aggregator, example, ray_gates};

/// The example with everything that can be kept of it.
fn kept() -> Scratch {
    let scratch = example();
    let flags = ["--package", "--verified-by", "Ada Okafor"];
    assert_eq!(scratch.run(&aggregator(), &flags).code, 0);
    scratch
}

fn codes(scratch: &Scratch, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["verify", "--format", "json"], arguments].concat();
    ray_gates(scratch, &arguments).codes()
}

#[test]
fn what_holds_is_said_with_the_heads_and_what_they_cannot_prove() {
    let outcome = ray_gates(&kept(), &["verify", FOLDER]);
    assert_eq!(outcome.code, 0);
    insta::assert_snapshot!(without_digests(&outcome.stdout));
}

#[test]
fn what_does_not_hold_is_said_with_the_file() {
    let scratch = kept();
    scratch.edit(HISTORY, "\"gate\":\"11.2\"", "\"gate\":\"11.1\"");
    scratch.remove(&format!("{FOLDER}/system-state.json"));
    scratch.write(&format!("{FOLDER}/new\u{1b}[2J.txt"), "new");
    let outcome = ray_gates(&scratch, &["verify", FOLDER]);
    assert_eq!(outcome.code, 1);
    insta::assert_snapshot!(without_digests(&outcome.stdout));
}

#[test]
fn the_json_is_for_programs() {
    let outcome = ray_gates(&kept(), &["verify", HISTORY, "--format", "json"]);
    insta::assert_snapshot!(without_digests(&outcome.stdout));
}

/// Digests differ with the version, which stands in what is hashed.
fn without_digests(text: &str) -> String {
    let is_digest = |word: &str| word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit());
    text.split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .map(|piece| {
            let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            if is_digest(word) { piece.replace(word, "DIGEST") } else { piece.to_owned() }
        })
        .collect()
}

#[test]
fn a_head_that_was_written_down_is_found_also_when_the_chain_has_grown() {
    let scratch = kept();
    let json = ray_gates(&scratch, &["verify", HISTORY, "--format", "json"]).json();
    let head = json["documents"][0]["head"].as_str().unwrap().to_owned();
    scratch.run(RUNNER, &[]);
    let outcome = ray_gates(&scratch, &["verify", FOLDER, "--expect-head", &head]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("line 4 has the expected head"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("4 lines after it"), "{}", outcome.stdout);
}

#[test]
fn a_history_that_was_rewritten_from_some_line_on_does_not_have_its_old_head() {
    let scratch = kept();
    let json = ray_gates(&scratch, &["verify", HISTORY, "--format", "json"]).json();
    let head = json["documents"][0]["head"].as_str().unwrap().to_owned();
    scratch.remove(HISTORY);
    scratch.run(RUNNER, &["--verified-by", "Somebody Else"]);
    assert_eq!(codes(&scratch, &[HISTORY]), Vec::<String>::new(), "the chain alone holds");
    assert_eq!(codes(&scratch, &[HISTORY, "--expect-head", &head]), ["chain-head-not-found"]);
    let wrong = ray_gates(&scratch, &["verify", "--expect-head", "12"]);
    assert_eq!(wrong.code, 2);
}

#[test]
fn a_manifest_that_was_put_in_the_place_of_another_is_noticed() {
    let scratch = kept();
    let manifest = format!("{FOLDER}/evidence-manifest.json");
    let other = kept();
    other.write(&format!("{FOLDER}/new.txt"), "new");
    other.run(&aggregator(), &[]);
    scratch.write(&manifest, other.read(&manifest));
    scratch.write(&format!("{FOLDER}/new.txt"), "new");
    assert_eq!(codes(&scratch, &[LOG]), ["document-not-recorded"]);
}

#[test]
fn a_repository_an_evidence_folder_and_a_file_may_be_named_from_anywhere() {
    let scratch = kept();
    let absolute = scratch.path().to_string_lossy().into_owned();
    for path in [".artifacts", FOLDER, HISTORY, LOG, &absolute] {
        let outcome = ray_gates(&scratch, &["verify", path]);
        // The example's upstream package is described by a manifest without a seal, which is a warning.
        assert_eq!(outcome.code, 0, "{path}: {}", outcome.stdout);
    }
    let elsewhere = Scratch::empty();
    assert_eq!(ray_gates(&elsewhere, &["verify", &absolute]).code, 0);
}

#[test]
fn nothing_to_verify_is_no_success() {
    let scratch = Scratch::empty();
    assert_eq!(codes(&scratch, &[]), ["nothing-to-verify"]);
    let outcome = ray_gates(&scratch, &["verify", "gone"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("gone"), "{}", outcome.stderr);
}

#[test]
fn two_repositories_in_one_folder_are_told_apart() {
    let (one, two) = (kept(), kept());
    let both = Scratch::empty();
    for (name, scratch) in [("one", &one), ("two", &two)] {
        for (path, content) in scratch.contents() {
            if let Some(content) = content {
                let below =
                    path.strip_prefix(scratch.path()).unwrap().to_string_lossy().into_owned();
                both.write(&format!("{name}/{below}"), content);
            }
        }
        both.write(&format!("{name}/{FOLDER}/system-state.json"), "{}");
    }
    let outcome = ray_gates(&both, &["verify", "--format", "json"]);
    assert_eq!(outcome.code, 1);
    let json = outcome.json();
    let findings = json["findings"].as_array().unwrap().iter();
    let changed = findings.filter(|it| it["code"] == "evidence-changed");
    let roots: Vec<&str> = changed.map(|it| it["root"].as_str().unwrap()).collect();
    assert_eq!(roots, ["one", "two"]);
    let human = ray_gates(&both, &["verify"]).stdout;
    assert!(human.contains("in one\n") && human.contains("in two\n"), "{human}");
}

#[test]
fn what_stands_in_the_place_of_a_history_is_looked_at_all_the_same() {
    let scratch = kept();
    scratch.remove(HISTORY);
    std::fs::create_dir(scratch.file(HISTORY)).unwrap();
    assert_eq!(codes(&scratch, &[FOLDER]), ["not-a-file"]);
    let scratch = kept();
    scratch.write(HISTORY, scratch.read(LOG));
    assert_eq!(codes(&scratch, &[HISTORY]), ["chain-line-unreadable"]);
}

#[test]
fn no_result_takes_the_place_of_a_manifest() {
    let scratch = kept();
    for file in ["evidence-manifest.json", "deployment-evidence-manifest.json"] {
        let path = format!("{FOLDER}/{file}");
        let before = scratch.read(&path);
        let save = format!("json={path}");
        for arguments in [["--output", &path], ["--save", &save]] {
            assert_eq!(scratch.run(RUNNER, &arguments).code, 2, "{arguments:?}");
        }
        assert_eq!(scratch.read(&path), before);
    }
}
