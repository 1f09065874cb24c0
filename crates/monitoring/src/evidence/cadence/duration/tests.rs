//! Durations that are read, and durations that are refused with what is wrong.

use proptest::prelude::*;

use super::*;
use crate::evidence::cadence::Cadence;

fn read(text: &str) -> String {
    text.parse::<Cadence>()
        .map_or_else(|problem| problem.to_string(), |cadence| cadence.to_string())
}

#[test]
fn reads_durations() {
    for (text, shown) in [
        ("PT15M", "PT15M"),
        ("P1M", "P1M"),
        (" P2W ", "P2W"),
        ("P1,5W", "P1.5W"),
        ("P1Y2M3DT4H5M6S", "P1Y2M3DT4H5M6S"),
        ("P1Y2M3DT4H5M6.700S", "P1Y2M3DT4H5M6.7S"),
        ("PT0,5H", "PT0.5H"),
        ("P0Y1DT0H", "P1D"),
        ("P007D", "P7D"),
        ("PT0000000000000001M", "PT1M"),
        ("P2Y", "P2Y"),
        ("P24M", "P24M"),
        ("P731D", "P731D"),
        ("PT63158400S", "PT63158400S"),
    ] {
        assert_eq!(read(text), shown, "{text}");
    }
}

#[test]
fn refuses_what_has_no_length_or_too_much() {
    for (text, problem) in [
        ("P", "the duration `P` has no length; write for example `PT15M` or `P1D`"),
        ("PT", "the duration `PT` has no length; write for example `PT15M` or `P1D`"),
        (
            "P1DT",
            "nothing follows the `T` in `P1DT`; leave it out, or write the hours, minutes or seconds",
        ),
        ("P0D", "the duration `P0D` is zero; write the time between two runs, for example `PT15M`"),
        (
            "P0Y0DT0.000S",
            "the duration `P0Y0DT0.000S` is zero; write the time between two runs, for example `PT15M`",
        ),
        ("P2Y1D", "the duration `P2Y1D` is longer than two years, which is no cadence"),
        ("P25M", "the duration `P25M` is longer than two years, which is no cadence"),
        ("P105W", "the duration `P105W` is longer than two years, which is no cadence"),
        (
            "P731DT0.000000001S",
            "the duration `P731DT0.000000001S` is longer than two years, which is no cadence",
        ),
        ("P999999999Y", "the duration `P999999999Y` is longer than two years, which is no cadence"),
        (
            "P9999999999999999999999999999Y",
            "the duration `P9999999999999999999999999999Y` is longer than two years, which is no cadence",
        ),
        (
            "PT99999999999999999999999999999999S",
            "the duration `PT99999999999999999999999999999999S` is longer than two years, which is no cadence",
        ),
    ] {
        assert_eq!(read(text), problem, "{text}");
    }
}

#[test]
fn refuses_what_is_not_written_as_iso_8601_says() {
    let units = "has no place in a duration; its units are Y, M, W, D and, after a T, H, M, S";
    let no_number =
        "is not a number; write for example 15 or 1.5, with at most nine digits after the point";
    for (text, problem) in [
        ("-P1D", "the duration `-P1D` has a sign; write it without"),
        ("+P1D", "the duration `+P1D` has a sign; write it without"),
        ("P-1D", "the duration `P-1D` has a sign; write it without"),
        ("PT-5M", "the duration `PT-5M` has a sign; write it without"),
        ("pt5m", "the letters of a duration are capitals; write `PT5M`"),
        ("P1d", "the letters of a duration are capitals; write `P1D`"),
        ("PT1HT1M", "the duration `PT1HT1M` has two `T`; write one, between days and hours"),
        ("PTT1M", "the duration `PTT1M` has two `T`; write one, between days and hours"),
        ("PTM", "no number stands before `M` in `PTM`; write for example `1M`"),
        ("P1DTH", "no number stands before `H` in `P1DTH`; write for example `1H`"),
        ("PT15", "no unit follows `15` in `PT15`; write for example `PT15M` for minutes"),
        ("P1T5M", "no unit follows `1` in `P1T5M`; write for example `PT1M` for minutes"),
        ("PT.5H", &format!("`.5` {no_number}")),
        ("PT5.H", &format!("`5.` {no_number}")),
        ("PT1.2.3H", &format!("`1.2.3` {no_number}")),
        ("PT1.0000000001S", &format!("`1.0000000001` {no_number}")),
        ("P1Q", &format!("`Q` {units}")),
        ("P1D T1H", &format!("` ` {units}")),
        ("P1D\u{a0}", "P1D"),
        ("P1\u{a0}D", &format!("`\\u{{a0}}` {units}")),
        (
            "P5H",
            "`5H` stands on the wrong side of the `T`; hours, minutes and seconds follow it, as in `PT5M`",
        ),
        (
            "PT1D",
            "`1D` stands on the wrong side of the `T`; years, months, weeks and days stand before it, as in `P1DT12H`",
        ),
        ("P1D1Y", "years cannot follow days; write each unit once, the longest first"),
        ("PT1M1M", "minutes cannot follow minutes; write each unit once, the longest first"),
        ("PT1S1M", "minutes cannot follow seconds; write each unit once, the longest first"),
        ("P1W1D", "weeks stand alone in a duration, `P1W1D` mixes them; write them as days"),
        ("P1Y1W", "weeks stand alone in a duration, `P1Y1W` mixes them; write them as days"),
        ("P1WT1H", "weeks stand alone in a duration, `P1WT1H` mixes them; write them as days"),
        (
            "P1.5DT1H",
            "only the last component may have a fraction, `1.5D` is not the last; write it in smaller units",
        ),
    ] {
        assert_eq!(read(text), problem, "{text}");
    }
}

const LETTERS: [(char, bool); 6] =
    [('Y', false), ('M', false), ('D', false), ('H', true), ('M', true), ('S', true)];

/// Numbers with their units in the order given, behind as many `T` as the order asks for.
fn written(components: &[(u32, usize)]) -> String {
    let mut text = "P".to_owned();
    let mut in_time = false;
    for &(number, unit) in components {
        let (letter, time) = LETTERS[unit];
        if time && !in_time {
            text.push('T');
            in_time = true;
        }
        text.push_str(&format!("{number}{letter}"));
    }
    text
}

/// Some units in order, each with a number that is not too long; at least `least` of them.
fn components(least: usize) -> impl Strategy<Value = Vec<(u32, usize)>> {
    prop::sample::subsequence((0..LETTERS.len()).collect::<Vec<_>>(), least..=LETTERS.len())
        .prop_flat_map(|units| {
            let numbers = units.iter().map(|unit| 1..=[1u32, 3, 100, 500, 9_999, 99_999][*unit]);
            (numbers.collect::<Vec<_>>(), Just(units))
        })
        .prop_map(|(numbers, units)| numbers.into_iter().zip(units).collect())
}

proptest! {
    #[test]
    fn components_in_order_are_read_and_shown_as_written(components in components(1)) {
        let text = written(&components);
        prop_assert_eq!(Period::read(&text).unwrap().to_string(), text);
    }

    #[test]
    fn a_fraction_is_read_in_the_last_component(
        components in components(1), fraction in 1u32..1000, point in "[.,]"
    ) {
        let text = written(&components);
        let (number, letter) = text.split_at(text.len() - 1);
        let text = format!("{number}{point}{fraction:03}{letter}");
        prop_assert!(Period::read(&text).is_ok(), "{}", text);
    }

    #[test]
    fn one_component_out_of_order_is_refused(
        components in components(2), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()
    ) {
        let mut moved = components.clone();
        let component = moved.remove(from.index(components.len()));
        moved.insert(to.index(components.len()), component);
        // Months behind the `T` are minutes, and may be in order.
        let time = moved.iter().position(|&(_, unit)| LETTERS[unit].1);
        let months = moved.iter().position(|&(_, unit)| unit == 1);
        prop_assume!(moved != components && (time.is_none() || months < time));
        let text = written(&moved);
        prop_assert!(Period::read(&text).is_err(), "{}", text);
    }
}
