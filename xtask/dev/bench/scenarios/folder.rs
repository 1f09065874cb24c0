//! Hashing an evidence folder of protocol 11, against what hashes and nothing else.

use crate::bench::input::folder;
use crate::bench::scenario::{Contest, Goal, Growth, Input, Scenario, Subject};

const AGGREGATE: &[&str] = &[
    "{bin}/aggregate_evidence_11",
    "--root",
    "{root}",
    "--now",
    "2026-11-20T09:00:00Z",
    "--quiet",
];
const ONE_CORE: &[&str] = &["taskset", "-c", "0"];
const OPENSSL: &str = "openssl dgst -sha256, one core";
const FOLDER: &str = "{root}/.artifacts/deployment";

pub(super) fn large() -> Scenario {
    let shell = |tool: &str| format!("{tool} {FOLDER}/*");
    let peer = |name: &str, tool: &str, needs| {
        let shell = shell(tool);
        Subject::peer(name, &[ONE_CORE, &["sh", "-c", &shell]].concat(), needs)
    };
    let memory = Goal::Memory { mebibytes: 64.0 };
    Scenario {
        name: "hashing",
        title: "Hashing 1 GiB of evidence",
        about: "16 files of noise beside the example of protocol 11. `aggregate_evidence_11` also judges \
                the gates and writes manifest, history and log; the peers only hash, on one core, as \
                they do whatever the machine has. `one core` is `taskset -c 0`.",
        input: Input { unit: "bytes", full: 1 << 30, make: folder::noise },
        contests: vec![Contest {
            name: "hashing",
            subjects: vec![
                Subject::ours(
                    "aggregate_evidence_11, one core",
                    &[ONE_CORE, AGGREGATE].concat(),
                    &[Goal::Faster { than: OPENSSL, times: 1.0 }, memory],
                )
                .needs(&["taskset"]),
                Subject::ours(
                    "aggregate_evidence_11, all cores",
                    AGGREGATE,
                    &[Goal::Faster { than: OPENSSL, times: 1.8 }, memory],
                ),
                peer(OPENSSL, "openssl dgst -sha256", &["taskset", "openssl"]),
                peer("sha256sum, one core", "sha256sum", &["taskset", "sha256sum"]),
            ],
        }],
        growth: Some(Growth {
            reason: "Files are hashed in blocks. The file that is hashed last leaves other cores \
                     without work for a while.",
        }),
    }
}

pub(super) fn small() -> Scenario {
    let shell = |tool: &str| format!("find {FOLDER} -type f -print0 | xargs -0 {tool}");
    Scenario {
        name: "small-files",
        title: "100,000 small files",
        about: "Files of some 16 bytes in 100 folders, each of which is in the manifest. The peers hash \
                them and write no manifest.",
        input: Input { unit: "files", full: 100_000, make: folder::small },
        contests: vec![Contest {
            name: "hashing and recording",
            subjects: vec![
                Subject::ours(
                    "aggregate_evidence_11",
                    AGGREGATE,
                    &[Goal::Memory { mebibytes: 100.0 }],
                ),
                Subject::peer(
                    "find and openssl dgst -sha256",
                    &["sh", "-c", &shell("openssl dgst -sha256")],
                    &["openssl"],
                ),
                Subject::peer(
                    "find and sha256sum",
                    &["sh", "-c", &shell("sha256sum")],
                    &["sha256sum"],
                ),
            ],
        }],
        growth: Some(Growth {
            reason: "Memory grows with the files: the manifest holds an entry for each, and is written \
                     whole. Bytes say little here; half of the time is the system's, for opening files.",
        }),
    }
}
