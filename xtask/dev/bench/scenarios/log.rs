//! Gate 10.2 over a large log of a rehearsal, against searching it for the same errors.

use crate::bench::input::log;
use crate::bench::scenario::{Contest, Goal, Growth, Input, Scenario, Subject};

/// Lines that make 1.2 GiB.
const LINES: u64 = 10_000_000;
const LOG: &str = "{root}/.artifacts/pre-deployment/staging-deployment-run.log";
const RIPGREP: &str = "rg -c";

/// What does the work of the gate: it searches and hashes at the same time.
const BOTH: &str = "rg -c beside openssl dgst -sha256";

const GOALS: &[Goal] = &[
    Goal::Faster { than: RIPGREP, times: 1.0 },
    Goal::Faster { than: RIPGREP, times: 1.5 },
    Goal::Faster { than: BOTH, times: 1.0 },
    Goal::Memory { mebibytes: 32.0 },
];

/// A search that finds nothing, as in a short log, did its work too.
const FOUND: &[i32] = &[0, 1];

/// The errors as one expression, for ripgrep.
const RUST: &str = r#"(?:\b(?:ERROR|FATAL|CRITICAL|SEVERE|PANIC|EMERG)\b|level=(?:error|fatal)|"level":"(?:error|fatal)"|Traceback \(most recent|panicked at|command not found|exited with status [1-9]|exit code [1-9]|\brc=[1-9])"#;
/// The same for grep.
const EXTENDED: &str = r#"(\b(ERROR|FATAL|CRITICAL|SEVERE|PANIC|EMERG)\b|level=(error|fatal)|"level":"(error|fatal)"|Traceback \(most recent|panicked at|command not found|exited with status [1-9]|exit code [1-9]|\brc=[1-9])"#;

pub(super) fn quiet() -> Scenario {
    Scenario {
        name: "rehearsal-log",
        title: "A rehearsal log without errors",
        about: "10 million lines, 1.2 GiB, of which 40,000 merely talk of errors. The gate judges every \
                line by its level and words, hashes the log on a second thread, judges the other \
                evidence and reports. ripgrep and grep count the lines that match one expression for \
                the same errors, and hash nothing; whatever hashes cannot be done before SHA-256 is, so \
                one row runs ripgrep and openssl side by side. ripgrep maps the log into \
                memory, so its peak counts pages of the file.",
        input: Input { unit: "lines", full: LINES, make: log::quiet },
        contests: vec![contest(&[0])],
        growth: Some(Growth {
            reason: "The log is read in chunks; hashing takes most of the time, the search alone is \
                     faster than SHA-256 on one core. The second thread starts once a stream is longer \
                     than a few megabytes.",
        }),
    }
}

pub(super) fn loud() -> Scenario {
    Scenario {
        name: "rehearsal-log-errors",
        title: "A rehearsal log with errors",
        about: "As long as the one above; its 40,000 rare lines are errors, and the gate fails.",
        input: Input { unit: "lines", full: LINES, make: log::loud },
        contests: vec![contest(&[1])],
        growth: Some(Growth {
            reason: "Memory grows with the errors, which the result lists one by one, \
                     and not with the log.",
        }),
    }
}

fn contest(exits: &'static [i32]) -> Contest {
    let gate = ["{bin}/validate_gate_10_rehearsal", "--root", "{root}"];
    let gate = [&gate[..], &["--now", "2026-11-18T16:00:00Z", "--quiet"]].concat();
    let both =
        format!("openssl dgst -sha256 {LOG} & rg -c --no-config --no-unicode '{RUST}' {LOG}; wait");
    Contest {
        name: "judging and searching",
        subjects: vec![
            Subject::ours("validate_gate_10_rehearsal", &gate, GOALS).exits(exits),
            Subject::peer(
                RIPGREP,
                &["rg", "-c", "--no-config", "--no-unicode", RUST, LOG],
                &["rg"],
            )
            .exits(FOUND),
            Subject::peer(BOTH, &["sh", "-c", &both], &["rg", "openssl"]),
            Subject::peer(
                "grep -cE, LC_ALL=C",
                &["env", "LC_ALL=C", "grep", "-cE", EXTENDED, LOG],
                &["grep"],
            )
            .exits(FOUND),
        ],
    }
}
