//! Each kind of finding: the document with one thing wrong, and where the finding stands.

use super::{check, edited, entries, findings};

/// What is put between `«` and `»` is where the finding must stand.
fn disagrees(find: &str, with: &str, code: &str) {
    let marked = edited(find, with);
    let before = marked.split('«').next().unwrap();
    let line = before.lines().count() + usize::from(before.ends_with('\n'));
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    let text = marked.replace(['«', '»'], "");
    let place = (code.to_owned(), Some(line as u64), Some(column as u64));
    assert_eq!(findings(&text), [place], "{with}");
}

/// The document agrees with this change too.
fn agrees(find: &str, with: &str) {
    assert_eq!(findings(&edited(find, with)), [], "{with}");
}

#[test]
fn finds_a_script_that_no_executable_answers_to() {
    let call = "python scripts/validate_gate_10_intake.py --drift-threshold low";
    for wrong in [
        "python «scripts/validate_gate_10_intak.py» --drift-threshold low; validate_gate_10_intake",
        "«validate-gate-10-intake.py»; validate_gate_10_intake",
        "«scripts/validate_gate_10_budget.py»; validate_gate_10_intake",
    ] {
        disagrees(call, wrong, "doc-unknown-script");
    }
    disagrees(
        "The manifest is written with",
        "See «validate_gate_99_everything» too. It is written with",
        "doc-unknown-script",
    );
    agrees(call, "./validate_gate_10_intake.exe --drift-threshold low");
    agrees(call, "cat scripts/validate_gate_10_*.py; validate_gate_10_intake");
}

#[test]
fn warns_of_a_script_that_belongs_to_no_gate_unless_the_repository_has_it() {
    let text = edited(
        "## Every night",
        "Run `python scripts/collect_numbers.py --all`.\n\n## Every night",
    );
    let outcome = check(&text, &["--format", "json"]);
    let entry = &entries(&outcome, "findings")[0];
    assert_eq!(entry["code"], "doc-helper-script");
    assert_eq!(entry["level"], "warning");
    assert_eq!(outcome.code, 0);
    assert_eq!(check(&text, &["--strict"]).code, 1);
    let scratch = test_support::Scratch::empty();
    scratch.write("release.md", &text);
    scratch.write("scripts/collect_numbers.py", "");
    assert_eq!(scratch.run(super::RAY_GATES, &["check-docs", ".", "--strict"]).code, 0);
}

#[test]
fn finds_a_flag_that_the_executable_does_not_take() {
    let coverage = "validate_gate_10_rehearsal.py --coverage 0.90`";
    for wrong in [
        "validate_gate_10_rehearsal.py «--coverge» 0.90`",
        "validate_gate_10_rehearsal.py «--rto=10» --coverage 0.90`",
        "validate_gate_10_rehearsal.py --coverage 0.90 «0.91»`",
        "validate_gate_10_rehearsal.py «--quiet» --verbose`",
        "validate_gate_10_rehearsal.py «-x» --coverage 0.90`",
    ] {
        disagrees(coverage, wrong, "doc-bad-flag");
    }
    agrees(
        coverage,
        "validate_gate_10_rehearsal.py --coverage=90% -C . --format json --now \"$NOW\"`",
    );
    agrees(coverage, "validate_gate_10_rehearsal.py --coverage RATIO $MORE --format ${{ env.F }}`");
}

#[test]
fn finds_a_flag_in_a_workflow_over_continued_lines() {
    disagrees(
        "--output .artifacts/protocol-manifests",
        "«--outputs» .artifacts/protocol-manifests",
        "doc-bad-flag",
    );
}

#[test]
fn finds_every_flag_that_is_wrong() {
    let text = edited("--coverage 0.90", "--covrage 0.90 --formt json --format xml");
    let codes: Vec<String> = findings(&text).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["doc-bad-flag", "doc-bad-flag", "doc-bad-value"]);
}

#[test]
fn finds_a_value_that_the_executable_would_refuse() {
    disagrees("--drift-threshold low", "--drift-threshold «lwo»", "doc-bad-value");
    disagrees("--coverage 0.90", "--coverage «90»", "doc-bad-value");
    disagrees("--severity-threshold=high", "«--severity-threshold=bad»", "doc-bad-value");
    disagrees("--threshold 95%", "--threshold 95% --format «xml»", "doc-bad-value");
    disagrees("--threshold 95%", "--threshold 95% «--format»", "doc-bad-value");
}

#[test]
fn finds_a_value_that_is_looser_than_the_protocols_own() {
    disagrees("--coverage 0.90", "--coverage «0.85»", "doc-looser-value");
    disagrees("--rto \"$RTO\"", "--rto «'15'»", "doc-looser-value");
    disagrees("--drift-threshold low", "--drift-threshold «medium»", "doc-looser-value");
    agrees("--coverage 0.90", "--coverage 0.99");
    agrees("--rto \"$RTO\"", "--rto 5m");
}

#[test]
fn finds_evidence_under_another_name() {
    for wrong in ["«intake-validation-reports.json»", "«Intake-Validation-Report.json»"] {
        disagrees(
            "`intake-validation-report.json`,",
            &format!("`intake-validation-report.json`, `{wrong}`,"),
            "doc-evidence-misspelt",
        );
    }
    agrees("`intake-validation-report.json`,", "`intake-validation-report.json`, `minutes.json`,");
}

#[test]
fn finds_evidence_in_a_folder_in_which_nobody_looks() {
    disagrees(
        "| `staging-parity-report.json` | `.artifacts/pre-deployment/`",
        "| `«staging-parity-report.json»` | `.artifacts/deployment/`",
        "doc-evidence-folder",
    );
    disagrees(
        "`intake-validation-report.json`,",
        "`«.artifacts/monitoring/intake-validation-report.json»`,",
        "doc-evidence-folder",
    );
    disagrees(
        "--output .artifacts/pre-deployment/`",
        "--output «.artifacts/predeployment/»`",
        "doc-evidence-folder",
    );
    agrees(
        "`intake-validation-report.json`,",
        "`.artifacts/protocol-14/intake-validation-report.json`,",
    );
    agrees("`intake-validation-report.json`,", "`templates/intake-validation-report.json`,");
}

#[test]
fn warns_of_a_file_in_an_evidence_folder_that_nobody_reads() {
    disagrees(
        "The manifest is written with",
        "Notes go to `«.artifacts/pre-deployment/notes.md»`. The manifest is written with",
        "doc-evidence-unread",
    );
    agrees(
        "The manifest is written with",
        "Notes go to `.artifacts/minutes/notes.md` or `<folder>/notes.md`. It is written with",
    );
}

#[test]
fn warns_of_evidence_that_the_gate_of_the_section_does_not_read() {
    disagrees(
        "`intake-validation-report.json`,",
        "`intake-validation-report.json`, `«readiness-approval.json»`,",
        "doc-evidence-other-gate",
    );
}

#[test]
fn warns_of_evidence_and_gates_that_the_document_never_names() {
    let text = edited("`rollback-verification-report.json`, ", "");
    let entry = &entries(&check(&text, &["--format", "json"]), "findings")[0];
    assert_eq!(entry["code"], "doc-evidence-unmentioned");
    assert_eq!(entry["expected"], "rollback-verification-report.json");
    let (before, rest) = super::RELEASE.split_once("### Gate 3").unwrap();
    let (_, after) = rest.split_once("### Gate 4").unwrap();
    let text = format!("{before}### Gate 4{after}");
    let codes: Vec<String> = findings(&text).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["doc-evidence-unmentioned", "doc-gate-unmentioned"]);
}

#[test]
fn finds_a_gate_of_another_title_or_number() {
    disagrees("Rollback & Security Gate", "«Rollback Gate»", "doc-gate-title");
    disagrees("### Gate 3: ", "### Gate «7»: ", "doc-gate-number");
    disagrees(
        "FAILED: Deployment Rehearsal Gate",
        "FAILED: «Rehearsal of Deployment»",
        "doc-gate-title",
    );
    disagrees("## When", "### Gate 5: «Budget Gate»\n\n## When", "doc-gate-unjudged");
    agrees("### Gate 3: Rollback & Security Gate", "**Gate 3: Rollback and Security**");
    agrees("FAILED: Deployment Rehearsal Gate", "FAILED: {title}");
}

#[test]
fn finds_a_section_that_calls_the_executable_of_another_gate() {
    disagrees(
        "`validate_gate_10_security --rto \"$RTO\" --severity-threshold=high`",
        "`«validate_gate_10_intake»`",
        "doc-gate-script",
    );
}

#[test]
fn warns_of_a_waiver_where_there_can_be_none() {
    let text = super::RELEASE
        .replace("FAILED: Deployment Rehearsal Gate", "FAILED: Readiness Approval Gate")
        .replace("the share of targeted suites covered is ≥ 0.90", "it is ready");
    assert_eq!(findings(&text), [("doc-waiver-offered".to_owned(), Some(46), Some(6))]);
}

#[test]
fn finds_a_threshold_in_words_that_is_not_the_one_in_force() {
    disagrees("at least 90 percent", "at least «85 percent»", "doc-threshold");
    disagrees("at least 90 percent", "≥ «85%»", "doc-threshold");
    disagrees("at least 90 percent", "at least «0.85»", "doc-threshold");
    disagrees("at least 90 percent", "«95 %»", "doc-threshold");
    disagrees("covered is ≥ 0.90", "covered is ≥ «0.91»", "doc-threshold");
    disagrees("longer than 10 minutes", "longer than «15 minutes»", "doc-threshold");
    disagrees("longer than 10 minutes", "longer than «1h»", "doc-threshold");
    agrees("at least 90 percent", "at least 0.9");
    agrees("longer than 10 minutes", "longer than 600 seconds");
}

#[test]
fn a_number_that_may_be_about_something_else_is_not_a_finding() {
    for other in [
        "no more than 5 % of the targeted suites are flaky",
        "coverage of the targeted suites is at least 90 percent; 40 % of the budget is left",
        "version 0.80 of the targeted suites",
        "the team answers within 15 minutes",
    ] {
        agrees("coverage of the targeted suites is at least 90 percent", other);
    }
    // Outside of what is written about a gate no number is a threshold.
    agrees(
        "## Every night",
        "Coverage of the targeted suites was 85% last year.\n\n## Every night",
    );
}

#[test]
fn finds_a_protocol_by_a_number_that_it_never_had() {
    disagrees("Protocol 15: Production", "Protocol «13»: Production", "doc-protocol-number");
    disagrees("# Protocol 14: ", "# Protocol «16»: ", "doc-protocol-number");
    disagrees(
        "name: Protocol 14 Validation",
        "name: Protocol «17» Validation",
        "doc-protocol-number",
    );
    agrees("Protocol 15: Production", "Protocol 11: Production");
    agrees(
        "Protocol 15: Production Deployment & Release Management",
        "Protocol 3: Product Discovery",
    );
}

#[test]
fn what_belongs_to_another_protocol_or_comes_from_upstream_is_but_a_warning() {
    let levels = |find: &str, with: &str| {
        let outcome = check(&edited(find, with), &["--format", "json"]);
        let entries = entries(&outcome, "findings");
        let shown = entries.iter().map(|entry| (entry["code"].clone(), entry["level"].clone()));
        (outcome.code, shown.collect::<Vec<_>>())
    };
    let one = |code: &str| vec![(code.into(), "warning".into())];
    let upstream = "`.artifacts/elsewhere/QUALITY-AUDIT-PACKAGE.zip`";
    let moved = levels("`QUALITY-AUDIT-PACKAGE.zip`", upstream);
    assert_eq!(moved, (0, one("doc-evidence-folder")));
    let other = "`alert-tuning-reports.md` and `UAT-CLOSURE-PACKAGE.zip`";
    assert_eq!(levels("`UAT-CLOSURE-PACKAGE.zip`", other), (0, one("doc-evidence-misspelt")));
}
