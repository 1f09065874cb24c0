//! The public tools that measure, or that ours are measured against: whether they are here, and in
//! which version. A peer that is missing is said in the table and stops nothing.

use std::path::PathBuf;
use std::process::Command;

use ray_cli::End;
use ray_cli::environment::variable;

use crate::bench::Done;

/// A program that may or may not be installed.
pub(crate) struct Tool {
    /// Its name on the `PATH`.
    pub(crate) name: &'static str,
    /// What makes it say its version.
    version: &'static str,
    /// What stands in the line that says it.
    line: &'static str,
    /// What to do to get it.
    pub(crate) install: &'static str,
}

const fn tool(
    name: &'static str,
    version: &'static str,
    line: &'static str,
    install: &'static str,
) -> Tool {
    Tool { name, version, line, install }
}

/// Every tool that a scenario may name.
pub(crate) const TOOLS: &[Tool] = &[
    tool("hyperfine", "--version", "hyperfine", "run `cargo install hyperfine`"),
    tool("time", "--version", "GNU", "install the package `time`"),
    tool("python3", "--version", "Python", "install the package `python3`"),
    tool("rg", "--version", "ripgrep", "run `cargo install ripgrep`"),
    tool("grep", "--version", "grep", "install the package `grep`"),
    tool("openssl", "version", "OpenSSL", "install the package `openssl`"),
    tool("sha256sum", "--version", "sha256sum", "install the package `coreutils`"),
    tool("zip", "-v", "This is Zip", "install the package `zip`"),
    tool("unzip", "-v", "UnZip", "install the package `unzip`"),
    tool("taskset", "--version", "taskset", "install the package `util-linux`"),
    tool("check-jsonschema", "--version", "check-jsonschema", "run `pip install check-jsonschema`"),
];

/// The tool called `name`, where it is known.
pub(crate) fn known(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// The first file called `name` in a folder of the `PATH`.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = variable("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Where the tool called `name` lies.
///
/// # Errors
/// When it is nowhere; the message says how to get it.
pub(crate) fn required(name: &str) -> Done<PathBuf> {
    find(name).ok_or_else(|| {
        let install = known(name).map_or("install it", |tool| tool.install);
        End::stopped("looking for tools", format!("{name} is not here; {install}"))
    })
}

/// Those of `names` that are not here, as what to do: `not here: install the package …`.
pub(crate) fn missing(names: &[&str]) -> Option<String> {
    let absent: Vec<&str> = names
        .iter()
        .filter(|name| find(name).is_none())
        .map(|name| known(name).map_or(*name, |tool| tool.install))
        .collect();
    (!absent.is_empty()).then(|| format!("not here: {}", absent.join(" and ")))
}

/// The line in which the tool called `name` says its version.
pub(crate) fn version(name: &str) -> Option<String> {
    let tool = known(name)?;
    let output = Command::new(find(name)?).arg(tool.version).output().ok()?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    said.lines().find(|line| line.contains(tool.line)).map(|line| line.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_installed_is_said_with_how_to_get_it() {
        assert_eq!(missing(&[]), None);
        let said = missing(&["no-such-tool"]).unwrap();
        assert_eq!(said, "not here: no-such-tool");
        let said = required("no-such-tool").unwrap_err();
        assert!(format!("{said:?}").contains("no-such-tool is not here"), "{said:?}");
    }

    #[test]
    fn every_tool_that_a_scenario_needs_is_known() {
        for scenario in crate::bench::scenarios::all().unwrap() {
            for subject in scenario.contests.iter().flat_map(|contest| &contest.subjects) {
                for name in subject.needs {
                    assert!(known(name).is_some(), "{}: {name}", subject.name);
                }
            }
        }
    }
}
