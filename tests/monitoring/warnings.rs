//! Where a warning ends: what is just in order is not even warned about.

use crate::SUITE;

const ASSURANCE: &str = env!("CARGO_BIN_EXE_validate_gate_12_assurance");
const HANDOFF: &str = env!("CARGO_BIN_EXE_validate_gate_12_handoff");

/// What `executable` finds after `find` was replaced by `with` in an evidence file.
fn codes(executable: &str, file: &str, find: &str, with: &str) -> Vec<String> {
    let scratch = SUITE.example();
    scratch.edit(&format!(".artifacts/monitoring/{file}"), find, with);
    scratch.run(executable, &["--format", "json"]).codes()
}

#[test]
fn a_gap_is_overdue_from_the_day_after_unless_it_is_closed() {
    let due = |with| {
        let planned = "| Henrik Solberg | 2026-12-18 | planned |";
        codes(ASSURANCE, "improvement-backlog.md", planned, with)
    };
    assert_eq!(due("| Henrik Solberg | 2026-11-20 | planned |"), ["gap-overdue"]);
    assert_eq!(due("| Henrik Solberg | 2026-11-21 | planned |"), Vec::<String>::new());
    assert_eq!(due("| Henrik Solberg | 2026-11-20 | Closed |"), Vec::<String>::new());
}

#[test]
fn a_checked_task_is_closed() {
    let tasks = |mark: &str| {
        let scratch = SUITE.example();
        let due = "owner: Ingrid Novak, due: 2026-11-20";
        scratch.write(
            ".artifacts/monitoring/improvement-backlog.md",
            format!(
                "- [{mark}] GAP-03: x ({due})\n- [x] GAP-04: x ({due})\n- [x] GAP-06: x ({due})\n"
            ),
        );
        scratch.run(ASSURANCE, &["--format", "json"]).codes()
    };
    assert_eq!(tasks(" "), ["gap-overdue"]);
    assert_eq!(tasks("x"), Vec::<String>::new());
}

#[test]
fn a_rotation_may_start_on_the_effective_day() {
    let effective = |with| {
        let date = "\"effective_date\": \"2026-11-21\"";
        codes(HANDOFF, "monitoring-approval-record.json", date, with)
    };
    assert_eq!(effective("\"effective_date\": \"2026-11-20\""), Vec::<String>::new());
    assert_eq!(effective("\"effective_date\": \"2026-11-19\""), ["on-call-too-late"]);
}

#[test]
fn a_check_that_runs_now_has_not_passed() {
    let next = |with| {
        let run = "\"next_run\": \"2026-11-21T09:05:00Z\"";
        codes(ASSURANCE, "observability-schedule.json", run, with)
    };
    assert_eq!(next("\"next_run\": \"2026-11-21T09:00:00Z\""), Vec::<String>::new());
    assert_eq!(next("\"next_run\": \"2026-11-21T08:59:59Z\""), ["next-run-passed"]);
}
