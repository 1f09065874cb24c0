//! When two words of a sentence mean the same: equal, or with the same beginning.

use std::collections::BTreeSet;

/// Letters that two words must have in common at their beginning, unless one is the other with an ending.
const SAME: usize = 5;

/// Words that say nothing about what a number is of.
const SILENT: &[&str] = &[
    "all",
    "and",
    "are",
    "any",
    "been",
    "but",
    "can",
    "criteria",
    "each",
    "every",
    "for",
    "from",
    "gate",
    "had",
    "has",
    "have",
    "how",
    "its",
    "least",
    "less",
    "level",
    "long",
    "longer",
    "maximum",
    "may",
    "meet",
    "meets",
    "minimum",
    "more",
    "most",
    "must",
    "no",
    "not",
    "number",
    "of",
    "one",
    "only",
    "our",
    "pass",
    "per",
    "percent",
    "ratio",
    "score",
    "share",
    "should",
    "target",
    "than",
    "that",
    "the",
    "their",
    "then",
    "there",
    "this",
    "those",
    "threshold",
    "value",
    "was",
    "were",
    "when",
    "which",
    "will",
    "with",
    "within",
    "without",
];

/// The words of `text` that say something, in lower case.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2 && !word.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_lowercase)
        .filter(|word| !SILENT.contains(&word.as_str()) && !UNITS.contains(&word.as_str()))
        .collect()
}

const UNITS: &[&str] = &[
    "day", "days", "hour", "hours", "hrs", "min", "mins", "minute", "minutes", "sec", "second",
    "seconds", "secs",
];

/// True for `complete` and `completeness`, `covered` and `coverage`, and not for `report` and `repeat`.
pub(super) fn alike(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let longest = one.chars().count().max(other.chars().count());
    let shortest = one.chars().count().min(other.chars().count());
    let inflected = same == shortest && longest - shortest <= 2;
    same >= 3 && inflected || same >= SAME && same * 5 >= longest * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_stem_are_alike() {
        for (one, other) in [
            ("complete", "completeness"),
            ("covered", "coverage"),
            ("validated", "validation"),
            ("dashboard", "dashboards"),
            ("rto", "rto"),
            ("test", "tests"),
        ] {
            assert!(alike(one, other) && alike(other, one), "{one} {other}");
        }
        for (one, other) in [("report", "repeat"), ("recovery", "recorded"), ("test", "text")] {
            assert!(!alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn only_words_that_say_something_count() {
        let said: Vec<String> =
            words("- **Pass Threshold**: at least 95% of the report").into_iter().collect();
        assert_eq!(said, ["report"]);
    }
}
