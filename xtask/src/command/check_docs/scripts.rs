//! Whether an executable answers to each script, takes its flags, and would accept their values. Clap
//! judges the flags, with the very command that the executable reads them with.

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use ray_cli::End;
use ray_core::finding::Code;
use ray_core::gate::settings::{SettingProblem, Settings, Source, parse};
use ray_core::place::EvidencePath;
use ray_core::protocol::SettingSpec;
use ray_core::workspace::Workspace;

use super::call::Call;
use super::check::{Check, Found};
use super::known::Script;
use super::shell::Word;

/// No executable has the name.
pub(super) const UNKNOWN_SCRIPT: Code = Code::error(
    "doc-unknown-script",
    "The document names a script that no executable answers to",
    "Use the name of an executable; `ray-gates list` names them all",
    "python scripts/validate_gate_10_intak.py",
);

/// A script that belongs to no gate.
pub(super) const HELPER_SCRIPT: Code = Code::warning(
    "doc-helper-script",
    "The document calls a script that belongs to no gate, and it is not in the repository",
    "Add the script to the repository, or take the call out of the document",
    "python scripts/collect_numbers.py",
);

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

/// The call lets through what the protocol would stop.
pub(super) const LOOSER_VALUE: Code = Code::error(
    "doc-looser-value",
    "The call lets through what the protocol's own value would stop",
    "Use the protocol's own value, or allow the deviation with a reason",
    "validate_gate_10_rehearsal --coverage 0.80",
);

/// The codes that this module can raise.
pub(super) const CODES: &[&Code] =
    &[&UNKNOWN_SCRIPT, &HELPER_SCRIPT, &BAD_FLAG, &BAD_VALUE, &LOOSER_VALUE];

/// Words of a call that are judged; nobody writes more.
const MOST_WORDS: usize = 200;

/// Checks every call.
///
/// # Errors
/// When a descriptor is broken: a fault of this project.
pub(super) fn check(check: &mut Check<'_>, workspace: &Workspace) -> Result<(), End> {
    let known = check.known;
    let calls = std::mem::take(&mut check.calls);
    let mut commands: BTreeMap<&str, Option<Command>> = BTreeMap::new();
    for call in &calls {
        check.counts.scripts += 1;
        let Some(script) = known.script(&call.name) else {
            name(check, call, workspace);
            continue;
        };
        if !commands.contains_key(script.proper.as_str()) {
            commands.insert(&script.proper, known.command(script)?);
        }
        let command = commands.get_mut(script.proper.as_str()).and_then(Option::as_mut);
        if let (Some(words), Some(command)) = (&call.words, command) {
            flags(check, call, script, words, command);
        }
    }
    check.calls = calls;
    Ok(())
}

fn name(check: &mut Check<'_>, call: &Call, workspace: &Workspace) {
    let near = check.known.nearest_script(&call.name);
    let families = ["validate_gate_", "validate_prerequisites_", "aggregate_", "run_protocol_"];
    let is_ours = families.iter().any(|family| call.name.starts_with(family));
    let file = format!("scripts/{}.py", call.name);
    if near.is_some() || is_ours {
        let found = check.at(&UNKNOWN_SCRIPT, call.span).with(|finding| {
            let finding = finding
                .message(format!("No executable is called {}", call.name))
                .actual(call.name.clone());
            match near {
                Some(near) => finding.expected(near),
                None => finding,
            }
        });
        check.found.push(found);
    } else if !workspace.exists(&EvidencePath::new(&file))
        && check.first_time(&HELPER_SCRIPT, &call.name)
    {
        let found = check.at(&HELPER_SCRIPT, call.span).with(|finding| {
            finding
                .message(format!("{} belongs to no gate, and there is no {file}", call.name))
                .actual(call.name.clone())
        });
        check.found.push(found);
    }
}

/// Asks clap again and again, each time without the word that it refused, so that all are found.
fn flags(check: &mut Check<'_>, call: &Call, script: &Script, words: &[Word], command: &mut Command) {
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
        // The value of a flag that is not known is no positional argument.
        let has_value = left.get(at).is_some_and(|(_, next)| !next.starts_with('-'));
        if text.starts_with("--") && !text.contains('=') && has_value {
            left.remove(at);
        }
    }
    for spec in settings(check, script) {
        value(check, spec, words);
    }
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
            let long = argument.get_long().is_some_and(|long| flag.strip_prefix("--") == Some(long));
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
fn is_placeholder(text: &str) -> bool {
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
        last.or_else(|| left.iter().position(|(_, text)| {
            flag.len() == 2 && !text.starts_with("--") && text.starts_with(flag)
        }))
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

fn settings<'a>(check: &Check<'a>, script: &Script) -> &'a [SettingSpec] {
    let gates = script.protocols.first().map_or(&[][..], |at| check.known.gates(*at));
    let gate = script.gate.and_then(|at| gates.get(at));
    gate.map_or(&[], |gate| &gate.settings)
}

/// The value of a setting's flag, which clap takes as it is.
fn value(check: &mut Check<'_>, spec: &SettingSpec, words: &[Word]) {
    let Some(flag) = spec.flag.as_ref().map(|flag| format!("--{flag}")) else { return };
    let given = words.iter().enumerate().filter_map(|(at, word)| {
        match word.text.strip_prefix(&flag)? {
            "" => words.get(at + 1).map(|next| (next, next.text.as_str())),
            rest => rest.strip_prefix('=').map(|value| (word, value)),
        }
    });
    for (word, text) in given {
        if word.open || is_placeholder(text) || text.starts_with("--") {
            continue;
        }
        match parse(spec, text) {
            Err(problem) => {
                let found = check.at(&BAD_VALUE, word.span).with(|finding| {
                    let finding = finding.message(format!("{flag}: {problem}")).actual(text);
                    match problem {
                        SettingProblem::UnknownWord { near: Some(near), .. } => finding.expected(near),
                        _ => finding,
                    }
                });
                check.found.push(found);
            }
            Ok(value) => {
                let Ok(mut settings) = Settings::defaults(std::slice::from_ref(spec)) else { continue };
                settings.set(spec, value, Source::Flag(flag.clone()));
                let looser = settings.get(&spec.id).filter(|setting| setting.looser);
                if let Some(default) = looser.and_then(|setting| setting.default.as_ref()) {
                    let found = check.at(&LOOSER_VALUE, word.span).with(|finding| {
                        finding
                            .message(format!("{flag} {text} is looser than the protocol's own value"))
                            .expected(default.to_string())
                            .actual(text)
                    });
                    check.found.push(found);
                }
            }
        }
    }
}
