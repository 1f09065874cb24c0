//! Passes that meant nothing, as other gates have given them: each is tried on the real executables.
//!
//! `docs/no-vacuous-pass.md` says where each was seen and what is done about it here; [`page`] holds the
//! page and these tests together.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests prepare and inspect files themselves")]

mod counting;
mod ends;
mod evidence;
mod hooks;
mod outputs;
mod page;
mod settings;
mod times;
mod verdicts;

use serde_json::Value;
use test_support::{Outcome, Scratch, finish};

const RAY_GATES: &str = env!("CARGO_BIN_EXE_ray-gates");

/// An example that passes, and what judges it.
struct Example {
    /// The folder in `protocols/`.
    folder: &'static str,
    now: &'static str,
    number: &'static str,
    /// Further flags of the executables.
    flags: &'static [&'static str],
}

const EXAMPLES: [Example; 5] = [
    Example::new("10-pre-deployment", "2026-11-18T16:00:00Z", "10", &[]),
    Example::new("11-deployment", "2026-11-20T09:00:00Z", "11", &[]),
    Example::new("12-monitoring", "2026-11-21T09:00:00Z", "12", &[]),
    Example::new("18-maintenance", "2026-11-24T09:00:00Z", "18", &[]),
    Example::new("18-sustainment", "2026-11-24T09:00:00Z", "18", &["--edition", "sustainment"]),
];

const DEPLOYMENT: &Example = &EXAMPLES[1];

impl Example {
    const fn new(
        folder: &'static str,
        now: &'static str,
        number: &'static str,
        flags: &'static [&'static str],
    ) -> Self {
        Self { folder, now, number, flags }
    }

    fn scratch(&self) -> Scratch {
        Scratch::of_example(self.folder, self.now)
    }

    /// The runner, the check of the prerequisites and the aggregator.
    fn executables(&self) -> [String; 3] {
        let names = ["run_protocol_NN_gates", "validate_prerequisites_NN", "aggregate_evidence_NN"];
        names.map(|name| executable(&name.replace("NN", self.number)))
    }

    /// Judges all gates, and writes nothing.
    fn judge(&self, scratch: &Scratch) -> Outcome {
        let flags = [&["--no-write", "--format", "json"], self.flags].concat();
        scratch.run(&self.executables()[0], &flags)
    }

    /// True when all gates and the prerequisites pass.
    fn passes(&self, scratch: &Scratch) -> bool {
        let prerequisites = || scratch.run(&self.executables()[1], self.flags).code == 0;
        self.judge(scratch).code == 0 && prerequisites()
    }

    /// The evidence files with `ending` that the protocol's gates read.
    fn evidence(&self, ending: &str) -> Vec<String> {
        let scratch = self.scratch();
        let json = self.judge(&scratch).json();
        let gates = json["gates"].as_array().cloned().unwrap_or_default();
        let files = gates.iter().flat_map(|gate| gate["evidence"].as_array().cloned().unwrap());
        let mut files: Vec<String> =
            files.map(|file| file["path"].as_str().unwrap().to_owned()).collect();
        files.retain(|file| file.ends_with(ending));
        files.sort();
        files.dedup();
        files
    }
}

fn executable(name: &str) -> String {
    test_support::built::executable(RAY_GATES, name)
}

/// Runs `ray-gates` in the repository, at the system's time.
fn ray_gates(scratch: &Scratch, arguments: &[&str]) -> Outcome {
    let mut command = Scratch::command(RAY_GATES);
    command.current_dir(scratch.path()).args(arguments);
    finish(command)
}

/// Every place in `value` at which `is_meant` holds, as a pointer.
fn places(value: &Value, is_meant: &dyn Fn(&Value) -> bool) -> Vec<String> {
    let below = |key: String, inner: &Value| {
        let key = key.replace('~', "~0").replace('/', "~1");
        places(inner, is_meant).into_iter().map(move |place| format!("/{key}{place}"))
    };
    let mut found: Vec<String> = match value {
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(at, inner)| below(at.to_string(), inner)).collect()
        }
        Value::Object(keys) => {
            keys.iter().flat_map(|(key, inner)| below(key.clone(), inner)).collect()
        }
        _ => Vec::new(),
    };
    if is_meant(value) {
        found.push(String::new());
    }
    found
}

/// The codes of the findings of all gates.
fn codes(outcome: &Outcome) -> Vec<String> {
    let json = outcome.json();
    let gates = json["gates"].as_array().cloned().unwrap_or_default();
    let findings = gates
        .iter()
        .chain([&json])
        .flat_map(|gate| gate["findings"].as_array().cloned().unwrap_or_default());
    findings.map(|finding| finding["code"].as_str().unwrap_or_default().to_owned()).collect()
}
