//! What waivers change about a result: nothing, unless sound ones cover every single thing that the
//! gate found.

use std::collections::BTreeSet;

use ray_core::clock::Now;
use ray_core::finding::{Code, Finding, Level};
use ray_core::gate::result::{
    CriterionResult, GateResult, Measured, Reported, Status, Threshold, Verdict,
};
use ray_core::place::{Located, Placed};
use ray_core::value::words::nearest;

use super::{
    EXPIRED, Entry, INCOMPLETE, NOT_ALLOWED, NOT_ENOUGH, STALE, UNKNOWN_CODE, UNKNOWN_GATE,
    WaivableGate, Waivers,
};

/// The criterion that a result gets when waivers have a say in it.
const CRITERION: &str = "waivers-sound";

/// The entries that name a gate, sorted by what may come of them.
struct Sorted<'w> {
    /// Sound and in force.
    sound: Vec<&'w Entry>,
    /// Sound otherwise, but over.
    expired: Vec<&'w Entry>,
    /// Sound otherwise, but for another release.
    elsewhere: Vec<&'w Entry>,
    /// What is wrong with the others.
    faults: Vec<Finding>,
    /// How many name the gate.
    total: usize,
}

impl Waivers {
    /// `result` with what the waivers change about it.
    #[must_use]
    pub fn applied_to(&self, mut result: GateResult) -> GateResult {
        let sorted = self.sort(&result);
        let covering = covering(&result, &sorted.sound);
        let let_through = covering.is_some() && sorted.faults.is_empty() && self.broken.is_empty();
        let mut findings = self.broken.clone();
        findings.extend(sorted.faults.iter().cloned());
        let needed = result.status == Status::Fail && !let_through;
        for entry in &sorted.expired {
            let of_the_past = || expired(entry, self.now);
            findings.push(if needed { of_the_past() } else { stale(entry, "it has expired") });
        }
        let used = covering.unwrap_or_default();
        if result.status == Status::Pass {
            findings.extend(sorted.sound.iter().map(|entry| stale(entry, "the gate passes")));
        } else if let_through {
            let unused = sorted.sound.iter().filter(|entry| !is_among(&used, entry));
            findings.extend(unused.map(|entry| stale(entry, "others cover what was found")));
        } else {
            findings.extend(sorted.sound.iter().map(|entry| not_enough(&result, entry)));
        }
        findings
            .extend(sorted.elsewhere.iter().map(|entry| stale(entry, "it is for another release")));
        let nowhere = self.entries.iter().filter(|it| it.gate_id.is_none());
        findings.extend(nowhere.map(|entry| unknown_gate(entry).as_warning()));
        if findings.is_empty() && sorted.total == 0 {
            return result;
        }
        result.criteria.push(criterion(&sorted, self.broken.len()));
        result.findings.extend(findings.into_iter().map(reported));
        result.evidence.push(self.file.clone());
        result.evidence.sort_by(|a, b| a.path.cmp(&b.path));
        let result = result.settle();
        match let_through {
            true => result.waived_by(used.iter().filter_map(|entry| entry.granted()).collect()),
            false => result,
        }
    }

    fn sort(&self, result: &GateResult) -> Sorted<'_> {
        let mut sorted = Sorted {
            sound: Vec::new(),
            expired: Vec::new(),
            elsewhere: Vec::new(),
            faults: Vec::new(),
            total: 0,
        };
        let of_gate = |entry: &&Entry| entry.gate_id.as_ref() == Some(&result.gate.id);
        for entry in self.entries.iter().filter(of_gate) {
            sorted.total += 1;
            let mut faults = self.faults(entry);
            if !faults.is_empty() {
                sorted.faults.append(&mut faults);
            } else if !self.is_for_release(entry, result) {
                sorted.elsewhere.push(entry);
            } else if entry.is_expired(self.now.instant) {
                sorted.expired.push(entry);
            } else {
                sorted.sound.push(entry);
            }
        }
        sorted
    }

    /// Where the evidence names no release, because it is missing, the pinned one counts.
    fn is_for_release(&self, entry: &Entry, result: &GateResult) -> bool {
        let judged = result.release.as_ref().or(self.pinned.as_ref());
        entry.release.read().is_none_or(|release| judged == Some(&release.value))
    }
}

/// What is wrong with a waiver because of the gate that it names.
pub(super) fn not_for(gate: &WaivableGate, entry: &Entry) -> Vec<Finding> {
    let cannot = (!gate.waivable).then(|| {
        NOT_ALLOWED
            .at(entry)
            .message(format!("Gate {} cannot be waived", gate.id))
            .expected(format!("no waiver for gate {}", gate.id))
    });
    let codes = entry.codes.iter().flatten();
    cannot.into_iter().chain(codes.filter_map(|code| wrong_code(code, &gate.codes))).collect()
}

fn wrong_code(written: &Located<String>, codes: &[&'static Code]) -> Option<Finding> {
    match codes.iter().find(|code| code.word == written.value) {
        Some(code) if code.waivable => None,
        Some(code) => Some(
            NOT_ALLOWED
                .at(written)
                .message(format!("No waiver covers {}", code.word))
                .expected("a code that can be waived")
                .actual(code.word),
        ),
        None => {
            let near = nearest(&written.value, codes.iter().map(|code| code.word));
            let expected = near.map_or_else(
                || "a code that this gate can raise".to_owned(),
                |near| format!("did you mean {near}?"),
            );
            Some(UNKNOWN_CODE.at(written).expected(expected).actual(written.value.clone()))
        }
    }
}

/// Those of `sound` that together cover everything that failed the gate; none when they do not.
fn covering<'w>(result: &GateResult, sound: &[&'w Entry]) -> Option<Vec<&'w Entry>> {
    if result.status != Status::Fail {
        return None;
    }
    let errors = || result.findings.iter().filter(|it| it.finding.level == Level::Error);
    let unexplained = result.unmet().any(|criterion| {
        let explains = |it: &Reported| {
            it.criterion == criterion.id || criterion.verdict == Verdict::Indeterminate
        };
        !errors().any(explains)
    });
    let covers_all = |entry: &Entry| entry.codes.is_none();
    let all = errors().all(|it| sound.iter().any(|entry| covers(entry, it.finding.code)))
        && (!unexplained || sound.iter().any(|entry| covers_all(entry)));
    let has_part = |entry: &&&'w Entry| {
        errors().any(|it| covers(entry, it.finding.code)) || (unexplained && covers_all(entry))
    };
    let used: Vec<&Entry> = sound.iter().filter(has_part).copied().collect();
    (all && !used.is_empty()).then_some(used)
}

fn covers(entry: &Entry, code: &Code) -> bool {
    let named = |codes: &Vec<Located<String>>| codes.iter().any(|it| it.value == code.word);
    code.waivable && entry.codes.as_ref().is_none_or(named)
}

fn is_among(entries: &[&Entry], entry: &Entry) -> bool {
    entries.iter().any(|it| std::ptr::eq(*it, entry))
}

fn expired(entry: &Entry, now: Now) -> Finding {
    let place = entry.expires_at.read().map_or_else(|| entry.place(), Placed::place);
    EXPIRED.at(&place).expected(format!("a time after {}", now.instant))
}

fn stale(entry: &Entry, why: &str) -> Finding {
    STALE.at(entry).message(format!("A waiver covers nothing: {why}"))
}

/// A waiver that fell short, with the first thing that it does not cover.
fn not_enough(result: &GateResult, entry: &Entry) -> Finding {
    let errors = result.findings.iter().filter(|it| it.finding.level == Level::Error);
    let open: BTreeSet<&str> = errors
        .filter(|it| !covers(entry, it.finding.code))
        .map(|it| it.finding.code.word)
        .collect();
    let open: Vec<&str> = open.into_iter().collect();
    let finding = NOT_ENOUGH.at(entry);
    if open.is_empty() {
        finding
    } else {
        finding.actual(format!("not covered: {}", open.join(", ")))
    }
}

pub(super) fn unknown_gate(entry: &Entry) -> Finding {
    match entry.gate.read() {
        Some(gate) => UNKNOWN_GATE.at(gate).actual(gate.value.clone()),
        None => INCOMPLETE.at(entry).message("A waiver names no gate"),
    }
}

fn reported(finding: Finding) -> Reported {
    Reported { criterion: CRITERION.to_owned(), finding: Box::new(finding) }
}

/// The criterion that says how the waivers stand; it can fail a gate and cannot let one through.
fn criterion(sorted: &Sorted<'_>, broken: usize) -> CriterionResult {
    let total = sorted.total as u64;
    let sound = (sorted.sound.len() + sorted.expired.len() + sorted.elsewhere.len()) as u64;
    let (verdict, reason) = match (total, broken) {
        (0, 0) => (Verdict::NotApplicable, Some("no waiver names this gate".to_owned())),
        (_, 0) if sound == total => (Verdict::Pass, None),
        (_, 0) => (Verdict::Fail, None),
        _ => (Verdict::Indeterminate, Some("the waivers cannot be read".to_owned())),
    };
    CriterionResult {
        id: CRITERION.to_owned(),
        text: "Every waiver for this gate is complete, and granted by a person who may grant it"
            .to_owned(),
        verdict,
        measured: (total > 0).then_some(Measured::Count { held: sound, total }),
        threshold: Threshold::all(),
        cross_reference: false,
        reason,
    }
}
