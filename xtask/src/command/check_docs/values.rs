//! Whether the values of a call are values of their settings, and none looser than the protocol's own.

use ray_core::finding::Code;
use ray_core::gate::settings::{SettingProblem, SettingValue, Settings, Source, parse};
use ray_core::protocol::SettingSpec;

use super::check::Check;
use super::flags::{BAD_VALUE, is_placeholder};
use super::known::Script;
use super::shell::Word;

/// The call lets through what the protocol would stop.
pub(super) const LOOSER_VALUE: Code = Code::error(
    "doc-looser-value",
    "The call lets through what the protocol's own value would stop",
    "Use the protocol's own value, or allow the deviation with a reason",
    "validate_gate_10_rehearsal --coverage 0.80",
);

/// The codes that this module can raise.
pub(super) const CODES: &[&Code] = &[&LOOSER_VALUE];

/// Checks the values that `words` give to the settings of `script`, which clap takes as they are.
pub(super) fn check(check: &mut Check<'_>, script: &Script, words: &[Word]) {
    for spec in settings(check, script) {
        value(check, spec, words);
    }
}

fn settings<'a>(check: &Check<'a>, script: &Script) -> &'a [SettingSpec] {
    let gates = script.protocols.first().map_or(&[][..], |at| check.known.gates(*at));
    let gate = script.gate.and_then(|at| gates.get(at));
    gate.map_or(&[], |gate| &gate.settings)
}

fn value(check: &mut Check<'_>, spec: &SettingSpec, words: &[Word]) {
    let Some(flag) = spec.flag.as_ref().map(|flag| format!("--{flag}")) else { return };
    let given =
        words.iter().enumerate().filter_map(|(at, word)| match word.text.strip_prefix(&flag)? {
            "" => words.get(at + 1).map(|next| (next, next.text.as_str())),
            rest => rest.strip_prefix('=').map(|value| (word, value)),
        });
    for (word, text) in given {
        if word.open || is_placeholder(text) || text.starts_with("--") {
            continue;
        }
        match parse(spec, text) {
            Err(problem) => refused(check, &flag, word, text, &problem),
            Ok(value) => looser(check, spec, word, text, value),
        }
    }
}

fn refused(check: &mut Check<'_>, flag: &str, word: &Word, text: &str, problem: &SettingProblem) {
    let found = check.at(&BAD_VALUE, word.span).with(|finding| {
        let finding = finding.message(format!("{flag}: {problem}")).actual(text);
        match problem {
            SettingProblem::UnknownWord { near: Some(near), .. } => finding.expected(near),
            _ => finding,
        }
    });
    check.found.push(found);
}

fn looser(check: &mut Check<'_>, spec: &SettingSpec, word: &Word, text: &str, value: SettingValue) {
    let Ok(mut settings) = Settings::defaults(std::slice::from_ref(spec)) else { return };
    settings.set(spec, value, Source::Default);
    let looser = settings.get(&spec.id).filter(|setting| setting.looser);
    if let Some(default) = looser.and_then(|setting| setting.default.as_ref()) {
        let flag = spec.flag.as_deref().unwrap_or_default();
        let found = check.at(&LOOSER_VALUE, word.span).with(|finding| {
            finding
                .message(format!("--{flag} {text} is looser than the protocol's own value"))
                .expected(default.to_string())
                .actual(text)
        });
        check.found.push(found);
    }
}
