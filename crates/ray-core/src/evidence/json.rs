//! Reads JSON (RFC 8259) into a located [`Tree`].
//!
//! Our own tokenizer, because every finding needs the exact span of a key or value, duplicate keys
//! must be seen, and a number must stay what was written. It is strict: what RFC 8259 does not
//! allow (comments, trailing commas, `NaN`, a byte-order mark in the middle) is a finding.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::remark::{Remark, Remarks};
use super::tree::{Kind, Member, Node, Tree};
use super::{MAX_DEPTH, SYNTAX, TOO_DEEP};
use crate::finding::Notes;
use crate::source::{SourceFile, Span};

/// Parses `source`. Returns nothing when the grammar is broken, which `notes` then say; a duplicate
/// key is a finding too, but the tree is still returned.
pub fn parse(source: SourceFile, notes: &Notes) -> Option<Arc<Tree>> {
    let mut parser =
        Parser { text: source.text(), at: 0, keys: HashMap::new(), remarks: Remarks::default() };
    let parsed = parser.document();
    let mut remarks = std::mem::take(&mut parser.remarks);
    let (root, whole) = match parsed {
        Ok(root) => (root, true),
        Err(fault) => {
            remarks = Remarks::default();
            remarks.add(fault);
            (Node { span: Span::new(0, 0), kind: Kind::Null }, false)
        }
    };
    let tree = Arc::new(Tree::new(source, root));
    remarks.note(&tree, whole, notes);
    whole.then_some(tree)
}

/// Keys that are remembered, to be shared by all objects that have them.
const SHARED_KEYS: usize = 1_024;

type Parsed<T> = Result<T, Remark>;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    keys: HashMap<&'a str, Arc<str>>,
    remarks: Remarks,
}

impl<'a> Parser<'a> {
    fn document(&mut self) -> Parsed<Node> {
        self.skip_space();
        if self.peek().is_none() {
            return self.fault("The file is empty; a JSON value was expected");
        }
        let root = self.value(0)?;
        self.skip_space();
        match self.peek() {
            None => Ok(root),
            Some(_) => {
                self.fault(format!("{} follows the end of the document", self.what_is_here()))
            }
        }
    }

    fn value(&mut self, depth: usize) -> Parsed<Node> {
        if depth > MAX_DEPTH {
            let message = format!("Lists and objects are nested more than {MAX_DEPTH} levels deep");
            return Err(Remark::new(&TOO_DEEP, Span::new(self.at, self.at), message));
        }
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Kind::Text(self.string()?.into()),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.literal("true", Kind::Boolean(true))?,
            Some(b'f') => self.literal("false", Kind::Boolean(false))?,
            Some(b'n') => self.literal("null", Kind::Null)?,
            _ => {
                return self
                    .fault(format!("A value was expected, {} was found", self.what_is_here()));
            }
        };
        Ok(Node { span: Span::new(start, self.at), kind })
    }

    fn object(&mut self, depth: usize) -> Parsed<Kind> {
        let mut members: Vec<Member> = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.eat(b'}') {
            return Ok(Kind::Object(members));
        }
        loop {
            self.skip_space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                let message = format!(
                    "A key in double quotes was expected, {} was found",
                    self.what_is_here()
                );
                return self.fault(message);
            }
            let key = self.string()?;
            let key = self.shared(key);
            let key_span = Span::new(start, self.at);
            self.skip_space();
            if !self.eat(b':') {
                return self.fault(format!(
                    "`:` was expected after the key, {} was found",
                    self.what_is_here()
                ));
            }
            self.skip_space();
            let value = self.value(depth + 1)?;
            members.push(Member { key, key_span, value });
            self.skip_space();
            if self.eat(b',') {
                continue;
            }
            if self.eat(b'}') {
                for (again, first) in repeated_keys(&members) {
                    self.remarks.add(Remark::duplicate(again, first));
                }
                return Ok(Kind::Object(members));
            }
            return self
                .fault(format!("`,` or `}}` was expected, {} was found", self.what_is_here()));
        }
    }

    fn list(&mut self, depth: usize) -> Parsed<Kind> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.eat(b']') {
            return Ok(Kind::List(items));
        }
        loop {
            self.skip_space();
            items.push(self.value(depth + 1)?);
            self.skip_space();
            if self.eat(b',') {
                continue;
            }
            if self.eat(b']') {
                return Ok(Kind::List(items));
            }
            return self
                .fault(format!("`,` or `]` was expected, {} was found", self.what_is_here()));
        }
    }

    fn literal(&mut self, word: &str, kind: Kind) -> Parsed<Kind> {
        if self.rest().starts_with(word) {
            self.at += word.len();
            Ok(kind)
        } else {
            self.fault(format!("A value was expected, {} was found", self.what_is_here()))
        }
    }

    fn number(&mut self) -> Parsed<Kind> {
        let start = self.at;
        self.eat(b'-');
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits()?,
            _ => {
                return self
                    .fault(format!("A digit was expected, {} was found", self.what_is_here()));
            }
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _sign = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        Ok(Kind::Number(self.text.get(start..self.at).unwrap_or_default().into()))
    }

    fn digits(&mut self) -> Parsed<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            return self.fault(format!("A digit was expected, {} was found", self.what_is_here()));
        }
        Ok(())
    }

    /// The text between two quotes; `self.at` is at the first.
    fn string(&mut self) -> Parsed<Cow<'a, str>> {
        self.at += 1;
        let mut resolved: Option<String> = None;
        let mut run = self.at;
        loop {
            match self.peek() {
                Some(b'"') => {
                    let tail = self.text.get(run..self.at).unwrap_or_default();
                    self.at += 1;
                    return Ok(match resolved {
                        None => Cow::Borrowed(tail),
                        Some(mut text) => {
                            text.push_str(tail);
                            Cow::Owned(text)
                        }
                    });
                }
                Some(b'\\') => {
                    let text = resolved.get_or_insert_default();
                    text.push_str(self.text.get(run..self.at).unwrap_or_default());
                    let character = self.escape()?;
                    resolved.get_or_insert_default().push(character);
                    run = self.at;
                }
                Some(0..=0x1f) => {
                    return self.fault(
                        "A control character stands in text; write it as an escape such as \\n",
                    );
                }
                Some(_) => self.at += 1,
                None => return self.fault("The file ends inside text; a closing `\"` is missing"),
            }
        }
    }

    /// One copy of `key` for all objects that have it, as long as there are not too many.
    fn shared(&mut self, key: Cow<'a, str>) -> Arc<str> {
        let Cow::Borrowed(key) = key else {
            return Arc::from(key);
        };
        if let Some(known) = self.keys.get(key) {
            return known.clone();
        }
        let copy: Arc<str> = Arc::from(key);
        if self.keys.len() < SHARED_KEYS {
            self.keys.insert(key, copy.clone());
        }
        copy
    }

    fn escape(&mut self) -> Parsed<char> {
        let start = self.at;
        self.at += 1;
        let character = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            _ => {
                self.at = start;
                return self.fault("The escape after `\\` is not one that JSON knows");
            }
        };
        self.at += 1;
        Ok(character)
    }

    fn unicode_escape(&mut self, start: usize) -> Parsed<char> {
        let first = self.four_hex(start)?;
        let unit = match first {
            0xd800..=0xdbff if self.rest().starts_with("\\u") => {
                self.at += 1;
                let second = self.four_hex(start)?;
                if (0xdc00..=0xdfff).contains(&second) {
                    0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                } else {
                    first
                }
            }
            unit => unit,
        };
        char::from_u32(unit).ok_or_else(|| {
            let message = "The escape is half of a surrogate pair and stands for no character";
            Remark::new(&SYNTAX, Span::new(start, start), message)
        })
    }

    /// Four hexadecimal digits after the `u` at `self.at`.
    fn four_hex(&mut self, start: usize) -> Parsed<u32> {
        let digits = self.text.get(self.at + 1..self.at + 5).unwrap_or_default();
        if digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            self.at += 5;
            Ok(u32::from_str_radix(digits, 16).unwrap_or_default())
        } else {
            self.at = start;
            self.fault("`\\u` needs four hexadecimal digits")
        }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Names what stands at the cursor, for a message.
    fn what_is_here(&self) -> String {
        let word: String =
            self.rest().chars().take_while(|c| c.is_alphanumeric()).take(20).collect();
        match (word.is_empty(), self.rest().chars().next()) {
            (false, _) => format!("`{word}`"),
            (true, Some(character)) => format!("`{character}`"),
            (true, None) => "the end of the file".to_owned(),
        }
    }

    fn fault<T>(&self, message: impl Into<String>) -> Parsed<T> {
        let at = self.at.min(self.text.len());
        Err(Remark::new(&SYNTAX, Span::new(at, at), message))
    }
}

/// The later and the first place of each key that stands more than once.
pub(super) fn repeated_keys(members: &[Member]) -> Vec<(Span, Span)> {
    /// Keys that are compared each with each, which takes no memory.
    const FEW: usize = 16;
    let repeats = |(at, member): (usize, &Member)| {
        members.iter().take(at).any(|before| before.key == member.key)
    };
    if members.len() <= FEW && !members.iter().enumerate().any(repeats) {
        return Vec::new();
    }
    let mut order: Vec<&Member> = members.iter().collect();
    order.sort_by(|a, b| a.key.cmp(&b.key).then(a.key_span.cmp(&b.key_span)));
    order
        .windows(2)
        .filter_map(|pair| match pair {
            [first, again] if first.key == again.key => Some((again.key_span, first.key_span)),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
