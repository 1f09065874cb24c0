//! The names and numbers that logs give to their levels (rule 10.2). It knows words, not layouts.

use std::fmt;

/// A level that blocks the release. Names that mean the same are one level: `ERR` is `ERROR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `ERROR`, `ERR`, pino's 50, klog's `E`.
    Error,
    /// `SEVERE` of `java.util.logging`.
    Severe,
    /// `CRITICAL`, `CRIT`.
    Critical,
    /// `ALERT`, which syslog and Monolog put between `CRITICAL` and `EMERG`.
    Alert,
    /// `FATAL`, `FTL`, pino's 60, klog's `F`.
    Fatal,
    /// `PANIC`.
    Panic,
    /// `EMERG`, `EMERGENCY`.
    Emergency,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Error => "ERROR",
            Level::Severe => "SEVERE",
            Level::Critical => "CRITICAL",
            Level::Alert => "ALERT",
            Level::Fatal => "FATAL",
            Level::Panic => "PANIC",
            Level::Emergency => "EMERG",
        })
    }
}

/// What a line says about its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    /// One that blocks.
    Blocking(Level),
    /// A warning or less.
    Lower,
}

impl Stated {
    /// The level that blocks, if it is one.
    pub(super) fn blocking(self) -> Option<Level> {
        match self {
            Stated::Blocking(level) => Some(level),
            Stated::Lower => None,
        }
    }
}

/// Longest name below, so that a longer word is not looked at.
const LONGEST: usize = 13;

const NAMES: &[(&str, Stated)] = &[
    ("error", Stated::Blocking(Level::Error)),
    ("err", Stated::Blocking(Level::Error)),
    ("erro", Stated::Blocking(Level::Error)),
    ("severe", Stated::Blocking(Level::Severe)),
    ("critical", Stated::Blocking(Level::Critical)),
    ("crit", Stated::Blocking(Level::Critical)),
    ("alert", Stated::Blocking(Level::Alert)),
    ("fatal", Stated::Blocking(Level::Fatal)),
    ("fata", Stated::Blocking(Level::Fatal)),
    ("ftl", Stated::Blocking(Level::Fatal)),
    ("panic", Stated::Blocking(Level::Panic)),
    ("dpanic", Stated::Blocking(Level::Panic)),
    ("pani", Stated::Blocking(Level::Panic)),
    ("pnc", Stated::Blocking(Level::Panic)),
    ("emerg", Stated::Blocking(Level::Emergency)),
    ("emergency", Stated::Blocking(Level::Emergency)),
    ("warn", Stated::Lower),
    ("warning", Stated::Lower),
    ("wrn", Stated::Lower),
    ("notice", Stated::Lower),
    ("info", Stated::Lower),
    ("inf", Stated::Lower),
    ("information", Stated::Lower),
    ("informational", Stated::Lower),
    ("config", Stated::Lower),
    ("log", Stated::Lower),
    ("debug", Stated::Lower),
    ("debu", Stated::Lower),
    ("dbug", Stated::Lower),
    ("dbg", Stated::Lower),
    ("trace", Stated::Lower),
    ("trac", Stated::Lower),
    ("trce", Stated::Lower),
    ("trc", Stated::Lower),
    ("verbose", Stated::Lower),
    ("vrb", Stated::Lower),
    ("fine", Stated::Lower),
    ("finer", Stated::Lower),
    ("finest", Stated::Lower),
    ("success", Stated::Lower),
    ("statement", Stated::Lower),
    ("detail", Stated::Lower),
    ("hint", Stated::Lower),
    ("context", Stated::Lower),
];

/// The level that `word` names, in any case.
pub(super) fn named(word: &[u8]) -> Option<Stated> {
    if word.len() > LONGEST {
        return None;
    }
    let same = |name: &&(&str, Stated)| name.0.as_bytes().eq_ignore_ascii_case(word);
    NAMES.iter().find(same).map(|name| name.1)
}

/// The level that `word` names in capitals, as most layouts write it.
pub(super) fn named_in_capitals(word: &[u8]) -> Option<Stated> {
    if word.iter().any(u8::is_ascii_lowercase) { None } else { named(word) }
}

/// The level of one letter that klog, glog and MongoDB write.
pub(super) fn lettered(letter: u8) -> Option<Stated> {
    match letter {
        b'E' => Some(Stated::Blocking(Level::Error)),
        b'F' => Some(Stated::Blocking(Level::Fatal)),
        b'W' | b'I' | b'D' => Some(Stated::Lower),
        _ => None,
    }
}

/// The level that the number under the key `level` stands for: bunyan's and pino's 10 to 60, or
/// Monolog's 100 to 600.
pub(super) fn numbered(number: &[u8]) -> Option<Stated> {
    Some(match std::str::from_utf8(number).ok()?.parse::<u32>().ok()? {
        50..=59 | 400..=499 => Stated::Blocking(Level::Error),
        60 => Stated::Blocking(Level::Fatal),
        500..=549 => Stated::Blocking(Level::Critical),
        550..=599 => Stated::Blocking(Level::Alert),
        600 => Stated::Blocking(Level::Emergency),
        10..=49 | 100..=399 => Stated::Lower,
        _ => return None,
    })
}

/// The level of a syslog severity, 0 to 7.
pub(super) fn syslog(severity: u32) -> Option<Stated> {
    Some(match severity {
        0 => Stated::Blocking(Level::Emergency),
        1 => Stated::Blocking(Level::Alert),
        2 => Stated::Blocking(Level::Critical),
        3 => Stated::Blocking(Level::Error),
        4..=7 => Stated::Lower,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_named_in_any_case_and_never_by_a_part_of_a_word() {
        assert_eq!(named(b"Error"), Some(Stated::Blocking(Level::Error)));
        assert_eq!(named(b"EMERG"), Some(Stated::Blocking(Level::Emergency)));
        assert_eq!(named(b"WARNING"), Some(Stated::Lower));
        assert_eq!(named(b"informational"), Some(Stated::Lower));
        assert_eq!(named(b"errors"), None);
        assert_eq!(named_in_capitals(b"Error"), None);
    }

    #[test]
    fn numbers_of_pino_and_monolog_are_levels_and_others_are_not() {
        assert_eq!(numbered(b"50"), Some(Stated::Blocking(Level::Error)));
        assert_eq!(numbered(b"400"), Some(Stated::Blocking(Level::Error)));
        for (number, level) in [
            ("60", Level::Fatal),
            ("500", Level::Critical),
            ("550", Level::Alert),
            ("600", Level::Emergency),
        ] {
            assert_eq!(numbered(number.as_bytes()), Some(Stated::Blocking(level)), "{number}");
        }
        assert_eq!(numbered(b"30"), Some(Stated::Lower));
        assert_eq!(numbered(b"3"), None);
        assert_eq!(numbered(b"99999999999"), None);
    }

    #[test]
    fn severities_and_letters_are_levels() {
        for (severity, level) in
            (0..).zip([Level::Emergency, Level::Alert, Level::Critical, Level::Error])
        {
            assert_eq!(syslog(severity), Some(Stated::Blocking(level)), "{severity}");
        }
        assert_eq!(syslog(4), Some(Stated::Lower));
        assert_eq!(syslog(8), None);
        assert_eq!(lettered(b'W'), Some(Stated::Lower));
        assert_eq!(lettered(b'X'), None);
    }
}
