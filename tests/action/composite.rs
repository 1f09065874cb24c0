//! Runs a composite action as GitHub's runner does: step by step, with the environment that
//! `action.yml` declares and nothing else of ours. It knows the few expressions that our actions
//! use, and refuses every other one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_fs::TempDir;
use serde_json::Value;
use test_support::scratch::finish;
use test_support::{Outcome, Scratch, workspace_root};

type Texts = BTreeMap<String, String>;

/// An action of this repository.
pub(crate) struct Composite {
    folder: PathBuf,
    definition: Value,
}

/// What a runner offers to the steps of an action.
pub(crate) struct Runner {
    temporary: TempDir,
    path: Vec<PathBuf>,
    variables: Texts,
}

/// How a run of an action ended.
pub(crate) struct Run {
    /// The exit code of the last step that ran.
    pub(crate) code: i32,
    /// What all steps printed, to both streams.
    pub(crate) log: String,
    /// The step summary.
    pub(crate) summary: String,
    outputs: Texts,
}

impl Run {
    /// An output of the action; empty when there is none, as in an expression.
    pub(crate) fn output(&self, name: &str) -> &str {
        self.outputs.get(name).map_or("", String::as_str)
    }
}

impl Composite {
    /// The action in `.github/actions/NAME`.
    pub(crate) fn named(name: &str) -> Self {
        let folder = workspace_root().join(".github/actions").join(name).canonicalize().unwrap();
        let text = fs::read_to_string(folder.join("action.yml")).unwrap();
        Self { folder, definition: serde_saphyr::from_str(&text).unwrap() }
    }

    /// Its steps, as declared.
    pub(crate) fn steps(&self) -> &[Value] {
        self.definition["runs"]["steps"].as_array().unwrap()
    }

    /// The names of its inputs and outputs.
    pub(crate) fn names(&self) -> Vec<&String> {
        let objects = ["inputs", "outputs"].map(|key| self.definition[key].as_object().unwrap());
        objects.into_iter().flat_map(|object| object.keys()).collect()
    }

    /// Runs it in `workspace` with `inputs`, and with the declared defaults for the others.
    pub(crate) fn run(&self, runner: &Runner, workspace: &Scratch, inputs: &[(&str, &str)]) -> Run {
        let mut context = self.bound(inputs);
        let summary = runner.file("summary.md");
        fs::write(&summary, "").unwrap();
        let mut run =
            Run { code: 0, log: String::new(), summary: String::new(), outputs: Texts::new() };
        for (at, step) in self.steps().iter().enumerate() {
            let outputs = runner.file(&format!("outputs-{at}"));
            fs::write(&outputs, "").unwrap();
            let outcome = self.step(step, &context, runner, workspace, (&outputs, &summary));
            run.code = outcome.code;
            run.log += &(outcome.stdout + &outcome.stderr);
            for line in fs::read_to_string(&outputs).unwrap().lines() {
                let (name, value) = line.split_once('=').expect("NAME=VALUE");
                let id = step["id"].as_str().unwrap();
                context.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
            }
            if run.code != 0 {
                break;
            }
        }
        run.summary = fs::read_to_string(summary).unwrap();
        run.outputs = declared(&self.definition["outputs"], "value", &context);
        run
    }

    /// The context that the steps see: every declared input with its value.
    fn bound(&self, inputs: &[(&str, &str)]) -> Texts {
        let outer = Texts::from([("github.action_repository".to_owned(), "acme/gates".to_owned())]);
        let mut values = declared(&self.definition["inputs"], "default", &outer);
        for (name, value) in inputs {
            assert!(self.definition["inputs"][name].is_object(), "{name} is no input");
            values.insert((*name).to_owned(), (*value).to_owned());
        }
        values.into_iter().map(|(name, value)| (format!("inputs.{name}"), value)).collect()
    }

    fn step(
        &self,
        step: &Value,
        context: &Texts,
        runner: &Runner,
        workspace: &Scratch,
        (outputs, summary): (&Path, &Path),
    ) -> Outcome {
        let script = runner.file("step.sh");
        fs::write(&script, step["run"].as_str().unwrap()).unwrap();
        let mut command = Scratch::command("bash");
        command.args(["--noprofile", "--norc", "-e", "-o", "pipefail"]).arg(&script);
        command.current_dir(workspace.path()).env_clear();
        command.env("PATH", std::env::join_paths(&runner.path).unwrap());
        command.envs(&runner.variables);
        for (name, value) in step["env"].as_object().unwrap() {
            command.env(name, evaluate(value.as_str().unwrap(), context));
        }
        command.env("GITHUB_ACTIONS", "true").env("GITHUB_ACTION_PATH", &self.folder);
        command.env("GITHUB_OUTPUT", outputs).env("GITHUB_STEP_SUMMARY", summary);
        command.env("GITHUB_WORKSPACE", workspace.path());
        command.env("RUNNER_TEMP", runner.temporary.path());
        finish(command)
    }
}

impl Runner {
    /// A Linux runner whose `PATH` is that of this process.
    pub(crate) fn new() -> Self {
        let path = std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect();
        let variables =
            [("RUNNER_OS", "Linux"), ("RUNNER_ARCH", "X64"), ("GITHUB_ACTOR", "a-okafor")];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Self { temporary: TempDir::new().unwrap(), path, variables }
    }

    /// With another folder that `PATH` begins with.
    pub(crate) fn with_path(mut self, folder: &Path) -> Self {
        self.path.insert(0, folder.to_owned());
        self
    }

    /// With another variable.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// A path in its temporary folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.temporary.path().join(name)
    }
}

/// The `key` of each of the `declarations`, evaluated.
fn declared(declarations: &Value, key: &str, context: &Texts) -> Texts {
    let declarations = declarations.as_object().unwrap().iter();
    let value = |(name, declaration): (&String, &Value)| {
        (name.clone(), evaluate(declaration[key].as_str().unwrap_or_default(), context))
    };
    declarations.map(value).collect()
}

/// The value of a text that is one expression, or none: a name, or a name and what stands for it
/// when it is empty.
fn evaluate(text: &str, context: &Texts) -> String {
    let Some(inner) = text.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}")) else {
        assert!(!text.contains("${{"), "not an expression as a whole: {text}");
        return text.to_owned();
    };
    let (name, otherwise) = inner.trim().split_once(" || ").unwrap_or((inner.trim(), "''"));
    assert!(["inputs.", "steps.", "github."].iter().any(|start| name.starts_with(start)), "{text}");
    let value = context.get(name).cloned().unwrap_or_default();
    if value.is_empty() { otherwise.trim_matches('\'').to_owned() } else { value }
}
