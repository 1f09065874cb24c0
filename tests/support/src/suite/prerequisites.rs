//! What must be in place before a protocol starts, and the templates for what is missing.

use std::fs;

use super::Suite;
use crate::Scratch;
use crate::mutation::{Mutation, all_hold};

impl Suite {
    /// All is in place in the example.
    pub fn prerequisites_pass_on_the_example(&self) {
        let outcome = self.example().run(self.prerequisites, &["--format", "json"]);
        assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
        assert_eq!(outcome.codes(), Vec::<String>::new());
    }

    /// Each mutation fails with its code at its place.
    pub fn prerequisites_notice_every_mutation(&self) {
        let mutations = Mutation::list(self.prerequisite_mutations);
        all_hold(mutations.iter().map(|mutation| {
            (mutation.name.clone(), mutation.check(&self.example(), self.prerequisites))
        }));
    }

    /// Templates are written for what is missing, only when asked for, and none of them passes.
    pub fn scaffold_writes_templates_that_no_gate_passes_and_fails_itself(&self) {
        let scratch = Scratch::empty();
        let outcome = scratch.run(self.prerequisites, &["--scaffold"]);
        assert_eq!(outcome.code, 1);
        assert!(outcome.stdout.contains("wrote the template "), "{}", outcome.stdout);
        let templates = self.templates();
        for (template, target) in &templates {
            assert_eq!(&scratch.read(target), template, "{target}");
        }
        for gate in self.gates {
            assert_eq!(scratch.run(gate.executable, &[]).code, 1, "{}", gate.executable);
        }
        for (_, target) in templates {
            let mine = "mine, and no template";
            scratch.write(&target, mine);
            scratch.run(self.prerequisites, &["--scaffold"]);
            assert_eq!(scratch.read(&target), mine, "{target} was overwritten");
        }
    }

    /// A template in the place of any file of the example fails.
    pub fn no_template_passes_its_gate_even_when_everything_else_is_in_order(&self) {
        let gates = self.gates.iter().map(|gate| gate.executable);
        let executables: Vec<&str> = gates.chain([self.prerequisites]).collect();
        for (template, target) in self.templates() {
            let scratch = self.example();
            scratch.write(&target, template);
            let failed = executables.iter().any(|executable| {
                let outcome = scratch.run(executable, &["--format", "json"]);
                let json = outcome.json();
                let mut findings = json["findings"].as_array().expect("a list").iter();
                outcome.code == 1 && findings.any(|finding| finding["path"] == target.as_str())
            });
            assert!(failed, "the template of {target} passes");
        }
    }

    /// The text of each template and where it belongs.
    fn templates(&self) -> Vec<(String, String)> {
        let protocol = self.load();
        let identity = &protocol.descriptor.protocol;
        let folder = format!("protocols/{}-{}/templates", identity.id, identity.key);
        let templates = fs::read_dir(crate::workspace_root().join(folder)).expect("templates");
        let templates = templates.map(|entry| {
            let entry = entry.expect("a template");
            let name = entry.file_name().to_string_lossy().into_owned();
            let mut evidence = protocol.descriptor.evidence.iter();
            let elsewhere = evidence.find(|it| it.from_root && it.file.ends_with(&name));
            let target = match elsewhere {
                Some(evidence) => evidence.file.clone(),
                None => format!("{}/{name}", identity.folders[0]),
            };
            (fs::read_to_string(entry.path()).expect("text"), target)
        });
        templates.collect()
    }
}
