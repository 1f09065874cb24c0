//! Single changes to an example, declared in TOML: those that must fail with the right code at the
//! right place, and those that must still pass.
//!
//! The place is marked in the replacement itself, between `«` and `»`, so that it cannot go stale;
//! or it is named by `at`, a text in the changed file. Without either the finding has no line.
//!
//! A change to an archive names what happens to one entry (see [`Repack`]); its finding stands at an
//! entry of the archive, which `pointer` names, or in the manifest, with `in_file` and `at`:
//!
//! ```toml
//! [[mutation]]
//! name = "an entry was edited after the manifest was written"
//! criterion = "entries-match"
//! code = "package-entry-changed"
//! file = ".artifacts/x/PACKAGE.zip"
//! zip = { replace = { name = ".artifacts/x/a.json", text = "{}" } }
//! refresh_package = ".artifacts/x/manifest.json"
//! in_file = ".artifacts/x/manifest.json"
//! at = '"0123…"'
//! ```

use std::fmt::Write;

use serde::Deserialize;
use serde_json::Value;

use crate::repack::{self, Repack};
use crate::scratch::Scratch;

/// A change that one criterion must notice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mutation {
    /// What was changed, as a sentence.
    pub name: String,
    /// The criterion that must notice.
    pub criterion: String,
    /// The code of the finding.
    pub code: String,
    /// The level of the finding.
    #[serde(default = "error")]
    pub level: String,
    /// The file where the finding must stand, when it is not the changed one.
    pub in_file: Option<String>,
    /// A text at which the finding must stand.
    pub at: Option<String>,
    /// The place in the file's own terms, such as the name of an entry of an archive.
    pub pointer: Option<String>,
    /// What the finding must say, in its message or in what it expected or found.
    pub says: Option<String>,
    /// A code that may not be raised with it.
    pub without: Option<String>,
    /// Further flags.
    #[serde(default)]
    pub flags: Vec<String>,
    /// What is so before the change, such as a setting in `ray.toml`.
    #[serde(default)]
    pub given: Vec<Change>,
    /// The change.
    #[serde(flatten)]
    pub change: Change,
}

/// A change that no criterion may mind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variation {
    /// What was changed, as a sentence.
    pub name: String,
    /// Further flags.
    #[serde(default)]
    pub flags: Vec<String>,
    /// A code that may not even be a warning.
    pub without: Option<String>,
    /// The changes.
    pub changes: Vec<Change>,
}

/// A change to one file.
#[derive(Debug, Deserialize)]
pub struct Change {
    /// The file.
    pub file: String,
    /// What is replaced; it must stand in the file exactly once.
    pub find: Option<String>,
    /// What comes in its place.
    pub with: Option<String>,
    /// Replaces every occurrence of `find`.
    #[serde(default)]
    pub everywhere: bool,
    /// Removes the file.
    #[serde(default)]
    pub remove: bool,
    /// The whole new text of the file.
    pub text: Option<String>,
    /// Turns line ends into `\r\n` and puts a byte-order mark in front.
    #[serde(default)]
    pub like_windows: bool,
    /// Writes the archive anew with one thing changed.
    pub zip: Option<Repack>,
    /// The manifest that describes the archive: its checksum and size of the package follow the
    /// change. Without it the manifest describes the package as it was.
    pub refresh_package: Option<String>,
}

fn error() -> String {
    "error".to_owned()
}

impl Change {
    /// Applies the change; returns the line and column that it marks.
    fn apply(&self, scratch: &Scratch) -> Result<Option<(usize, usize)>, String> {
        if self.remove {
            scratch.remove(&self.file);
            return Ok(None);
        }
        if let Some(repack) = &self.zip {
            repack.apply(scratch, &self.file, self.refresh_package.as_deref())?;
            return Ok(None);
        }
        if let Some(text) = &self.text {
            return Ok(write_marked(scratch, &self.file, text));
        }
        let before = scratch.read(&self.file);
        let mut after = before.clone();
        if let (Some(find), Some(with)) = (&self.find, &self.with) {
            let count = before.matches(find.as_str()).count();
            if count != 1 && !(self.everywhere && count > 0) {
                return Err(format!("`find` stands {count} times in {}", self.file));
            }
            after = before.replace(find.as_str(), with);
        }
        if self.like_windows {
            after = format!("\u{feff}{}", after.replace('\n', "\r\n"));
        }
        if after == before {
            return Err("the change changes nothing".to_owned());
        }
        Ok(write_marked(scratch, &self.file, &after))
    }
}

fn write_marked(scratch: &Scratch, file: &str, text: &str) -> Option<(usize, usize)> {
    let marked = text.find('«').map(|at| position(text, at));
    scratch.write(file, text.replace(['«', '»'], ""));
    marked
}

fn position(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().filter(|c| !matches!(c, '«' | '»')).count() + 1,
    )
}

impl Mutation {
    /// Reads the list in `text`.
    pub fn list(text: &str) -> Vec<Self> {
        #[derive(Deserialize)]
        struct File {
            mutation: Vec<Mutation>,
        }
        toml::from_str::<File>(text).expect("a list of mutations").mutation
    }

    /// Applies the mutation to `scratch`, runs `executable`, and says what is wrong, if anything.
    pub fn check(&self, scratch: &Scratch, executable: &str) -> Result<(), String> {
        for given in &self.given {
            given.apply(scratch)?;
        }
        let marked = self.change.apply(scratch)?;
        let file = self.in_file.as_ref().unwrap_or(&self.change.file);
        let wanted = match &self.at {
            Some(text) => {
                let content = scratch.read(file);
                let at =
                    content.find(text.as_str()).ok_or(format!("`at` does not stand in {file}"))?;
                Some(position(&content, at))
            }
            None => marked,
        };
        let mut arguments = vec!["--format", "json"];
        arguments.extend(self.flags.iter().map(String::as_str));
        let outcome = scratch.run(executable, &arguments);
        let expected_exit = if self.level == "error" { 1 } else { 0 };
        if outcome.code != expected_exit {
            return Err(format!(
                "exit {} instead of {expected_exit}\n{}{}",
                outcome.code, outcome.stdout, outcome.stderr
            ));
        }
        let json = outcome.json();
        let findings = json["findings"].as_array().cloned().unwrap_or_default();
        let raised =
            |code: &String| findings.iter().any(|finding| finding["code"] == code.as_str());
        if let Some(code) = self.without.as_ref().filter(|code| raised(code)) {
            return Err(format!("{code} is raised as well\n{}", listed(&findings)));
        }
        if findings.iter().any(|finding| self.is_met_by(finding, file, wanted)) {
            return Ok(());
        }
        Err(format!(
            "no {} of {} at {file} {wanted:?}, but\n{}",
            self.code,
            self.criterion,
            listed(&findings)
        ))
    }

    fn is_met_by(&self, finding: &Value, file: &str, wanted: Option<(usize, usize)>) -> bool {
        let place = finding["line"].as_u64().zip(finding["column"].as_u64());
        finding["code"] == self.code.as_str()
            && finding["criterion"] == self.criterion.as_str()
            && finding["level"] == self.level.as_str()
            && finding["path"] == file
            && self.pointer.as_ref().is_none_or(|pointer| finding["pointer"] == pointer.as_str())
            && self.says.as_ref().is_none_or(|text| says(finding, text))
            && place == wanted.map(|(line, column)| (line as u64, column as u64))
    }
}

impl Variation {
    /// Reads the list in `text`.
    pub fn list(text: &str) -> Vec<Self> {
        #[derive(Deserialize)]
        struct File {
            variation: Vec<Variation>,
        }
        toml::from_str::<File>(text).expect("a list of variations").variation
    }

    /// Applies the variation to `scratch`, runs `executable`, and says what is wrong, if anything.
    pub fn check(&self, scratch: &Scratch, executable: &str) -> Result<(), String> {
        for change in &self.changes {
            let before = repack::recorded(scratch, &change.file);
            change.apply(scratch)?;
            // Other evidence may record or pack the file; a variation is a change that was verified.
            repack::follow(scratch, &change.file, &before)?;
        }
        let mut arguments = vec!["--format", "json"];
        arguments.extend(self.flags.iter().map(String::as_str));
        let outcome = scratch.run(executable, &arguments);
        let raised = |code: &String| outcome.codes().contains(code);
        if outcome.code == 0 && !self.without.as_ref().is_some_and(raised) {
            return Ok(());
        }
        let findings = outcome.json()["findings"].as_array().cloned().unwrap_or_default();
        Err(format!("exit {}\n{}", outcome.code, listed(&findings)))
    }
}

/// Whether one of the texts of `finding` holds `text`.
fn says(finding: &Value, text: &str) -> bool {
    let mut texts = ["message", "expected", "actual"].iter();
    texts.any(|key| finding[key].as_str().is_some_and(|said| said.contains(text)))
}

fn listed(findings: &[Value]) -> String {
    let mut text = String::new();
    for finding in findings {
        let _ = writeln!(
            text,
            "  {} {} {} {}:{}:{} {}; expected {}, found {}",
            finding["level"],
            finding["code"],
            finding["criterion"],
            finding["path"],
            finding["line"],
            finding["column"],
            finding["message"],
            finding["expected"],
            finding["actual"]
        );
    }
    text
}

/// Panics with everything that went wrong.
pub fn all_hold(outcomes: impl Iterator<Item = (String, Result<(), String>)>) {
    let mut count = 0;
    let problems: Vec<String> = outcomes
        .inspect(|_| count += 1)
        .filter_map(|(name, outcome)| outcome.err().map(|problem| format!("{name}\n  {problem}")))
        .collect();
    assert!(count > 0, "nothing was tried");
    assert!(
        problems.is_empty(),
        "{} of {count} do not hold:\n\n{}",
        problems.len(),
        problems.join("\n")
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repack::Named;

    #[test]
    fn a_change_to_an_archive_is_read_as_the_documents_show_it() {
        let start = r#"
            [[mutation]]
            name = "n"
            criterion = "entries-match"
            code = "package-entry-extra"
            pointer = "notes.txt"
            file = "P.zip"
            zip = "#;
        let end = "\nrefresh_package = \"m.json\"\n";
        let mut list = Mutation::list(&format!(
            "{start}{}{end}{start}{}{end}",
            r#"{ add = { name = "notes.txt", text = "x" } }"#, "{ cut = 20 }",
        ));
        assert!(matches!(list.remove(1).change.zip, Some(Repack::Cut(20))));
        let added = list.remove(0);
        assert_eq!(added.change.refresh_package.as_deref(), Some("m.json"));
        assert_eq!(added.pointer.as_deref(), Some("notes.txt"));
        let Some(Repack::Add(Named { name, text })) = added.change.zip else {
            panic!("another change");
        };
        assert_eq!((name.as_str(), text.as_str()), ("notes.txt", "x"));
    }
}
