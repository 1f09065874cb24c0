//! The days that plans name: `2026-11-30`, or a full time.

use ray_core::value::instant::{parse_day, parse_in_prose, parse_rfc3339};

/// True when `text` names a day or a time, and not "next release cycle".
#[must_use]
pub fn is_day_or_time(text: &str) -> bool {
    parse_day(text).is_some() || parse_rfc3339(text).is_ok() || parse_in_prose(text).is_ok()
}
