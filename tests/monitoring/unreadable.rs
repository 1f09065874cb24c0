//! Evidence of another gate that is there and cannot be read is not taken for absent.

use crate::SUITE;

const ALERTS: &str = env!("CARGO_BIN_EXE_validate_gate_12_alerts");
const HANDOFF: &str = env!("CARGO_BIN_EXE_validate_gate_12_handoff");

/// The verdict of `executable` on `criterion` when `file` holds `text`, or is not there.
fn verdict(executable: &str, criterion: &str, file: &str, text: Option<&str>) -> String {
    let scratch = SUITE.example();
    let file = format!(".artifacts/monitoring/{file}");
    match text {
        Some(text) => scratch.write(&file, text),
        None => scratch.remove(&file),
    }
    let json = scratch.run(executable, &["--format", "json"]).json();
    let mut criteria = json["criteria"].as_array().unwrap().iter();
    let found = criteria.find(|it| it["id"] == criterion).unwrap();
    found["verdict"].as_str().unwrap().to_owned()
}

#[test]
fn a_broken_audit_does_not_excuse_a_critical_service_that_was_not_tested() {
    let of = |text| verdict(ALERTS, "critical-services-tested", "instrumentation-audit.json", text);
    assert_eq!(of(None), "not_applicable");
    let empty = r#"{"release": "2.4.0", "services": []}"#;
    for text in ["{not json", "", "[]", r#"{"release": "2.4.0"}"#, empty] {
        assert_eq!(of(Some(text)), "indeterminate", "{text}");
    }
}

#[test]
fn broken_test_results_do_not_let_an_approval_come_before_them() {
    let of = |text| verdict(HANDOFF, "operations-approval", "alert-test-results.json", text);
    assert_eq!(of(None), "pass");
    assert_eq!(of(Some("{not json")), "indeterminate");
}
