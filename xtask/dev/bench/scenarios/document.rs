//! Gate 11.3 over a large JSON document, against a validator of schemas and a script.

use crate::bench::input::checks;
use crate::bench::scenario::{Contest, Goal, Growth, Input, Scenario, Subject};

const FOLDER: &str = "{root}/.artifacts/deployment";
const SCHEMA: &str = "{examples}/11-deployment/schemas/post-deployment-validation.schema.json";
const PYTHON: &str = "Python, json and hashlib";

pub(super) fn scenario() -> Scenario {
    let now = "2026-11-20T09:00:00Z";
    let gate = ["{bin}/validate_gate_11_launch", "--root", "{root}", "--now", now, "--quiet"];
    let file = format!("{FOLDER}/post-deployment-validation.json");
    Scenario {
        name: "document",
        title: "A JSON document of 15 MiB",
        about: "A validation with 100,000 checks. The gate keeps the place of every value, so that a \
                finding can name it. The Python script makes the checks of the gate; \
                `check-jsonschema` holds the document against its schema, the one that `ray-gates \
                schema` prints, and judges nothing. A document may have 64 MiB.",
        input: Input { unit: "checks", full: 100_000, make: checks::checks },
        contests: vec![Contest {
            name: "judging a document",
            subjects: vec![
                Subject::ours(
                    "validate_gate_11_launch",
                    &gate,
                    &[Goal::Faster { than: PYTHON, times: 1.0 }],
                ),
                Subject::peer(PYTHON, &["python3", "{peers}/launch.py", FOLDER, now], &["python3"]),
                Subject::peer(
                    "check-jsonschema",
                    &["check-jsonschema", "--schemafile", SCHEMA, &file],
                    &["check-jsonschema"],
                ),
            ],
        }],
        growth: Some(Growth {
            reason: "Memory grows with the document: it is kept whole, with the place of every key and \
                     value, because rules look at it from several sides. 64 MiB is the limit for that \
                     reason.",
        }),
    }
}
