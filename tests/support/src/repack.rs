//! Writes an archive anew with one thing changed, byte for byte the same each time.
//!
//! Entries keep their order; all get the same time and mode.

use std::fs::{self, File};
use std::io::{Cursor, Read, Write};

use serde::Deserialize;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::scratch::Scratch;

/// What happens to an archive, as in `zip = { remove = "a.json" }`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Repack {
    /// A file comes last, under any name: `{ add = { name = "../x", text = "x" } }`.
    Add(Named),
    /// A file is left out: `{ remove = "a.json" }`.
    Remove(String),
    /// A file has another name: `{ rename = { from = "a.json", to = "b.json" } }`.
    Rename {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// A file has another content: `{ replace = { name = "a.json", text = "{}" } }`.
    Replace(Named),
    /// All names lose this start, which each must have: `{ strip = ".artifacts/x/" }`.
    Strip(String),
    /// A symbolic link comes last: `{ link = { name = "a", text = "/etc/passwd" } }`.
    Link(Named),
    /// So many bytes of zeros come last: `{ zeros = { name = "bomb", bytes = 20000000 } }`.
    Zeros {
        /// The name of the entry.
        name: String,
        /// How many.
        bytes: usize,
    },
    /// The archive lacks so many bytes at its end: `{ cut = 30 }`.
    Cut(usize),
}

/// A name and a text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name of the entry.
    pub name: String,
    /// What it holds; for a link, where it leads.
    pub text: String,
}

/// An entry: its name and content.
type Entry = (String, Vec<u8>);

impl Repack {
    /// Changes the archive `file`, and lets the checksum and size of the package in `manifest` follow.
    pub(crate) fn apply(
        &self,
        scratch: &Scratch,
        file: &str,
        manifest: Option<&str>,
    ) -> Result<(), String> {
        let (digest, size) = (scratch.digest(file), size(scratch, file));
        let bytes = match self {
            Repack::Cut(count) => {
                let mut bytes = fs::read(scratch.file(file)).map_err(|error| error.to_string())?;
                bytes.truncate(bytes.len().saturating_sub(*count));
                bytes
            }
            _ => self.rewritten(entries(scratch, file)?)?,
        };
        scratch.write(file, bytes);
        if let Some(manifest) = manifest {
            scratch.edit(manifest, &digest, &scratch.digest(file));
            let text = with_size(&scratch.read(manifest), size, self::size(scratch, file))?;
            scratch.write(manifest, text);
        }
        Ok(())
    }

    fn rewritten(&self, mut entries: Vec<Entry>) -> Result<Vec<u8>, String> {
        let mut link = None;
        match self {
            Repack::Add(named) => entries.push((named.name.clone(), named.text.clone().into())),
            Repack::Zeros { name, bytes } => entries.push((name.clone(), vec![0; *bytes])),
            Repack::Link(named) => link = Some(named),
            Repack::Remove(name) => {
                let at = index(&entries, name)?;
                entries.remove(at);
            }
            Repack::Rename { from, to } => {
                let at = index(&entries, from)?;
                entries[at].0.clone_from(to);
            }
            Repack::Replace(named) => {
                let at = index(&entries, &named.name)?;
                entries[at].1 = named.text.clone().into();
            }
            Repack::Strip(start) => {
                for (name, _) in &mut entries {
                    let rest = name.strip_prefix(start.as_str());
                    *name = rest.ok_or(format!("{name} does not start with {start}"))?.to_owned();
                }
            }
            Repack::Cut(_) => {}
        }
        write(&entries, link).map_err(|error| error.to_string())
    }
}

/// `manifest` with `after` where it says that something has `before` bytes.
fn with_size(manifest: &str, before: u64, after: u64) -> Result<String, String> {
    let written = format!("\"size_bytes\": {before}");
    let ends =
        |at: &usize| !manifest[at + written.len()..].starts_with(|c: char| c.is_ascii_digit());
    let found: Vec<usize> = manifest.match_indices(&written).map(|it| it.0).filter(ends).collect();
    let [at] = found[..] else {
        return Err(format!("{written} stands {} times in the manifest", found.len()));
    };
    let (start, rest) = manifest.split_at(at);
    Ok(format!("{start}\"size_bytes\": {after}{}", &rest[written.len()..]))
}

/// A file as a manifest records it: its checksum and size.
pub(crate) type Recorded = (String, u64);

/// What a manifest would record of `file` now.
pub(crate) fn recorded(scratch: &Scratch, file: &str) -> Recorded {
    (scratch.digest(file), size(scratch, file))
}

/// Lets everything that knows `file` follow a change that was verified: its checksum and size wherever
/// they are recorded, and the archives that hold it.
pub(crate) fn follow(scratch: &Scratch, file: &str, before: &Recorded) -> Result<(), String> {
    if !scratch.file(file).exists() {
        return Ok(());
    }
    let now = recorded(scratch, file);
    for known in scratch.evidence_files() {
        if known.ends_with(".zip") && known != file {
            let mut entries = entries(scratch, &known)?;
            let Some(entry) = entries.iter_mut().find(|entry| entry.0 == file) else { continue };
            entry.1 = fs::read(scratch.file(file)).map_err(|error| error.to_string())?;
            let package = recorded(scratch, &known);
            scratch.write(&known, write(&entries, None).map_err(|error| error.to_string())?);
            follow(scratch, &known, &package)?;
        } else if let Ok(text) = fs::read_to_string(scratch.file(&known)) {
            let changed = with_record(&text, before, &now);
            if changed != text {
                scratch.write(&known, changed);
            }
        }
    }
    Ok(())
}

/// `text` with the checksum of `now` for that of `before`, and with its size where it stands behind.
fn with_record(text: &str, before: &Recorded, now: &Recorded) -> String {
    let size = |bytes: u64| format!("\"size_bytes\": {bytes}");
    let mut parts = text.split(before.0.as_str());
    let mut changed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (own, rest) = part.split_at(part.find('}').unwrap_or(part.len()));
        changed.push_str(&now.0);
        changed.push_str(&own.replace(&size(before.1), &size(now.1)));
        changed.push_str(rest);
    }
    changed
}

fn size(scratch: &Scratch, file: &str) -> u64 {
    fs::metadata(scratch.file(file)).map_or(0, |metadata| metadata.len())
}

fn index(entries: &[Entry], name: &str) -> Result<usize, String> {
    let known = || entries.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    entries
        .iter()
        .position(|entry| entry.0 == name)
        .ok_or_else(|| format!("the archive has no {name}, but {}", known()))
}

fn entries(scratch: &Scratch, file: &str) -> Result<Vec<Entry>, String> {
    let read = || -> zip::result::ZipResult<Vec<Entry>> {
        let mut archive = ZipArchive::new(File::open(scratch.file(file))?)?;
        let mut entries = Vec::new();
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index)?;
            let (name, mut bytes) = (entry.name()?.into_owned(), Vec::new());
            entry.read_to_end(&mut bytes)?;
            entries.push((name, bytes));
        }
        Ok(entries)
    };
    read().map_err(|error| format!("{file}: {error}"))
}

/// An archive of `entries`, and of a symbolic link behind them.
fn write(entries: &[Entry], link: Option<&Named>) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default().unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        if name.ends_with('/') {
            writer.add_directory(name.as_str(), options.unix_permissions(0o755))?;
        } else {
            writer.start_file(name.as_str(), options)?;
            writer.write_all(bytes)?;
        }
    }
    if let Some(link) = link {
        writer.add_symlink(link.name.as_str(), link.text.as_str(), options)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(change: &str) -> Result<Vec<(String, String)>, String> {
        #[derive(Deserialize)]
        struct Change {
            zip: Repack,
        }
        let scratch = Scratch::empty();
        let two = [("e/a".to_owned(), b"alpha".to_vec()), ("e/b".to_owned(), b"beta".to_vec())];
        scratch.write("P.zip", write(&two, None).unwrap());
        let (digest, bytes) = (scratch.digest("P.zip"), size(&scratch, "P.zip"));
        let other = format!("\"size_bytes\": {bytes}0");
        scratch.write("m.json", format!("{digest}, \"size_bytes\": {bytes}, {other}"));
        let change: Change = toml::from_str(&format!("zip = {change}")).unwrap();
        change.zip.apply(&scratch, "P.zip", Some("m.json"))?;
        let (digest, bytes) = (scratch.digest("P.zip"), size(&scratch, "P.zip"));
        let manifest = format!("{digest}, \"size_bytes\": {bytes}, {other}");
        assert_eq!(scratch.read("m.json"), manifest);
        let entries = entries(&scratch, "P.zip")?;
        let text = |(name, bytes)| (name, String::from_utf8(bytes).unwrap());
        Ok(entries.into_iter().map(text).collect())
    }

    #[test]
    fn each_change_is_made_and_the_manifest_follows() {
        let both = |a: (&str, &str), b: (&str, &str)| {
            Ok([a, b].map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec())
        };
        let rename = r#"{ rename = { from = "e/a", to = "../a" } }"#;
        assert_eq!(after(rename), both(("../a", "alpha"), ("e/b", "beta")));
        let replace = r#"{ replace = { name = "e/b", text = "b" } }"#;
        assert_eq!(after(replace), both(("e/a", "alpha"), ("e/b", "b")));
        assert_eq!(after(r#"{ strip = "e/" }"#), both(("a", "alpha"), ("b", "beta")));
        assert_eq!(after(r#"{ remove = "e/a" }"#).unwrap().len(), 1);
        assert_eq!(after(r#"{ add = { name = "c", text = "c" } }"#).unwrap().len(), 3);
        assert_eq!(after(r#"{ link = { name = "c", text = "/c" } }"#).unwrap().len(), 3);
        assert_eq!(after(r#"{ zeros = { name = "c", bytes = 9000 } }"#).unwrap().len(), 3);
    }

    #[test]
    fn a_change_that_cannot_be_made_is_said() {
        assert!(after(r#"{ remove = "z" }"#).unwrap_err().contains("no z, but e/a, e/b"));
        assert!(after(r#"{ strip = "e/a" }"#).unwrap_err().contains("e/b does not start"));
        assert!(after("{ cut = 9 }").is_err(), "the archive cannot be opened any more");
    }
}
