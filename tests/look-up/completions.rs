//! `ray-gates completions`, and where bash is there, that it completes with them.

use std::process::Command;

use assert_fs::TempDir;

use crate::{every_executable, printed, refused};

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

#[test]
fn every_executable_has_a_file_for_every_shell() {
    for shell in SHELLS {
        let folder = TempDir::new().unwrap();
        let said = printed(&["completions", shell, "--dir", folder.path().to_str().unwrap()]);
        let files: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(files.len(), every_executable().len(), "{shell}");
        assert!(said.starts_with(&format!("wrote {} files into", files.len())), "{said}");
        for name in every_executable() {
            let is_its = |file: &&String| {
                let stem = file.trim_start_matches('_');
                stem == name || stem.rsplit_once('.').is_some_and(|(stem, _)| stem == name)
            };
            let file = files.iter().find(is_its).unwrap_or_else(|| panic!("{shell}: {name}"));
            let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
            assert!(text.contains(&name), "{shell}: {name}");
            if name == "ray-gates" {
                assert_eq!(printed(&["completions", shell]), text, "{shell}");
            }
        }
    }
}

#[test]
fn an_unknown_shell_or_executable_is_refused() {
    assert!(refused(&["completions", "tcsh"]).contains("bash"));
    let said = refused(&["completions", "bash", "validate_gate_11_luanch"]);
    assert!(said.contains("did you mean `validate_gate_11_launch`?"), "{said}");
    assert!(refused(&["completions", "bash", "--dir", ""]).contains("--dir"));
}

/// What bash offers for `words`, the last of which is being typed.
#[cfg(unix)]
fn offered(executable: &str, words: &[&str]) -> Option<Vec<String>> {
    let script = printed(&["completions", "bash", executable]);
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let script = format!(
        "{script}\ncomplete -p {executable} >/dev/null || exit 9\n\
         COMP_WORDS=({}); COMP_CWORD={}\n\
         function=$(complete -p {executable} | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n\
         $function '{executable}' {} {}\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        quoted.join(" "),
        words.len() - 1,
        quoted[words.len() - 1],
        quoted[words.len() - 2],
    );
    let output = Command::new("bash").args(["--norc", "-c", &script]).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.split_whitespace().map(str::to_owned).collect())
}

#[cfg(unix)]
#[test]
fn bash_completes_flags_values_and_what_can_be_asked_for() {
    for (words, wanted) in [
        (&["validate_gate_11_launch", "--val"][..], &["--validation-threshold"][..]),
        (&["validate_gate_21_backlog", "--inp"], &["--input"]),
        (&["run_protocol_18_gates", "--edition", "s"], &["sustainment"]),
        (&["ray-gates", "expl"], &["explain"]),
        (&["ray-gates", "explain", "approval-too"], &["approval-too-early", "approval-too-late"]),
        (&["ray-gates", "schema", "production-a"], &["production-approval.json"]),
        (&["ray-gates", "schema", "--protocol", "su"], &["sustainment"]),
        (&["ray-gates", "man", "run_protocol_11"], &["run_protocol_11_gates"]),
    ] {
        match offered(words[0], words) {
            Some(offered) => assert_eq!(offered, wanted, "{words:?}"),
            None => return, // There is no bash here.
        }
    }
}
