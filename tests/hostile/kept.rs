//! What is kept of runs over hostile evidence, and what is said of documents that somebody wrote anew.

use serde_json::{Value, json};
use test_support::Scratch;

use crate::evidence::judged_in_every_format;
use crate::plant::planted;
use crate::strings::{HOSTILE, hostile};
use crate::{DEPLOYMENT, EXAMPLES, Example, harmless, ray_gates};

/// Every document that a run can leave behind.
fn documents(scratch: &Scratch) -> Vec<String> {
    let kept = ["-manifest.json", "manifests/", ".jsonl"];
    let files = scratch.evidence_files().into_iter();
    files.filter(|file| kept.iter().any(|part| file.contains(part))).collect()
}

/// Everything that looks at what is kept.
fn look(what: &str, scratch: &Scratch) {
    for arguments in [&["verify"][..], &["history"], &["waivers"], &["check"]] {
        harmless::streams(&format!("{what}: {arguments:?}"), &ray_gates(scratch, arguments));
        if arguments[0] != "check" {
            let json = ray_gates(scratch, &[arguments, &["--format", "json"]].concat());
            harmless::json(&format!("{what}: {arguments:?} in JSON"), &json.stdout);
        }
    }
}

/// Keeps everything that can be kept of a run.
fn keep(what: &str, example: &Example, scratch: &Scratch, more: &[&str]) {
    let flags = [example.flags, more].concat();
    harmless::streams(what, &scratch.run(&example.runner(), &flags));
    let flags = [example.flags, &["--package"]].concat();
    harmless::streams(what, &scratch.run(&example.aggregator(), &flags));
}

#[test]
fn what_is_kept_of_hostile_evidence_is_harmless() {
    for example in &EXAMPLES {
        let scratch = example.scratch();
        for (number, file) in scratch.evidence_files().iter().enumerate() {
            if !file.ends_with(".json") || number % 3 == 0 {
                continue;
            }
            let text = planted(file, &scratch.read(file), &mut |at, old| {
                let is_release = old == "2.4.0";
                (is_release || at % 9 == 4).then(|| format!("{old}{}", hostile(at + number)))
            });
            scratch.write(file, text);
        }
        let notes: String = HOSTILE.concat().replace('\0', "");
        let flags = ["--notes", &notes, "--verified-by", &hostile(13)];
        keep(example.folder, example, &scratch, &flags);
        let documents = documents(&scratch);
        assert!(documents.len() > 3, "{documents:?}");
        for document in documents.iter().filter(|it| !it.contains("monitoring-package")) {
            let is_ours =
                scratch.read(document).contains("generated_by") || document.ends_with(".jsonl");
            if is_ours {
                let what = format!("{}, {document}", example.folder);
                harmless::plain(&what, &scratch.read(document));
            }
        }
        look(example.folder, &scratch);
    }
}

/// `text` with hostile values, line by line where each line is a document.
fn rewritten(file: &str, text: &str, from: usize) -> String {
    let one = |number: usize, text: &str| {
        planted("x.json", text, &mut |at, old| {
            let hostile = hostile(from + at + number);
            (at % 2 == number % 2).then(|| format!("{old}{hostile}"))
        })
    };
    if !file.ends_with(".jsonl") {
        return one(from, text);
    }
    let lines = text.lines().enumerate().map(|(number, line)| {
        let line: Value = serde_json::from_str(&one(number, line)).unwrap_or(Value::Null);
        line.to_string() + "\n"
    });
    lines.collect()
}

#[test]
fn documents_that_somebody_wrote_anew_are_harmless() {
    let kept = DEPLOYMENT.scratch();
    keep("kept", DEPLOYMENT, &kept, &[]);
    for (from, file) in documents(&kept).iter().enumerate() {
        let intact = kept.read(file);
        for round in 0..2 {
            kept.write(file, rewritten(file, &intact, from * 2 + round));
            let what = format!("{file}, round {round}");
            look(&what, &kept);
            let explained = kept.run(&DEPLOYMENT.runner(), &["--no-write"]);
            harmless::streams(&what, &explained);
        }
        kept.write(file, intact);
    }
}

/// The example with an improvement that nobody owns, which `waivers` let through.
fn waived(waivers: &str) -> Scratch {
    let scratch = DEPLOYMENT.scratch();
    let file = ".artifacts/deployment/retrospective-inputs.json";
    let mut retrospective: Value = serde_json::from_str(&scratch.read(file)).unwrap();
    retrospective["improvements"][0].as_object_mut().unwrap().remove("owner");
    scratch.write(file, retrospective.to_string());
    scratch.write(".artifacts/deployment/gate-waivers.json", waivers);
    scratch
}

#[test]
fn waivers_are_harmless_where_they_hold_and_where_they_do_not() {
    let waiver = json!({"waivers": [{
        "gate": "11.4",
        "justification": "The owner of the last improvement is named on Monday",
        "risk": "The improvement is forgotten",
        "mitigation": "The release manager keeps it on the agenda",
        "requested_by": "Tomás Vega",
        "approved_by": "Ada Okafor",
        "role": "CTO",
        "approved_at": "2026-11-20T08:00:00Z",
        "expires_at": "2026-11-27T08:00:00Z",
        "codes": ["improvement-unowned"],
    }]});
    let (mut let_through, text) = (0, waiver.to_string());
    let free = ["The owner", "The improvement", "The release", "Tomás", "Ada", "CTO"];
    for (round, hostile) in HOSTILE.iter().enumerate().step_by(2) {
        let field = free[round / 2 % free.len()];
        let planted = planted("x.json", &text, &mut |_, old| {
            old.starts_with(field).then(|| format!("{old} {hostile}"))
        });
        let scratch = waived(&planted);
        let what = format!("{field} {hostile:?}");
        let flags = ["--no-write"];
        let code = judged_in_every_format(&what, &scratch, &DEPLOYMENT.runner(), &flags);
        let_through += usize::from(code == 0);
        harmless::streams(&what, &ray_gates(&scratch, &["waivers"]));
    }
    assert!(let_through > 10, "{let_through} waivers hold");
    for round in 0..6 {
        let scratch = waived(&rewritten("x.json", &text, round * 9));
        let what = format!("all fields of a waiver, round {round}");
        judged_in_every_format(&what, &scratch, &DEPLOYMENT.runner(), &["--no-write"]);
        look(&what, &scratch);
    }
}
