//! Crons that are read, crons that are refused with what is wrong, and a naive reading to compare.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::evidence::cadence::Cadence;

fn read(text: &str) -> String {
    text.parse::<Cadence>()
        .map_or_else(|problem| problem.to_string(), |cadence| cadence.to_string())
}

#[test]
fn reads_what_every_cron_understands() {
    for (text, same) in [
        ("* * * * *", "0-59 0-23 * 1-12 *"),
        ("  00\t06  * *\t1 ", "0 6 * * 1"),
        ("*/15 * * * *", "0,15,30,45 * * * *"),
        ("10-50/5 * * * *", "10,15,20,25,30,35,40,45,50 * * * *"),
        ("0,30 9-17 * * mon-FRI", "30,0 9-16,17 * * 1-5"),
        ("0 0 1 jan,Apr,JUL-sep *", "0 0 1 1,4,7-9 *"),
        ("0 0 * * 7", "0 0 * * SUN"),
        ("0 0 * * 5-7", "0 0 * * FRI,SAT,SUN"),
        ("0 0 * * 0-7", "0 0 * * SUN-SAT"),
        ("0 0 * * 5-7/2", "0 0 * * 5,0"),
        ("0 0 1 */12 *", "0 0 1 JAN *"),
        ("*/20,1,1 * * * *", "0,1,20,40 * * * *"),
        ("5-5 0 1 1 *", "5 0 1 1 *"),
        ("5-6/59 0 1 1 *", "5 0 1 1 *"),
        ("59 23 31 12 6", "59 23 31 DEC SAT"),
    ] {
        assert_eq!(text.parse::<Cadence>(), same.parse::<Cadence>(), "{text}");
        assert!(text.parse::<Cadence>().is_ok(), "{text}");
    }
}

#[test]
fn is_shown_as_written_with_names_in_capitals() {
    assert_eq!(read("  */15\t06  * Jan-mar\t1 "), "*/15 06 * JAN-MAR 1");
}

#[test]
fn refuses_values_that_are_not_of_the_field() {
    for (text, problem) in [
        ("60 * * * *", "minute: `60` is out of range; write a number from 0 to 59"),
        ("* 24 * * *", "hour: `24` is out of range; write a number from 0 to 23"),
        ("* * 0 * *", "day of month: `0` is out of range; write a number from 1 to 31"),
        ("* * 1-32 * *", "day of month: `1-32` is out of range; write a number from 1 to 31"),
        (
            "* * * 13 *",
            "month: `13` is out of range; write a number from 1 to 12 or a name from JAN to DEC",
        ),
        (
            "* * * * 1,8",
            "day of week: `8` is out of range; write a number from 0 to 7 or a name from SUN to SAT",
        ),
        (
            "99999999999999999999 * * * *",
            "minute: `99999999999999999999` is out of range; write a number from 0 to 59",
        ),
        (
            "* * * MON *",
            "month: `MON` is not a number from 1 to 12 or a name from JAN to DEC; write for example `*`, `1`, `JAN,JUL`, `1-6` or `*/3`",
        ),
        (
            "* * * * monday",
            "day of week: `monday` is not a number from 0 to 7 or a name from SUN to SAT; write for example `*`, `1`, `MON,THU` or `MON-FRI`",
        ),
        (
            "0 O * * *",
            "hour: `O` is not a number from 0 to 23; write for example `*`, `6`, `6,18`, `9-17` or `*/2`",
        ),
        (
            "+5 * * * *",
            "minute: `+5` is not a number from 0 to 59; write for example `*`, `0`, `0,30`, `10-50` or `*/15`",
        ),
        (
            "-5 * * * *",
            "minute: `-5` is not a number from 0 to 59; write for example `*`, `0`, `0,30`, `10-50` or `*/15`",
        ),
        (
            "5- * * * *",
            "minute: `5-` is not a number from 0 to 59; write for example `*`, `0`, `0,30`, `10-50` or `*/15`",
        ),
        (
            "1-2-3 * * * *",
            "minute: `1-2-3` is not a number from 0 to 59; write for example `*`, `0`, `0,30`, `10-50` or `*/15`",
        ),
        (
            "** * * * *",
            "minute: `**` is not a number from 0 to 59; write for example `*`, `0`, `0,30`, `10-50` or `*/15`",
        ),
        (
            "٣ * * * *",
            "minute: `٣` is not a number from 0 to 59; write for example `*`, `0`, `0,30`, `10-50` or `*/15`",
        ),
    ] {
        assert_eq!(read(text), problem, "{text}");
    }
}

#[test]
fn refuses_lists_ranges_and_steps_that_crons_disagree_about() {
    for (text, problem) in [
        ("1,,2 * * * *", "minute: the list `1,,2` has an empty item; take out the comma too many"),
        ("* 1, * * *", "hour: the list `1,` has an empty item; take out the comma too many"),
        (", * * * *", "minute: the list `,` has an empty item; take out the comma too many"),
        (
            "50-10 * * * *",
            "minute: the range `50-10` runs backwards; list its parts as `50-59,0-10`",
        ),
        ("* * 31-1 * *", "day of month: the range `31-1` runs backwards; list its parts as `31,1`"),
        (
            "* * * NOV-FEB *",
            "month: the range `NOV-FEB` runs backwards; list its parts as `11-12,1-2`",
        ),
        ("* * * * 5-1", "day of week: the range `5-1` runs backwards; list its parts as `5-6,0-1`"),
        (
            "* * * * FRI-SUN",
            "day of week: the range `FRI-SUN` runs backwards; list its parts as `5-6,0`",
        ),
        ("* * * * 7-2", "day of week: the range `7-2` runs backwards; list its parts as `0-2`"),
        ("*/0 * * * *", "minute: the step `0` in `*/0` is not a number from 1 to 59"),
        ("*/60 * * * *", "minute: the step `60` in `*/60` is not a number from 1 to 59"),
        ("* */ * * *", "hour: the step `` in `*/` is not a number from 1 to 23"),
        ("* * */x * *", "day of month: the step `x` in `*/x` is not a number from 1 to 31"),
        ("* * * 1-12/+2 *", "month: the step `+2` in `1-12/+2` is not a number from 1 to 12"),
        ("*/5/2 * * * *", "minute: the step `5/2` in `*/5/2` is not a number from 1 to 59"),
        (
            "5/15 * * * *",
            "minute: crons disagree about `5/15`, a step without a range; write the range as `5-59/15`",
        ),
        (
            "* * * * MON/2",
            "day of week: crons disagree about `MON/2`, a step without a range; write the range as `1-7/2`",
        ),
    ] {
        assert_eq!(read(text), problem, "{text}");
    }
}

#[test]
fn refuses_what_only_some_programs_know() {
    for (text, field, part, dialect) in [
        ("0 12 ? * MON", "day of month", "?", "Quartz"),
        ("0 12 L * *", "day of month", "L", "Quartz"),
        ("0 12 15W * *", "day of month", "15W", "Quartz"),
        ("0 12 lw * *", "day of month", "lw", "Quartz"),
        ("0 12 L-3 * *", "day of month", "L-3", "Quartz"),
        ("0 12 * * 5L", "day of week", "5L", "Quartz"),
        ("0 12 * * friL", "day of week", "friL", "Quartz"),
        ("0 12 * * MON#1", "day of week", "MON#1", "Quartz"),
        ("H * * * *", "minute", "H", "Jenkins"),
        ("H(0-29)/10 * * * *", "minute", "H(0-29)/10", "Jenkins"),
    ] {
        let problem = read(text);
        let start = format!("{field}: `{part}` is only known to {dialect}; write a number from ");
        assert!(problem.starts_with(&start), "{text}: {problem}");
    }
}

#[test]
fn refuses_more_and_fewer_than_five_fields() {
    let start =
        "a cron has five fields (minute, hour, day of month, month, day of week), this one has";
    for (text, rest) in [
        ("*", "1; write for example `0 6 * * 1`"),
        ("0 6 * *", "4; write for example `0 6 * * 1`"),
        ("0 0 12 * * ?", "6; leave out the seconds in front or the year at the end"),
        ("0 0 12 1 1 1 2026", "7; leave out the seconds in front and the year at the end"),
        ("* * * * * * * *", "8; write for example `0 6 * * 1`"),
    ] {
        assert_eq!(read(text), format!("{start} {rest}"), "{text}");
    }
}

#[test]
fn refuses_a_day_that_never_comes() {
    for (text, days, months) in [
        ("0 0 30 2 *", "30", "2"),
        ("0 0 30-31 FEB *", "30-31", "FEB"),
        ("0 0 31 4,6,9,11 *", "31", "4,6,9,11"),
        ("0 0 31 2-2,APR */2", "31", "2-2,APR"),
    ] {
        let problem = format!(
            "`{text}` never runs: no month `{months}` has a day `{days}`; correct day of month or month"
        );
        assert_eq!(read(text), problem);
    }
}

#[test]
fn passes_with_a_day_that_comes_at_least_sometimes() {
    for text in [
        "0 0 29 2 *",
        "0 0 31 2-3 *",
        "0 0 30 2,4 *",
        "0 0 30 2 1",
        "0 0 */31 2 *",
        "0 0 31 * *",
        "0 0 30 2 0-6",
    ] {
        assert!(Cron::read(text).is_ok(), "{text}");
    }
}

#[test]
fn a_full_range_and_a_star_differ_as_days() {
    assert_ne!(Cron::read("0 0 1 * *"), Cron::read("0 0 1 * 0-6"));
}

const LIMITS: [(FieldName, u8, u8); 5] = [
    (FieldName::Minute, 0, 59),
    (FieldName::Hour, 0, 23),
    (FieldName::DayOfMonth, 1, 31),
    (FieldName::Month, 1, 12),
    (FieldName::DayOfWeek, 0, 7),
];

/// Items that are allowed between `low` and `high`, as written and as the values that they mean.
fn item(low: u8, high: u8) -> impl Strategy<Value = (String, BTreeSet<u8>)> {
    let any_step = 1..=high;
    prop_oneof![
        (low..=high).prop_map(|value| (value.to_string(), BTreeSet::from([value]))),
        Just(("*".to_owned(), (low..=high).collect())),
        any_step.clone().prop_map(move |step| {
            (
                format!("*/{step}"),
                (low..=high).filter(|value| (value - low).is_multiple_of(step)).collect(),
            )
        }),
        (low..=high, low..=high, any_step).prop_map(|(one, other, step)| {
            let (from, to) = (one.min(other), one.max(other));
            let values = (from..=to).filter(|value| (value - from).is_multiple_of(step)).collect();
            (format!("{from}-{to}/{step}"), values)
        }),
    ]
}

/// A field with the values that it means, Sunday as 0.
fn written(
    limits: (FieldName, u8, u8),
) -> impl Strategy<Value = (FieldName, String, BTreeSet<u8>)> {
    let (name, low, high) = limits;
    prop::collection::vec(item(low, high), 1..6).prop_map(move |items| {
        let text = items.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(",");
        let sunday = |value: u8| if name == FieldName::DayOfWeek { value % 7 } else { value };
        (name, text, items.into_iter().flat_map(|(_, values)| values).map(sunday).collect())
    })
}

fn any_field() -> impl Strategy<Value = (FieldName, String, BTreeSet<u8>)> {
    prop::sample::select(LIMITS.to_vec()).prop_flat_map(written)
}

fn set(low: u8, high: u8) -> impl Strategy<Value = String> {
    prop::collection::btree_set(low..=high, 1..8)
        .prop_map(|values| values.iter().map(u8::to_string).collect::<Vec<_>>().join(","))
}

proptest! {
    #[test]
    fn a_field_means_what_a_naive_reading_says((name, text, values) in any_field()) {
        let field = Field::read(name, &text).unwrap();
        let read: BTreeSet<u8> = (0..64).filter(|value| field.contains(*value)).collect();
        prop_assert_eq!(read, values);
    }

    #[test]
    fn a_field_reads_back_from_what_it_shows((name, text, _) in any_field()) {
        let field = Field::read(name, &text).unwrap();
        prop_assert_eq!(Field::read(name, &field.to_string()).unwrap(), field);
    }

    #[test]
    fn a_cron_of_sets_reads_back(
        minute in set(0, 59), hour in set(0, 23), day in set(1, 28), month in set(1, 12),
        weekday in set(0, 6)
    ) {
        let cron = Cron::read(&format!("{minute} {hour} {day} {month} {weekday}")).unwrap();
        prop_assert_eq!(Cron::read(&cron.to_string()).unwrap(), cron);
    }

    #[test]
    fn a_cron_runs_exactly_when_one_of_its_days_comes(day in 1u8..=31, month in 1u8..=12) {
        let last = match month { 2 => 29, 4 | 6 | 9 | 11 => 30, _ => 31 };
        let cron = Cron::read(&format!("0 0 {day} {month} *"));
        prop_assert_eq!(cron.is_ok(), day <= last);
    }
}
