//! Building, verifying and judging large packages, against the tools that one would pack, unpack and hash
//! with.

use crate::bench::input::{folder, package};
use crate::bench::scenario::{Contest, Goal, Growth, Input, Scenario, Subject};

const FOLDER: &str = "{root}/.artifacts/deployment";
const MEMORY: Goal = Goal::Memory { mebibytes: 64.0 };
const TOOLS: &[&str] = &["sha256sum", "unzip"];

pub(super) fn built() -> Scenario {
    Scenario {
        name: "package",
        title: "A package of 2 GiB",
        about: "16 CSV files of measurements beside the example of protocol 11. `aggregate_evidence_11 \
                --package` hashes and packs them, judges the gates, and writes manifests and history; \
                `zip` only packs, the Python script also hashes. Then `ray-gates verify` holds files, \
                package and manifests against each other; `sha256sum` and `unzip -t` read the same \
                bytes and hold them against the sums in the archive.",
        input: Input { unit: "bytes", full: 2 << 30, make: folder::metrics },
        contests: vec![
            Contest { name: "building", subjects: building() },
            Contest { name: "verifying", subjects: verifying() },
        ],
        growth: Some(Growth {
            reason: "All of them deflate on one core; entries are packed and read in blocks.",
        }),
    }
}

fn building() -> Vec<Subject> {
    let aggregate = ["{bin}/aggregate_evidence_11", "--root", "{root}"];
    let flags = ["--now", "2026-11-20T09:00:00Z", "--quiet", "--package"];
    let zip = format!("rm -f {{out}}/zip.zip && zip -qr {{out}}/zip.zip {FOLDER} -x '*.zip'");
    vec![
        Subject::ours(
            "aggregate_evidence_11 --package",
            &[&aggregate[..], &flags].concat(),
            &[MEMORY],
        ),
        Subject::peer("zip -r", &["sh", "-c", &zip], &["zip"]),
        Subject::peer(
            "Python, hashlib and zipfile",
            &["python3", "{peers}/package.py", FOLDER, "{out}/python.zip"],
            &["python3"],
        ),
    ]
}

fn verifying() -> Vec<Subject> {
    let usual = format!("cd {FOLDER} && sha256sum * && unzip -tq ./*.zip");
    let python = format!("python3 -m zipfile -t {FOLDER}/*.zip");
    vec![
        Subject::ours("ray-gates verify", &["{bin}/ray-gates", "verify", FOLDER], &[MEMORY]),
        Subject::peer("sha256sum and unzip -t", &["sh", "-c", &usual], TOOLS),
        Subject::peer("python3 -m zipfile -t", &["sh", "-c", &python], &["python3"]),
    ]
}

pub(super) fn judged() -> Scenario {
    let gate = ["{bin}/validate_gate_10_readiness", "--root", "{root}"];
    let gate = [&gate[..], &["--now", "2026-11-18T16:00:00Z", "--quiet"]].concat();
    let usual = "cd {root}/.artifacts/pre-deployment && sha256sum metrics.csv \
                 PRE-DEPLOYMENT-PACKAGE.zip && unzip -tq PRE-DEPLOYMENT-PACKAGE.zip";
    Scenario {
        name: "package-gate",
        title: "Judging a package of 1 GiB",
        about: "The evidence of the example of protocol 10 and one large CSV file, packed with the \
                fastest setting. Gate 10.4 hashes every file on the disk and every entry of the \
                archive; beside it stand the tools that would do the same by hand.",
        input: Input { unit: "bytes", full: 1 << 30, make: package::package },
        contests: vec![Contest {
            name: "judging",
            subjects: vec![
                Subject::ours("validate_gate_10_readiness", &gate, &[MEMORY]),
                Subject::peer("sha256sum and unzip -t", &["sh", "-c", usual], TOOLS),
            ],
        }],
        growth: Some(Growth { reason: "Files and entries are read in blocks." }),
    }
}
