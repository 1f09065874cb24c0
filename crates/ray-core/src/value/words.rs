//! Closed vocabularies: words that compare without case and with space, `-` and `_` alike.

use crate::finding::Code;

/// A word is none of those that are known.
pub const UNKNOWN_WORD: Code = Code::error(
    "unknown-word",
    "A word is not one of those that are known here",
    "Use one of the words listed",
    r#"{"status": "compleet"}"#,
);

/// A type whose values are written as words.
pub trait Vocabulary: Copy + 'static {
    /// Each word and what it means; several words may mean the same, the first is the proper one.
    const WORDS: &'static [(&'static str, Self)];

    /// The meaning of `text`.
    #[must_use]
    fn find(text: &str) -> Option<Self> {
        let folded = fold(text);
        Self::WORDS.iter().find(|(word, _)| fold(word) == folded).map(|&(_, meaning)| meaning)
    }

    /// The proper word for this meaning.
    #[must_use]
    fn word(self) -> &'static str
    where
        Self: PartialEq,
    {
        Self::WORDS.iter().find(|(_, meaning)| *meaning == self).map_or("", |(word, _)| *word)
    }

    /// All words, for a message.
    #[must_use]
    fn listed() -> String {
        Self::WORDS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ")
    }

    /// The word that was probably meant.
    #[must_use]
    fn nearest(text: &str) -> Option<&'static str> {
        nearest(text, Self::WORDS.iter().map(|(word, _)| *word))
    }
}

/// Folds case, and makes space, `-` and `_` one.
#[must_use]
pub fn fold(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == '-' || c == '_')
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join("-")
}

/// Folds case and drops all punctuation, as headings and column names compare.
#[must_use]
pub fn fold_heading(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The one of `words` that is a slip of the finger away from `text`.
pub fn nearest<'w>(text: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let text = fold(text);
    let allowed = text.chars().count().div_ceil(3).min(3);
    words
        .map(|word| (distance(&text, &fold(word)), word))
        .filter(|&(distance, _)| distance > 0 && distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}

/// Levenshtein distance; texts longer than 64 characters are never near.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    if a.chars().count() > 64 || b.len() > 64 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (number, from) in (1..).zip(a.chars()) {
        let mut diagonal = number - 1;
        let mut left = number;
        for (cell, to) in row.iter_mut().skip(1).zip(&b) {
            let above = *cell;
            left = (diagonal + usize::from(from != *to)).min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = number;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_space_dash_and_underscore_are_alike() {
        for text in ["Not Applicable", "not_applicable", "not-applicable", " NOT  applicable "] {
            assert_eq!(fold(text), "not-applicable");
        }
    }

    #[test]
    fn headings_compare_without_punctuation() {
        assert_eq!(fold_heading("4. Roll-back plan:"), "4 roll back plan");
    }

    #[test]
    fn nearest_finds_a_slip_and_nothing_else() {
        let words = ["complete", "pending", "blocked"];
        assert_eq!(nearest("compleet", words.into_iter()), Some("complete"));
        assert_eq!(nearest("fine", words.into_iter()), None);
        assert_eq!(nearest("Pending", words.into_iter()), None);
    }

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("ab", "bab"), 1);
        assert_eq!(distance("abc", "a"), 2);
        assert_eq!(distance("a", "abc"), 2);
    }

    #[test]
    fn what_is_longer_than_64_characters_is_far_from_everything() {
        let [most, more] = [64, 65].map(|length| "é".repeat(length));
        assert_eq!(distance(&most, &most), 0);
        assert_eq!(distance(&more, &most), usize::MAX);
        assert_eq!(distance(&most, &more), usize::MAX);
    }
}
