//! Values: every text is read or refused, and what is read is shown as it can be read again.

use std::str::FromStr;

use bolero::check;
use monitoring::evidence::cadence::Cadence;
use pre_deployment::evidence::deployment_log::MATCHED;
use ray_core::checksum::Digest;
use ray_core::place::EvidencePath;
use ray_core::value::pattern::Allowance;
use ray_core::value::ratio::Ratio;
use ray_core::value::size::Size;
use ray_core::value::timespan::Timespan;
use ray_core::value::{day, decimal, instant, name, placeholder, words};
use ray_core::workspace::resolve;
use rust_decimal::Decimal;

use crate::bounds::bounded;
use crate::damage::Text;

#[test]
fn are_read_or_refused() {
    check!().with_type().for_each(|text: &Text| all(&text.whole()));
}

#[test]
fn are_read_or_refused_whatever_the_bytes() {
    check!().for_each(|bytes: &[u8]| all(&String::from_utf8_lossy(bytes)));
}

fn all(text: &str) {
    bounded("values", || {
        times(text);
        numbers(text);
        paths(text);
        let _ = (name::check(text), placeholder::is_placeholder(text));
        let _ = placeholder::is_no_name_or_time(text);
        let folded = words::fold(text);
        assert_eq!(words::fold(&folded), folded, "{text:?}");
        let _ =
            (words::fold_heading(text), words::nearest(text, ["complete", "2.4.0"].into_iter()));
        let _ = text.parse::<Cadence>();
        // Patterns are compiled, which takes a development build long.
        let pattern = text.get(..200).unwrap_or(text);
        if let Ok(allowance) = Allowance::new(pattern, "OPS-412 says why") {
            // No gate asks about more of a line.
            let line = text.as_bytes();
            let _ = allowance.pattern.is_in(&line[..line.len().min(MATCHED)]);
        }
        if let Ok(digest) = text.parse::<Digest>() {
            assert_eq!(digest.to_string().parse(), Ok(digest));
        }
    });
}

fn times(text: &str) {
    let read = [instant::parse_rfc3339(text), instant::parse_in_prose(text)];
    for time in read.into_iter().flatten() {
        assert_eq!(instant::parse_rfc3339(&instant::show(time)).ok(), Some(time), "{text:?}");
    }
    if let Some(day) = instant::parse_day(text) {
        assert_eq!(instant::parse_day(&day.to_string()), Some(day), "{text:?}");
    }
    let _ = day::read_day(text);
    let _ = maintenance::day::Day::parse(text).map(|day| (day.date(), day.end()));
}

fn numbers(text: &str) {
    if let Ok(number) = decimal::parse(text) {
        assert_eq!(decimal::parse(&number.to_string()).ok(), Some(number), "{text:?}");
    }
    if let Ok(ratio) = text.parse::<Ratio>() {
        assert!(ratio.value() >= Decimal::ZERO && ratio.value() <= Decimal::ONE, "{text:?}");
        assert!(!ratio.is_met_by(0, 0) && ratio.is_met_by(u64::MAX, u64::MAX), "{text:?}");
    }
    if let Ok(span) = text.parse::<Timespan>() {
        assert!(!span.duration().is_negative() && span.minutes() >= Decimal::ZERO, "{text:?}");
    }
    again::<Ratio>(text);
    again::<Timespan>(text);
    if let Ok(size) = text.parse::<Size>() {
        // Bytes are shown with a word that only people read.
        let shown = size.to_string();
        let number = shown.strip_suffix(" bytes").unwrap_or(&shown);
        assert_eq!(number.parse().ok(), Some(size), "{text:?}");
    }
}

/// What is shown is read again as the same.
fn again<T: FromStr + ToString + PartialEq + std::fmt::Debug>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        let shown = value.to_string();
        assert_eq!(shown.parse::<T>().ok(), Some(value), "{text:?} is shown as {shown:?}");
    }
}

fn paths(text: &str) {
    let path = EvidencePath::new(text);
    assert_eq!(EvidencePath::new(path.as_str()), path, "{text:?}");
    if let Ok(path) = resolve(text) {
        let path = path.as_str();
        assert!(!path.starts_with('/') && path.split('/').all(|part| part != ".."), "{text:?}");
    }
}
