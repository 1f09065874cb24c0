//! Whether two names may be those of one person. Whoever grants a waiver to themselves under another
//! spelling must be noticed; taking two people for one only asks for a third.

use std::collections::BTreeSet;

use ray_core::value::unseen::is_unseen;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words beside a name that name nobody.
const TITLES: &[&str] = &["dr", "prof", "mr", "mrs", "ms", "mx", "ir", "ing", "phd"];

/// True when `a` and `b` may name one person: the same words in whatever order, spelling, case or
/// alphabet form, where an initial stands for a word that begins with it.
pub(super) fn may_be_one_person(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let joined = |words: &BTreeSet<String>| words.iter().map(String::as_str).collect::<String>();
    let (few, many) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let among = |word: &String| many.iter().any(|other| stands_for(word, other));
    (!few.is_empty() && few.iter().all(among)) || sorted(&joined(&a)) == sorted(&joined(&b))
}

fn stands_for(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    a == b || (short.chars().count() == 1 && long.starts_with(short))
}

/// The letters of a name that is written in one piece.
fn sorted(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = name.chars().collect();
    letters.sort_unstable();
    letters
}

/// The words of a name, without marks, digits, titles, and what stands in brackets.
fn words(name: &str) -> BTreeSet<String> {
    let mut depth = 0_usize;
    let mut plain = String::new();
    for character in name.nfkd().filter(|character| !is_combining_mark(*character)) {
        match character {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            _ if depth > 0 || is_unseen(character) => {}
            'ß' | 'ẞ' => plain.push_str("ss"),
            letter if letter.is_alphabetic() => plain.extend(letter.to_lowercase()),
            _ => plain.push(' '),
        }
    }
    let words = plain.split_whitespace().filter(|word| !TITLES.contains(word));
    words.map(str::to_owned).collect()
}

/// True for a name that looks like another: letters of several alphabets in it, or characters that
/// cannot be seen.
pub(super) fn is_disguised(name: &str) -> bool {
    let latin =
        |c: char| c.is_alphabetic() && (c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c));
    let lookalike = |c: char| {
        ('\u{370}'..'\u{590}').contains(&c)
            || ('\u{13a0}'..'\u{1400}').contains(&c)
            || ('\u{1f00}'..'\u{2000}').contains(&c)
            || ('\u{ff00}'..'\u{ff60}').contains(&c)
    };
    name.chars().any(is_unseen) || (name.chars().any(latin) && name.chars().any(lookalike))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_noticed_under_another_spelling() {
        for other in [
            "ada  okafor",
            "Ada\u{200b}Okafor",
            "Ada Ok\u{ad}afor",
            "\u{ff21}da Okafor",
            "Okafor, Ada",
            "AdaOkafor",
            "Ada Okafor1",
            "@Ada Okafor",
            "Dr. Ada Okafor",
            "Ada Okafor (CTO)",
            "Ada Okafor <ada@x.io>",
            "A. Okafor",
            "Àda Okafor",
        ] {
            assert!(may_be_one_person("Ada Okafor", other), "{other}");
            assert!(may_be_one_person(other, "Ada Okafor"), "{other}");
        }
        assert!(may_be_one_person("Jos\u{e9} X", "Jose\u{301} X"));
        assert!(may_be_one_person("Anna Straße", "ANNA STRASSE"));
    }

    #[test]
    fn two_people_are_two() {
        for (a, b) in [
            ("Ada Okafor", "Tomás Vega"),
            ("Ada Okafor", "Ben Okafor"),
            ("Ada Okafor", "B. Okafor"),
            ("李雷", "韩梅梅"),
        ] {
            assert!(!may_be_one_person(a, b), "{a} and {b}");
        }
    }

    #[test]
    fn a_disguise_is_seen_through() {
        for name in
            ["\u{410}da Okafor", "Ada\u{200b} Okafor", "Ada Okafor\u{202e}", "\u{ff21}da Okafor"]
        {
            assert!(is_disguised(name), "{name}");
        }
        for name in ["Tomás Vega", "Łukasz Żak", "李雷", "Анна Каренина", "Nguyễn Văn A"]
        {
            assert!(!is_disguised(name), "{name}");
        }
    }
}
