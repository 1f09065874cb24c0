//! `ray-gates verify`: holds manifests, packages and chains against what is there, offline.

mod look;
mod report;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use ray_cli::environment::Environment;
use ray_cli::{End, Exit, to_stdout};
use ray_core::checksum::Digest;
use ray_core::clock::Now;
use ray_core::finding::Finding;
use ray_core::place::EvidencePath;
use ray_ledger::verify::{
    HEAD_NOT_FOUND, NOTHING_TO_VERIFY, Verified, documents, verify_chain, verify_evidence,
    verify_package,
};
use ray_ledger::{execution_log, history};

use self::look::{Document, Kind};
use super::format::Format;

/// Hold manifests, packages and histories against what is there
///
/// Every file is compared with its manifest, every package with the manifest that describes it, and
/// every chain is walked from end to end. Exit code 1 when something was added, removed, changed or
/// moved, and when there is nothing to verify.
#[derive(Args)]
pub(crate) struct Arguments {
    /// A repository, an evidence folder, or one manifest, package or history
    #[arg(default_value = ".")]
    path: PathBuf,
    /// The repository, where it cannot be seen from the path
    #[arg(long, short = 'C', value_name = "DIR")]
    root: Option<PathBuf>,
    /// A head that was written down elsewhere: some line of a chain must have this SHA-256. May be
    /// given several times
    #[arg(long, value_name = "SHA256")]
    expect_head: Vec<Digest>,
    /// What to print
    #[arg(long, default_value = "human")]
    format: Format,
}

/// What came of everything that was verified.
struct Outcome {
    /// By repository.
    verified: Vec<(PathBuf, Verified)>,
    /// What no single document is to blame for.
    findings: Vec<Finding>,
    /// The heads that were looked for.
    wanted: Vec<Digest>,
}

impl Outcome {
    /// The repositories, each once.
    fn roots(&self) -> BTreeSet<&Path> {
        self.verified.iter().map(|(root, _)| root.as_path()).collect()
    }

    /// Everything that is wrong in the repository at `root`, each once: two manifests may list one file.
    fn findings(&self, root: &Path) -> Vec<Finding> {
        let of_root = self.verified.iter().filter(|(own, _)| own == root);
        let mut once: Vec<Finding> = Vec::new();
        let mut seen = BTreeSet::new();
        for finding in of_root.flat_map(|(_, verified)| &verified.findings) {
            let place = &finding.place;
            let key = (finding.code.word, &place.path, place.position, &finding.message);
            if seen.insert(key) {
                once.push(finding.clone());
            }
        }
        once
    }

    fn holds(&self) -> bool {
        self.findings.is_empty() && self.verified.iter().all(|(_, verified)| verified.holds())
    }
}

pub(crate) fn run(arguments: &Arguments, environment: &Environment) -> Result<Exit, End> {
    let documents = look::documents(&arguments.path, arguments.root.as_deref())?;
    let now = Now::from_system(environment.now);
    let wanted = &arguments.expect_head;
    let verified: Vec<(PathBuf, Verified)> = documents
        .into_iter()
        .map(|document| (document.root.clone(), verify(&document, wanted, now)))
        .collect();
    let mut findings = Vec::new();
    let path = EvidencePath::new(".");
    if verified.is_empty() {
        let shown = arguments.path.display();
        let message = format!("There is no manifest, package or history in {shown}");
        findings.push(NOTHING_TO_VERIFY.at(&path).message(message));
    }
    let found = |head: &&Digest| {
        verified.iter().any(|(_, it)| it.found.iter().any(|(found, _)| found == *head))
    };
    let lost = wanted.iter().filter(|head| !found(head));
    findings.extend(lost.map(|head| HEAD_NOT_FOUND.at(&path).expected(head.to_string())));
    let outcome = Outcome { verified, findings, wanted: wanted.clone() };
    to_stdout(&report::render(&outcome, arguments.format, environment)?)?;
    Ok(if outcome.holds() { Exit::Passed } else { Exit::Failed })
}

fn verify(document: &Document, wanted: &[Digest], now: Now) -> Verified {
    let Document { workspace, path, kind, .. } = document;
    match kind {
        Kind::Evidence => verify_evidence(workspace, path),
        Kind::Package => verify_package(workspace, path, now),
        Kind::History => verify_chain(workspace, path, history::KIND, wanted),
        Kind::ExecutionLog => {
            let mut verified = verify_chain(workspace, path, execution_log::KIND, wanted);
            verified.findings.extend(documents(workspace, path));
            verified
        }
    }
}
