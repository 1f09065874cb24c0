//! Whether an executable takes the flags with which a document calls it. Clap judges them, with the very
//! command that the executable reads its flags with.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use ray_core::finding::Code;

use super::call::Call;
use super::check::{Check, Found};
use super::known::Script;
use super::shell::Word;
use super::values;

/// The executable would refuse the call.
pub(super) const BAD_FLAG: Code = Code::error(
    "doc-bad-flag",
    "The executable does not take the flag that the document shows",
    "Use a flag of the executable; its --help lists them",
    "validate_gate_10_intake --drift low",
);

/// The executable would refuse the value.
pub(super) const BAD_VALUE: Code = Code::error(
    "doc-bad-value",
    "The executable would refuse the value that the document shows",
    "Show a value that the executable accepts",
    "validate_gate_10_rehearsal --coverage 90",
);

/// The codes that this module can raise.
pub(super) const CODES: &[&Code] = &[&BAD_FLAG, &BAD_VALUE];

/// Words of a call that are judged; nobody writes more.
const MOST_WORDS: usize = 200;

/// Asks clap again and again, each time without the word that it refused, so that all are found.
pub(super) fn check(
    check: &mut Check<'_>,
    call: &Call,
    script: &Script,
    words: &[Word],
    command: &mut Command,
) {
    let mut left = judged(words, command);
    for _ in 0..left.len().min(MOST_WORDS) + 1 {
        let typed = left.iter().map(|(_, text)| OsString::from(text));
        let typed = std::iter::once(OsString::from(&script.proper)).chain(typed);
        let error = match command.try_get_matches_from_mut(typed) {
            Ok(_) => break,
            Err(error) if !error.use_stderr() => break,
            Err(error) => error,
        };
        let argument = context(&error, ContextKind::InvalidArg);
        let value = context(&error, ContextKind::InvalidValue);
        let Some(at) = refused(&left, &argument, &value) else {
            let found = check.at(&BAD_FLAG, call.span);
            check.found.push(found.with(|finding| finding.message(said(&error))));
            break;
        };
        let (word, text) = left.remove(at);
        let found = refusal(check, script, word, &error, &text);
        check.found.push(found);
        // Without its value a flag would be refused again.
        let flag = at.checked_sub(1).filter(|_| error.kind() == ErrorKind::InvalidValue);
        let flag = flag.filter(|before| {
            !text.starts_with('-') && left.get(*before).is_some_and(|(_, it)| it.starts_with('-'))
        });
        if let Some(before) = flag {
            left.remove(before);
            continue;
        }
        // The value of a flag that is not known is no positional argument.
        let has_value = left.get(at).is_some_and(|(_, next)| !next.starts_with('-'));
        if text.starts_with("--") && !text.contains('=') && has_value {
            left.remove(at);
        }
    }
    values::check(check, script, words);
}

/// The words as clap is asked about them: for what only a shell could know stands a value that fits.
fn judged<'w>(words: &'w [Word], command: &Command) -> Vec<(&'w Word, String)> {
    let mut judged = Vec::new();
    let mut fitting: Option<String> = None;
    for word in words.iter().take(MOST_WORDS) {
        let awaited = fitting.take();
        let (flag, given) = word.text.split_once('=').unzip();
        let flag = flag.unwrap_or(&word.text);
        let argument = command.get_arguments().find(|argument| {
            let long =
                argument.get_long().is_some_and(|long| flag.strip_prefix("--") == Some(long));
            let short = argument.get_short();
            long || short.is_some_and(|short| flag.strip_prefix('-') == Some(&*short.to_string()))
        });
        let takes_value = argument.filter(|argument| argument.get_action().takes_values());
        let fits = takes_value.map(|argument| {
            let options = argument.get_possible_values();
            options.first().map_or("x".to_owned(), |option| option.get_name().to_owned())
        });
        match (word.open || is_placeholder(&word.text), awaited, given) {
            (true, Some(value), _) => judged.push((word, value)),
            (true, None, Some(_)) => {
                judged.push((word, format!("{flag}={}", fits.unwrap_or_default())));
            }
            (true, None, None) if !flag.starts_with("--") => {}
            _ => {
                fitting = fits.filter(|_| given.is_none() && awaited_is_none(&word.text));
                judged.push((word, word.text.clone()));
            }
        }
    }
    judged
}

fn awaited_is_none(text: &str) -> bool {
    text.starts_with('-')
}

/// `FILE`, `RATIO`, `NAME|NUMBER`: what a usage line writes for a value.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.len() > 1 && text.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '_' | '|'))
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.first().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

/// Which of the words clap refused: it names the flag with its value, or the word itself.
fn refused(left: &[(&Word, String)], argument: &str, value: &str) -> Option<usize> {
    let flag = argument.split([' ', '=']).next().unwrap_or_default();
    let is = |text: &str, wanted: &str| !wanted.is_empty() && text == wanted;
    let by_value = left.iter().position(|(_, text)| {
        is(text, value) || text.split_once('=').is_some_and(|(_, given)| is(given, value))
    });
    by_value.or_else(|| {
        let last = left.iter().rposition(|(_, text)| {
            is(text, flag) || text.split_once('=').is_some_and(|(name, _)| is(name, flag))
        });
        // `-xyz` is refused as `-x`.
        last.or_else(|| {
            left.iter().position(|(_, text)| {
                flag.len() == 2 && !text.starts_with("--") && text.starts_with(flag)
            })
        })
    })
}

fn refusal(
    check: &Check<'_>,
    script: &Script,
    word: &Word,
    error: &clap::Error,
    text: &str,
) -> Found {
    let name = &script.proper;
    let suggested = context(error, ContextKind::SuggestedArg);
    let valid = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) => values.join(", "),
        _ => String::new(),
    };
    match error.kind() {
        ErrorKind::InvalidValue => check.at(&BAD_VALUE, word.span).with(|finding| {
            let refused = context(error, ContextKind::InvalidValue);
            let finding = match refused.is_empty() {
                true => finding.message(format!("{name} wants a value for {text}")),
                false => finding.message(format!("{name} refuses the value {refused}")),
            };
            let finding = finding.actual(text.to_owned());
            if valid.is_empty() { finding } else { finding.expected(valid) }
        }),
        ErrorKind::UnknownArgument => check.at(&BAD_FLAG, word.span).with(|finding| {
            let shown = text.split('=').next().unwrap_or(text).to_owned();
            let finding = match shown.starts_with('-') {
                true => finding.message(format!("{name} has no flag {shown}")),
                false => finding.message(format!("{name} takes no `{shown}`: it has flags only")),
            };
            let finding = finding.actual(shown);
            if suggested.is_empty() { finding } else { finding.expected(suggested) }
        }),
        _ => check
            .at(&BAD_FLAG, word.span)
            .with(|finding| finding.message(said(error)).actual(text.to_owned())),
    }
}

/// Clap's own sentence.
fn said(error: &clap::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}
