//! Asks a [`Tree`] for values of the right type, and notes what is missing or wrong while going on.
//!
//! A `None` from here always means "and a finding says so" for a value that was asked for with
//! `required` or by type, and "it is not there" for one asked for with `optional`.

use std::sync::Arc;

use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

pub use super::fields::{Fields, Given};

use super::fields::{MISSING_KEY, MISSPELT_KEY};
use super::tree::{Kind, Node, Tree};
use crate::finding::{Code, Notes};
use crate::place::{Located, Place, Placed, Spot};
use crate::value::decimal::{self, DecimalProblem};
use crate::value::instant::{self, INVALID_TIME, TIME_IN_FUTURE, TIME_WITHOUT_OFFSET};
use crate::value::placeholder::{PLACEHOLDER, is_no_name_or_time, is_placeholder};
use crate::value::words::{UNKNOWN_WORD, Vocabulary};

/// A value has another type than its key asks for.
pub const WRONG_TYPE: Code = Code::error(
    "wrong-type",
    "A value has the wrong type",
    "Write the value in the type shown; a number stands without quotes, text within them",
    r#"{"exit_code": "0"}"#,
);

/// A list that must hold something is empty.
pub const EMPTY_LIST: Code = Code::error(
    "empty-list",
    "A list that must hold something is empty",
    "Record the entries; an empty list proves nothing",
    r#"{"checks": []}"#,
);

/// A number cannot be used as it stands.
pub const INVALID_NUMBER: Code = Code::error(
    "invalid-number",
    "A number is out of range",
    "Write a plain decimal number",
    r#"{"duration_seconds": -3}"#,
);

/// A value of a [`Tree`], and where to note what is wrong with it.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub(super) tree: &'a Arc<Tree>,
    pub(super) node: &'a Node,
    notes: &'a Notes,
}

impl<'a> View<'a> {
    /// The outermost value of `tree`.
    #[must_use]
    pub fn root(tree: &'a Arc<Tree>, notes: &'a Notes) -> Self {
        Self { tree, node: tree.root(), notes }
    }

    /// Where findings go.
    #[must_use]
    pub fn notes(self) -> &'a Notes {
        self.notes
    }

    /// The same value; what is wrong with it is noted elsewhere.
    #[must_use]
    pub fn noting<'b>(self, notes: &'b Notes) -> View<'b>
    where
        'a: 'b,
    {
        View { notes, ..self }
    }

    /// Where the value stands.
    #[must_use]
    pub fn spot(self) -> Spot {
        Spot::new(self.tree.clone(), self.node.span)
    }

    /// The kind of value this is.
    #[must_use]
    pub fn kind(self) -> &'a Kind {
        &self.node.kind
    }

    fn located<T>(self, value: T) -> Located<T> {
        Located::new(value, self.spot())
    }

    pub(super) fn view(self, node: &'a Node) -> View<'a> {
        View { node, ..self }
    }

    /// What was written, cut to a readable length, for the "found" of a finding.
    #[must_use]
    pub fn written(self) -> String {
        use crate::place::Document;
        let raw = self.tree.source().slice(self.node.span);
        let line = raw.lines().next().unwrap_or_default();
        if raw.chars().count() > 60 || line.len() < raw.len() {
            format!("{}…", line.chars().take(60).collect::<String>())
        } else {
            line.to_owned()
        }
    }

    fn wrong_type(self, wanted: &str) {
        self.notes.add(
            WRONG_TYPE
                .at(&self.spot())
                .message(format!("{wanted} was expected, {} was found", self.node.kind.name()))
                .expected(wanted.to_lowercase())
                .actual(self.written()),
        );
    }

    /// The members of an object.
    #[must_use]
    pub fn object(self) -> Option<Fields<'a>> {
        match &self.node.kind {
            Kind::Object(members) => Some(Fields::new(self, members)),
            _ => {
                self.wrong_type("An object");
                None
            }
        }
    }

    /// The entries of a list, which may be empty.
    #[must_use]
    pub fn list(self) -> Option<Vec<View<'a>>> {
        match &self.node.kind {
            Kind::List(items) => Some(items.iter().map(|item| self.view(item)).collect()),
            _ => {
                self.wrong_type("A list");
                None
            }
        }
    }

    /// The entries of a list that must have one.
    #[must_use]
    pub fn filled_list(self) -> Option<Vec<View<'a>>> {
        let items = self.list()?;
        if items.is_empty() {
            self.notes.add(EMPTY_LIST.at(&self.spot()).expected("at least one entry").actual("[]"));
        }
        Some(items)
    }

    /// Text as it stands, which may be a placeholder.
    #[must_use]
    pub fn text(self) -> Option<Located<String>> {
        match &self.node.kind {
            Kind::Text(text) => Some(self.located(text.to_string())),
            _ => {
                self.wrong_type("Text");
                None
            }
        }
    }

    /// Text that says something: neither empty nor a placeholder.
    #[must_use]
    pub fn filled_text(self) -> Option<Located<String>> {
        self.text_unless(is_placeholder)
    }

    /// Text that answers who or what: not `pending`, `none` or `unassigned` either.
    #[must_use]
    pub fn answer(self) -> Option<Located<String>> {
        self.text_unless(is_no_name_or_time)
    }

    fn text_unless(self, says_nothing: fn(&str) -> bool) -> Option<Located<String>> {
        let text = self.text()?;
        if says_nothing(&text.value) {
            self.notes.add(
                PLACEHOLDER
                    .at(&text)
                    .message("A placeholder stands where a value is required")
                    .expected("a real value")
                    .actual(self.written()),
            );
            return None;
        }
        Some(text)
    }

    /// A name that may be written as text or as a number, such as a release in YAML; neither empty
    /// nor a placeholder.
    #[must_use]
    pub fn label(self) -> Option<Located<String>> {
        match &self.node.kind {
            Kind::Number(written) => Some(self.located(written.to_string())),
            _ => self.filled_text(),
        }
    }

    /// `true` or `false`.
    #[must_use]
    pub fn boolean(self) -> Option<Located<bool>> {
        match self.node.kind {
            Kind::Boolean(value) => Some(self.located(value)),
            _ => {
                self.wrong_type("`true` or `false`");
                None
            }
        }
    }

    /// A number, exactly as written.
    #[must_use]
    pub fn number(self) -> Option<Located<Decimal>> {
        let Kind::Number(written) = &self.node.kind else {
            self.wrong_type("A number");
            return None;
        };
        match decimal::parse(written) {
            Ok(value) => Some(self.located(value)),
            Err(DecimalProblem) => {
                self.notes.add(
                    INVALID_NUMBER
                        .at(&self.spot())
                        .message("The number has more digits than can be compared exactly")
                        .expected("at most 28 digits")
                        .actual(self.written()),
                );
                None
            }
        }
    }

    /// A number that is not negative.
    #[must_use]
    pub fn quantity(self) -> Option<Located<Decimal>> {
        let number = self.number()?;
        if number.value.is_sign_negative() && !number.value.is_zero() {
            self.notes.add(
                INVALID_NUMBER
                    .at(&number)
                    .message("The number is negative")
                    .expected("0 or more")
                    .actual(self.written()),
            );
            return None;
        }
        Some(number)
    }

    /// A whole number.
    #[must_use]
    pub fn integer(self) -> Option<Located<i64>> {
        self.as_whole(self.number()?, Decimal::to_i64)
    }

    /// How many there are of something: a whole number, not negative.
    #[must_use]
    pub fn whole(self) -> Option<Located<u64>> {
        self.as_whole(self.quantity()?, Decimal::to_u64)
    }

    fn as_whole<T>(
        self,
        number: Located<Decimal>,
        read: impl FnOnce(&Decimal) -> Option<T>,
    ) -> Option<Located<T>> {
        let whole = number.value.is_integer().then(|| read(&number.value)).flatten();
        if whole.is_none() {
            self.notes.add(
                INVALID_NUMBER
                    .at(&number)
                    .message("The number is not a whole number")
                    .expected("a whole number")
                    .actual(self.written()),
            );
        }
        whole.map(|whole| number.map(|_| whole))
    }

    /// One word of a closed vocabulary.
    #[must_use]
    pub fn word<W: Vocabulary>(self) -> Option<Located<W>> {
        let text = self.text()?;
        let word = W::find(&text.value);
        if word.is_none() {
            let mut finding = UNKNOWN_WORD
                .at(&text)
                .message(format!("{} is not a word that is known here", self.written()))
                .expected(format!("one of: {}", W::listed()))
                .actual(self.written());
            if let Some(near) = W::nearest(&text.value) {
                finding = finding.help(format!("Did you mean \"{near}\"?"));
            }
            self.notes.add(finding);
        }
        word.map(|word| text.map(|_| word))
    }

    /// A time in RFC 3339 with an offset; it may lie in the future.
    #[must_use]
    pub fn instant(self) -> Option<Located<Timestamp>> {
        let text = self.text()?;
        if is_placeholder(&text.value) {
            self.notes.add(
                PLACEHOLDER.at(&text).expected("a time with an offset").actual(self.written()),
            );
            return None;
        }
        match instant::parse_rfc3339(&text.value) {
            Ok(value) => Some(text.map(|_| value)),
            Err(problem) => {
                self.notes.add(problem.finding(&text, &text.value));
                None
            }
        }
    }

    /// A time at which something has happened: it may not lie in the future.
    #[must_use]
    pub fn past_instant(self) -> Option<Located<Timestamp>> {
        let time = self.instant()?;
        instant::note_if_future(&time, self.notes);
        Some(time)
    }
}

impl Placed for View<'_> {
    fn place(&self) -> Place {
        self.spot().place()
    }
}

/// The codes that reading a tree can raise.
pub const CODES: &[&Code] = &[
    &WRONG_TYPE,
    &MISSING_KEY,
    &MISSPELT_KEY,
    &EMPTY_LIST,
    &INVALID_NUMBER,
    &PLACEHOLDER,
    &UNKNOWN_WORD,
    &INVALID_TIME,
    &TIME_WITHOUT_OFFSET,
    &TIME_IN_FUTURE,
];

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
