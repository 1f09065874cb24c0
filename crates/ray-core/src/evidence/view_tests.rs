use super::*;
use crate::clock::Now;
use crate::evidence::json;
use crate::finding::Finding;
use crate::place::EvidencePath;
use crate::source::SourceFile;

/// What `ask` gets of the JSON `text`, and what is found wrong with it.
fn ask<T>(
    text: &str,
    ask: impl FnOnce(View<'_>) -> Option<Located<T>>,
) -> (Option<T>, Vec<Finding>) {
    let notes = Notes::new(Now::from_system(Timestamp::UNIX_EPOCH));
    let source = SourceFile::new(EvidencePath::new("a.json"), text.to_owned());
    let tree = json::parse(source, &notes).unwrap();
    let value = ask(View::root(&tree, &notes)).map(|found| found.value);
    (value, notes.into_findings())
}

#[test]
fn a_quantity_is_a_number_that_is_not_negative() {
    for text in ["3.5", "0", "-0", "-0.0"] {
        let (value, findings) = ask(text, |view| view.quantity());
        let wanted = text.trim_start_matches('-').parse().ok();
        assert_eq!((value, findings.len()), (wanted, 0), "{text}");
    }
    for text in ["-3", "-0.001"] {
        let (value, findings) = ask(text, |view| view.quantity());
        assert_eq!(value, None, "{text}");
        assert_eq!(findings[0].code.word, "invalid-number");
        assert_eq!(findings[0].actual.as_deref(), Some(text));
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Light {
    Red,
    Green,
}

impl Vocabulary for Light {
    const WORDS: &'static [(&'static str, Self)] = &[("red", Light::Red), ("green", Light::Green)];
}

#[test]
fn a_word_that_is_not_known_is_answered_with_those_that_are() {
    assert_eq!(ask(r#""GREEN""#, |view| view.word::<Light>()).0, Some(Light::Green));
    let (word, findings) = ask(r#""gren""#, |view| view.word::<Light>());
    assert_eq!(word, None);
    assert_eq!(findings[0].expected.as_deref(), Some("one of: red, green"));
    assert_eq!(findings[0].help, "Did you mean \"green\"?");
}
