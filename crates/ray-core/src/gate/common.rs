//! The two criteria that every gate has: its evidence is sound, and it names one release.

use rust_decimal::Decimal;

use super::judgement::{Case, agrees_with};
use super::reading::Reading;
use super::result::RELEASE_AGREES;
use super::{JudgedCriterion, PinnedRelease};
use crate::finding::{Code, Finding, Level};
use crate::place::{Located, Placed};
use crate::protocol::CriterionSpec;

/// Two files of one protocol name different releases.
const RELEASE_MISMATCH: Code = Code::error(
    "release-mismatch",
    "The evidence is of another release",
    "Produce the evidence anew for the release that is judged; do not edit the name",
    r#"{"release": "2.3.0"}   (the other files say 2.4.0)"#,
);

/// A file declares a total or rate that its own entries do not show.
pub const DECLARED_VALUE_MISMATCH: Code = Code::error(
    "declared-value-mismatch",
    "A file declares a value that its own entries do not show",
    "Correct the entries or recompute the value; what a file says about itself is not taken on trust",
    r#"{"completion": 1.0, "items": [{"status": "pending"}]}"#,
).never_waived();

/// The codes of this module.
pub const CODES: &[&Code] = &[&RELEASE_MISMATCH, &DECLARED_VALUE_MISMATCH];

/// The share that `declared` claims is not the `held` of `total` that its file shows.
#[must_use]
pub fn declared_mismatch(what: &str, declared: &Located<Decimal>, held: u64, total: u64) -> Case {
    Case::when(agrees_with(declared.value, held, total), || {
        DECLARED_VALUE_MISMATCH
            .at(declared)
            .message(format!("The {what} that is declared is not the one that the entries show"))
            .expected(format!("{held} of {total}"))
            .actual(declared.value.to_string())
    })
}

/// The quantity that `declared` claims, in `unit`, is not the `computed` one: equal up to the rounding
/// of the digits that were written.
#[must_use]
pub fn declared_differs(
    what: &str,
    declared: &Located<Decimal>,
    computed: Decimal,
    unit: &str,
) -> Case {
    let half_a_digit = Decimal::new(5, declared.value.scale().min(27) + 1);
    Case::when((declared.value - computed).abs() <= half_a_digit, || {
        DECLARED_VALUE_MISMATCH
            .at(declared)
            .message(format!("The {what} that is declared is not the one that the entries show"))
            .expected(format!("{} {unit}", computed.round_dp(3).normalize()))
            .actual(format!("{} {unit}", declared.value))
    })
}

/// The criteria that every gate has before its own.
#[must_use]
pub fn common_criteria() -> [CriterionSpec; 2] {
    [sound_criterion(), release_criterion()]
}

fn sound_criterion() -> CriterionSpec {
    CriterionSpec {
        id: "evidence-sound".to_owned(),
        text: "Every evidence file is present, readable and well-formed".to_owned(),
        setting: None,
        cross_reference: false,
    }
}

fn release_criterion() -> CriterionSpec {
    CriterionSpec {
        id: RELEASE_AGREES.to_owned(),
        text: "Every file that names a release names the same one".to_owned(),
        setting: None,
        cross_reference: true,
    }
}

/// Judges both, and says which release the evidence agrees on.
pub(super) fn judge(reading: &Reading<'_>) -> (Vec<JudgedCriterion>, Option<String>) {
    let mut judged = vec![sound(reading)];
    let must = reading.context().protocol.descriptor.protocol.names_release;
    let own: Vec<Located<String>> = reading
        .files()
        .borrow()
        .iter()
        // Where no file has to name a release, the word means much in prose.
        .filter(|file| must || file.path.as_str().to_ascii_lowercase().ends_with(".json"))
        .filter_map(|file| file.release.clone())
        .collect();
    if !must && own.is_empty() {
        return (judged, None);
    }
    let (criterion, release) = one_release(reading, own);
    judged.push(criterion);
    (judged, release)
}

fn sound(reading: &Reading<'_>) -> JudgedCriterion {
    let spec = sound_criterion();
    let mut judgement = reading.judgement(&spec);
    for file in reading.files().borrow_mut().iter_mut().filter(|file| !file.judged_elsewhere) {
        let findings = std::mem::take(&mut file.findings);
        let broken = findings.iter().any(|finding| finding.level == Level::Error);
        judgement.count(if broken { Case::Unreadable } else { Case::Holds });
        for finding in findings {
            judgement.report(finding);
        }
    }
    judgement.close(Ok(()))
}

fn one_release(
    reading: &Reading<'_>,
    own: Vec<Located<String>>,
) -> (JudgedCriterion, Option<String>) {
    let spec = release_criterion();
    let mut judgement = reading.judgement(&spec);
    let wanted = match (reading.context().pinned_release, own.first()) {
        (Some(PinnedRelease { release, source }), _) => Some((release.clone(), source.clone())),
        (None, Some(first)) => Some((first.value.clone(), place_text(first))),
        (None, None) => None,
    };
    let Some((wanted, source)) = wanted.filter(|_| !own.is_empty()) else {
        let unnamed = super::Unjudged::because("no evidence that could be read names a release");
        return (judgement.close(Err(unnamed)), None);
    };
    let mut agreed = true;
    for named in own.iter().chain(&reading.earlier_releases()) {
        let same = named.value.trim() == wanted.trim();
        agreed &= same;
        judgement.count(Case::when(same, || mismatch(named, &wanted, &source)));
    }
    (judgement.close(Ok(())), agreed.then_some(wanted))
}

fn mismatch(named: &Located<String>, wanted: &str, source: &str) -> Finding {
    RELEASE_MISMATCH
        .at(named)
        .message(format!("This names release {}, {source} says {wanted}", named.value))
        .expected(wanted)
        .actual(named.value.clone())
}

fn place_text(placed: &impl Placed) -> String {
    let place = placed.place();
    match place.position {
        Some(position) => format!("{}:{}", place.path, position.line()),
        None => place.path.to_string(),
    }
}

#[cfg(test)]
#[path = "one_release_tests.rs"]
mod one_release_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Now;
    use crate::evidence::json;
    use crate::evidence::view::View;
    use crate::finding::Notes;
    use crate::place::EvidencePath;
    use crate::source::SourceFile;

    #[test]
    fn a_quantity_may_be_off_by_the_rounding_of_its_digits() {
        let notes = Notes::new(Now::from_system(jiff::Timestamp::UNIX_EPOCH));
        for (declared, computed, agrees) in [
            ("7.5", "7.5", true),
            ("7.5", "7.5499", true),
            ("7.5", "7.56", false),
            ("8", "7.5", true),
            ("8", "7.4", false),
            ("7.25", "7.256", false),
        ] {
            let source = SourceFile::new(EvidencePath::new("a.json"), declared.to_owned());
            let tree = json::parse(source, &notes).unwrap();
            let declared_at = View::root(&tree, &notes).number().unwrap();
            let case = declared_differs("time", &declared_at, computed.parse().unwrap(), "minutes");
            assert_eq!(matches!(case, Case::Holds), agrees, "{declared} for {computed}");
        }
    }
}
