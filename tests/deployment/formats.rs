//! Formats from outside: what one run prints, writes and adds to, and that none of it changes a verdict
//! or touches evidence.

use serde_json::Value;
use test_support::{Outcome, Scratch};

use crate::{AGGREGATE, LAUNCH, PREREQUISITES, READINESS, example};

const FORMATS: [&str; 7] =
    ["human", "json", "sarif", "junit", "junit-gitlab", "github", "markdown"];

/// The reports that one run can write, with how each begins.
const FILES: [(&str, &str); 5] = [
    ("json", "{\n  \"schema_version\": 1"),
    ("sarif", "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\""),
    ("junit", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ray-gates\""),
    ("junit-gitlab", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ray-gates\""),
    ("markdown", "<!-- written by ray-gates -->\n"),
];

/// The example with an approval that came too late.
fn late() -> Scratch {
    let scratch = example();
    scratch.edit(
        ".artifacts/deployment/production-approval.json",
        "\"decided_at\": \"2026-11-19T20:05:00Z\"",
        "\"decided_at\": \"2026-11-19T21:05:00Z\"",
    );
    scratch
}

/// A run as a step of GitHub Actions, whose page for summaries is `summary`.
fn step(scratch: &Scratch, arguments: &[&str], summary: &str) -> Outcome {
    let summary = scratch.file(summary);
    let variables =
        [("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())];
    scratch.run_with(LAUNCH, arguments, &variables)
}

#[test]
fn no_format_changes_the_exit_code() {
    for format in FORMATS {
        assert_eq!(example().run(LAUNCH, &["--format", format]).code, 0, "{format}");
        assert_eq!(late().run(LAUNCH, &["--format", format]).code, 1, "{format}");
        assert_eq!(Scratch::empty().run(LAUNCH, &["--format", format]).code, 1, "{format}");
    }
}

#[test]
fn one_run_prints_for_people_and_writes_every_report() {
    for executable in [LAUNCH, PREREQUISITES, AGGREGATE] {
        let scratch = late();
        let reports: Vec<String> =
            FILES.iter().map(|(format, _)| format!("{format}=out/{format}")).collect();
        let arguments: Vec<&str> =
            reports.iter().flat_map(|report| ["--save", report.as_str()]).collect();
        let plain = late().run(executable, &[]);
        for _ in ["the first run", "a second one over its own files"] {
            let outcome = scratch.run(executable, &arguments);
            assert_eq!((outcome.code, outcome.stderr.as_str()), (plain.code, ""), "{executable}");
            assert_eq!(outcome.stdout, plain.stdout);
        }
        for (format, beginning) in FILES {
            let text = scratch.read(&format!("out/{format}"));
            assert!(text.starts_with(beginning), "{executable} {format}: {text}");
        }
    }
}

#[test]
fn a_report_is_what_the_format_prints() {
    for (format, _) in FILES {
        let scratch = late();
        scratch.run(LAUNCH, &["--save", &format!("{format}=report")]);
        assert_eq!(scratch.read("report"), late().run(LAUNCH, &["--format", format]).stdout);
    }
}

#[test]
fn a_report_replaces_neither_evidence_nor_the_file_of_another() {
    for (target, content) in [
        (".artifacts/deployment/production-approval.json", None),
        (".artifacts/deployment/system-state.json", None),
        ("ray.toml", None),
        ("README.md", Some("# Ours\n")),
        ("other.sarif", Some("{\"version\": \"2.1.0\", \"runs\": []}")),
    ] {
        for (format, _) in FILES {
            let scratch = example();
            if let Some(content) = content {
                scratch.write(target, content);
            }
            let before = scratch.contents();
            let outcome = scratch.run(LAUNCH, &["--save", &format!("{format}={target}")]);
            assert_eq!(outcome.code, 2, "{format} {target}: {}", outcome.stdout);
            assert!(outcome.stderr.contains("--save: "), "{}", outcome.stderr);
            assert_eq!(outcome.stdout, "", "nothing is said before the file is known to be free");
            assert!(before == scratch.contents(), "{format} {target}");
        }
    }
}

#[test]
fn a_report_without_a_known_format_or_a_file_of_its_own_is_refused() {
    for arguments in [
        &["--save", "out.sarif"][..],
        &["--save", "sarif="],
        &["--save", "human=out.txt"],
        &["--save", "sarif=a", "--save", "junit=a"],
        &["--save", "sarif=a", "--save", "junit=./x/../a"],
        &["--save", "sarif=a", "--save", "junit=./config/../a"],
        &["--output", "a.json", "--save", "json=a.json"],
    ] {
        let scratch = example();
        let before = scratch.contents();
        let outcome = scratch.run(LAUNCH, arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}: {}", outcome.stdout);
        assert!(before == scratch.contents(), "{arguments:?}");
    }
}

#[test]
fn a_step_of_a_workflow_is_annotated_and_adds_to_its_summary() {
    let scratch = late();
    scratch.write("summary.md", "written by another");
    let outcome = step(&scratch, &[], "summary.md");
    let human = late().run(LAUNCH, &[]).stdout;
    let annotations = late().run(LAUNCH, &["--format", "github"]).stdout;
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
    assert_eq!(outcome.stdout, format!("{human}{annotations}"));
    let page = late().run(LAUNCH, &["--format", "markdown"]).stdout;
    assert_eq!(scratch.read("summary.md"), format!("written by another\n\n{page}"));
}

#[test]
fn a_step_that_asks_for_a_format_gets_that_alone() {
    for format in FORMATS {
        let scratch = late();
        let outcome = step(&scratch, &["--format", format], "summary.md");
        assert_eq!(outcome.stdout, late().run(LAUNCH, &["--format", format]).stdout);
        assert!(!scratch.file("summary.md").exists());
    }
}

#[test]
fn a_summary_that_cannot_be_written_is_said_and_changes_no_verdict() {
    for (scratch, code) in [(example(), 0), (late(), 1)] {
        std::fs::create_dir(scratch.file("summary.md")).unwrap();
        let outcome = step(&scratch, &[], "summary.md");
        assert_eq!(outcome.code, code);
        assert!(outcome.stderr.starts_with("[RAY NOTE] - "), "{}", outcome.stderr);
    }
    let scratch = example();
    let before = scratch.contents();
    let outcome = step(&scratch, &[], ".artifacts/deployment/production-approval.json");
    assert!(outcome.code == 0 && outcome.stderr.contains("names evidence"), "{}", outcome.stderr);
    assert!(before == scratch.contents());
}

#[test]
fn a_summary_that_is_nearly_full_is_not_made_too_long() {
    let scratch = late();
    scratch.write("summary.md", "x".repeat(900 * 1024 - 1000));
    assert_eq!(step(&scratch, &[], "summary.md").code, 1);
    let page = scratch.read("summary.md");
    assert!(page.len() <= 900 * 1024 && page.contains("**This page is cut.**"), "{}", page.len());
}

#[test]
fn evidence_that_git_ignores_is_shown_at_the_script_of_its_gate() {
    let git = |scratch: &Scratch, arguments: &[&str]| {
        let run = std::process::Command::new("git")
            .current_dir(scratch.path())
            .args(["-c", "core.excludesFile=", "-c", "init.defaultBranch=main"])
            .args(arguments)
            .output();
        run.is_ok_and(|output| output.status.success())
    };
    let primary = |scratch: &Scratch| {
        let sarif = scratch.run(LAUNCH, &["--format", "sarif"]).json();
        let result: &Value = &sarif["runs"][0]["results"][0];
        let uri = |place: &Value| {
            place["physicalLocation"]["artifactLocation"]["uri"].as_str().map(str::to_owned)
        };
        (uri(&result["locations"][0]), uri(&result["relatedLocations"][0]))
    };
    let evidence = Some(".artifacts/deployment/production-approval.json".to_owned());
    let scratch = late();
    assert_eq!(primary(&scratch), (evidence.clone(), None), "no repository, so nothing is known");
    scratch.write("scripts/validate_gate_11_launch.py", "# a shim\n");
    scratch.write(".gitignore", ".artifacts/\n");
    if !(git(&scratch, &["init"]) && git(&scratch, &["add", "."])) {
        return;
    }
    let shim = Some("scripts/validate_gate_11_launch.py".to_owned());
    assert_eq!(primary(&scratch), (shim, evidence.clone()));
    assert!(git(&scratch, &["add", "--force", "."]));
    assert_eq!(primary(&scratch), (evidence, None));
}

#[test]
fn readiness_in_every_format_for_a_reader() {
    let scratch = example();
    scratch.edit(
        ".artifacts/deployment/release-manifest.md",
        "| Support Lead | yes |",
        "| Support Lead | no |",
    );
    for format in ["junit", "github", "markdown"] {
        let outcome = scratch.run(READINESS, &["--format", format, "--verified-by", "A. Okafor"]);
        let stable = outcome.stdout.replace(env!("CARGO_PKG_VERSION"), "VERSION");
        insta::assert_snapshot!(format!("readiness.{format}"), stable);
    }
}
