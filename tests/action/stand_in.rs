//! Executables that stand in for others: a gate that says what the test wants, and a `curl` that
//! serves a folder. Each is a shell script in a folder of its own.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use assert_fs::TempDir;

/// Finds the file that `--save FORMAT=FILE` names for each format.
const GATE: &str = r#"#!/usr/bin/env bash
if [[ $1 == --version ]]; then echo "run_protocol_11_gates 0.1.0"; exit; fi
printf '%s\n' "$@" >"$(dirname "$0")/arguments"
while [[ $# -gt 0 ]]; do
  case "$1 ${2:-}" in
  "--save json="*) json=${2#json=} ;;
  "--save sarif="*) sarif=${2#sarif=} ;;
  esac
  shift
done
"#;

/// A gate in a folder of its own.
pub(crate) struct Gate(TempDir);

impl Gate {
    /// One that does what `script` says; `$json` and `$sarif` are where its reports belong.
    pub(crate) fn that(script: &str) -> Self {
        let folder = TempDir::new().unwrap();
        write_executable(&folder.path().join("run_protocol_11_gates"), &format!("{GATE}{script}"));
        Self(folder)
    }

    /// One that reports `status` and ends with `code`.
    pub(crate) fn that_says(status: &str, code: i32) -> Self {
        let report = format!(
            "{{\n  \"schema_version\": 1,\n  \"status\": \"{status}\",\n  \"gates\": []\n}}\n"
        );
        Self::that(&format!("printf '%s' '{report}' | tee \"$sarif\" >\"$json\"\nexit {code}\n"))
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    /// The arguments it was called with; none when it was not.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let text = fs::read_to_string(self.folder().join("arguments")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }
}

/// A `curl` in a folder of its own that answers with the files of `served`, by the last part of
/// the address, and keeps the addresses in `addresses` beside itself.
pub(crate) fn curl(served: &Path) -> TempDir {
    let folder = TempDir::new().unwrap();
    let script = format!(
        r#"#!/usr/bin/env bash
while [[ $# -gt 1 ]]; do
  [[ $1 != --output ]] || output=$2
  shift
done
echo "$1" >>"$(dirname "$0")/addresses"
cp "{}/${{1##*/}}" "$output" || exit 22
"#,
        served.display()
    );
    write_executable(&folder.path().join("curl"), &script);
    folder
}

/// Writes a script that can be run.
pub(crate) fn write_executable(path: &Path, script: &str) {
    fs::write(path, script).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
