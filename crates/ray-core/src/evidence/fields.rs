//! The members of an object of a [`Tree`](super::tree::Tree), asked for by key.

use super::tree::{Kind, Member};
use super::view::View;
use crate::finding::{Code, Finding, Notes};
use crate::gate::Case;
use crate::place::{Located, Place, Placed, Spot};

/// A key that the shape needs is not there.
pub const MISSING_KEY: Code = Code::error(
    "missing-key",
    "A required key is missing",
    "Add the key; the schema of the file lists all that are required",
    r#"{"release": "2.4.0"}   (no "items")"#,
);

/// An optional value.
#[derive(Debug, Clone)]
pub enum Given<T> {
    /// It is not there, or `null`.
    Absent,
    /// It is there and cannot be used, which a finding says.
    Faulty,
    /// It was read.
    Read(Located<T>),
}

impl<T> Given<T> {
    /// The value; else the case that is to be counted in its place, which fails with `absent` when
    /// the value is not there.
    ///
    /// # Errors
    /// When it is absent or faulty.
    pub fn or_case(&self, absent: impl FnOnce() -> Finding) -> Result<&Located<T>, Case> {
        match self {
            Given::Absent => Err(absent().into()),
            Given::Faulty => Err(Case::Unreadable),
            Given::Read(value) => Ok(value),
        }
    }

    /// The value, where it was read.
    #[must_use]
    pub fn read(&self) -> Option<&Located<T>> {
        match self {
            Given::Read(value) => Some(value),
            Given::Absent | Given::Faulty => None,
        }
    }
}

/// The members of an object.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    view: View<'a>,
    members: &'a [Member],
}

impl<'a> Fields<'a> {
    pub(super) fn new(view: View<'a>, members: &'a [Member]) -> Self {
        Self { view, members }
    }

    /// The opening of the object; a value that is missing is reported here.
    #[must_use]
    pub fn spot(self) -> Spot {
        self.view.spot().opening()
    }

    /// Where findings go.
    #[must_use]
    pub fn notes(self) -> &'a Notes {
        self.view.notes()
    }

    /// The value of `key`; none when it is absent or `null`.
    #[must_use]
    pub fn optional(self, key: &str) -> Option<View<'a>> {
        self.members
            .iter()
            .find(|member| &*member.key == key)
            .map(|member| self.view.view(&member.value))
            .filter(|view| *view.kind() != Kind::Null)
    }

    /// The value of `key`; its absence is a finding.
    #[must_use]
    pub fn required(self, key: &str) -> Option<View<'a>> {
        let found = self.optional(key);
        if found.is_none() {
            let null = self.members.iter().find(|member| &*member.key == key);
            let place = match null {
                Some(member) => self.view.view(&member.value).place(),
                None => self.place(),
            };
            self.view.notes().add(
                MISSING_KEY
                    .at(&place)
                    .message(format!("The key \"{key}\" has no value"))
                    .expected(format!("a value for \"{key}\""))
                    .actual(if null.is_some() { "null" } else { "no such key" }),
            );
        }
        found
    }

    /// The value of `key`, read by `read`; its absence is no finding.
    pub fn given<T>(
        self,
        key: &str,
        read: impl FnOnce(View<'a>) -> Option<Located<T>>,
    ) -> Given<T> {
        match self.optional(key) {
            None => Given::Absent,
            Some(view) => read(view).map_or(Given::Faulty, Given::Read),
        }
    }

    /// All keys with their values, in the order of the file.
    pub fn entries(self) -> impl Iterator<Item = (Located<String>, View<'a>)> {
        self.members.iter().map(move |member| {
            let spot = Spot::new(self.view.tree.clone(), member.key_span);
            (Located::new(member.key.to_string(), spot), self.view.view(&member.value))
        })
    }
}

impl Placed for Fields<'_> {
    fn place(&self) -> Place {
        self.spot().place()
    }
}
