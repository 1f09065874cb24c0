//! `ray-gates history` and `ray-gates waivers`.

use test_support::{Scratch, finish};

use crate::{FOLDER, HISTORY, NOW, RUNNER, example, ray_gates};

/// A history of a release that passed, whose report was then broken for four hours, and that was judged
/// again in December.
fn past() -> Scratch {
    let scratch = example();
    let run = |now: &str| scratch.run(RUNNER, &["--now", now, "--verified-by", "Ada Okafor"]);
    run("2026-11-20T09:00:00Z");
    let report = format!("{FOLDER}/DEPLOYMENT-REPORT.md");
    let whole = scratch.read(&report);
    scratch.write(&report, "# Report\n");
    run("2026-11-20T10:00:00Z");
    run("2026-11-20T11:00:00Z");
    scratch.write(&report, whole);
    run("2026-11-20T14:00:00Z");
    for hour in 10..18 {
        run(&format!("2026-12-01T{hour}:00:00Z"));
    }
    scratch
}

#[test]
fn the_history_says_how_gates_came_out_and_what_nobody_said() {
    let outcome = ray_gates(&past(), &["history"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn the_history_is_there_for_programs_too() {
    let arguments = ["history", "--format", "json", "--by", "quarter", "--protocol", "11"];
    let outcome = ray_gates(&past(), &arguments);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn a_history_that_does_not_hold_is_said_and_fails() {
    let scratch = past();
    let text = scratch.read(HISTORY);
    let second = text.lines().nth(1).unwrap().to_owned() + "\n";
    scratch.write(HISTORY, text.replace(&second, ""));
    let outcome = ray_gates(&scratch, &["history"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("chain-line-out-of-place"), "{}", outcome.stdout);
    let none = ray_gates(&example(), &["history"]);
    assert_eq!(none.code, 0);
    assert!(none.stdout.contains("no history"), "{}", none.stdout);
}

#[test]
fn a_gate_adds_to_the_history_only_when_it_is_told_to() {
    let scratch = example();
    let gate = crate::beside("validate_gate_11_launch");
    scratch.run(&gate, &[]);
    assert!(!scratch.file(HISTORY).exists());
    assert_eq!(scratch.run(&gate, &["--record"]).code, 0);
    assert_eq!(scratch.read(HISTORY).lines().count(), 1);
}

const WAIVERS: &str = r#"{"waivers": [
  {"gate": "11.4", "justification": "The report follows within a day, support reads the log",
   "risk": "Slow support", "mitigation": "The release manager is on call",
   "requested_by": "Tomás Vega", "approved_by": "Ada Okafor", "role": "CTO",
   "approved_at": "2026-11-19T08:00:00Z", "expires_at": "2026-11-27T08:00:00Z"},
  {"gate": "11.1", "justification": "One item is verified on Monday by the other team",
   "risk": "It is wrong", "mitigation": "We look at it daily",
   "requested_by": "Tomás Vega", "approved_by": "Ada Okafor", "role": "CTO",
   "approved_at": "2026-11-18T08:00:00Z", "expires_at": "2026-11-21T08:00:00Z",
   "codes": ["item-incomplete"]}
]}"#;

fn waivers(scratch: &Scratch, arguments: &[&str]) -> test_support::Outcome {
    let mut command = Scratch::command(crate::RAY_GATES);
    command.current_dir(scratch.path()).arg("waivers").args(arguments);
    finish(command)
}

#[test]
fn waivers_are_listed_by_their_expiry() {
    let scratch = example();
    assert_eq!(waivers(&scratch, &[]).stdout, "no waivers\n");
    scratch.write(&format!("{FOLDER}/gate-waivers.json"), WAIVERS);
    let outcome = waivers(&scratch, &["--now", NOW, "--within", "2d"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    insta::assert_snapshot!(outcome.stdout);
    let json = waivers(&scratch, &["--now", NOW, "--within", "2d", "--format", "json"]).json();
    let standing: Vec<&str> = json["waivers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["standing"].as_str().unwrap())
        .collect();
    assert_eq!(standing, ["expires-soon", "in-force"]);
}

#[test]
fn a_waiver_that_has_expired_or_is_not_sound_is_exit_1() {
    let scratch = example();
    let file = format!("{FOLDER}/gate-waivers.json");
    scratch.write(&file, WAIVERS);
    let expired = waivers(&scratch, &["--now", "2026-11-21T08:00:00Z"]);
    assert_eq!(expired.code, 1);
    assert!(
        expired.stdout.starts_with("EXPIRED       11.1  until 2026-11-21T08:00:00Z"),
        "{}",
        expired.stdout
    );
    scratch.write(&file, WAIVERS.replace("CTO", "Intern"));
    let unsound = waivers(&scratch, &["--now", NOW]);
    assert_eq!(unsound.code, 1);
    assert!(unsound.stdout.contains("waiver-role-not-allowed"), "{}", unsound.stdout);
    scratch.write(&file, "{");
    assert_eq!(waivers(&scratch, &["--now", NOW]).code, 1);
}
