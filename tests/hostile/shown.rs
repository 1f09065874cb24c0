//! One small hostile workspace in each format, for a reader to look at.

use crate::plant::planted;
use crate::{DEPLOYMENT, executable};

/// A terminal, a direction, a command, markup and a mention, in the name of a check that failed, and in
/// whose it is.
const NAME: &str =
    "\u{1b}[2J\u{202e}x\n::error::OWNED ##[group] </testcase> | ![](http://evil.example) @ops";

fn shown(flags: &[&str]) -> String {
    let scratch = DEPLOYMENT.scratch();
    let file = ".artifacts/deployment/retrospective-inputs.json";
    let text = planted(file, &scratch.read(file), &mut |_, old| match old {
        "2.4.0" => Some(format!("2.4.0 {NAME}")),
        _ => None,
    });
    scratch.write(file, text);
    let gate = executable("validate_gate_11_reporting");
    let outcome = scratch.run(&gate, flags);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let digest = scratch.digest(file);
    outcome.stdout.replace(&digest, "DIGEST").replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn a_hostile_workspace_in_every_format() {
    for format in ["human", "json", "sarif", "junit", "github", "markdown"] {
        insta::with_settings!({snapshot_suffix => format}, {
            insta::assert_snapshot!(shown(&["--format", format]));
        });
    }
    insta::with_settings!({snapshot_suffix => "colour"}, {
        insta::assert_debug_snapshot!(shown(&["--color", "always", "--quiet"]));
    });
}
