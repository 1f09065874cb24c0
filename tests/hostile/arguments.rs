//! Hostile arguments: a workflow may fill them from a branch name or a title.

use test_support::{Scratch, finish};

use crate::strings::{HOSTILE, hostile};
use crate::{DEPLOYMENT, RAY_GATES, executable, harmless};

/// Texts that are tried for each flag; other flags try others.
const EACH: usize = 4;

/// Those that the system lets a process have.
fn texts(at: usize) -> impl Iterator<Item = String> {
    let chosen =
        (0..EACH).map(move |it| hostile(at * EACH + it)).map(|text| text.replace('\0', ""));
    chosen.filter(|text| !text.is_empty())
}

/// Runs `executable` with each of some hostile texts in the place of `{}`.
fn try_each(executable: &str, lines: &[&[&str]], scratch: &Scratch) {
    for (at, line) in lines.iter().enumerate() {
        for text in texts(at) {
            let arguments: Vec<String> =
                line.iter().map(|argument| argument.replace("{}", &text)).collect();
            let mut command = Scratch::command(executable);
            command.current_dir(scratch.path()).args(&arguments).env("CLICOLOR_FORCE", "1");
            let what = format!("{executable} {arguments:?}");
            harmless::streams(&what, &finish(command));
        }
    }
}

#[test]
fn flags_of_gates_and_runners_are_harmless() {
    let scratch = DEPLOYMENT.scratch();
    let common: &[&[&str]] = &[
        &["{}"],
        &["--{}"],
        &["--format", "{}"],
        &["--root", "{}"],
        &["--config", "{}"],
        &["--now", "{}"],
        &["--artifacts", "{}"],
        &["--verified-by", "{}", "--verbose"],
        &["--save", "{}"],
        &["--save", "json=/no/such/{}"],
        &["--output", "/no/such/{}"],
        &["--color", "{}"],
    ];
    for executable in [DEPLOYMENT.runner(), DEPLOYMENT.prerequisites(), DEPLOYMENT.aggregator()] {
        try_each(&executable, common, &scratch);
    }
    try_each(&DEPLOYMENT.runner(), &[&["--stage", "{}"], &["--notes", "{}"]], &scratch);
    try_each(
        &executable("validate_gate_11_freeze"),
        &[&["--stakeholders", "{}"], &["--stakeholders", "{}", "--explain"]],
        &scratch,
    );
    let launch = executable("validate_gate_11_launch");
    try_each(&launch, &[&["--validation-threshold", "{}"]], &scratch);
    let maintenance = executable("run_protocol_18_gates");
    try_each(&maintenance, &[&["--edition", "{}"]], &scratch);
}

#[test]
fn arguments_of_the_command_are_harmless() {
    let scratch = DEPLOYMENT.scratch();
    let lines: &[&[&str]] = &[
        &["{}"],
        &["explain", "{}"],
        &["schema", "{}"],
        &["schema", "--protocol", "{}", "x.json"],
        &["verify", "{}"],
        &["verify", "--root", "{}"],
        &["verify", "--expect-head", "{}"],
        &["verify", "--format", "{}"],
        &["history", "{}"],
        &["history", "--root", "{}"],
        &["waivers", "--root", "{}"],
        &["waivers", "--within", "{}"],
        &["waivers", "--now", "{}"],
        &["check", "--protocol", "{}"],
        &["check", "--root", "{}"],
        &["check-docs", "{}"],
        &["completions", "{}"],
        &["install", "--root", "/no/such/{}"],
        &["uninstall", "--root", "/no/such/{}"],
        &["init", "--protocol", "{}"],
        &["man", "--dir", "/dev/null/{}"],
    ];
    try_each(RAY_GATES, lines, &scratch);
    assert!(lines.len() * EACH > HOSTILE.len(), "every text is tried somewhere");
}
