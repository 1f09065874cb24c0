//! Verifying and counting a long history.

use crate::bench::input::history;
use crate::bench::scenario::{Contest, Goal, Growth, Input, Scenario, Subject};

const FILE: &str = "{root}/.artifacts/deployment/gate-history.jsonl";

pub(super) fn scenario() -> Scenario {
    let goals = [Goal::Within { seconds: 2.0 }, Goal::Memory { mebibytes: 64.0 }];
    Scenario {
        name: "history",
        title: "A history of a million lines",
        about: "1.5 GiB, as many runs would write it, with an intact chain. `verify` hashes every line \
                twice and reads it as JSON, on all cores; `history` verifies it too, reads every record \
                whole and counts, on one. The Python script verifies; openssl hashes the file \
                once, which is the least that anything could do.",
        input: Input { unit: "lines", full: 1_000_000, make: history::history },
        contests: vec![Contest {
            name: "verifying",
            subjects: vec![
                Subject::ours("ray-gates verify", &["{bin}/ray-gates", "verify", FILE], &goals),
                Subject::ours(
                    "ray-gates history",
                    &["{bin}/ray-gates", "history", "--root", "{root}"],
                    &[Goal::Memory { mebibytes: 64.0 }],
                ),
                Subject::peer(
                    "Python, json and hashlib",
                    &["python3", "{peers}/history.py", FILE],
                    &["python3"],
                ),
                Subject::peer(
                    "openssl dgst -sha256",
                    &["openssl", "dgst", "-sha256", FILE],
                    &["openssl"],
                ),
            ],
        }],
        growth: Some(Growth { reason: "Lines are read in batches." }),
    }
}
