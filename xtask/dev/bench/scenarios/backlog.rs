//! Gate 18.1 over a large backlog, against Python loops with the same checks.

use crate::bench::input::backlog;
use crate::bench::scenario::{Contest, Goal, Growth, Input, Scenario, Subject};

const DICTREADER: &str = "Python, csv.DictReader";
const FILE: &str = "{root}/.artifacts/protocol-21/maintenance-backlog.csv";

pub(super) fn scenario() -> Scenario {
    let gate = ["{bin}/validate_gate_18_backlog", "--root", "{root}"];
    let gate = [&gate[..], &["--now", "2026-11-24T09:00:00Z", "--quiet"]].concat();
    let python = |name: &str, script: &str| {
        let script = format!("{{peers}}/{script}");
        Subject::peer(name, &["python3", &script, FILE, "2026-11-24"], &["python3"])
    };
    Scenario {
        name: "backlog",
        title: "A backlog of five million items",
        about: "A CSV file of some 500 MiB that passes gate 18.1. The Python programs make the same \
                checks, ragged rows and the SHA-256 of the file included, and say less about what is \
                wrong: most people would write the one with `csv.DictReader`, the one with \
                `csv.reader` is written to be fast.",
        input: Input { unit: "rows", full: 5_000_000, make: backlog::backlog },
        contests: vec![Contest {
            name: "judging every row",
            subjects: vec![
                Subject::ours(
                    "validate_gate_18_backlog",
                    &gate,
                    &[
                        Goal::Faster { than: DICTREADER, times: 10.0 },
                        Goal::Memory { mebibytes: 64.0 },
                    ],
                ),
                python("Python, csv.reader", "backlog_reader.py"),
                python(DICTREADER, "backlog_dictreader.py"),
            ],
        }],
        growth: Some(Growth {
            reason: "Memory grows with the rows: to see an id twice, a hash of each is kept. That stops \
                     growing at 44 MiB.",
        }),
    }
}
