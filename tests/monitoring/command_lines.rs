//! Every command line that the document of protocol 12 types is accepted as typed, from the root of the
//! repository; values that are none are refused with exit code 2.

use test_support::Scratch;
use test_support::scratch::finish;

use crate::{NOW, SUITE};

const INSTRUMENTATION: &str = env!("CARGO_BIN_EXE_validate_gate_12_instrumentation");
const ALERTS: &str = env!("CARGO_BIN_EXE_validate_gate_12_alerts");
const ASSURANCE: &str = env!("CARGO_BIN_EXE_validate_gate_12_assurance");
const HANDOFF: &str = env!("CARGO_BIN_EXE_validate_gate_12_handoff");
const PREREQUISITES: &str = env!("CARGO_BIN_EXE_validate_prerequisites_12");
const AGGREGATE: &str = env!("CARGO_BIN_EXE_aggregate_evidence_12");

#[test]
fn the_documents_command_lines_are_accepted_as_typed() {
    for (executable, arguments) in [
        (PREREQUISITES, vec![]),
        (INSTRUMENTATION, vec!["--threshold", "0.95"]),
        (ALERTS, vec!["--sla", "5"]),
        (ASSURANCE, vec![]),
        (HANDOFF, vec!["--threshold", "0.95"]),
        (AGGREGATE, vec!["--output", ".artifacts/monitoring/"]),
    ] {
        let scratch = SUITE.example();
        let mut command = Scratch::command(executable);
        command.current_dir(scratch.path()).args(&arguments).env("RAY_NOW", NOW);
        let outcome = finish(command);
        assert_eq!(
            outcome.code, 0,
            "{executable} {arguments:?}: {}{}",
            outcome.stdout, outcome.stderr
        );
    }
}

#[test]
fn an_sla_is_minutes_or_has_a_unit() {
    for (sla, code) in [("5", 0), ("5m", 0), ("300s", 0), ("0.1h", 0), ("225s", 0), ("224s", 1)] {
        let outcome = SUITE.example().run(ALERTS, &["--sla", sla]);
        assert_eq!(outcome.code, code, "{sla}: {}{}", outcome.stdout, outcome.stderr);
    }
}

#[test]
fn values_that_are_none_are_refused() {
    for (executable, arguments) in [
        (ALERTS, vec!["--sla", "NaN"]),
        (ALERTS, vec!["--sla", "inf"]),
        (ALERTS, vec!["--sla", "-5"]),
        (ALERTS, vec!["--sla", ""]),
        (ALERTS, vec!["--sla", "5 minutes"]),
        (ALERTS, vec!["--dashboard-threshold", "0.5"]),
        (INSTRUMENTATION, vec!["--threshold", "95"]),
        (HANDOFF, vec!["--threshold", "1.01"]),
        (ASSURANCE, vec!["--threshold", "0.95"]),
    ] {
        let outcome = SUITE.example().run(executable, &arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}: {}{}", outcome.stdout, outcome.stderr);
    }
}

#[test]
fn ray_toml_sets_sla_dashboards_and_roles_and_says_what_is_looser() {
    let scratch = SUITE.example();
    scratch.write(
        "ray.toml",
        "[monitoring.alerts]\nsla = \"10m\"\ndashboard_threshold = 0.95\n\
         [monitoring.handoff]\noperations_roles = [\"Operations\"]\n",
    );
    let outcome = scratch.run(ALERTS, &["--format", "json"]);
    assert_eq!(outcome.codes(), ["dashboard-invalid"]);
    let json = outcome.json();
    let settings = json["settings"].as_array().unwrap();
    let sla = settings.iter().find(|setting| setting["id"] == "sla").unwrap();
    assert_eq!((&sla["looser"], &sla["source"]), (&true.into(), &"ray.toml:2".into()));
    assert_eq!(scratch.run(HANDOFF, &["--format", "json"]).codes(), ["approval-missing"]);
}
