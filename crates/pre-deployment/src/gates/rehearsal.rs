//! Gate 10.2, deployment rehearsal: the log of the run holds no error and an end, and the tests that
//! matter ran and passed.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ray_core::finding::{Code, Finding};
use ray_core::gate::{
    Case, Criterion, Evidence, Gate, Judged, Judgement, Reading, declared_mismatch,
};
use ray_core::shape::person::lacking;
use ray_core::value::pattern::Allowance;
use ray_core::value::words::fold;

use crate::evidence::deployment_log::{self, Blocking, DeploymentLog};
use crate::evidence::test_results::{Suite, TestResults};

/// Gate 10.2.
pub static GATE: Gate<Inputs> = Gate { name: "rehearsal", codes: CODES, read, criteria: CRITERIA };

const LOG_ERROR: Code = Code::error(
    "log-error",
    "The log of the run holds a blocking error",
    "Find out what failed and rehearse again; a line that does no harm can be allowed in ray.toml, with the reason",
    "2026-11-17T09:41:02Z ERROR deploy: migration 241 failed",
);
const LOG_ERROR_ALLOWED: Code = Code::warning(
    "log-error-allowed",
    "The log holds an error that the team allows",
    "Make sure that the reason still holds; remove the allowance when the error is gone",
    "2026-11-17T09:41:02Z ERROR legacy: relation \"carts\" does not exist   (allowed in ray.toml)",
);
const ALLOWANCE_UNUSED: Code = Code::warning(
    "allowance-unused",
    "No error of the log matches an allowance",
    "Remove the allowance from ray.toml before it covers something else",
    r#"allow = [{pattern = "carts", reason = "OPS-412"}]   (no such line)"#,
);
const LOG_TRUNCATED: Code = Code::error(
    "log-truncated",
    "The log does not show that the run came to its end",
    "Record the whole run; its last lines must say that it completed, or exit with code 0",
    "(a log whose last line is `[7/9] retire: stopping orders-api`)",
);
const SUITE_NOT_RUN: Code = Code::error(
    "suite-not-run",
    "Tests of a kind that is needed were not run",
    "Run smoke tests and regression tests against the rehearsed release",
    r#"{"suites": [{"kind": "smoke"}]}   (no regression tests)"#,
);
const RESULTS_DO_NOT_ADD_UP: Code = Code::error(
    "results-do-not-add-up",
    "Passed, failed and skipped tests do not add up to the total",
    "Take all four numbers from the report of the same run",
    r#"{"total": 42, "passed": 40, "failed": 0, "skipped": 0}"#,
);
const SUITE_EMPTY: Code = Code::error(
    "suite-empty",
    "A suite holds no test",
    "Run the suite again; a run that found no test shows nothing",
    r#"{"name": "smoke", "total": 0}"#,
);
const TESTS_NOT_RUN: Code = Code::error(
    "tests-not-run",
    "Tests of a targeted suite were not run",
    "Run the skipped tests, or do not target the suite",
    r#"{"total": 100, "passed": 80, "failed": 0, "skipped": 20}"#,
);
const CRITICAL_TEST_FAILED: Code = Code::error(
    "critical-test-failed",
    "A test of a critical suite failed",
    "Roll staging back, find the cause, and rehearse again",
    r#"{"critical": true, "failed": 1}"#,
);
const NO_CRITICAL_SUITE: Code = Code::error(
    "no-critical-suite",
    "No suite is marked as critical",
    "Mark the suites whose failure stops the release, the smoke tests at least",
    r#"{"suites": [{"kind": "smoke", "critical": false}]}"#,
);
const SUITE_LISTED_TWICE: Code = Code::error(
    "suite-listed-twice",
    "The results list a suite twice",
    "Keep the run that counts; a suite that is counted twice hides what another skipped",
    r#"{"suites": [{"name": "smoke"}, {"name": "Smoke"}]}"#,
);
const FAILURE_UNMITIGATED: Code = Code::error(
    "failure-unmitigated",
    "A suite has a failed test that nobody deals with",
    "Add a mitigation with an owner and a plan, or make the test pass",
    r#"{"critical": false, "failed": 1}   (no mitigation)"#,
);

const CODES: &[&Code] = &[
    &LOG_ERROR,
    &LOG_ERROR_ALLOWED,
    &ALLOWANCE_UNUSED,
    &LOG_TRUNCATED,
    &SUITE_NOT_RUN,
    &RESULTS_DO_NOT_ADD_UP,
    &SUITE_EMPTY,
    &TESTS_NOT_RUN,
    &CRITICAL_TEST_FAILED,
    &NO_CRITICAL_SUITE,
    &SUITE_LISTED_TWICE,
    &FAILURE_UNMITIGATED,
];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("log-clean", log_clean),
    ("run-finished", run_finished),
    ("suites-run", suites_run),
    ("results-add-up", results_add_up),
    ("coverage-reached", coverage_reached),
    ("coverage-as-declared", coverage_as_declared),
    ("critical-tests-pass", critical_tests_pass),
    ("failures-mitigated", failures_mitigated),
];

/// Kinds of tests that must have run.
const KINDS: [&str; 2] = ["smoke", "regression"];

/// The evidence of the gate.
pub struct Inputs {
    log: Evidence<DeploymentLog>,
    /// For each allowance, how many errors of the log it covers.
    covered: Vec<u64>,
    tests: Evidence<TestResults>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    let allowances = reading.settings().allowances("allowed-lines").unwrap_or_default();
    let mut covered = vec![0; allowances.len()];
    let log = reading.stream("deployment-run", |read, path, notes| {
        let allowed = &mut |line: &str| {
            let count = covering(allowances, line).and_then(|at| covered.get_mut(at));
            count.map(|count: &mut u64| *count += 1).is_some()
        };
        Some(deployment_log::read(read, path, notes, allowed))
    });
    Inputs { log, covered, tests: reading.object("test-results", TestResults::read) }
}

/// The first of `allowances` that accepts `line`.
fn covering(allowances: &[Allowance], line: &str) -> Option<usize> {
    allowances.iter().position(|allowance| allowance.pattern.is_in(line.as_bytes()))
}

fn log_clean(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let log = inputs.log.get(judgement)?;
    let clean = log.lines.saturating_sub(log.blocking.len());
    judgement.tally(u64::try_from(clean).unwrap_or(u64::MAX), 0, || LOG_ERROR.at(log));
    for error in &log.blocking {
        judgement.count(LOG_ERROR.at(&log.place_of(error)).message(describe(error)));
    }
    let allowances = judgement.settings.allowances("allowed-lines")?;
    for (allowance, &count) in allowances.iter().zip(&inputs.covered) {
        judgement.warn(match count {
            0 => ALLOWANCE_UNUSED
                .at(log)
                .message(format!("No error of the log matches the allowance {allowance}")),
            _ => LOG_ERROR_ALLOWED
                .at(log)
                .message(format!("Errors of the log that are allowed by {allowance}: {count}")),
        });
    }
    Ok(())
}

fn describe(error: &Blocking) -> Cow<'static, str> {
    match error.raised() {
        Some(raised) => format!("The log holds {}: {raised}", error.kind).into(),
        None => error.kind.sentence().into(),
    }
}

fn run_finished(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let log = inputs.log.get(judgement)?;
    judgement.count(Case::when(log.completion.is_some(), || {
        LOG_TRUNCATED
            .at(log)
            .expected("a line such as `deployment completed successfully`, near the end")
            .actual("none")
    }));
    Ok(())
}

fn suites_run(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let tests = inputs.tests.get(judgement)?;
    for wanted in KINDS {
        // What is not targeted may be skipped, and shows nothing.
        let of_kind = |suite: &&Suite| {
            suite.targeted && suite.kind.as_ref().is_some_and(|kind| fold(&kind.value) == wanted)
        };
        let mut suites = tests.suites.iter().filter(of_kind);
        judgement.count(Case::when(
            suites.any(|suite| suite.run().is_some_and(|run| run > 0)),
            || {
                SUITE_NOT_RUN
                    .at(&tests.place)
                    .message(format!("No {wanted} test was run"))
                    .expected(format!(
                        "a suite of the kind {wanted} with tests that passed or failed"
                    ))
                    .actual("none")
            },
        ));
    }
    Ok(())
}

fn results_add_up(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let mut seen = BTreeSet::new();
    for suite in &inputs.tests.get(judgement)?.suites {
        judgement.count(adds_up(suite));
        if !seen.insert(fold(&suite.name)) {
            judgement.fail(SUITE_LISTED_TWICE.at(&suite.place).actual(suite.name.clone()));
        }
    }
    Ok(())
}

fn adds_up(suite: &Suite) -> Case {
    let (Some(total), Some(skipped)) = (&suite.total, &suite.skipped) else {
        return Case::Unreadable;
    };
    if suite.passed.is_none() || suite.failed.is_none() {
        return Case::Unreadable;
    }
    if total.value == 0 {
        return SUITE_EMPTY
            .at(total)
            .message(format!("The suite \"{}\" holds no test", suite.name))
            .expected("at least 1")
            .actual("0")
            .into();
    }
    let sum = suite.run().and_then(|run| run.checked_add(skipped.value));
    Case::when(sum == Some(total.value), || {
        RESULTS_DO_NOT_ADD_UP
            .at(total)
            .message(format!("The results of the suite \"{}\" do not add up", suite.name))
            .expected(
                sum.map_or_else(|| "numbers that can be added".to_owned(), |sum| sum.to_string()),
            )
            .actual(total.value.to_string())
    })
}

fn targeted(tests: &TestResults) -> impl Iterator<Item = &Suite> {
    tests.suites.iter().filter(|suite| suite.targeted)
}

fn coverage_reached(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    for suite in targeted(inputs.tests.get(judgement)?) {
        match (&suite.total, suite.run()) {
            (Some(total), Some(run)) if run <= total.value => {
                judgement.tally(run, total.value - run, || not_run(suite, total.value - run));
            }
            _ => judgement.count(Case::Unreadable),
        }
    }
    Ok(())
}

fn not_run(suite: &Suite, tests: u64) -> Finding {
    let at = suite.skipped.as_ref().or(suite.total.as_ref());
    let finding = match at {
        Some(at) => TESTS_NOT_RUN.at(at),
        None => TESTS_NOT_RUN.at(&suite.place),
    };
    finding
        .message(format!("Tests of the suite \"{}\" were not run: {tests}", suite.name))
        .expected("0")
        .actual(tests.to_string())
}

fn coverage_as_declared(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let tests = inputs.tests.get(judgement)?;
    let Some(declared) = &tests.coverage else {
        judgement.not_applicable("the results declare no coverage");
        return Ok(());
    };
    let (mut run, mut total) = (0_u64, 0_u64);
    for suite in targeted(tests) {
        run = run.saturating_add(suite.run().unwrap_or(0));
        total = total.saturating_add(suite.total.as_ref().map_or(0, |total| total.value));
    }
    judgement.count(declared_mismatch("coverage", declared, run, total));
    Ok(())
}

fn critical_tests_pass(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let suites = &inputs.tests.get(judgement)?.suites;
    let mut critical = suites.iter().filter(|suite| suite.critical).peekable();
    if critical.peek().is_none() && !suites.is_empty() {
        let suites = &inputs.tests.get(judgement)?.place;
        judgement.fail(NO_CRITICAL_SUITE.at(suites).expected("\"critical\": true once"));
    }
    for suite in critical {
        judgement.count(match &suite.failed {
            None => Case::Unreadable,
            Some(failed) => Case::when(failed.value == 0, || {
                CRITICAL_TEST_FAILED
                    .at(failed)
                    .message(format!("Tests of the critical suite \"{}\" failed", suite.name))
                    .expected("0")
                    .actual(failed.value.to_string())
            }),
        });
    }
    Ok(())
}

fn failures_mitigated(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let suites = &inputs.tests.get(judgement)?.suites;
    let mut others = suites.iter().filter(|suite| !suite.critical).peekable();
    if others.peek().is_none() && !suites.is_empty() {
        judgement.not_applicable("every suite is critical");
    }
    for suite in others {
        judgement.count(mitigated(suite));
    }
    Ok(())
}

fn mitigated(suite: &Suite) -> Case {
    let Some(failed) = &suite.failed else {
        return Case::Unreadable;
    };
    let what = format!("the suite \"{}\"", suite.name);
    match &suite.mitigation {
        _ if failed.value == 0 => Case::Holds,
        Some(plan) => plan.check(&what, &FAILURE_UNMITIGATED),
        None if suite.mitigation_faulty => Case::Unreadable,
        None => lacking(&FAILURE_UNMITIGATED, failed, &what, "mitigation").into(),
    }
}
