//! Finding codes: each word stands for one thing, in kebab-case, with help and an example.

use std::collections::BTreeMap;

use ray_core::finding::Code;

fn all() -> Vec<&'static Code> {
    let protocols = xtask::catalogue::protocols().unwrap();
    xtask::catalogue::codes(&protocols).iter().map(|known| known.code).collect()
}

#[test]
fn every_code_has_one_word_and_every_word_one_code() {
    let mut seen = BTreeMap::new();
    for code in all() {
        let first = seen.insert(code.word, code).unwrap_or(code);
        assert_eq!(first, code, "{} stands for two things", code.word);
        assert!(
            code.word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{} is not in kebab-case",
            code.word
        );
    }
}

#[test]
fn every_code_says_what_to_do() {
    for code in all() {
        for text in [code.summary, code.help, code.example] {
            assert!(text.len() > 2, "{} says too little: {text:?}", code.word);
        }
        assert!(
            !code.summary.ends_with('.') && !code.help.ends_with('.'),
            "{} ends in a full stop",
            code.word
        );
    }
}

#[test]
fn the_words_are_stable_since_users_write_them_in_waivers() {
    let mut words: Vec<&str> = all().iter().map(|code| code.word).collect();
    words.sort_unstable();
    words.dedup();
    insta::assert_snapshot!(words.join("\n"));
}

#[test]
fn every_code_of_every_crate_can_be_looked_up() {
    let gates = xtask::PROTOCOLS
        .iter()
        .flat_map(|protocol| protocol.gates)
        .flat_map(|gate| gate.codes().iter().copied());
    let known = all();
    let shared = ray_core::codes().chain(ray_ledger::codes());
    for code in gates.chain(shared).chain(xtask::command::check_docs::codes()) {
        assert!(known.contains(&code), "{} is not in xtask::catalogue", code.word);
    }
}
