//! Shares, groups and samples.

use serde_json::{Value, json};
use test_support::Scratch;

use crate::{DEPLOYMENT, EXAMPLES, codes, executable};

const VALIDATION: &str = ".artifacts/deployment/post-deployment-validation.json";

/// The example with so many checks, of which the last `failed` did not pass.
fn with_checks(count: usize, failed: usize) -> Scratch {
    let scratch = DEPLOYMENT.scratch();
    let mut value: Value = serde_json::from_str(&scratch.read(VALIDATION)).unwrap();
    let checks = (0..count).map(|at| {
        let status = if at + failed < count { "pass" } else { "fail" };
        json!({"name": format!("Check {at}"), "kind": "smoke", "critical": at == 0, "status": status})
    });
    value["checks"] = checks.collect();
    value.as_object_mut().unwrap().remove("success_rate");
    scratch.write(VALIDATION, value.to_string());
    scratch
}

#[test]
fn a_share_is_never_rounded_up_to_its_threshold() {
    let launch = executable("validate_gate_11_launch");
    let scratch = with_checks(2000, 1);
    let outcome = scratch.run(&launch, &["--validation-threshold", "100%"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("(1999 of 2000)"), "{}", outcome.stdout);
    // 94.97 %, which many would print as 95.
    assert_eq!(with_checks(199, 10).run(&launch, &[]).code, 1);
    assert_eq!(with_checks(200, 10).run(&launch, &[]).code, 0, "190 of 200 are 95 %");
    // What a file says of itself may be rounded, and is not what is judged.
    for (declared, own, all) in [("0.9995", 0, 1), ("1.0", 0, 1), ("0.99", 1, 1), ("0.998", 1, 1)] {
        let scratch = with_checks(2000, 1);
        let text = scratch.read(VALIDATION);
        let declaring = format!("{{\"success_rate\": {declared},");
        scratch.write(VALIDATION, text.replacen('{', &declaring, 1));
        let code = |flags: &[&str]| scratch.run(&launch, flags).code;
        assert_eq!(code(&[]), own, "{declared}");
        assert_eq!(code(&["--validation-threshold", "1"]), all, "{declared}");
    }
}

#[test]
fn a_group_of_which_nothing_is_known_is_not_judged_to_be_good() {
    let scratch = DEPLOYMENT.scratch();
    scratch.remove(VALIDATION);
    let outcome = scratch.run(&executable("validate_gate_11_launch"), &["--format", "json"]);
    let json = outcome.json();
    let of = |id: &str| {
        let criteria = json["criteria"].as_array().unwrap();
        let found = criteria.iter().find(|criterion| criterion["id"] == id);
        found.unwrap_or_else(|| panic!("no {id}"))["verdict"].as_str().unwrap().to_owned()
    };
    for criterion in ["validation-rate", "critical-checks-pass"] {
        assert_eq!(of(criterion), "indeterminate", "{criterion}");
    }
    assert_eq!(outcome.code, 1);
    let monitoring = &EXAMPLES[2];
    let scratch = monitoring.scratch();
    let audit = ".artifacts/monitoring/instrumentation-audit.json";
    let mut value: Value = serde_json::from_str(&scratch.read(audit)).unwrap();
    value["services"][0]["telemetry"] = json!({});
    scratch.write(audit, value.to_string());
    assert_eq!(monitoring.judge(&scratch).code, 1, "a service without signals");
}

#[test]
fn a_sample_that_does_not_span_its_time_is_too_small() {
    let scratch = DEPLOYMENT.scratch();
    let log = ".artifacts/deployment/deployment-health-log.md";
    let text = scratch.read(log);
    let is_sample = |line: &str| line.starts_with("| 2026-");
    for kept in ["22:05 UTC", "22:35 UTC", "23:05 UTC"] {
        let lines = text.lines().filter(|line| !is_sample(line) || line.contains(kept));
        scratch.write(log, lines.fold(String::new(), |text, line| text + line + "\n"));
        let outcome = DEPLOYMENT.judge(&scratch);
        let codes = codes(&outcome);
        assert_eq!(outcome.code, 1, "samples at {kept} alone");
        assert!(codes.contains(&"samples-do-not-span-window".to_owned()), "{kept}: {codes:?}");
    }
}

#[test]
fn nothing_out_of_nothing_is_no_share() {
    let pre_deployment = &EXAMPLES[0];
    let results = ".artifacts/pre-deployment/staging-test-results.json";
    let scratch = pre_deployment.scratch();
    let mut value: Value = serde_json::from_str(&scratch.read(results)).unwrap();
    let suite = &mut value["suites"][0];
    for key in ["total", "passed", "failed", "skipped"] {
        suite[key] = 0.into();
    }
    scratch.write(results, value.to_string());
    let outcome = pre_deployment.judge(&scratch);
    assert_eq!(outcome.code, 1);
    assert!(codes(&outcome).contains(&"suite-empty".to_owned()), "{:?}", codes(&outcome));
    for (total, passed, failed) in [(42, 43, 0), (0, 42, 0), (42, 42, 1), (42, 42, -1)] {
        let scratch = pre_deployment.scratch();
        let mut value: Value = serde_json::from_str(&scratch.read(results)).unwrap();
        let suite = &mut value["suites"][0];
        (suite["total"], suite["passed"]) = (total.into(), passed.into());
        suite["failed"] = failed.into();
        scratch.write(results, value.to_string());
        assert_eq!(pre_deployment.judge(&scratch).code, 1, "{passed} and {failed} of {total}");
    }
}

#[test]
fn an_empty_denominator_scores_nothing() {
    let launch = executable("validate_gate_11_launch");
    for threshold in ["0", "0%", "0.95", "1"] {
        let outcome = with_checks(0, 0).run(&launch, &["--validation-threshold", threshold]);
        assert_eq!(outcome.code, 1, "0 of 0 against {threshold}: {}", outcome.stdout);
    }
    let sustainment = &EXAMPLES[4];
    let scratch = sustainment.scratch();
    let capacity = ".artifacts/maintenance/capacity-analysis.csv";
    let text = scratch.read(capacity);
    for nothing in ["0,0,100%", "0,0,1", "0,0,"] {
        scratch.write(capacity, text.replace("6,6,100%", nothing));
        assert_eq!(sustainment.judge(&scratch).code, 1, "{nothing}");
    }
}

#[test]
fn what_was_never_acknowledged_is_not_left_out_of_the_count() {
    let monitoring = &EXAMPLES[2];
    let tests = ".artifacts/monitoring/alert-test-results.json";
    for absent in [Value::Null, "".into(), "-".into(), "never".into()] {
        let scratch = monitoring.scratch();
        let mut value: Value = serde_json::from_str(&scratch.read(tests)).unwrap();
        value["tests"][1]["acknowledged_at"] = absent.clone();
        scratch.write(tests, value.to_string());
        assert_eq!(monitoring.judge(&scratch).code, 1, "acknowledged at {absent}");
    }
    let scratch = monitoring.scratch();
    let mut value: Value = serde_json::from_str(&scratch.read(tests)).unwrap();
    for test in value["tests"].as_array_mut().unwrap() {
        let test = test.as_object_mut().unwrap();
        test.remove("acknowledged_at");
        test.remove("acknowledged_by");
    }
    scratch.write(tests, value.to_string());
    let outcome = monitoring.judge(&scratch);
    assert_eq!(outcome.code, 1);
    assert!(codes(&outcome).contains(&"alert-not-acknowledged".to_owned()));
}
