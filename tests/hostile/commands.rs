//! Commands that read what is no evidence: documents, stubs, folders.

use test_support::Scratch;

use crate::plant::planted;
use crate::strings::{HOSTILE, hostile};
use crate::{harmless, ray_gates};

const DOCUMENT: &str = include_str!("../check_docs/documents/release.md");

#[test]
fn documents_are_harmless() {
    for round in 0..6 {
        let scratch = Scratch::empty();
        let text = planted("x.md", DOCUMENT, &mut |at, old| {
            (at % 3 == round % 3).then(|| format!("{old}{}", hostile(at * 5 + round)))
        });
        scratch.write("docs/11-release.md", text);
        for flags in [&[][..], &["--verbose"], &["--format", "json"], &["--format", "sarif"]] {
            let outcome = ray_gates(&scratch, &[&["check-docs", "docs"], flags].concat());
            harmless::streams(&format!("round {round} {flags:?}"), &outcome);
        }
    }
}

/// What a document calls a script, a flag, a file and a value comes out as what was found.
#[test]
fn whatever_a_document_names_is_harmless() {
    for text in HOSTILE {
        let scratch = Scratch::empty();
        let word = text.replace(['`', '\n', '\r'], "");
        scratch.write(
            "docs/a.md",
            format!(
                "# Protocol 11\n\n## Gate 11.3: {word}\n\n- `python scripts/validate_gate_11_{word}.py \
                 --{word} {word}`\n- reads `.artifacts/deployment/{word}.json`\n- **Threshold** {word} 90 %\n\n\
                 ```sh\npython scripts/validate_gate_11_launch.py --validation-threshold '{word}' --{word}\n\
                 ```\n\n<!-- ray-gates: allow {word} {word} -->\n"
            ),
        );
        for flags in [&["--verbose"][..], &["--format", "json"]] {
            let outcome = ray_gates(&scratch, &[&["check-docs", "docs"], flags].concat());
            harmless::streams(&format!("{text:?}"), &outcome);
        }
    }
}

#[test]
fn what_stands_in_the_way_of_an_installation_is_harmless() {
    for text in HOSTILE.iter().step_by(3) {
        let name: String = text.replace(['\0', '/'], "_").chars().take(60).collect();
        let scratch = Scratch::empty();
        scratch.write("scripts/validate_gate_11_launch.py", text);
        scratch.write(&format!("scripts/{name}.py"), text);
        for command in ["install", "uninstall", "check"] {
            harmless::streams(&format!("{command} {text:?}"), &ray_gates(&scratch, &[command]));
        }
    }
}
