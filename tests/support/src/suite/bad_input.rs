//! Evidence that is not what it should be: exit 1, a finding at its place, nothing changed on disk,
//! and never a panic or a hang.

use std::fs;

use serde_json::Value;

use super::{File, Suite};
use crate::Scratch;

/// Formats that are read whole.
const DOCUMENTS: &[&str] = &[".json", ".yaml", ".md"];

/// Formats whose root is an object.
const OBJECTS: &[&str] = &[".json", ".yaml"];

/// How often each file is damaged.
const DAMAGES: usize = 40;

/// Runs the gate of `file` and insists that it fails, changes nothing, and reports on the file.
fn fails(scratch: &Scratch, file: &File) -> Vec<Value> {
    let before = scratch.contents();
    let outcome = scratch.run(file.executable, &["--format", "json"]);
    let path = &file.path;
    assert_eq!(outcome.code, 1, "{path}: {}{}", outcome.stdout, outcome.stderr);
    assert_eq!(outcome.stderr, "", "{path}");
    assert!(before == scratch.contents(), "{path}: the run changed something on disk");
    let findings = outcome.json()["findings"].as_array().cloned().expect("a list");
    let own: Vec<Value> =
        findings.into_iter().filter(|finding| finding["path"] == path.as_str()).collect();
    assert!(!own.is_empty(), "{path}: no finding is placed there\n{}", outcome.stdout);
    own
}

fn fails_with(scratch: &Scratch, file: &File, codes: &[&str]) {
    let findings = fails(scratch, file);
    let found = findings.iter().any(|finding| codes.iter().any(|code| finding["code"] == *code));
    assert!(found, "{}: none of {codes:?} in {findings:#?}", file.path);
}

/// The numbers of a run that is the same every time.
fn numbers(seed: u64) -> impl Iterator<Item = usize> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    std::iter::repeat_with(move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default()
    })
}

/// `intact` with up to four bytes changed, removed, inserted or cut off.
fn damaged(intact: &[u8], numbers: &mut impl Iterator<Item = usize>) -> Vec<u8> {
    let mut next = || numbers.next().unwrap_or_default();
    let mut bytes = intact.to_vec();
    for _ in 0..=next() % 4 {
        // The last byte may have been removed.
        let at = next() % bytes.len().max(1);
        match if bytes.is_empty() { 2 } else { next() % 4 } {
            0 => bytes[at] = u8::try_from(next() % 256).unwrap_or_default(),
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, b"{}[]\",:|-#\n\0"[next() % 12]),
            _ => bytes.truncate(at + 1),
        }
    }
    bytes
}

impl Suite {
    /// Writes `content` over each file whose name ends in one of `endings`; the run must raise one of
    /// `codes` there.
    fn each_file_becomes(&self, content: &[u8], endings: &[&str], codes: &[&str]) {
        for file in self.files().iter().filter(|file| file.is_any(endings)) {
            let scratch = self.example();
            scratch.write(&file.path, content);
            fails_with(&scratch, file, codes);
        }
    }

    /// A file that is not there.
    pub fn missing_evidence_fails(&self) {
        for file in self.files() {
            let scratch = self.example();
            scratch.remove(&file.path);
            fails_with(&scratch, &file, &["missing-file"]);
        }
    }

    /// A folder.
    pub fn a_folder_in_the_place_of_evidence_fails(&self) {
        for file in self.files() {
            let scratch = self.example();
            scratch.remove(&file.path);
            fs::create_dir(scratch.file(&file.path)).expect("a folder");
            fails_with(&scratch, &file, &["not-a-file"]);
        }
    }

    /// A pipe that nobody writes to.
    pub fn a_pipe_in_the_place_of_evidence_fails_and_does_not_hang(&self) {
        if cfg!(not(unix)) {
            return;
        }
        for file in self.files() {
            let scratch = self.example();
            scratch.remove(&file.path);
            let mut make = std::process::Command::new("mkfifo");
            assert!(make.arg(scratch.file(&file.path)).status().expect("mkfifo runs").success());
            let outcome = scratch.run(file.executable, &["--format", "json"]);
            assert_eq!(outcome.code, 1, "{}", file.path);
            assert!(outcome.codes().contains(&"not-a-file".to_owned()), "{}", file.path);
        }
    }

    /// A file without the right to read it.
    pub fn unreadable_evidence_fails(&self) {
        #[cfg(unix)]
        for file in self.files() {
            use std::os::unix::fs::PermissionsExt;
            let scratch = self.example();
            let on_disk = scratch.file(&file.path);
            fs::set_permissions(&on_disk, fs::Permissions::from_mode(0o000)).expect("a mode");
            if fs::read(&on_disk).is_ok() {
                // The superuser may read everything; then there is nothing to see here.
                return;
            }
            fails_with(&scratch, &file, &["unreadable-file"]);
        }
    }

    /// A link to a file elsewhere that would pass.
    pub fn a_symbolic_link_out_of_the_root_fails(&self) {
        #[cfg(unix)]
        for file in self.files() {
            let outside = Scratch::empty();
            let scratch = self.example();
            fs::rename(scratch.file(&file.path), outside.file("evidence"))
                .or_else(|_| {
                    fs::copy(scratch.file(&file.path), outside.file("evidence")).map(|_| ())
                })
                .expect("a file elsewhere");
            let _ = fs::remove_file(scratch.file(&file.path));
            std::os::unix::fs::symlink(outside.file("evidence"), scratch.file(&file.path))
                .expect("a link");
            fails_with(&scratch, &file, &["path-outside-root"]);
        }
    }

    /// Nothing, white space, or only a byte-order mark.
    pub fn empty_evidence_fails(&self) {
        for content in [&b""[..], b" \r\n\t\n", b"\xef\xbb\xbf"] {
            self.each_file_becomes(content, DOCUMENTS, &["empty-file"]);
            for file in self.files().iter().filter(|file| !file.is_any(DOCUMENTS)) {
                let scratch = self.example();
                scratch.write(&file.path, content);
                fails(&scratch, file);
            }
        }
    }

    /// Latin-1 and UTF-16.
    pub fn evidence_that_is_not_utf_8_fails(&self) {
        let latin = b"{\"release\": \"2.4.0\xff\"}";
        self.each_file_becomes(latin, DOCUMENTS, &["not-utf8"]);
        let wide: Vec<u8> =
            "{\"release\": \"2.4.0\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.each_file_becomes(&[&[0xff, 0xfe], &wide[..]].concat(), DOCUMENTS, &["not-utf8"]);
        for file in self.files().iter().filter(|file| !file.is_any(DOCUMENTS)) {
            let scratch = self.example();
            scratch.write(&file.path, latin);
            fails(&scratch, file);
        }
    }

    /// The first third of the file; of Markdown the first eighth, since the third of a table may be a
    /// table.
    pub fn truncated_evidence_fails(&self) {
        for file in self.files() {
            let scratch = self.example();
            let bytes = fs::read(scratch.file(&file.path)).expect("a file");
            let cut = bytes.len() / if file.is_any(&[".md"]) { 8 } else { 3 };
            let head = String::from_utf8_lossy(&bytes[..cut]);
            let kept = match head.char_indices().next_back() {
                Some((at, char::REPLACEMENT_CHARACTER)) if file.is_any(DOCUMENTS) => at,
                _ => cut,
            };
            scratch.write(&file.path, &bytes[..kept]);
            // The third of a checklist may be a checklist; then the package does not hold it.
            let outcome = scratch.run(file.executable, &["--format", "json"]);
            assert_eq!(outcome.code, 1, "{}: {}{}", file.path, outcome.stdout, outcome.stderr);
        }
    }

    /// A list, a word, a number.
    pub fn a_wrong_type_at_the_top_fails(&self) {
        for content in ["[]", "\"text\"", "42", "null", "true"] {
            self.each_file_becomes(content.as_bytes(), OBJECTS, &["wrong-type"]);
        }
    }

    /// An object without a key.
    pub fn an_empty_object_fails_for_every_key_that_it_lacks(&self) {
        self.each_file_becomes(b"{}", OBJECTS, &["missing-key", "nothing-to-judge"]);
    }

    /// Two values, of which a lenient reader keeps one.
    pub fn a_duplicate_key_fails(&self) {
        let twice = b"{\"release\": \"2.3.2\",\n \"release\": \"2.4.0\"}";
        self.each_file_becomes(twice, OBJECTS, &["duplicate-key"]);
    }

    /// Deeper than any stack.
    pub fn ten_thousand_levels_fail(&self) {
        let codes = &["nested-too-deep", "syntax-error", "yaml-too-complex"];
        self.each_file_becomes("[".repeat(10_000).as_bytes(), OBJECTS, codes);
        self.each_file_becomes("{\"a\":".repeat(10_000).as_bytes(), OBJECTS, codes);
        for file in self.files().iter().filter(|file| file.is_any(&[".md"])) {
            let scratch = self.example();
            scratch.write(&file.path, format!("{} x", "> ".repeat(10_000)));
            fails(&scratch, file);
        }
    }

    /// A document that no memory should be spent on.
    pub fn a_line_of_a_gigabyte_fails_without_being_read(&self) {
        for file in self.files().iter().filter(|file| file.is_any(DOCUMENTS)) {
            let scratch = self.example();
            let line = fs::File::create(scratch.file(&file.path)).expect("a file");
            line.set_len(1 << 30).expect("a sparse file");
            fails_with(&scratch, file, &["file-too-large"]);
        }
    }

    /// Whatever the bytes, there is a verdict, and the exit code is that of the verdict.
    pub fn evidence_that_was_damaged_anyhow_is_judged_and_never_breaks_the_gate(&self) {
        for (seed, file) in (1..).zip(self.files()) {
            let scratch = self.example();
            let intact = fs::read(scratch.file(&file.path)).expect("a file");
            let mut numbers = numbers(seed);
            for _ in 0..DAMAGES {
                let bytes = damaged(&intact, &mut numbers);
                scratch.write(&file.path, &bytes);
                let outcome = scratch.run(file.executable, &["--format", "json"]);
                let failed = outcome.json()["status"] == "fail";
                let shown = || format!("{}: {}", file.path, String::from_utf8_lossy(&bytes));
                assert_eq!(outcome.code, i32::from(failed), "{}", shown());
                assert_eq!(outcome.stderr, "", "{}", shown());
            }
        }
    }

    /// Each criterion of a gate that passes shows what it counted, or why it does not apply.
    pub fn whatever_passes_has_looked_at_something(&self) {
        for gate in self.gates {
            let json = self.example().run(gate.executable, &["--format", "json"]).json();
            for criterion in json["criteria"].as_array().expect("a list") {
                let measured = &criterion["measured"];
                let looked = measured["denominator"].as_u64().is_some_and(|total| total > 0)
                    || measured["value"].is_number();
                let excused =
                    criterion["verdict"] == "not_applicable" && criterion["reason"].is_string();
                assert!(looked || excused, "{criterion:#?}");
            }
        }
    }
}
