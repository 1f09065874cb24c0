//! The units of an ISO 8601 duration, from the longest.

use std::fmt;

use super::LONGEST;

/// A unit of a duration; those that are longer come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// `Y`
    Years,
    /// `M` before the `T`
    Months,
    /// `W`
    Weeks,
    /// `D`
    Days,
    /// `H`
    Hours,
    /// `M` after the `T`
    Minutes,
    /// `S`
    Seconds,
}

const ALL: [Unit; 7] =
    [Unit::Years, Unit::Months, Unit::Weeks, Unit::Days, Unit::Hours, Unit::Minutes, Unit::Seconds];

impl Unit {
    pub(super) fn find(letter: char, in_time: bool) -> Option<Self> {
        ALL.into_iter().find(|unit| unit.letter() == letter && unit.in_time() == in_time)
    }

    pub(super) fn letter(self) -> char {
        match self {
            Self::Years => 'Y',
            Self::Months | Self::Minutes => 'M',
            Self::Weeks => 'W',
            Self::Days => 'D',
            Self::Hours => 'H',
            Self::Seconds => 'S',
        }
    }

    /// True when it stands after the `T`.
    pub(super) fn in_time(self) -> bool {
        self >= Self::Hours
    }

    /// Its length. A year is half of the longest two years, and a month a twelfth of it, so that
    /// `P2Y`, `P24M` and `P731D` are all just allowed.
    pub(super) fn seconds(self) -> i64 {
        match self {
            Self::Years => LONGEST / 2,
            Self::Months => LONGEST / 24,
            Self::Weeks => 7 * 86_400,
            Self::Days => 86_400,
            Self::Hours => 3_600,
            Self::Minutes => 60,
            Self::Seconds => 1,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Years => "years",
            Self::Months => "months",
            Self::Weeks => "weeks",
            Self::Days => "days",
            Self::Hours => "hours",
            Self::Minutes => "minutes",
            Self::Seconds => "seconds",
        })
    }
}
