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

/// A key that may be left out is there under another name, so that what it says would not count.
pub const MISSPELT_KEY: Code = Code::error(
    "misspelt-key",
    "A key looks like one that is read, and is none",
    "Write the key as the schema of the file has it; a name of your own must differ by more",
    r#"{"decision": "approved", "expiresAt": "2026-11-20T22:00:00Z"}   (not "expires_at")"#,
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

    /// The value of `key`; none when it is absent or `null`. One that is there under a name that is a slip
    /// away is a finding: what it says would silently not count.
    #[must_use]
    pub fn optional(self, key: &str) -> Option<View<'a>> {
        let found = self.find(key);
        if found.is_none() {
            for member in self.members.iter().filter(|member| is_slip(&member.key, key)) {
                let place = Spot::new(self.view.tree.clone(), member.key_span).place();
                self.view.notes().add(
                    MISSPELT_KEY
                        .at(&place)
                        .message(format!("The key \"{}\" is not read", member.key))
                        .expected(format!("\"{key}\""))
                        .actual(format!("\"{}\"", member.key)),
                );
            }
        }
        found
    }

    fn find(self, key: &str) -> Option<View<'a>> {
        self.members
            .iter()
            .find(|member| &*member.key == key)
            .map(|member| self.view.view(&member.value))
            .filter(|view| *view.kind() != Kind::Null)
    }

    /// The value of `key`; its absence is a finding.
    #[must_use]
    pub fn required(self, key: &str) -> Option<View<'a>> {
        let found = self.find(key);
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

/// Characters from which on a key is long enough for one other character to be a slip.
const LONG_ENOUGH: usize = 6;

/// True when `written` is `key` in another case or with other separators, or one character away. A plural
/// or a past tense of it is a word of its own.
fn is_slip(written: &str, key: &str) -> bool {
    let bare = |text: &str| -> Vec<char> {
        let kept = text.chars().filter(|it| it.is_alphanumeric());
        kept.map(|it| it.to_ascii_lowercase()).collect()
    };
    if written == key || written.len().abs_diff(key.len()) > 4 {
        return false;
    }
    let (written, key) = (bare(written), bare(key));
    let is_other_word = matches!(written.strip_prefix(&*key), Some(['s' | 'd']));
    written == key || (key.len() >= LONG_ENOUGH && !is_other_word && is_one_away(&written, &key))
}

/// True when one character more, less or different, or two that changed places, make `a` into `b`.
fn is_one_away(a: &[char], b: &[char]) -> bool {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    match (a, b) {
        ([one, two, a @ ..], [first, second, b @ ..])
            if one == second && two == first && a == b =>
        {
            true
        }
        ([_, rest @ ..], b) if rest == b => true,
        (a, [_, rest @ ..]) if rest == a => true,
        ([_, a @ ..], [_, b @ ..]) => a == b,
        _ => false,
    }
}

impl Placed for Fields<'_> {
    fn place(&self) -> Place {
        self.spot().place()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_word() {
        for written in [
            "expiresAt",
            "Expires_At",
            "expires-at",
            "expire_at",
            "expires_a",
            "exprires_at",
            "expiers_at",
            "expires_att",
        ] {
            assert!(is_slip(written, "expires_at"), "{written}");
        }
        assert!(is_slip("condition", "conditions") && is_slip("Due", "due"));
        for (written, key) in [
            ("releases", "release"),
            ("released", "release"),
            ("expires_at", "expires_at"),
            ("expired_on", "expires_at"),
            ("dues", "due"),
            ("note", "name"),
            ("", "due"),
        ] {
            assert!(!is_slip(written, key), "{written} for {key}");
        }
    }
}
