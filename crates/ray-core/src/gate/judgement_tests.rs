use jiff::Timestamp;

use super::*;
use crate::place::Placed;
use crate::protocol::{DefaultValue, Looser, SettingKind, SettingSpec};

const OFF: Code = Code::error("off", "Off", "Mend it", "off");

fn close(
    threshold: &str,
    judge: impl FnOnce(&mut Judgement<'_>) -> Judged,
) -> (CriterionResult, Vec<Reported>) {
    let setting = SettingSpec {
        id: "threshold".into(),
        kind: SettingKind::Ratio,
        flag: None,
        key: None,
        evidence: None,
        default: Some(DefaultValue::One(threshold.into())),
        options: vec![],
        looser: Some(Looser::Lower),
        help: String::new(),
    };
    let settings = Settings::defaults(&[setting]).unwrap();
    let spec = CriterionSpec {
        id: "c".into(),
        text: "All hold".into(),
        setting: Some("threshold".into()),
        cross_reference: false,
    };
    let folder = assert_fs::TempDir::new().unwrap();
    let workspace = Workspace::open(folder.path()).unwrap();
    let now = Now::from_system(Timestamp::UNIX_EPOCH);
    let mut judgement =
        Judgement::new(&spec, &workspace, &settings, now, EvidencePath::new("home").place());
    let judged = judge(&mut judgement);
    judgement.close(judged)
}

fn off() -> Finding {
    OFF.at(&EvidencePath::new("a").place())
}

fn count(judgement: &mut Judgement<'_>, held: usize, failed: usize) {
    (0..held).for_each(|_| judgement.count(Case::Holds));
    (0..failed).for_each(|_| judgement.count(off()));
}

#[test]
fn passes_when_exactly_the_threshold_holds_and_warns_of_the_rest() {
    let (result, findings) = close("0.95", |judgement| {
        count(judgement, 19, 1);
        Ok(())
    });
    assert_eq!(result.verdict, Verdict::Pass);
    assert_eq!(result.measured, Some(Measured::Count { held: 19, total: 20 }));
    assert_eq!(findings[0].finding.level, Level::Warning);
}

#[test]
fn fails_when_one_fewer_holds() {
    let (result, findings) = close("0.95", |judgement| {
        count(judgement, 18, 1);
        Ok(())
    });
    assert_eq!(result.verdict, Verdict::Fail);
    assert_eq!(findings[0].finding.level, Level::Error);
}

#[test]
fn a_criterion_that_looks_at_nothing_cannot_pass() {
    let (result, findings) = close("0", |_| Ok(()));
    assert_eq!(result.verdict, Verdict::Indeterminate);
    assert_eq!(findings[0].finding.code.word, "nothing-to-judge");
}

#[test]
fn a_criterion_without_evidence_is_indeterminate() {
    let (result, _) = close("1", |_| Err(Unjudged::because("gone")));
    assert_eq!((result.verdict, result.reason.as_deref()), (Verdict::Indeterminate, Some("gone")));
}

#[test]
fn unreadable_cases_count_against_the_threshold_and_are_not_silent() {
    let (result, findings) = close("1", |judgement| {
        count(judgement, 1, 0);
        judgement.count(Case::Unreadable);
        Ok(())
    });
    assert_eq!(result.verdict, Verdict::Fail);
    assert_eq!(findings[0].finding.code.word, "criterion-not-met");
}

#[test]
fn a_hard_failure_fails_whatever_the_threshold() {
    let (result, _) = close("0", |judgement| {
        count(judgement, 5, 0);
        judgement.fail(off());
        Ok(())
    });
    assert_eq!(result.verdict, Verdict::Fail);
}

#[test]
fn a_rule_that_does_not_apply_says_why() {
    let (result, findings) = close("1", |judgement| {
        judgement.not_applicable("no security impact");
        Ok(())
    });
    assert_eq!(result.verdict, Verdict::NotApplicable);
    assert_eq!(result.reason.as_deref(), Some("no security impact"));
    assert!(findings.is_empty());
}

#[test]
fn a_measure_that_misses_its_limit_fails() {
    let (result, findings) = close("1", |judgement| {
        judgement.measure(SignedDuration::from_secs(90), false, off);
        Ok(())
    });
    assert_eq!(result.verdict, Verdict::Fail);
    assert_eq!(
        result.measured,
        Some(Measured::Quantity { value: Decimal::new(15, 1), unit: "minutes" })
    );
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_declared_share_may_be_rounded_and_no_more() {
    let declared = |text: &str| text.parse::<Decimal>().unwrap();
    assert!(agrees_with(declared("0.67"), 2, 3));
    assert!(agrees_with(declared("0.667"), 2, 3));
    assert!(!agrees_with(declared("0.66"), 2, 3));
    assert!(!agrees_with(declared("1.0"), 19, 20));
    assert!(!agrees_with(declared("1"), 0, 0));
}

#[test]
fn a_tally_counts_as_many_cases_as_it_names() {
    let by_hand = close("0.95", |judgement| {
        count(judgement, 94, 6);
        Ok(())
    });
    let tallied = close("0.95", |judgement| {
        judgement.tally(94, 6, off);
        Ok(())
    });
    assert_eq!(by_hand.0, tallied.0);
    assert_eq!(tallied.1.len(), 1, "one finding for all six");
    let huge = close("0.95", |judgement| {
        judgement.tally(u64::MAX, u64::MAX, off);
        Ok(())
    });
    assert_eq!(huge.0.verdict, Verdict::Fail, "numbers that cannot be added up hold nothing");
}

#[test]
fn a_length_of_time_has_its_limit_on_the_side_that_is_stricter() {
    for (looser, bound) in
        [(Some(Looser::Higher), Bound::AtMost), (Some(Looser::Lower), Bound::AtLeast)]
    {
        let setting = Setting {
            id: "soak".into(),
            value: Some(SettingValue::Timespan("30".parse().unwrap())),
            default: None,
            source: super::super::settings::Source::Default,
            looser_way: looser,
            looser: false,
        };
        let threshold = threshold(&setting, Ratio::ALL);
        assert_eq!((threshold.bound, threshold.value), (bound, Decimal::from(30)));
    }
}

#[test]
fn a_tally_without_what_is_missing_reports_nothing() {
    let (result, findings) = close("0.95", |judgement| {
        judgement.tally(3, 0, off);
        Ok(())
    });
    assert_eq!(result.measured, Some(Measured::Count { held: 3, total: 3 }));
    assert!(findings.is_empty());
}

#[test]
fn nothing_to_judge_is_said_at_the_better_home_and_measures_nothing() {
    let (result, findings) = close("0.95", |judgement| {
        judgement.home_at(&EvidencePath::new("elsewhere").place());
        Ok(())
    });
    assert_eq!((result.verdict, result.measured), (Verdict::Indeterminate, None));
    assert_eq!(findings[0].finding.place.path, EvidencePath::new("elsewhere"));
}
