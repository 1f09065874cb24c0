//! What every executable does alike: help, versions, roots, stable bytes; and nothing to an empty
//! repository.

use std::fs;

use serde_json::Value;

use super::{Suite, name_of};
use crate::Scratch;
use crate::scratch::finish;

impl Suite {
    /// Help and a version, under the executable's own name.
    pub fn every_executable_has_help_and_a_version(&self) {
        for executable in self.executables() {
            let name = name_of(executable);
            let help = Scratch::empty().run(executable, &["--help"]);
            assert_eq!((help.code, help.stderr.as_str()), (0, ""), "{name}");
            assert!(help.stdout.contains(&format!("Usage: {name}")), "{}", help.stdout);
            let version = Scratch::empty().run(executable, &["--version"]);
            assert_eq!(version.stdout.trim(), format!("{name} {}", env!("CARGO_PKG_VERSION")));
        }
    }

    /// The gates judge the root that they are given, from anywhere.
    pub fn the_root_may_be_named_from_anywhere(&self) {
        let scratch = self.example();
        for gate in self.gates {
            let mut command = Scratch::command(gate.executable);
            command.current_dir(std::env::temp_dir()).arg("-C").arg(scratch.path());
            command.args(["--now", self.now]);
            assert_eq!(finish(command).code, 0, "{}", gate.executable);
        }
    }

    /// Nothing to judge is no pass, and no reason to create anything.
    pub fn an_empty_repository_fails_every_executable_and_stays_empty(&self) {
        for executable in self.executables() {
            let (scratch, elsewhere) = (Scratch::empty(), Scratch::empty());
            let mut arguments = vec!["--format", "json"];
            let manifest = elsewhere.path().to_string_lossy().into_owned();
            if executable == self.aggregator {
                arguments.extend(["--output", manifest.as_str()]);
            }
            let before = scratch.contents();
            let outcome = scratch.run(executable, &arguments);
            assert_eq!(outcome.code, 1, "{executable}: {}{}", outcome.stdout, outcome.stderr);
            assert!(before == scratch.contents(), "{executable} created something");
        }
    }

    /// Two runs over the same evidence print the same.
    pub fn the_same_evidence_gives_the_same_bytes(&self) {
        for gate in self.gates {
            for format in ["human", "json"] {
                let arguments = ["--format", format, "--verified-by", "A. Rivera"];
                let run = || self.example().run(gate.executable, &arguments).stdout;
                assert_eq!(run(), run(), "{} {format}", gate.executable);
            }
        }
    }

    /// The evidence manifest counts every gate, misses nothing, and has the digest of each file.
    pub fn the_manifest_has_the_digest_of_every_file(&self) {
        let scratch = self.example();
        let (scratch, elsewhere) = (&scratch, Scratch::empty());
        let output = elsewhere.path().to_string_lossy().into_owned();
        let outcome = scratch.run(self.aggregator, &["--output", &output]);
        assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
        let text = fs::read_to_string(elsewhere.file("evidence-manifest.json")).expect("a file");
        let manifest: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(manifest["summary"]["validators_passed"], self.gates.len());
        assert_eq!(manifest["summary"]["evidence_completeness"], 1.0);
        for artifact in manifest["artifacts"].as_array().expect("a list") {
            let path = artifact["path"].as_str().expect("a path");
            assert_eq!(artifact["sha256"], scratch.digest(path), "{path}");
        }
    }
}
