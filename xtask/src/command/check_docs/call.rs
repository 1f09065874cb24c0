//! Where a document names a script, and with which words it calls it.

use std::sync::LazyLock;

use ray_core::source::Span;
use regex::Regex;

use super::known::Known;
use super::page::{Kind, Page, Piece};
use super::shell::{self, Word};

/// Words that may stand before the script of a command line without changing its meaning.
const LAUNCHERS: &[&str] = &[
    "$", "%", "-", "bash", "command", "cargo", "env", "exec", "nice", "pipenv", "poetry", "py",
    "python", "python3", "run", "sh", "sudo", "time", "uv",
];

/// Names that only a script of a protocol has.
static FAMILY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?-u:\b(?:validate_gate|validate_prerequisites|aggregate_evidence|run_protocol)_\d\w*(?:\.py\b)?)",
    )
    .ok()
});

/// In Python code: a module of the scripts' folder, or a call with the paths that scripts take.
static PYTHON: LazyLock<[Option<Regex>; 2]> = LazyLock::new(|| {
    [
        Regex::new(r"(?-u:\bscripts\.([A-Za-z]\w*))").ok(),
        Regex::new(r"(?-u:\b([A-Za-z]\w*)\((?:input|output)_path\b)").ok(),
    ]
});

/// A script that a document names.
#[derive(Debug)]
pub(super) struct Call {
    /// Its name, without folder and extension.
    pub(super) name: String,
    /// Where the name stands, with folder and extension.
    pub(super) span: Span,
    /// The words behind it; none where it is not called but only mentioned.
    pub(super) words: Option<Vec<Word>>,
    /// The block that holds it.
    pub(super) block: usize,
}

impl Call {
    /// The part of the document that the call takes.
    pub(super) fn whole(&self) -> Span {
        let last = self.words.as_ref().and_then(|words| words.last());
        Span::new(self.span.start, last.map_or(self.span.end, |word| word.span.end))
    }
}

/// All calls in `page`, in order.
#[must_use]
pub(super) fn find(page: &Page, known: &Known) -> Vec<Call> {
    let mut calls = Vec::new();
    for (at, block) in page.blocks.iter().enumerate() {
        let from = calls.len();
        for words in shell::commands(page, block) {
            calls.extend(in_command(&words, known, at, is_shell(&block.kind)));
        }
        let seen: Vec<Span> = calls.iter().skip(from).map(Call::whole).collect();
        for piece in &block.pieces {
            mentions(page, *piece, at, &seen, &mut calls);
        }
    }
    calls.sort_by_key(|call| call.span);
    calls
}

/// Code in another language may name a script, and what follows is then no flag of it.
fn is_shell(kind: &Kind) -> bool {
    match kind {
        Kind::Code(language) => matches!(
            language.as_str(),
            "" | "bash"
                | "sh"
                | "shell"
                | "zsh"
                | "console"
                | "terminal"
                | "yaml"
                | "yml"
                | "text"
                | "powershell"
                | "shell-session"
        ),
        _ => true,
    }
}

fn in_command(words: &[Word], known: &Known, block: usize, shell: bool) -> Option<Call> {
    let (at, word, name) = words
        .iter()
        .enumerate()
        .find_map(|(at, word)| Some((at, word, script_name(word, known)?)))?;
    let before = words.get(..at).unwrap_or_default();
    let behind = words.get(at + 1..).unwrap_or_default();
    let launched = shell && before.iter().all(launches);
    let behind = match before.iter().any(|word| word.text == "cargo") {
        true => behind.split(|word| word.text == "--").nth(1).unwrap_or_default(),
        false => behind,
    };
    let words = launched.then(|| behind.to_vec());
    Some(Call { name, span: word.span, words, block })
}

fn launches(word: &Word) -> bool {
    let text = word.text.as_str();
    LAUNCHERS.contains(&text)
        || text.starts_with('-')
        || text.ends_with(':')
        || text.contains('=')
        || text.strip_prefix("python3.").is_some_and(|minor| minor.parse::<u8>().is_ok())
}

/// The name of the script that `word` is.
fn script_name(word: &Word, known: &Known) -> Option<String> {
    if word.open || word.text.len() > 200 {
        return None;
    }
    let text = word.text.as_str();
    let module = text.strip_prefix("scripts.");
    let base = module.unwrap_or_else(|| text.rsplit('/').next().unwrap_or(text));
    let bare = base.strip_suffix(".py").or_else(|| base.strip_suffix(".exe")).unwrap_or(base);
    let named =
        !bare.is_empty() && bare.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let in_scripts = base.ends_with(".py") && text.trim_start_matches("./").starts_with("scripts/");
    let is_script = in_scripts
        || module.is_some()
        || known.script(bare).is_some()
        || is_family(bare)
        || (base.ends_with(".py") && known.nearest_script(bare).is_some());
    (named && is_script).then(|| bare.to_owned())
}

fn is_family(name: &str) -> bool {
    let found = FAMILY.as_ref().and_then(|family| family.find(name));
    found.is_some_and(|found| found.start() == 0 && found.end() == name.len())
}

/// Names of scripts in text, and modules in code, that are not part of a call that was `seen`.
fn mentions(page: &Page, piece: Piece, block: usize, seen: &[Span], calls: &mut Vec<Call>) {
    let text = page.text(piece.span);
    let families = FAMILY.iter().flat_map(|family| family.find_iter(text));
    let python = PYTHON.iter().flatten();
    let modules = python.flat_map(|python| python.captures_iter(text));
    let modules = modules.filter(|_| piece.code).filter_map(|found| found.get(1));
    for found in families.chain(modules) {
        let start = piece.span.start + found.start();
        let end = piece.span.start + found.end();
        let at = seen.partition_point(|span| span.end <= start);
        let within = seen.get(at).is_some_and(|span| span.start <= start);
        let rest = text.get(found.end()..).unwrap_or_default();
        // `validate_gate_10_*` and `validate_gate_10_<name>` stand for several.
        let is_pattern = found.as_str().ends_with('_') || rest.starts_with(['*', '{', '<', '…']);
        if within || is_pattern {
            continue;
        }
        let name = found.as_str().strip_suffix(".py").unwrap_or(found.as_str()).to_owned();
        let flags = (!piece.code).then(|| flags_behind(rest, end));
        let words = flags.filter(|flags| !flags.is_empty());
        calls.push(Call { name, span: Span::new(start, end), words, block });
    }
}

/// In a sentence the flags and their values are part of the call, and the rest is not.
fn flags_behind(rest: &str, base: usize) -> Vec<Word> {
    let line = rest.split(['\n', ',', ';', ')']).next().unwrap_or_default();
    if !line.trim_start().starts_with("--") {
        return Vec::new();
    }
    let mut flags: Vec<Word> = Vec::new();
    let mut wants_value = false;
    for mut word in shell::words(line, base) {
        if let Some(text) = word.text.strip_suffix('.') {
            word.text = text.to_owned();
            word.span.end -= 1;
        }
        let is_flag = word.text.starts_with("--");
        if !is_flag && !wants_value {
            break;
        }
        wants_value = is_flag && !word.text.contains('=');
        flags.push(word);
    }
    flags
}

#[cfg(test)]
#[path = "call_tests.rs"]
mod tests;
