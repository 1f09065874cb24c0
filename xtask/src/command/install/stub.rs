//! Whether a Python script that is about to be replaced is one that always passes.
//!
//! This reads words, not Python, and says so only of a script that is plain enough for words to tell:
//! it neither raises, reads nor calls out, and whatever it exits with or returns is nothing or 0.

use std::fmt;

/// Words with which a script may fail for a reason of its own, or hand over to what this cannot see.
const MAY_FAIL: &[&str] = &[
    "assert",
    "abort",
    "kill",
    "_exit",
    "eval",
    "exec",
    "compile",
    "load",
    "loads",
    "read",
    "readline",
    "readlines",
    "read_text",
    "read_bytes",
    "stat",
    "iterdir",
    "system",
    "popen",
    "Popen",
    "run",
    "call",
    "check_call",
    "check_output",
    "import_module",
    "__import__",
    "runpy",
    "execv",
    "execve",
    "execvp",
    "spawnv",
    "urlopen",
    "requests",
    "error",
    "yield",
];

/// Modules that every Python has and that do nothing when they are imported.
const MODULES: &[&str] = &[
    "__future__",
    "argparse",
    "datetime",
    "json",
    "logging",
    "os",
    "pathlib",
    "sys",
    "time",
    "typing",
];

/// Words with which a script writes a file.
const WRITES: &[&str] = &["open", "write_text", "write_bytes", "dump", "write"];

/// What is said of a script that always passes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stub {
    /// It reads flags, and a wrong flag stops it.
    reads_flags: bool,
    /// The evidence file that it names, and writes.
    writes: Option<String>,
}

impl fmt::Display for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "looks like a stub that always passes: no path exits with another code than 0",
        )?;
        if self.reads_flags {
            f.write_str(" but that of a wrong flag")?;
        }
        match &self.writes {
            Some(file) => write!(f, "; it writes {file}, which it should check"),
            None => Ok(()),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'t> {
    Word(&'t str),
    Text(&'t str),
    Sign(char),
    LineEnd,
}

/// What `script` is, if it is plain to see that it always passes. `evidence` are the names of the
/// files that it should check.
#[must_use]
pub(crate) fn recognize(script: &str, evidence: &[&str]) -> Option<Stub> {
    let tokens = tokens(script)?;
    let word = |wanted: &[&str]| {
        tokens.iter().any(|token| matches!(token, Token::Word(word) if wanted.contains(word)))
    };
    let may_exit_otherwise = (0..tokens.len()).any(|at| may_fail(&tokens, at));
    if may_exit_otherwise || tokens.iter().all(|token| *token == Token::LineEnd) {
        return None;
    }
    let named = tokens.iter().find_map(|token| match token {
        Token::Text(text) => evidence.iter().find(|file| text.contains(**file)),
        _ => None,
    });
    let writes = named.filter(|_| word(WRITES)).map(|file| (*file).to_owned());
    Some(Stub { reads_flags: word(&["argparse", "click", "typer"]), writes })
}

fn may_fail(tokens: &[Token<'_>], at: usize) -> bool {
    let after = tokens.get(at + 1..).unwrap_or_default();
    match tokens.get(at) {
        Some(Token::Word("exit" | "quit" | "SystemExit")) => !exits_with_nothing(tokens, at),
        Some(Token::Word("return")) => !is_nothing(after),
        Some(Token::Word("raise")) => after.first() != Some(&Token::Word("SystemExit")),
        Some(Token::Word("open")) => !opens_for_writing(after),
        Some(Token::Word("int" | "float")) => after.first() == Some(&Token::Sign('(')),
        Some(Token::Word("from")) => !starts_with_module(after),
        Some(Token::Word("import")) if !is_from(tokens, at) => !starts_with_module(after),
        Some(Token::Word(word)) => MAY_FAIL.contains(word),
        // A value that is looked up may not be there.
        Some(Token::Sign('[')) => is_value(at.checked_sub(1).and_then(|at| tokens.get(at))),
        _ => false,
    }
}

/// One module, and one that is known.
fn starts_with_module(after: &[Token<'_>]) -> bool {
    let line = || after.iter().take_while(|token| **token != Token::LineEnd);
    let known = matches!(after.first(), Some(Token::Word(word)) if MODULES.contains(word));
    let is_from = line().any(|token| *token == Token::Word("import"));
    known && (is_from || !line().any(|token| matches!(token, Token::Sign(','))))
}

fn is_from(tokens: &[Token<'_>], at: usize) -> bool {
    let before = tokens.get(..at).unwrap_or_default().iter().rev();
    before.take_while(|token| **token != Token::LineEnd).any(|token| *token == Token::Word("from"))
}

fn is_value(token: Option<&Token<'_>>) -> bool {
    let keywords = ["in", "return", "and", "or", "not", "if", "else", "for"];
    match token {
        Some(Token::Word(word)) => !keywords.contains(word),
        Some(Token::Text(_) | Token::Sign(')' | ']')) => true,
        _ => false,
    }
}

/// `exit` is only imported, or called with nothing, with 0, or with what a function of the script
/// returns; all returns are looked at anyway.
fn exits_with_nothing(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    match tokens.get(at + 1..).unwrap_or_default() {
        _ if before == Some(&Token::Word("import")) => true,
        [Token::Sign('('), Token::Sign(')'), ..]
        | [Token::Sign('('), Token::Word("0"), Token::Sign(')'), ..] => true,
        [
            Token::Sign('('),
            Token::Word(function),
            Token::Sign('('),
            Token::Sign(')'),
            Token::Sign(')'),
            ..,
        ] => is_defined(tokens, function),
        _ => false,
    }
}

fn is_defined(tokens: &[Token<'_>], function: &str) -> bool {
    let called = Token::Word(function);
    tokens.windows(2).any(|pair| matches!(pair, [Token::Word("def"), name] if *name == called))
}

fn is_nothing(after: &[Token<'_>]) -> bool {
    matches!(after, [] | [Token::LineEnd, ..] | [Token::Word("0" | "None"), Token::LineEnd, ..])
        || matches!(after, [Token::Word("0" | "None")])
}

fn opens_for_writing(after: &[Token<'_>]) -> bool {
    let arguments = after.iter().take_while(|token| **token != Token::Sign(')'));
    let writes = |token: &Token<'_>| matches!(token, Token::Text("w" | "a" | "x" | "wb" | "wt"));
    arguments.skip(2).any(writes)
}

/// The tokens of a script without comments; none where a text does not end.
fn tokens(script: &str) -> Option<Vec<Token<'_>>> {
    let mut found = Vec::new();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\n' => {
                found.push(Token::LineEnd);
                1
            }
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => {
                let (inside, length) = quoted(rest, first)?;
                found.push(Token::Text(inside));
                length
            }
            first if is_of_word(first) => {
                let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
                let (word, after) = rest.split_at_checked(end)?;
                match after.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                    // The prefix of a text; what stands in braces in one with `f` is code.
                    Some(quote) => {
                        let (inside, length) = quoted(after, quote)?;
                        if word.contains(['f', 'F']) && !is_plain_format(inside) {
                            return None;
                        }
                        found.push(Token::Text(inside));
                        end + length
                    }
                    None => {
                        found.push(Token::Word(word));
                        end
                    }
                }
            }
            first => {
                if !first.is_whitespace() {
                    found.push(Token::Sign(first));
                }
                first.len_utf8()
            }
        };
        rest = rest.get(length..)?;
    }
    Some(found)
}

/// Nothing but names stands in the braces.
fn is_plain_format(inside: &str) -> bool {
    let codes = inside.split('{').skip(1).map(|part| part.split('}').next().unwrap_or_default());
    codes.flat_map(str::chars).all(|c| is_of_word(c) || matches!(c, '.' | ':' | '%' | '='))
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The text that `rest` starts with, and how many bytes it takes with its quotes.
fn quoted(rest: &str, quote: char) -> Option<(&str, usize)> {
    let three: String = std::iter::repeat_n(quote, 3).collect();
    let fence = if rest.starts_with(&three) { three } else { quote.to_string() };
    let body = rest.get(fence.len()..)?;
    let mut escaped = false;
    for (at, character) in body.char_indices() {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if body.get(at..)?.starts_with(&fence) {
            return Some((body.get(..at)?, at + 2 * fence.len()));
        } else if character == '\n' && fence.len() == 1 {
            return None;
        }
    }
    None
}

#[cfg(test)]
#[path = "stub_tests.rs"]
mod tests;
