//! Every finding code there is, and who raises it.

use ray_core::finding::Code;
use ray_core::protocol::Protocol;

use super::gates;
use crate::command::check_docs;

/// A finding code, and who raises it.
#[derive(Debug)]
pub struct KnownCode {
    /// The code.
    pub code: &'static Code,
    /// The pages of the gates that list it.
    pub gates: Vec<String>,
    /// What else raises it, after "raised by": parts that gates share.
    pub shared_by: Vec<&'static str>,
    /// True when a gate, or a check of prerequisites, can raise it.
    pub by_gates: bool,
}

/// Every code, by word. A word that stands for two things has two entries; a test sees to it that none
/// does.
#[must_use]
pub fn codes(protocols: &[Protocol]) -> Vec<KnownCode> {
    let mut known: Vec<KnownCode> = Vec::new();
    for gate in gates(protocols) {
        for code in gate.codes {
            entry(&mut known, code).gates.push(gate.page());
        }
    }
    for origin in ray_core::origins() {
        for code in origin.codes {
            entry(&mut known, code).shared_by.push(origin.raised_by);
        }
    }
    for &code in ray_ledger::waivers::CODES {
        entry(&mut known, code).shared_by.push("whatever reads waivers");
    }
    for known in &mut known {
        known.by_gates = true;
    }
    for &code in ray_ledger::verify::CODES {
        entry(&mut known, code).shared_by.push("`ray-gates verify`");
    }
    for code in check_docs::codes() {
        entry(&mut known, code).shared_by.push("`ray-gates check-docs`");
    }
    known.sort_by_key(|known| known.code.word);
    known
}

fn entry<'k>(known: &'k mut Vec<KnownCode>, code: &'static Code) -> &'k mut KnownCode {
    let at = known.iter().position(|known| known.code == code).unwrap_or_else(|| {
        known.push(KnownCode { code, gates: Vec::new(), shared_by: Vec::new(), by_gates: false });
        known.len() - 1
    });
    // The position was just found or made.
    #[expect(clippy::indexing_slicing, reason = "the position is that of an entry")]
    &mut known[at]
}
