//! The step that judges: what becomes of a verdict, a report and an exit code.

use test_support::Scratch;

use crate::composite::{Composite, Run, Runner};
use crate::stand_in::Gate;

const EXECUTABLES: &str = env!("CARGO_BIN_EXE_run_protocol_11_gates");
const NOW: &str = "2026-11-20T09:00:00Z";

/// Values that a script would act on if they were ever part of one.
const HOSTILE: [&str; 8] = [
    "$(touch pwned)",
    "`touch pwned`",
    "x; touch pwned",
    "x\ntouch pwned",
    "\n::error::pwned",
    "x\r\nverdict=pass",
    "' && touch pwned; '",
    "\" | touch pwned #",
];

fn judge_with(gate: &Gate, workspace: &Scratch, inputs: &[(&str, &str)]) -> Run {
    let runner = Runner::new().with_path(gate.folder());
    let inputs = [&[("protocol", "11")], inputs].concat();
    Composite::named("gate").run(&runner, workspace, &inputs)
}

fn judge(gate: &Gate, inputs: &[(&str, &str)]) -> (i32, String, Run) {
    let run = judge_with(gate, &Scratch::empty(), inputs);
    (run.code, run.output("verdict").to_owned(), run)
}

/// The real executables, over the bundled example.
fn judge_the_example(scratch: &Scratch, inputs: &[(&str, &str)]) -> Run {
    judge_the_example_on(&installed(), scratch, inputs)
}

fn judge_the_example_on(runner: &Runner, scratch: &Scratch, inputs: &[(&str, &str)]) -> Run {
    let inputs = [&[("protocol", "11")], inputs].concat();
    Composite::named("gate").run(runner, scratch, &inputs)
}

/// A runner with the real executables at the instant of the example.
fn installed() -> Runner {
    let folder = std::path::Path::new(EXECUTABLES).parent().unwrap();
    Runner::new().with_path(folder).with("RAY_NOW", NOW)
}

fn example() -> Scratch {
    Scratch::of_example("11-deployment", NOW)
}

#[test]
fn passes_on_the_example_with_reports_and_leaves_the_checkout_as_it_was() {
    let scratch = example();
    let before = scratch.contents();
    let runner = installed();
    let run = judge_the_example_on(&runner, &scratch, &[]);
    assert_eq!((run.code, run.output("verdict")), (0, "pass"), "{}", run.log);
    assert!(scratch.contents() == before);
    for report in ["report-path", "sarif-path"] {
        let text = std::fs::read_to_string(run.output(report)).unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&text).unwrap().is_object());
    }
    assert!(run.summary.contains("Production Launch Gate"), "{}", run.summary);
}

#[test]
fn fails_with_annotations_and_a_summary_when_evidence_is_missing() {
    let scratch = example();
    scratch.remove(".artifacts/deployment/release-manifest.md");
    let run = judge_the_example(&scratch, &[]);
    assert_eq!((run.code, run.output("verdict")), (1, "fail"), "{}", run.log);
    assert!(run.log.contains("\n::error "), "{}", run.log);
    assert!(run.summary.contains("release-manifest.md"), "{}", run.summary);
    let other = judge_the_example(&scratch, &[("gate", "launch")]);
    assert_eq!((other.code, other.output("verdict")), (0, "pass"), "{}", other.log);
}

#[test]
fn is_an_error_when_there_is_no_such_gate_edition_or_root() {
    for input in [("gate", "lunch"), ("edition", "planning"), ("root", "nowhere")] {
        let run = judge_the_example(&example(), &[input]);
        assert_eq!((run.code, run.output("verdict")), (2, "error"), "{input:?}: {}", run.log);
    }
}

#[test]
fn hands_on_what_report_and_exit_code_agree_on() {
    for (status, code) in [("pass", 0), ("waived", 0), ("fail", 1)] {
        let (ended, verdict, run) = judge(&Gate::that_says(status, code), &[]);
        assert_eq!((ended, verdict.as_str()), (code, status), "{}", run.log);
        assert!(run.output("report-path").ends_with("/report.json"));
        assert!(run.output("sarif-path").ends_with("/report.sarif"));
    }
}

#[test]
fn a_waived_failure_fails_where_that_is_wanted() {
    let gate = Gate::that_says("waived", 0);
    let (code, verdict, run) = judge(&gate, &[("fail-on-waived", "true")]);
    assert_eq!((code, verdict.as_str()), (1, "waived"), "{}", run.log);
    assert!(run.log.contains("::error title=ray-gates::A failure is covered by a waiver"));
    assert_eq!(judge(&Gate::that_says("pass", 0), &[("fail-on-waived", "true")]).0, 0);
    for wrong in ["True", "1", "", "yes"] {
        let (code, verdict, _) = judge(&gate, &[("fail-on-waived", wrong)]);
        assert_eq!((code, verdict.as_str()), (2, "error"), "{wrong}");
    }
}

#[test]
fn is_an_error_when_report_and_exit_code_disagree() {
    for (status, code) in [("fail", 0), ("error", 0), ("", 0), ("pass", 1), ("waived", 1)] {
        let (ended, verdict, run) = judge(&Gate::that_says(status, code), &[]);
        assert_eq!((ended, verdict.as_str()), (2, "error"), "{status} {code}: {}", run.log);
    }
}

#[test]
fn is_an_error_when_there_is_no_report_or_one_that_says_nothing() {
    let inner = r#"printf '{\n  "gates": [\n    {\n      "status": "pass"\n' >"$json""#;
    let twice = r#"printf '{\n  "status": "pass",\n  "status": "pass"\n}\n' >"$json""#;
    let text = r#"printf '{\n  "notes": "\\n  \\"status\\": \\"pass\\""\n}\n' >"$json""#;
    for script in ["exit 0", "exit 1", ": >\"$json\"", inner, twice, text] {
        let (code, verdict, run) = judge(&Gate::that(script), &[]);
        assert_eq!((code, verdict.as_str()), (2, "error"), "{script}: {}", run.log);
    }
    assert_eq!(judge(&Gate::that("exit 0"), &[]).2.output("report-path"), "");
}

#[test]
fn the_exit_code_of_a_gate_that_could_not_judge_is_kept() {
    for code in [2, 101, 134] {
        let (ended, verdict, run) = judge(&Gate::that_says("pass", code), &[]);
        assert_eq!((ended, verdict.as_str()), (code, "error"), "{}", run.log);
    }
}

#[test]
fn hands_each_input_to_the_gate_as_one_argument() {
    let gate = Gate::that_says("pass", 0);
    let inputs =
        [("gate", "11.3"), ("edition", "all"), ("root", "a b/*"), ("verified-by", "A. O'Kafor")];
    assert_eq!(judge(&gate, &inputs).0, 0);
    let mut arguments = gate.arguments();
    arguments.retain(|argument| !argument.contains("=/"));
    let expected = [
        "--root=a b/*",
        "--no-write",
        "--save",
        "--save",
        "--stage=11.3",
        "--edition=all",
        "--verified-by=A. O'Kafor",
    ];
    assert_eq!(arguments, expected);
}

#[test]
fn no_input_is_ever_run_or_becomes_a_workflow_command_or_an_output() {
    for name in ["protocol", "gate", "edition", "root", "fail-on-waived", "verified-by", "build"] {
        for value in HOSTILE {
            let (gate, workspace) = (Gate::that_says("pass", 0), Scratch::empty());
            let run = judge_with(&gate, &workspace, &[(name, value)]);
            assert_eq!(workspace.contents().len(), 1, "{name} {value:?}: {}", run.log);
            assert!(!gate.folder().join("pwned").exists() && !run.log.contains("pwned"), "{name}");
            let free_text = ["root", "verified-by"].contains(&name) && !value.contains('\n');
            let expected = if free_text { (0, "pass") } else { (2, "error") };
            assert_eq!(
                (run.code, run.output("verdict")),
                expected,
                "{name} {value:?}: {}",
                run.log
            );
        }
    }
}
