//! How headings, columns and labels compare with the names that are accepted for them: without
//! case and punctuation, and a heading also without its number.

use crate::value::words::fold_heading;

/// Words that may stand before the number of a heading.
const NUMBERED: &[&str] =
    &["step", "phase", "part", "section", "chapter", "stage", "appendix", "annex"];

/// The names that a heading goes by: as it stands, and without its number.
pub(super) fn of_heading(title: &str) -> [String; 2] {
    [title, without_number(title)].map(fold_heading)
}

/// The first of `candidates` that has one of `names`; an earlier name wins over an earlier place.
pub(super) fn find<T>(
    names: &[&str],
    candidates: impl Iterator<Item = T>,
    is_named: impl Fn(&T, &str) -> bool,
) -> Option<T> {
    let folded: Vec<String> = names.iter().map(|name| fold_heading(name)).collect();
    let rank = |candidate: &T| folded.iter().position(|name| is_named(candidate, name));
    let mut best: Option<(usize, T)> = None;
    for candidate in candidates {
        let Some(rank) = rank(&candidate) else {
            continue;
        };
        if best.as_ref().is_none_or(|(other, _)| rank < *other) {
            best = Some((rank, candidate));
        }
        if rank == 0 {
            break;
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `title` without a number such as `4.`, `4.2`, `IV.`, `Step 3:` or a digit on a key in front.
fn without_number(title: &str) -> &str {
    let bare = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (word, after) = bare.split_once(char::is_whitespace).unwrap_or((bare, ""));
    let has_word = NUMBERED.contains(&word.to_lowercase().as_str());
    let numbered = if has_word { after.trim_start() } else { bare };
    let rest = after_number(numbered).or_else(|| after_letters(numbered, has_word));
    rest.unwrap_or(title)
}

/// What follows `4`, `4.2`, `4.` or `4)` in front of `text`.
fn after_number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = text.strip_suffix(rest)?;
    let closed = number.ends_with('.') || rest.starts_with([')', ':', '\u{fe0f}', '\u{20e3}']);
    let apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (number.starts_with(|c: char| c.is_ascii_digit()) && (closed || apart)).then_some(rest)
}

/// What follows `IV.` or `A)` in front of `text`; after a word such as "Part" the mark is optional.
fn after_letters(text: &str, has_word: bool) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = text.strip_suffix(rest)?;
    let is_roman =
        letters.chars().all(|c| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x' | 'l' | 'c'));
    let is_number = !letters.is_empty() && (letters.len() == 1 || (is_roman && letters.len() < 8));
    let closed = rest.starts_with(['.', ')', ':']);
    (is_number && (closed || (has_word && rest.starts_with(char::is_whitespace)))).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_or_an_emoji_in_front_is_no_part_of_the_name() {
        for title in [
            "Rollback plan",
            "4. Rollback plan",
            "4.2 Rollback plan",
            "4.2. ROLLBACK-PLAN",
            "4) Rollback plan:",
            "(4) Rollback plan",
            "4.Rollback plan",
            "IV. Rollback plan",
            "LXXXVII. Rollback plan",
            "b) Rollback plan",
            "Step 3: Rollback plan",
            "Part II – Rollback plan",
            "Appendix A: Rollback plan",
            "🔥 Rollback plan",
            "✅ 4. Rollback plan",
            "4\u{fe0f}\u{20e3} Rollback plan",
            "§ 4 Rollback plan",
        ] {
            assert!(
                of_heading(title).iter().any(|name| name == "rollback plan"),
                "{title}: {:?}",
                of_heading(title)
            );
        }
    }

    #[test]
    fn what_only_looks_like_a_number_stays() {
        for title in [
            "24/7 support",
            "3-step plan",
            "Mix of services",
            "Civil works",
            "I am here",
            "Step by step",
            "Section",
            "24h plan",
            "LXXXVIII. Seven letters are as many as a number may have",
        ] {
            assert_eq!(of_heading(title)[1], fold_heading(title), "{title}");
        }
    }

    #[test]
    fn a_heading_that_is_a_number_keeps_it() {
        assert_eq!(of_heading("2.4.0")[0], "2 4 0");
        assert_eq!(of_heading("5 whys"), ["5 whys", "whys"]);
    }

    #[test]
    fn an_earlier_name_wins_over_an_earlier_place() {
        let columns = ["name", "stakeholder"];
        let found = find(&["Stakeholder", "Name"], columns.iter(), |column, name| **column == name);
        assert_eq!(found, Some(&"stakeholder"));
        assert_eq!(find(&["role"], columns.iter(), |c, n| **c == n), None);
        let twice = ["name", "name"].iter().enumerate();
        let found = find(&["Stakeholder", "Name"], twice, |(_, column), name| **column == name);
        assert_eq!(found, Some((0, &"name")));
    }
}
