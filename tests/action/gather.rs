//! What the jobs of `gates.yml` keep, and the one verdict that is made of it.

use test_support::Scratch;

use crate::composite::{Composite, Run, Runner};

/// Keeps the verdict of job `job` of `jobs`, and lays it where the download would.
fn keep(kept: &Scratch, (job, jobs): (&str, &str), repository: &str, verdict: &str) {
    let report = kept.file("report.json");
    std::fs::write(&report, "{}").unwrap();
    let runner = Runner::new();
    let inputs = [
        ("job", job),
        ("jobs", jobs),
        ("repository", repository),
        ("protocol", "11"),
        ("verdict", verdict),
        ("report-path", report.to_str().unwrap()),
        ("sarif-path", ""),
    ];
    let run = Composite::named("keep-verdict").run(&runner, &Scratch::empty(), &inputs);
    assert_eq!(run.code, 0, "{}", run.log);
    let folder = std::path::Path::new(run.output("folder"));
    assert!(folder.join("report.json").is_file());
    let line = std::fs::read(folder.join("verdict.tsv")).unwrap();
    kept.write(&format!("ray-gates.{job}/verdict.tsv"), line);
}

fn kept(verdicts: &[&str]) -> Scratch {
    let kept = Scratch::empty();
    let jobs = verdicts.len().to_string();
    for (job, verdict) in verdicts.iter().enumerate() {
        keep(&kept, (&job.to_string(), &jobs), "acme/orders", verdict);
    }
    kept
}

fn gather(kept: &Scratch, result: &str) -> Run {
    let inputs = [("folder", "."), ("result", result)];
    Composite::named("gather-verdicts").run(&Runner::new(), kept, &inputs)
}

#[test]
fn the_gravest_verdict_is_the_verdict_of_all() {
    for (verdicts, result, code, all) in [
        (&["pass", "pass"][..], "success", 0, "pass"),
        (&["pass", "waived"], "success", 0, "waived"),
        (&["pass", "waived"], "failure", 1, "waived"),
        (&["waived", "fail", "pass"], "failure", 1, "fail"),
        (&["fail", "error", "pass"], "failure", 1, "error"),
        (&["pass", ""], "failure", 1, "error"),
        (&["pass", "PASS"], "success", 1, "error"),
    ] {
        let run = gather(&kept(verdicts), result);
        assert_eq!((run.code, run.output("verdict")), (code, all), "{verdicts:?}: {}", run.log);
    }
}

#[test]
fn jobs_that_did_not_end_well_are_no_pass_whatever_was_kept() {
    for result in ["failure", "cancelled", "skipped", ""] {
        let run = gather(&kept(&["pass", "pass"]), result);
        assert_eq!((run.code, run.output("verdict")), (1, "error"), "{result}: {}", run.log);
    }
    let run = gather(&kept(&["pass", "fail"]), "success");
    assert_eq!((run.code, run.output("verdict")), (1, "error"), "{}", run.log);
}

#[test]
fn nothing_kept_or_a_job_missing_is_no_pass() {
    let one_missing = kept(&["pass", "pass", "pass"]);
    one_missing.remove("ray-gates.1/verdict.tsv");
    for kept in [&Scratch::empty(), &one_missing] {
        let run = gather(kept, "success");
        assert_eq!((run.code, run.output("verdict")), (1, "error"), "{}", run.log);
    }
    assert!(gather(&one_missing, "success").summary.contains("2 of 3 jobs reported"));
}

#[test]
fn a_line_that_no_job_of_this_run_wrote_is_an_error() {
    for line in [
        "",
        "\n",
        "0\t1\tacme/orders\t11\n",
        "1\t1\tacme/orders\t11\tpass\n",
        "0\t2\tacme/orders\t11\tpass\n",
        "08\t1\tacme/orders\t11\tpass\n",
        "a[$(touch pwned)]\t1\tacme/orders\t11\tpass\n",
        "0\t1\tacme/orders\t11\tpass\textra\n",
    ] {
        let kept = kept(&["pass"]);
        kept.write("ray-gates.0/verdict.tsv", line);
        let run = gather(&kept, "success");
        assert_eq!((run.code, run.output("verdict")), (1, "error"), "{line:?}: {}", run.log);
        assert!(!kept.file("pwned").exists());
    }
    let twice = kept(&["pass", "pass"]);
    twice.write("ray-gates.1/verdict.tsv", twice.read("ray-gates.0/verdict.tsv"));
    assert_eq!(gather(&twice, "success").output("verdict"), "error");
}

#[test]
fn the_table_is_in_the_order_of_the_jobs_and_holds_no_text_of_others() {
    let kept = Scratch::empty();
    keep(&kept, ("10", "2"), "acme/zebra", "pass");
    kept.remove("ray-gates.10/verdict.tsv");
    keep(&kept, ("1", "2"), "acme/b | <img>\n::error::x", "pass");
    keep(&kept, ("0", "2"), "acme/orders", "waived");
    let run = gather(&kept, "success");
    assert_eq!(run.code, 0, "{}", run.log);
    insta::assert_snapshot!(run.summary);
}
