//! Every field of every evidence file, in every format.

use std::fs;

use test_support::Scratch;

use crate::plant::{fields, planted};
use crate::strings::{HOSTILE, LONE_SURROGATE, hostile};
use crate::{EXAMPLES, Example, harmless};

/// The reports that a run saves, by format.
const SAVED: [&str; 5] = ["json", "sarif", "junit", "junit-gitlab", "markdown"];

/// Fields of a file that are hostile one at a time.
const SINGLE: usize = 1;

/// Runs `executable` so that it writes every format, and insists that all of it is harmless. The verdict.
pub(crate) fn judged_in_every_format(
    what: &str,
    scratch: &Scratch,
    executable: &str,
    flags: &[&str],
) -> i32 {
    let out = assert_fs::TempDir::new().unwrap();
    let path = |name: &str| out.path().join(name);
    let saved = SAVED.map(|format| format!("{format}={}", path(format).display()));
    let saves = saved.iter().flat_map(|saved| ["--save", saved.as_str()]);
    let flags: Vec<&str> = flags.iter().copied().chain(saves).collect();
    let summary = path("summary");
    let in_workflow = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap()),
        ("CLICOLOR_FORCE", "1"),
    ];
    let outcome =
        scratch.run_with(executable, &[&flags[..], &["--verbose"]].concat(), &in_workflow);
    assert!(outcome.code < 2, "{what}: {}", outcome.stderr);
    let at = outcome.stdout.find("\n::").map_or(outcome.stdout.len(), |at| at + 1);
    let (human, annotations) = outcome.stdout.split_at(at);
    harmless::human(&format!("{what}: human"), human);
    harmless::annotations(&format!("{what}: annotations"), annotations);
    harmless::human(&format!("{what}: standard error"), &outcome.stderr);
    let read = |name: &str| {
        fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{what}: {name}: {error}"))
    };
    for format in ["json", "sarif"] {
        harmless::json(&format!("{what}: {format}"), &read(format));
    }
    for format in ["junit", "junit-gitlab"] {
        harmless::junit(&format!("{what}: {format}"), &read(format));
    }
    for page in ["markdown", "summary"] {
        harmless::markdown(&format!("{what}: {page}"), &read(page));
    }
    outcome.code
}

/// The folders whose files gates judge; the others are looked at by the check of the prerequisites.
const OWN: [&str; 5] =
    ["/pre-deployment/", "/deployment/", "/monitoring/", "-21/", "/maintenance/"];

/// What looks at `file` judges it: all gates, or the check of the prerequisites.
fn judge(what: &str, example: &Example, scratch: &Scratch, file: &str) {
    let number = EXAMPLES.iter().position(|it| it.folder == example.folder).unwrap();
    let is_upstream = !file.contains(OWN[number]) && !file.starts_with("config/")
        || file.ends_with("system-state.json")
        || file.ends_with("prerequisite-approvals.json");
    if is_upstream {
        judged_in_every_format(what, scratch, &example.prerequisites(), example.flags);
    } else {
        let flags = [&["--no-write"], example.flags].concat();
        judged_in_every_format(what, scratch, &example.runner(), &flags);
    }
}

/// Every evidence file that is text, and what reads it: `judge` is called with a fresh copy.
fn of_every_file(example: &Example, change: impl Fn(usize, &str, &str) -> Vec<(String, Vec<u8>)>) {
    let intact = example.scratch();
    let mut files = intact.evidence_files();
    files.extend(["config/release-approvers.yaml".to_owned()]);
    let mut tried = 0;
    for (number, file) in files.iter().enumerate() {
        let Ok(text) = fs::read_to_string(intact.file(file)) else { continue };
        for (what, bytes) in change(number, file, &text) {
            intact.write(file, bytes);
            judge(&format!("{}, {file}, {what}", example.folder), example, &intact, file);
            tried += 1;
        }
        intact.write(file, text);
    }
    assert!(tried > 10, "{}: {tried} files", example.folder);
}

/// All fields at once; those that are replaced and those that go on with something hostile take turns,
/// and so do files in which keys stay what they are.
fn all_fields(example: &Example) {
    of_every_file(example, |number, file, text| {
        let whole = planted(file, text, &mut |at, _| Some(hostile(number * 7 + at)));
        let behind = planted(file, text, &mut |at, old| {
            let is_odd = (at + number) % 2 == 1;
            is_odd.then(|| format!("{old}{}", hostile(number * 11 + at)))
        });
        let mut broken = text.as_bytes().to_vec();
        broken.splice(broken.len() / 2..broken.len() / 2, *b"\xff\xfe\xed\xa0\x80\xc0\x1b[2J");
        vec![
            ("all fields replaced".to_owned(), whole.into()),
            ("half of all fields prolonged".to_owned(), behind.into()),
            ("bytes that are no text".to_owned(), broken),
        ]
    });
}

/// One field at a time, so that a gate gets as far as it can.
fn single_fields(example: &Example) {
    of_every_file(example, |number, file, text| {
        let count = fields(file, text);
        let chosen = (0..SINGLE.min(count)).map(|it| (it * count / SINGLE + number * 3) % count);
        let one = |field: usize| {
            let text = planted(file, text, &mut |at, old| {
                let (new, is_whole) = (hostile(field + number * 5), field & 1 == 0);
                (at == field).then(|| if is_whole { new } else { format!("{old}{new}") })
            });
            (format!("field {field}"), text.into_bytes())
        };
        chosen.map(one).collect()
    });
}

#[test]
fn all_fields_of_pre_deployment_are_harmless_in_every_format() {
    all_fields(&EXAMPLES[0]);
}

#[test]
fn all_fields_of_deployment_are_harmless_in_every_format() {
    all_fields(&EXAMPLES[1]);
}

#[test]
fn all_fields_of_monitoring_are_harmless_in_every_format() {
    all_fields(&EXAMPLES[2]);
}

#[test]
fn all_fields_of_maintenance_are_harmless_in_every_format() {
    all_fields(&EXAMPLES[3]);
}

#[test]
fn all_fields_of_sustainment_are_harmless_in_every_format() {
    all_fields(&EXAMPLES[4]);
}

#[test]
fn single_fields_are_harmless_in_every_format() {
    EXAMPLES.iter().for_each(single_fields);
}

/// The runs above show nothing where hostile text never comes out.
#[test]
fn hostile_text_comes_out_all_the_same() {
    let example = crate::DEPLOYMENT;
    let scratch = example.scratch();
    let file = ".artifacts/deployment/post-deployment-validation.json";
    let mut texts = HOSTILE.iter();
    let text = planted(file, &scratch.read(file), &mut |_, old| match old {
        "pass" => texts.next().map(|text| format!("{old}{}", text.replace(LONE_SURROGATE, ""))),
        _ => None,
    });
    scratch.write(file, text);
    let human = scratch.run(&example.runner(), &["--no-write"]).stdout;
    for shown in ["\\u001b[2J", "\\u{202e}", "\\u{200b}", "::error file=x::OWNED"] {
        assert!(human.contains(shown), "{shown} in {human}");
    }
}
