//! Who verified something, and when.

use jiff::Timestamp;

use crate::evidence::view::{Fields, Given, View};
use crate::finding::Code;
use crate::gate::Case;
use crate::place::Spot;
use crate::value::name;

/// Something counts as verified, but nobody says so.
pub const NOT_VERIFIED_BY_ANYONE: Code = Code::error(
    "verification-missing",
    "It is not recorded who verified this, or when",
    "Record verified_by, the name of a person, and verified_at, the time",
    r#"{"status": "complete", "verified_by": null}"#,
);

/// The verifier is no person.
pub const VERIFIER_NOT_A_NAME: Code = Code::error(
    "verifier-not-a-name",
    "The verifier is not the name of a person",
    "Write the name of the person who verified it; a role or a team cannot be asked",
    r#"{"verified_by": "QA team"}"#,
);

/// The codes of this module.
pub const CODES: &[&Code] = &[&NOT_VERIFIED_BY_ANYONE, &VERIFIER_NOT_A_NAME];

/// The key of the time, unless an object has another.
const TIME: &str = "verified_at";

/// `verified_by` and `verified_at` of an object.
#[derive(Debug)]
pub struct Stamp {
    /// The verifier, as written.
    pub verified_by: Given<String>,
    /// The time of the verification.
    pub verified_at: Given<Timestamp>,
    time_key: &'static str,
    owner: Spot,
}

impl Stamp {
    /// Reads the stamp on `fields`; its absence is no finding yet.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        Self::read_timed_by(fields, TIME)
    }

    /// Reads a stamp whose time has the key `time_key`.
    #[must_use]
    pub fn read_timed_by(fields: Fields<'_>, time_key: &'static str) -> Self {
        Self {
            verified_by: fields.given("verified_by", View::text),
            verified_at: fields.given(time_key, View::past_instant),
            time_key,
            owner: fields.spot(),
        }
    }

    /// Holds when a person stands behind it at a recorded time.
    #[must_use]
    pub fn check(&self, what: &str) -> Case {
        let by = match &self.verified_by {
            Given::Absent => return self.missing(what, "verified_by").into(),
            Given::Faulty => return Case::Unreadable,
            Given::Read(by) => by,
        };
        if let Err(problem) = name::check(&by.value) {
            return VERIFIER_NOT_A_NAME
                .at(by)
                .message(format!("The verifier of {what} is {}", problem.describe()))
                .expected("the name of a person")
                .actual(by.value.clone())
                .into();
        }
        match self.verified_at {
            Given::Absent => self.missing(what, self.time_key).into(),
            Given::Faulty => Case::Unreadable,
            Given::Read(_) => Case::Holds,
        }
    }

    fn missing(&self, what: &str, key: &str) -> crate::finding::Finding {
        NOT_VERIFIED_BY_ANYONE
            .at(&self.owner)
            .message(format!("{what} has no {key}"))
            .expected(format!("a value for {key}"))
            .actual("nothing")
            .help(format!(
                "Record verified_by, the name of a person, and {}, the time",
                self.time_key
            ))
    }
}
