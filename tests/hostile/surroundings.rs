//! What is neither evidence nor an argument: settings, variables, the folder itself, git's own files.

use test_support::{Scratch, finish};

use crate::evidence::judged_in_every_format;
use crate::plant::{fields, planted};
use crate::strings::{HOSTILE, hostile};
use crate::{DEPLOYMENT, RAY_GATES, executable, harmless, ray_gates};

/// Every kind of setting, so that each has a place in some output.
const SETTINGS: &str = r#"release = "2.4.0"

[waivers]
roles = "CTO"
longest = "14d"

[archives]
max_unpacked = "2 GiB"

[deployment]
artifacts = ".artifacts/deployment"
required_artifacts = "signoff.pdf"

[deployment.freeze]
freshness = "24h"
stakeholders = "config/release-approvers.yaml"

[deployment.launch]
validation_threshold = "0.95"
business_roles = "Product Owner"
"#;

fn run_all(what: &str, scratch: &Scratch) {
    let freeze = executable("validate_gate_11_freeze");
    let launch = executable("validate_gate_11_launch");
    for gate in [&freeze, &launch] {
        for flags in [&["--explain"][..], &["--verbose"], &["--format", "json"]] {
            harmless::streams(what, &scratch.run(gate, flags));
        }
    }
    let runner = DEPLOYMENT.runner();
    harmless::streams(what, &scratch.run(&runner, &["--no-write", "--format", "markdown"]));
    for arguments in [&["check"][..], &["waivers"], &["history"], &["verify"]] {
        harmless::streams(what, &ray_gates(scratch, arguments));
    }
}

#[test]
fn settings_are_harmless_where_they_are_refused_and_where_they_are_shown() {
    let settings = SETTINGS.replace("required_artifacts = \"", "required_artifacts = [\"");
    let settings = settings.replace("signoff.pdf\"", "signoff.pdf\"]");
    for field in 0..fields("ray.toml", &settings) {
        for text in [hostile(field), hostile(field + 27)] {
            let scratch = DEPLOYMENT.scratch();
            let list = |line: &str| ["roles", "required"].iter().any(|it| line.contains(it));
            let planted = planted("ray.toml", &settings, &mut |at, old| {
                (at == field).then(|| format!("{}{text}", old.trim_matches(['[', ']', '"'])))
            });
            let lines = planted.lines().map(|line| match line.split_once(" = ") {
                Some((key, value)) if list(key) && !value.starts_with('[') => {
                    format!("{key} = [{value}]\n")
                }
                _ => format!("{line}\n"),
            });
            scratch.write("ray.toml", lines.collect::<String>());
            run_all(&format!("setting {field}, {text:?}"), &scratch);
        }
    }
    let scratch = DEPLOYMENT.scratch();
    for text in HOSTILE {
        let key = serde_json::to_string(text).unwrap();
        for line in [format!("{key} = 1"), format!("[{key}]"), (*text).to_owned()] {
            scratch.write("ray.toml", line);
            let launch = executable("validate_gate_11_launch");
            harmless::streams(&format!("key {text:?}"), &scratch.run(&launch, &[]));
        }
    }
}

/// A folder, roles and words that are used, and so shown.
#[test]
fn what_settings_name_is_harmless() {
    let scratch = DEPLOYMENT.scratch();
    for text in HOSTILE {
        let text = serde_json::to_string(&format!("x{text}")).unwrap().replace('\u{7f}', "\\u007f");
        let roles = format!(
            "[waivers]\nroles = [{text}]\n[deployment.launch]\nbusiness_roles = [{text}]\n"
        );
        scratch.write("ray.toml", roles);
        let launch = executable("validate_gate_11_launch");
        let explained = scratch.run(&launch, &["--explain"]);
        assert_eq!(explained.code, 0, "{text}: {}", explained.stderr);
        harmless::streams(&format!("roles {text}"), &explained);
        scratch.write("ray.toml", format!("[deployment]\nartifacts = {text}\n"));
        let checked = ray_gates(&scratch, &["check", "--now", DEPLOYMENT.now]);
        harmless::streams(&format!("folder {text}"), &checked);
    }
}

#[test]
fn variables_are_harmless() {
    let scratch = DEPLOYMENT.scratch();
    let runner = DEPLOYMENT.runner();
    for (at, text) in HOSTILE.iter().enumerate() {
        let text = text.replace('\0', "");
        let names = ["RAY_VERIFIED_BY", "GITHUB_ACTOR", "RAY_NOW", "SOURCE_DATE_EPOCH"];
        for name in [names[at % 4], names[(at + 1) % 4]] {
            let variables = [(name, text.as_str()), ("GITHUB_ACTIONS", "true")];
            let mut command = Scratch::command(&runner);
            command.current_dir(scratch.path()).envs(variables).args(["--no-write", "--verbose"]);
            if name != "RAY_NOW" {
                command.args(["--now", DEPLOYMENT.now]);
            }
            let outcome = finish(command);
            let at = outcome.stdout.find("\n::").map_or(outcome.stdout.len(), |at| at + 1);
            let (human, annotations) = outcome.stdout.split_at(at);
            harmless::human(&format!("{name}={text:?}"), human);
            harmless::annotations(&format!("{name}={text:?}"), annotations);
            harmless::human(&format!("{name}={text:?}"), &outcome.stderr);
        }
        if at % 8 == 0 {
            let name = format!("A{text}");
            let flags = ["--no-write", "--verified-by", &name];
            judged_in_every_format(&format!("verified by {text:?}"), &scratch, &runner, &flags);
        }
    }
    for text in HOSTILE.iter().step_by(4) {
        let text = text.replace('\0', "");
        let mut command = Scratch::command(RAY_GATES);
        command.current_dir(scratch.path()).args(["check", "--protocol", "11"]);
        command.env("PRE_COMMIT_TO_REF", &text).env("RAY_NOW", DEPLOYMENT.now);
        harmless::streams(&format!("PRE_COMMIT_TO_REF={text:?}"), &finish(command));
    }
}

#[test]
fn the_name_that_git_knows_is_harmless() {
    let scratch = DEPLOYMENT.scratch();
    for text in HOSTILE {
        scratch.write(".git/config", format!("[user]\n\tname = A{text}\n"));
        let outcome = scratch.run(&DEPLOYMENT.runner(), &["--no-write", "--verbose"]);
        harmless::streams(&format!("git's name {text:?}"), &outcome);
    }
}

#[cfg(unix)]
#[test]
fn the_folder_itself_is_harmless() {
    for text in HOSTILE.iter().step_by(3) {
        let name: String = text.replace(['\0', '/'], "").chars().take(60).collect();
        if name.trim_start_matches('-').is_empty() {
            continue;
        }
        let above = Scratch::empty();
        let root = format!("r{name}");
        above.write(&format!("{root}/.artifacts/deployment/release-manifest.md"), "# x\n");
        above.write(&format!("{root}/ray.toml"), "nonsense = 1\n");
        let runner = DEPLOYMENT.runner();
        let what = format!("root {root:?}");
        for flags in [&["--no-write"][..], &["--config", "gone.toml"], &["--output", "ray.toml"]] {
            let mut command = Scratch::command(&runner);
            command.current_dir(above.path()).arg("--root").arg(&root).args(flags);
            harmless::streams(&what, &finish(command));
        }
        for command in ["check", "verify", "history", "waivers", "install", "uninstall"] {
            let argument = if command == "verify" { "--" } else { "--root" };
            harmless::streams(&what, &ray_gates(&above, &[command, argument, &root]));
        }
    }
}
