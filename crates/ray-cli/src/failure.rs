//! Why a run could not judge anything. Each says what to do next.

use ray_core::gate::settings::SettingProblem;
use ray_core::protocol::DescriptorError;
use ray_core::workspace::RootError;
use ray_ledger::chain::ChainError;
use ray_ledger::package::PackError;
use ray_ledger::write::WriteError;

/// A run that ends with exit code 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A flag or variable has a value that cannot be used.
    #[error("{origin}: {problem}")]
    BadValue {
        /// The flag with its dashes, or the variable.
        origin: String,
        /// What is wrong with the value.
        problem: String,
    },
    /// A file that a flag names leads out of the root.
    #[error(
        "{origin}: `{path}` leads out of the root; evidence must lie inside the repository that is judged"
    )]
    OutsideRoot {
        /// The flag with its dashes.
        origin: String,
        /// What was written.
        path: String,
    },
    /// The configuration file is not there although a flag names it.
    #[error("--config: {path}: {reason}")]
    ConfigUnreadable {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// The configuration file is broken, or has a key that nobody knows.
    #[error("{path}:{line}:{column}: {problem}")]
    BadConfig {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// What is wrong.
        problem: String,
    },
    /// The root cannot be opened.
    #[error("{0}; name the repository with --root")]
    Root(#[from] RootError),
    /// A result may not replace what is judged.
    #[error("{flag}: {path} is evidence, and a gate never writes evidence; name another file")]
    OutputIsEvidence {
        /// The flag that names the file, with its dashes.
        flag: &'static str,
        /// The file.
        path: String,
    },
    /// A result may not replace a file that is none of ours.
    #[error(
        "{flag}: {path} exists and was not written by this tool in this format; name another file, or remove it first"
    )]
    OutputIsForeign {
        /// The flag that names the file, with its dashes.
        flag: &'static str,
        /// The file.
        path: String,
    },
    /// A result may not replace what is no file.
    #[error("{flag}: {error}; name another file")]
    OutputIsNoFile {
        /// The flag with its dashes.
        flag: &'static str,
        /// What stands there.
        error: WriteError,
    },
    /// A file cannot be written.
    #[error("{0}; check the permissions and the free space there")]
    Write(#[from] WriteError),
    /// A file of the evidence cannot be packed.
    #[error("--package: {0}; take it out of the evidence folder, make it readable, or rename it")]
    Package(PackError),
    /// The history or the execution log cannot be added to.
    #[error("{0}; check the permissions and the free space there")]
    Chain(#[from] ChainError),
    /// Standard output cannot be written to.
    #[error("standard output cannot be written: {0}")]
    Stdout(std::io::Error),
    /// `--stage` names no gate.
    #[error("--stage: `{found}` is none of the gates: {known}")]
    UnknownStage {
        /// What was written.
        found: String,
        /// The gates.
        known: String,
    },
    /// This program is broken.
    #[error("{0}; this is a fault of ray-gates, please report it")]
    Internal(String),
}

impl Failure {
    /// A value that `origin` gave and that cannot be used.
    #[must_use]
    pub(crate) fn bad_value(origin: impl Into<String>, problem: &SettingProblem) -> Self {
        Failure::BadValue { origin: origin.into(), problem: problem.to_string() }
    }

    /// The step that failed, for the line that the protocols' users read.
    #[must_use]
    pub(crate) fn step(&self) -> &'static str {
        match self {
            Failure::BadValue { .. }
            | Failure::OutsideRoot { .. }
            | Failure::UnknownStage { .. } => "reading the flags",
            Failure::ConfigUnreadable { .. } | Failure::BadConfig { .. } => {
                "reading the configuration"
            }
            Failure::Root(_) => "opening the root",
            Failure::OutputIsEvidence { .. }
            | Failure::OutputIsForeign { .. }
            | Failure::OutputIsNoFile { .. }
            | Failure::Write(_)
            | Failure::Package(_)
            | Failure::Chain(_)
            | Failure::Stdout(_) => "writing the result",
            Failure::Internal(_) => "starting",
        }
    }
}

impl From<DescriptorError> for Failure {
    fn from(error: DescriptorError) -> Self {
        Failure::Internal(error.to_string())
    }
}
