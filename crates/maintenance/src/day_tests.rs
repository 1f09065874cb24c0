use ray_core::place::EvidencePath;

use super::*;

fn now(text: &str) -> Now {
    Now::from_system(text.parse().unwrap())
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn a_day_is_over_when_the_next_has_begun() {
    assert!(!day("2026-11-24").is_past(now("2026-11-24T23:59:59Z")));
    assert!(day("2026-11-24").is_past(now("2026-11-25T00:00:00Z")));
    assert!(day("2026-11-24 16:00 UTC").is_past(now("2026-11-24T16:00:01Z")));
    assert!(!day("2026-11-24 16:00 UTC").is_past(now("2026-11-24T16:00:00Z")));
}

#[test]
fn a_day_has_come_with_its_first_instant() {
    let path = EvidencePath::new("a.csv");
    assert!(not_come(day("2026-11-24"), &path, now("2026-11-24T00:00:00Z")).is_none());
    assert!(not_come(day("2026-11-24"), &path, now("2026-11-23T23:59:59Z")).is_some());
}

#[test]
fn a_clock_may_be_five_minutes_ahead() {
    let path = EvidencePath::new("a.csv");
    let time = day("2026-11-24T09:05:00Z");
    assert!(not_come(time, &path, now("2026-11-24T09:00:00Z")).is_none());
    assert!(not_come(time, &path, now("2026-11-24T08:59:59Z")).is_some());
}

#[test]
fn a_day_and_a_time_on_it_are_equal() {
    let (whole, morning, night) =
        (day("2026-11-24"), day("2026-11-24T08:00:00Z"), day("2026-11-24T20:00:00Z"));
    assert!(!whole.is_before(morning) && !morning.is_before(whole));
    assert!(morning.is_before(night) && !night.is_before(morning));
    assert!(whole.is_before(day("2026-11-25T00:00:00Z")));
}

#[test]
fn what_is_no_day_is_refused() {
    for (text, problem) in [
        ("2026-02-30", DayProblem::Invalid),
        ("2026/12/01", DayProblem::Invalid),
        ("24/Nov/26 12:00 AM", DayProblem::Invalid),
        ("soon", DayProblem::Invalid),
        ("", DayProblem::Invalid),
        ("2026-11-24 16:00", DayProblem::NoOffset),
        ("03/04/2026", DayProblem::Ambiguous),
        ("3.4.26", DayProblem::Ambiguous),
        ("24-11-2026", DayProblem::Ambiguous),
    ] {
        assert_eq!(Day::parse(text), Err(problem), "{text}");
    }
}

#[test]
fn the_advice_names_the_days_that_may_be_meant() {
    assert_eq!(advice("03/04/2026"), "Is 2026-04-03 or 2026-03-04 meant? Write the year first");
    assert_eq!(advice("24.11.26"), "If 2026-11-24 is meant, write it so");
    assert_eq!(advice("11/24/2026"), "If 2026-11-24 is meant, write it so");
    assert_eq!(advice("5/5/2026"), "If 2026-05-05 is meant, write it so");
    assert_eq!(advice("3/4/99"), "Is 2099-04-03 or 2099-03-04 meant? Write the year first");
    assert_eq!(advice("3/4/100"), "Is 0100-04-03 or 0100-03-04 meant? Write the year first");
    for text in
        ["40/40/2026", "003/04/2026", "03/004/2026", "03/04/02026", "+3/04/2026", "03/04/2026/1"]
    {
        assert_eq!(advice(text), DAY_AMBIGUOUS.help, "{text}");
    }
}

#[test]
fn a_time_is_not_before_itself() {
    let noon = "2026-11-24T12:00:00Z";
    assert!(!day(noon).is_before(day(noon)));
    assert!(day("2026-11-24T11:59:59Z").is_before(day(noon)));
}
