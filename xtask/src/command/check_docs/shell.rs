//! The words of command lines in a document, split as a shell would: quotes, escapes, continued lines,
//! comments, pipes. What only a shell could know, such as a variable, is marked and never guessed.

use ray_core::source::Span;

use super::page::{Block, Kind, Page};

/// Characters of a command line that are read; nobody types a longer one.
const LONGEST: usize = 20_000;

/// A word of a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// What the program would be handed.
    pub(super) text: String,
    /// Where it stands, with its quotes.
    pub(super) span: Span,
    /// True when a part of it is a variable, a placeholder or a choice.
    pub(super) open: bool,
}

/// A character and the byte at which it stands.
type At = (usize, char);

/// The commands of `block`: the words up to the next pipe, `&&`, `;` or end of line.
pub(super) fn commands(page: &Page, block: &Block) -> Vec<Vec<Word>> {
    let is_yaml =
        matches!(&block.kind, Kind::Code(language) if language == "yaml" || language == "yml");
    let is_block = matches!(block.kind, Kind::Code(_));
    let mut commands = Vec::new();
    let mut lines = Lines { line: Vec::new(), length: 0, escaped: false };
    for piece in block.pieces.iter().filter(|piece| piece.code) {
        for (at, character) in page.text(piece.span).char_indices() {
            // A line break within inline code is a space.
            let character = if is_block || character != '\n' { character } else { ' ' };
            if let Some(line) = lines.take((piece.span.start + at, character)) {
                commands.extend(split(yaml_value(&line, is_yaml)));
            }
        }
        if !is_block {
            commands.extend(split(&lines.end()));
        }
    }
    commands.extend(split(yaml_value(&lines.end(), is_yaml)));
    commands
}

/// The words of `text`, which starts at byte `base`.
pub(super) fn words(text: &str, base: usize) -> Vec<Word> {
    let line: Vec<At> = text.char_indices().take(LONGEST).map(|(at, c)| (base + at, c)).collect();
    split(&line).into_iter().next().unwrap_or_default()
}

/// Joins lines that end in a backslash.
struct Lines {
    line: Vec<At>,
    length: usize,
    escaped: bool,
}

impl Lines {
    fn take(&mut self, (at, character): At) -> Option<Vec<At>> {
        match character {
            '\r' => return None,
            '\n' if !self.escaped => return Some(self.end()),
            '\n' => {
                self.line.pop();
                self.line.push((at, ' '));
            }
            character if self.length < LONGEST => self.line.push((at, character)),
            _ => {}
        }
        self.length += 1;
        self.escaped = character == '\\' && !self.escaped;
        None
    }

    fn end(&mut self) -> Vec<At> {
        let line = std::mem::take(&mut self.line);
        let whole = self.length <= LONGEST;
        (self.length, self.escaped) = (0, false);
        if whole { line } else { Vec::new() }
    }
}

/// The value of a line of YAML that is quoted as a whole, or the line.
fn yaml_value(line: &[At], is_yaml: bool) -> &[At] {
    let quoted = || {
        let quote = line.iter().position(|(_, c)| matches!(c, '"' | '\''))?;
        let is_key = line.get(..quote)?.iter().rev().find(|(_, c)| *c != ' ')?.1 == ':';
        let last = line.iter().rposition(|(_, c)| *c != ' ')?;
        let same = line.get(quote)?.1 == line.get(last)?.1;
        (is_key && same && quote < last).then(|| line.get(quote + 1..last)).flatten()
    };
    if is_yaml { quoted().unwrap_or(line) } else { line }
}

fn split(line: &[At]) -> Vec<Vec<Word>> {
    let mut splitter = Splitter { line, at: 0, ..Splitter::default() };
    while let Some(character) = splitter.peek(0) {
        splitter.step(character);
    }
    splitter.end_command();
    splitter.commands
}

#[derive(Default)]
struct Splitter<'a> {
    line: &'a [At],
    at: usize,
    word: Option<Word>,
    command: Vec<Word>,
    commands: Vec<Vec<Word>>,
    /// True behind a redirection.
    redirected: bool,
}

impl Splitter<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.line.get(self.at + ahead).map(|(_, character)| *character)
    }

    fn is_space_at(&self, ahead: usize) -> bool {
        self.peek(ahead).is_none_or(char::is_whitespace)
    }

    fn step(&mut self, character: char) {
        let starts = self.word.is_none();
        match character {
            '#' if starts => self.at = self.line.len(),
            character if character.is_whitespace() => {
                self.end_word();
                self.at += 1;
            }
            '\\' => {
                self.at += 1;
                self.literal();
            }
            '\'' | '"' if self.closing(character).is_some() => self.quoted(character),
            '`' => self.opaque(self.closing('`').map_or(1, |end| end + 1)),
            '$' => self.variable(),
            '<' if self.closing('>').is_some_and(|end| self.is_name(end)) => {
                self.opaque(self.closing('>').map_or(1, |end| end + 1));
            }
            '{' | '[' | '…' | '*' => self.opaque(1),
            '.' if self.peek(1) == Some('.') && self.peek(2) == Some('.') => self.opaque(3),
            // A choice, as in `none|low`, stands without spaces.
            '|' if !starts && !self.is_space_at(1) && self.peek(1) != Some('|') => self.opaque(1),
            '<' | '>' => {
                let is_number =
                    self.word.as_ref().is_some_and(|word| word.text.parse::<u8>().is_ok());
                if is_number {
                    self.word = None;
                }
                self.end_word();
                self.redirected = true;
                // The `&1` of `2>&1` is no operator.
                self.at += if self.peek(1) == Some('&') { 2 } else { 1 };
            }
            '|' | '&' | ';' => self.operator(),
            '(' | ')' if starts => self.operator(),
            _ => self.literal(),
        }
    }

    /// How far ahead `closing` stands.
    fn closing(&self, closing: char) -> Option<usize> {
        let rest = self.line.get(self.at + 1..)?;
        rest.iter().position(|(_, character)| *character == closing).map(|found| found + 1)
    }

    fn is_name(&self, end: usize) -> bool {
        let inside = self.line.get(self.at + 1..self.at + end).unwrap_or_default();
        let named = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/' | '|');
        !inside.is_empty() && inside.iter().all(|(_, character)| named(*character))
    }

    fn grow(&mut self, length: usize) -> &mut Word {
        let start = self.line.get(self.at).map_or(0, |(at, _)| *at);
        let next = self.at + length.max(1);
        let end = self.line.get(next.min(self.line.len()).saturating_sub(1));
        let end = end.map_or(start, |(at, character)| at + character.len_utf8());
        self.at = next;
        let empty = Word { text: String::new(), span: Span::new(start, end), open: false };
        let word = self.word.get_or_insert(empty);
        word.span.end = end;
        word
    }

    fn literal(&mut self) {
        if let Some(character) = self.peek(0) {
            self.grow(1).text.push(character);
        }
    }

    fn quoted(&mut self, quote: char) {
        let length = self.closing(quote).unwrap_or(0);
        let inside = self.line.get(self.at + 1..self.at + length).unwrap_or_default();
        let text: String = inside.iter().map(|(_, character)| *character).collect();
        let open = quote == '"' && text.contains(['$', '`']);
        let word = self.grow(length + 1);
        word.text.push_str(&text);
        word.open |= open || text.contains("${{");
    }

    /// Something that only a shell could read, `length` characters long.
    fn opaque(&mut self, length: usize) {
        let until = (self.at + length).min(self.line.len());
        let text: String =
            self.line.get(self.at..until).unwrap_or_default().iter().map(|(_, c)| *c).collect();
        let word = self.grow(length);
        word.text.push_str(&text);
        word.open = true;
    }

    /// `$X`, `${X}`, `${{ x.y }}`, `$(x y)`.
    fn variable(&mut self) {
        let (opening, closing) = match self.peek(1) {
            Some('{') => ('{', '}'),
            Some('(') => ('(', ')'),
            _ => return self.opaque(1),
        };
        let mut depth = 0_usize;
        let rest = self.line.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|(_, character)| {
            depth += usize::from(*character == opening);
            if *character == closing {
                depth = depth.saturating_sub(1);
                return depth == 0;
            }
            false
        });
        self.opaque(end.map_or(rest.len(), |end| end + 1));
    }

    fn operator(&mut self) {
        self.end_command();
        self.at += 1;
    }

    fn end_word(&mut self) {
        if let Some(word) = self.word.take()
            && !self.redirected
        {
            self.command.push(word);
        }
    }

    fn end_command(&mut self) {
        self.end_word();
        self.redirected = false;
        if !self.command.is_empty() {
            self.commands.push(std::mem::take(&mut self.command));
        }
    }
}

#[cfg(test)]
#[path = "shell_tests.rs"]
mod tests;
