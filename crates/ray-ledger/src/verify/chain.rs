//! A chain from end to end, and the documents that an execution log says were written.

use std::io::{BufRead, BufReader};

use ray_core::checksum::Digest;
use ray_core::finding::{Code, Finding};
use ray_core::place::{EvidencePath, Place, Placed, Position};
use ray_core::workspace::Workspace;

use super::codes::{
    BEGINNING_MISSING, LINE_CHANGED, LINE_OUT_OF_PLACE, LINE_UNREADABLE, NOT_RECORDED,
    NOTHING_TO_VERIFY, TORN,
};
use super::{Subject, Verified};
use crate::chain::{Fault, FaultKind, walk};
use crate::execution_log::{self, Aggregation, Written};

/// Verifies the chain at `path`, whose records are of `kind`, and looks for lines whose digests are among
/// `wanted`.
#[must_use]
pub fn verify_chain(
    workspace: &Workspace,
    path: &EvidencePath,
    kind: &str,
    wanted: &[Digest],
) -> Verified {
    let mut verified = Verified::new(Subject::Chain, path);
    let walked = workspace.open_file(path).map(|file| walk(file, Some(kind), wanted));
    let walked = match walked {
        Err(problem) => {
            verified.findings.push(problem.finding(path, path));
            return verified;
        }
        Ok(Err(error)) => {
            verified.findings.push(LINE_UNREADABLE.at(path).actual(error.to_string()));
            return verified;
        }
        Ok(Ok(walked)) => walked,
    };
    verified.counted = walked.lines;
    verified.head = walked.head;
    verified.found = walked.found;
    verified.findings = walked.faults.iter().map(|fault| finding(path, *fault)).collect();
    if walked.lines == 0 && verified.findings.is_empty() {
        let message = format!("{path} holds no line; what was recorded there is gone");
        verified.findings.push(NOTHING_TO_VERIFY.at(path).message(message));
    }
    if walked.further_faults > 0 {
        verified.remarks.push(format!("{} more lines do not hold", walked.further_faults));
    }
    verified
}

fn finding(path: &EvidencePath, fault: Fault) -> Finding {
    let code: &'static Code = match fault.kind {
        FaultKind::NotARecord | FaultKind::OfAnotherKind => &LINE_UNREADABLE,
        FaultKind::Changed => &LINE_CHANGED,
        FaultKind::OutOfPlace => &LINE_OUT_OF_PLACE,
        FaultKind::BeginningMissing => &BEGINNING_MISSING,
        FaultKind::Torn => &TORN,
    };
    let line = usize::try_from(fault.line.saturating_sub(1)).unwrap_or(usize::MAX - 1);
    let position = Some(Position::from_zero_based(line, 0));
    code.at(&Place { path: path.clone(), position, pointer: None, excerpt: None })
}

/// The documents that the last aggregation in the log at `path` wrote, held against the disk.
#[must_use]
pub fn documents(workspace: &Workspace, path: &EvidencePath) -> Vec<Finding> {
    let Some(last) = last_aggregation(workspace, path) else {
        return Vec::new();
    };
    last.wrote.iter().filter_map(|written| not_as_written(workspace, written)).collect()
}

fn last_aggregation(workspace: &Workspace, path: &EvidencePath) -> Option<Aggregation> {
    let lines = BufReader::new(workspace.open_file(path).ok()?).split(b'\n').map_while(Result::ok);
    let records = lines.filter_map(|line| serde_json::from_slice::<Aggregation>(&line).ok());
    records.filter(|record| record.kind == execution_log::KIND).last()
}

/// A document outside the repository is left to whoever keeps it there.
fn not_as_written(workspace: &Workspace, written: &Written) -> Option<Finding> {
    if std::path::Path::new(&written.path).is_absolute() {
        return None;
    }
    let path = EvidencePath::new(&written.path);
    let finding = NOT_RECORDED.at(&path.place()).expected(format!("sha256 {}", written.sha256));
    match workspace.fingerprint(&path) {
        Ok(print) if print.digest == written.sha256 => None,
        Ok(print) => Some(finding.actual(format!("sha256 {}", print.digest))),
        Err(_) => Some(finding.actual("nothing there")),
    }
}
