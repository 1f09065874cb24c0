//! Times with an offset, and calendar days. A time without an offset is a finding, not a guess.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::clock::Now;
use crate::finding::{Code, Finding, Notes};
use crate::place::{Located, Placed};

/// A time cannot be read.
pub const INVALID_TIME: Code = Code::error(
    "invalid-time",
    "A time cannot be read",
    "Write the time as RFC 3339, for example 2026-11-19T21:47:15Z",
    r#"{"verified_at": "19/11/2026"}"#,
);

/// A time has no offset.
pub const TIME_WITHOUT_OFFSET: Code = Code::error(
    "time-without-offset",
    "A time has no offset from UTC",
    "Add the offset: Z for UTC, or for example +02:00",
    r#"{"verified_at": "2026-11-19T21:47:15"}"#,
);

/// A record of something that has happened lies in the future.
pub const TIME_IN_FUTURE: Code = Code::error(
    "time-in-future",
    "Something is recorded for a time that has not come yet",
    "Record the time at which it really happened; a clock that is 5 minutes ahead is tolerated",
    r#"{"verified_at": "2999-01-01T00:00:00Z"}"#,
);

/// Why a time cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeProblem {
    /// It is a time, but without an offset.
    NoOffset,
    /// It is not a time.
    Invalid,
}

impl TimeProblem {
    /// The finding for `written`, which stands at `place`.
    #[must_use]
    pub fn finding(self, place: &(impl Placed + ?Sized), written: &str) -> Finding {
        let code = match self {
            TimeProblem::NoOffset => &TIME_WITHOUT_OFFSET,
            TimeProblem::Invalid => &INVALID_TIME,
        };
        let shown: String = written.chars().take(60).collect();
        code.at(place)
            .expected("a time with an offset, such as 2026-11-19T21:47:15Z")
            .actual(format!("\"{shown}\""))
    }
}

/// Reads RFC 3339: `2026-11-19T21:47:15Z`, with a fraction and any offset.
///
/// # Errors
/// When it is no such time, or has no offset.
pub fn parse_rfc3339(written: &str) -> Result<Timestamp, TimeProblem> {
    let written = written.trim();
    let (date_time, offset) = split_offset(written);
    if !has_shape(date_time, "dddd-dd-ddTdd:dd:dd") {
        return Err(TimeProblem::Invalid);
    }
    let Some(offset) = offset else {
        return Err(TimeProblem::NoOffset);
    };
    assemble(date_time, offset)
}

/// Reads what Markdown and CSV may also say: `2026-11-19 21:47 UTC`, seconds optional.
///
/// # Errors
/// When it is no such time, or has no offset.
pub fn parse_in_prose(written: &str) -> Result<Timestamp, TimeProblem> {
    let written = written.trim();
    let named = written
        .strip_suffix("UTC")
        .or_else(|| written.strip_suffix("utc"))
        .or_else(|| written.strip_suffix("GMT"));
    let (date_time, offset) = match named {
        Some(rest) => (rest.trim_end(), Some("Z")),
        None => {
            let (date_time, offset) = split_offset(written);
            (date_time.trim_end(), offset)
        }
    };
    let short = has_shape(date_time, "dddd-dd-ddTdd:dd");
    if !short && !has_shape(date_time, "dddd-dd-ddTdd:dd:dd") {
        return Err(TimeProblem::Invalid);
    }
    let Some(offset) = offset else {
        return Err(TimeProblem::NoOffset);
    };
    if short { assemble(&format!("{date_time}:00"), offset) } else { assemble(date_time, offset) }
}

/// Reads a calendar day, `2026-11-30`.
#[must_use]
pub fn parse_day(written: &str) -> Option<Date> {
    let written = written.trim();
    has_shape(written, "dddd-dd-dd").then(|| written.parse().ok()).flatten()
}

/// The finding for a time that lies in the future although it records something that has happened.
#[must_use]
pub fn future_finding(time: &Located<Timestamp>, now: Now) -> Option<Finding> {
    now.is_before(time.value).then(|| {
        TIME_IN_FUTURE
            .at(time)
            .message("This is recorded as having happened, but lies in the future")
            .expected(format!("a time up to {}", show(now.instant)))
            .actual(show(time.value))
    })
}

/// Notes a time that lies in the future although it records something that has happened.
pub fn note_if_future(time: &Located<Timestamp>, notes: &Notes) {
    if let Some(finding) = future_finding(time, notes.now()) {
        notes.add(finding);
    }
}

/// Reads a time in Markdown or CSV, and notes what is wrong with it. It may lie in the future.
#[must_use]
pub fn read_in_prose(written: Located<String>, notes: &Notes) -> Option<Located<Timestamp>> {
    match parse_in_prose(&written.value) {
        Ok(time) => Some(written.map(|_| time)),
        Err(problem) => {
            notes.add(problem.finding(&written, &written.value));
            None
        }
    }
}

/// Reads a time at which something has happened: it may not lie in the future.
#[must_use]
pub fn read_past_in_prose(written: Located<String>, notes: &Notes) -> Option<Located<Timestamp>> {
    let time = read_in_prose(written, notes)?;
    note_if_future(&time, notes);
    Some(time)
}

/// The instant as every output writes it: RFC 3339, UTC, whole seconds unless it has a fraction.
#[must_use]
pub fn show(instant: Timestamp) -> String {
    instant.to_string()
}

/// Splits `Z` or `±hh:mm` off the end.
fn split_offset(written: &str) -> (&str, Option<&str>) {
    if let Some(date_time) = written.strip_suffix(['Z', 'z']) {
        return (date_time, Some("Z"));
    }
    let split = written.len().checked_sub(6).and_then(|at| written.split_at_checked(at));
    match split {
        Some((date_time, offset)) if has_shape(offset, "+dd:dd") || has_shape(offset, "-dd:dd") => {
            (date_time, Some(offset))
        }
        _ => (written, None),
    }
}

/// True when `written` is `shape`: `d` a digit, `T` the letter or one space; a fraction of a second
/// may follow where the shape ends in seconds.
fn has_shape(written: &str, shape: &str) -> bool {
    let whole = match written.split_once('.') {
        Some((whole, fraction)) if shape.len() == 19 => {
            if fraction.is_empty()
                || fraction.len() > 9
                || !fraction.bytes().all(|byte| byte.is_ascii_digit())
            {
                return false;
            }
            whole
        }
        _ => written,
    };
    whole.len() == shape.len()
        && whole.bytes().zip(shape.bytes()).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b't' | b' '),
            wanted => byte == wanted,
        })
}

/// The shape is right; now the values must be: no 30 February, no hour 24, no offset of a day.
fn assemble(date_time: &str, offset: &str) -> Result<Timestamp, TimeProblem> {
    let hours = offset.get(1..3).and_then(|hours| hours.parse::<u8>().ok()).unwrap_or(0);
    let minutes = offset.get(4..6).and_then(|minutes| minutes.parse::<u8>().ok()).unwrap_or(0);
    if hours > 23 || minutes > 59 {
        return Err(TimeProblem::Invalid);
    }
    format!("{date_time}{offset}").parse().map_err(|_| TimeProblem::Invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rfc_3339() {
        for (written, utc) in [
            ("2026-11-19T21:47:15Z", "2026-11-19T21:47:15Z"),
            ("2026-11-19T21:47:15.250Z", "2026-11-19T21:47:15.25Z"),
            ("2026-11-19T23:47:15+02:00", "2026-11-19T21:47:15Z"),
            ("2026-11-19 21:47:15z", "2026-11-19T21:47:15Z"),
            ("2026-11-19T21:47:15.123456789Z", "2026-11-19T21:47:15.123456789Z"),
            ("2026-11-20T21:46:15+23:59", "2026-11-19T21:47:15Z"),
        ] {
            assert_eq!(parse_rfc3339(written).map(show), Ok(utc.to_owned()), "{written}");
        }
    }

    #[test]
    fn a_time_without_offset_is_not_guessed() {
        assert_eq!(parse_rfc3339("2026-11-19T21:47:15"), Err(TimeProblem::NoOffset));
        assert_eq!(parse_in_prose("2026-11-19 21:47"), Err(TimeProblem::NoOffset));
    }

    #[test]
    fn refuses_what_lenient_parsers_take() {
        for written in [
            "2026-11-19",
            "20261119T214715Z",
            "2026-11-19T21:47Z",
            "2026-11-19T21:47:15Z[UTC]",
            "2026-11-19T21:47:15+25:00",
            "2026-11-19T21:47:15+02:60",
            "2026-02-30T00:00:00Z",
            "2026-11-19T24:00:00Z",
            "2026-11-19T21:47:15.Z",
            "2026-11-19T21:47:15.1234567890Z",
            "2026-11-19T21:47:15.12a4Z",
            "2026-11-19T21:47:15+02:00.5",
            "",
            "Z",
            "yesterday",
            "é026-11-19T21:47:15Z",
        ] {
            assert_eq!(parse_rfc3339(written), Err(TimeProblem::Invalid), "{written}");
        }
    }

    #[test]
    fn prose_may_say_utc_and_leave_seconds_out() {
        for written in [
            "2026-11-19 21:47 UTC",
            "2026-11-19 21:47Z",
            "2026-11-19T21:47:00Z",
            "2026-11-19 22:47 +01:00",
        ] {
            assert_eq!(
                parse_in_prose(written).map(show),
                Ok("2026-11-19T21:47:00Z".to_owned()),
                "{written}"
            );
        }
    }

    #[test]
    fn a_day_is_a_day() {
        assert!(parse_day("2026-11-30").is_some());
        assert!(parse_day("2026-11-31").is_none());
        assert!(parse_day("03/04/2026").is_none());
    }
}
