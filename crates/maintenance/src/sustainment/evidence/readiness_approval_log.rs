//! `readiness-approval-log.csv`: who approved the maintenance plan, on which conditions, and which
//! risks stay open.
//!
//! The document asks for the open risks in this log, so each row has a column for the risk that its
//! stakeholder sees, and one for who owns it. "none" is an answer; an empty field is not.

use std::io::Read;

use ray_core::evidence::csv::{Column, Row};
use ray_core::finding::Notes;
use ray_core::place::EvidencePath;
use ray_core::shape::approval::Decision;

use super::rows::read_rows;
use crate::approval_log::{COLUMNS as APPROVAL, Cell, Entry, supersede};

const OPEN_RISKS: usize = APPROVAL.len();
const RISK_OWNER: usize = APPROVAL.len() + 1;

/// The log.
#[derive(Debug)]
pub struct ReadinessApprovalLog {
    /// For each party that was asked about, in that order, its latest decision.
    pub latest: Vec<Option<Entry>>,
    /// What each row says about risks; none where it has no field for them, which a finding says.
    pub risks: Vec<Option<Risk>>,
}

/// What one row says about risks.
#[derive(Debug)]
pub struct Risk {
    /// The risk that stays open, as written.
    pub risk: Cell,
    /// Who owns it, as written.
    pub owner: Cell,
    /// True when the stakeholder approves in spite of it.
    pub approves: bool,
}

impl ReadinessApprovalLog {
    /// Reads the log for `parties`; each is a list of the roles that speak for it.
    #[must_use]
    pub fn read(
        bytes: &mut dyn Read,
        path: &EvidencePath,
        notes: &Notes,
        parties: &[&[String]],
    ) -> Self {
        let [stakeholder, role, status, day, conditions] = APPROVAL;
        let columns = [
            stakeholder,
            role,
            status,
            day,
            conditions,
            Column::required("open_risks", &["open_risk", "risks"]),
            Column::required("risk_owner", &["risk_owners"]),
        ];
        let mut latest: Vec<Option<Entry>> = parties.iter().map(|_| None).collect();
        let risks = read_rows(bytes, path, notes, &columns, |row| {
            let entry = Entry::read(row, notes);
            if let Some(entry) = &entry {
                supersede(&mut latest, parties, entry);
            }
            Risk::read(row, entry.as_ref())
        });
        Self { latest, risks }
    }
}

impl Risk {
    fn read(row: &Row<'_>, entry: Option<&Entry>) -> Option<Self> {
        Some(Self {
            risk: Cell::of(row, OPEN_RISKS)?,
            owner: Cell::of(row, RISK_OWNER)?,
            approves: entry.is_some_and(|entry| entry.decision == Some(Decision::Approved)),
        })
    }
}
