//! One waiver: what it says, and what is wrong with it whatever its gate has found.

use std::collections::BTreeSet;

use jiff::Timestamp;
use ray_core::evidence::view::{Given, View};
use ray_core::finding::{Code, Finding, Level, Notes};
use ray_core::gate::waiver::Waiver;
use ray_core::place::{Located, Place, Placed};
use ray_core::shape::approval::is_role;
use ray_core::value::name;
use ray_core::value::words::{fold, nearest};

use super::identity::{is_disguised, may_be_one_person};
use super::{
    INCOMPLETE, Limits, NOT_BY_A_PERSON, ROLE_NOT_ALLOWED, SELF_GRANTED, TOO_LONG, UNJUSTIFIED,
    UNKNOWN_KEY, WaivableGate,
};

/// Words that a justification must have, none counted twice.
const WORDS_OF_SUBSTANCE: usize = 5;

/// Letters that it must have where words are written without spaces, none counted twice.
const LETTERS_OF_SUBSTANCE: usize = 10;

const KEYS: &[&str] = &[
    "gate",
    "release",
    "codes",
    "justification",
    "risk",
    "mitigation",
    "requested_by",
    "approved_by",
    "role",
    "approved_at",
    "expires_at",
];

/// One waiver as it is written down.
#[derive(Debug)]
pub struct Entry {
    /// The gate that it names.
    pub gate: Given<String>,
    /// The number of that gate; none when the protocol has no such gate.
    pub gate_id: Option<String>,
    /// The only release that it is for; any when it names none.
    pub release: Given<String>,
    /// The finding codes that it covers; all when it names none.
    pub codes: Option<Vec<Located<String>>>,
    /// Who asked for it.
    pub requested_by: Given<String>,
    /// Who granted it.
    pub approved_by: Given<String>,
    /// From when on it does not hold.
    pub expires_at: Given<Timestamp>,
    justification: Given<String>,
    risk: Given<String>,
    mitigation: Given<String>,
    role: Given<String>,
    approved_at: Given<Timestamp>,
    place: Place,
    faults: Vec<Finding>,
}

impl Placed for Entry {
    fn place(&self) -> Place {
        self.place.clone()
    }
}

impl Entry {
    /// Reads one waiver of a protocol with `gates`; what is wrong with its form goes to the notes of
    /// `view`.
    pub(super) fn read(view: View<'_>, gates: &[WaivableGate]) -> Self {
        let Some(fields) = view.object() else {
            return Self::unreadable(view);
        };
        for (key, _) in fields.entries().filter(|(key, _)| !KEYS.contains(&&*key.value)) {
            let hint = match nearest(&key.value, KEYS.iter().copied()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("known keys: {}", KEYS.join(", ")),
            };
            fields.notes().add(UNKNOWN_KEY.at(&key).expected(hint).actual(key.value.clone()));
        }
        let gate = fields.given("gate", View::label);
        let named = gate.read().map(|gate| fold(&gate.value));
        let named = named.map(|named| named.trim_end_matches(".py").to_owned());
        let is_meant = |gate: &&WaivableGate| {
            [&gate.id, &gate.script].iter().any(|name| Some(fold(name)) == named)
        };
        Self {
            gate_id: gates.iter().find(is_meant).map(|gate| gate.id.clone()),
            gate,
            release: fields.given("release", View::label),
            codes: fields.optional("codes").map(codes),
            requested_by: fields.given("requested_by", View::answer),
            approved_by: fields.given("approved_by", View::answer),
            expires_at: fields.given("expires_at", View::instant),
            justification: fields.given("justification", View::answer),
            risk: fields.given("risk", View::answer),
            mitigation: fields.given("mitigation", View::answer),
            role: fields.given("role", View::answer),
            approved_at: fields.given("approved_at", View::past_instant),
            place: fields.place(),
            faults: Vec::new(),
        }
    }

    fn unreadable(view: View<'_>) -> Self {
        Self {
            gate: Given::Faulty,
            gate_id: None,
            release: Given::Absent,
            codes: None,
            requested_by: Given::Faulty,
            approved_by: Given::Faulty,
            expires_at: Given::Faulty,
            justification: Given::Faulty,
            risk: Given::Faulty,
            mitigation: Given::Faulty,
            role: Given::Faulty,
            approved_at: Given::Faulty,
            place: view.place(),
            faults: Vec::new(),
        }
    }

    pub(super) fn with_faults(mut self, notes: Notes) -> Self {
        self.faults = notes.into_findings();
        self
    }

    /// Everything that is wrong with what it says.
    pub(super) fn faults(&self, limits: &Limits) -> Vec<Finding> {
        let mut faults = self.faults.clone();
        let texts = [
            ("gate", &self.gate),
            ("justification", &self.justification),
            ("risk", &self.risk),
            ("mitigation", &self.mitigation),
            ("requested_by", &self.requested_by),
            ("approved_by", &self.approved_by),
            ("role", &self.role),
        ];
        faults.extend(texts.iter().filter_map(|(key, given)| self.lacking(key, given)));
        faults.extend(self.lacking("approved_at", &self.approved_at));
        faults.extend(self.lacking("expires_at", &self.expires_at));
        faults.extend(self.justification.read().and_then(unjustified));
        for (key, given) in [("approver", &self.approved_by), ("requester", &self.requested_by)] {
            faults.extend(given.read().and_then(|name| no_person(key, name)));
        }
        faults.extend(self.granted_to_self());
        faults.extend(self.role.read().and_then(|role| role_not_allowed(role, &limits.roles)));
        faults.extend(self.too_long(limits));
        faults.retain(|finding| finding.level == Level::Error);
        faults
    }

    /// True when its time is over at `now`.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at.read().is_some_and(|expires_at| expires_at.value <= now)
    }

    /// The waiver as results show it; none when it does not say all that it must.
    #[must_use]
    pub fn granted(&self) -> Option<Waiver> {
        let text = |given: &Given<String>| given.read().map(|text| text.value.clone());
        let codes = self.codes.iter().flatten().map(|code| code.value.clone()).collect();
        Some(Waiver {
            place: self.place.clone(),
            justification: text(&self.justification)?,
            risk: text(&self.risk)?,
            mitigation: text(&self.mitigation)?,
            requested_by: text(&self.requested_by)?,
            approved_by: text(&self.approved_by)?,
            role: text(&self.role)?,
            approved_at: self.approved_at.read()?.value,
            expires_at: self.expires_at.read()?.value,
            codes,
        })
    }

    fn lacking<T>(&self, key: &str, given: &Given<T>) -> Option<Finding> {
        matches!(given, Given::Absent).then(|| {
            INCOMPLETE
                .at(self)
                .message(format!("A waiver has no {key}"))
                .expected(format!("a value for {key}"))
                .actual("nothing")
        })
    }

    fn granted_to_self(&self) -> Option<Finding> {
        let (by, asked) = (self.approved_by.read()?, self.requested_by.read()?);
        may_be_one_person(&by.value, &asked.value).then(|| {
            SELF_GRANTED.at(by).expected("somebody else than the requester").actual(&*by.value)
        })
    }

    fn too_long(&self, limits: &Limits) -> Option<Finding> {
        let (from, until) = (self.approved_at.read()?, self.expires_at.read()?);
        let span = until.value.duration_since(from.value);
        if span.is_negative() || span.is_zero() {
            let order = INCOMPLETE
                .at(until)
                .message("A waiver expires before it was approved")
                .expected(format!("a time after {}", from.value))
                .actual(until.value.to_string());
            return Some(order);
        }
        (span > limits.longest).then(|| {
            TOO_LONG
                .at(until)
                .expected(match from.value.checked_add(limits.longest) {
                    Ok(last) => format!("a time not after {last}"),
                    Err(_) => "an earlier time".to_owned(),
                })
                .actual(until.value.to_string())
        })
    }
}

/// An empty list covers nothing, so whoever wrote it meant something else.
fn codes(list: View<'_>) -> Vec<Located<String>> {
    let codes = list.filled_list().unwrap_or_default();
    codes.into_iter().filter_map(View::answer).collect()
}

fn unjustified(text: &Located<String>) -> Option<Finding> {
    let words: BTreeSet<String> = text
        .value
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1)
        .map(str::to_lowercase)
        .collect();
    // Many scripts write no spaces between words.
    let letters: BTreeSet<char> =
        text.value.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).collect();
    (words.len() < WORDS_OF_SUBSTANCE && letters.len() < LETTERS_OF_SUBSTANCE).then(|| {
        UNJUSTIFIED
            .at(text)
            .expected(format!("a sentence of at least {WORDS_OF_SUBSTANCE} different words"))
            .actual(text.value.clone())
    })
}

fn no_person(what: &str, written: &Located<String>) -> Option<Finding> {
    let code: &'static Code = &NOT_BY_A_PERSON;
    let problem = match name::check(&written.value) {
        Err(problem) => problem.describe(),
        Ok(()) if is_disguised(&written.value) => {
            "written with letters of several scripts, or with characters that cannot be seen"
        }
        Ok(()) => return None,
    };
    Some(
        code.at(written)
            .message(format!("The {what} of a waiver is {problem}"))
            .expected("the name of a person")
            .actual(written.value.clone()),
    )
}

fn role_not_allowed(role: &Located<String>, allowed: &[String]) -> Option<Finding> {
    (!allowed.iter().any(|allowed| is_role(&role.value, allowed))).then(|| {
        ROLE_NOT_ALLOWED.at(role).expected(allowed.join(" or ")).actual(role.value.clone())
    })
}
