//! Levels in heads of every layout, with the bytes that state them, and words that are none.

use super::super::level::Level;
use super::*;

const ERROR: Stated = Stated::Blocking(Level::Error);

/// The level that stands between « and » in `marked`.
fn states(marked: &str, stated: Stated) {
    let start = marked.find('«').unwrap();
    let text = marked.replace('«', "");
    let end = text.find('»').unwrap();
    let text = text.replace('»', "");
    assert_eq!(level(text.as_bytes()), Some((stated, start..end)), "{marked}");
}

fn states_none(text: &str) {
    assert_eq!(level(text.as_bytes()), None, "{text}");
}

#[test]
fn a_group_states_a_level() {
    for line in [
        "[«ERROR»] x",
        "(«ERROR») x",
        "<«error»> x",
        "{«ERROR»} x",
        "12:00 [ «error» ] x",
        "12:00 [ core:«error» ] x",
        "12:00 [09:00:00 «ERR»] x",
        "12:00 [2026-11-17 09:00:00,1: «ERROR»/MainProcess] x",
    ] {
        states(line, ERROR);
    }
    states_none("[:error] x");
    states_none("[main] worker ERROR - x");
}

#[test]
fn few_words_stand_before_a_level() {
    states("a b c - «ERROR» - x", ERROR);
    states_none("a b c d - ERROR - x");
    states_none("app - ERROR x");
    states_none("app ERROR - x");
    states("app\t«ERROR»\tx", ERROR);
    states("app «ERROR»: x", ERROR);
    states("2026-11-17 «ERROR» rate 0.1 %", ERROR);
    states_none("ERROR rate 0.1 %");
}

#[test]
fn what_sticks_to_a_level_belongs_to_no_word() {
    for line in [
        "«ERRO»[0001] x",
        "«error»[E0308]: x",
        "12:00 «ERROR»] x",
        "12:00 «ERROR»> x",
        "12:00 «ERROR»), x".trim_end_matches(", x"),
        "[12:00] production.«ERROR»: x",
        "«E»1117 10:02:11.123456 1 a.go:1] x",
        "«fail»: Worker[0]",
    ] {
        states(line, ERROR);
    }
    states("«trce»: Worker[0]", Stated::Lower);
    for line in
        ["app ERRO[0001] x", "error[x] y", "E11x7 10:02:11 x", "E1117 ab:02 x", "E1117 1002 x"]
    {
        states_none(line);
    }
}

#[test]
fn a_pair_states_a_level_under_its_key_alone() {
    states("ts=1 level=«error» x", ERROR);
    states("ts=1 level=\"«error»\" x", ERROR);
    states("level=\"«error»", ERROR);
    states("a=\"b\" «ERROR» x", ERROR);
    states(r#"msg="say \" level=fatal x" level=«error»"#, ERROR);
    states_none("kind=error x");
}
