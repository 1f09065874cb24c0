//! The days that plans name: `2026-11-30`, or a full time.

use super::instant::{parse_day, parse_in_prose, parse_rfc3339};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day that `text` names, in UTC where it names a time; none for "next release cycle".
#[must_use]
pub fn read_day(text: &str) -> Option<Date> {
    let time = || parse_rfc3339(text).or_else(|_| parse_in_prose(text)).ok();
    parse_day(text).or_else(|| Some(time()?.to_zoned(TimeZone::UTC).date()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_names_a_day_or_a_time() {
        for (text, day) in [
            ("2026-11-30", "2026-11-30"),
            ("2026-11-30T23:30:00-02:00", "2026-12-01"),
            ("2026-11-30 23:30 UTC", "2026-11-30"),
        ] {
            assert_eq!(read_day(text).map(|day| day.to_string()).as_deref(), Some(day), "{text}");
        }
        for text in ["", "next release cycle", "2026-11-31", "30.11.2026", "2026-11-30T23:30:00"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }
}
