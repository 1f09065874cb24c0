//! `intake-validation-report.json`: what upstream protocols handed over, item by item.

use jiff::Timestamp;
use ray_core::evidence::view::{Fields, Given, View};
use ray_core::place::{Located, Spot};
use ray_core::shape::approval::Decision;
use ray_core::shape::link::Link;
use ray_core::shape::stamp::Stamp;
use ray_core::value::words::Vocabulary;

/// The report.
#[derive(Debug)]
pub struct IntakeReport {
    /// The items.
    pub items: Vec<Item>,
    /// The list of items, for what is missing in it.
    pub place: Spot,
}

/// One thing that was handed over.
#[derive(Debug)]
pub struct Item {
    /// What it is called.
    pub name: Option<Located<String>>,
    /// What kind of thing it is, with what only that kind has.
    pub kind: Option<Handed>,
    /// How far its verification is.
    pub status: Option<Located<ItemStatus>>,
    /// Until when it holds.
    pub expires_at: Given<Timestamp>,
    /// The item itself.
    pub place: Spot,
}

/// What was handed over.
#[derive(Debug)]
pub enum Handed {
    /// A file.
    Artifact {
        /// The file, where the item names one.
        link: Option<Link>,
        /// Who verified it.
        stamp: Stamp,
    },
    /// A decision.
    Approval {
        /// The role in which it was made.
        role: Option<Located<String>>,
        /// The person.
        approver: Given<String>,
        /// When it was made.
        decided_at: Given<Timestamp>,
        /// A file that records it, where the item names one.
        link: Option<Link>,
        /// What was decided, where the item says it beside its status.
        decision: Option<Located<Decision>>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemKind {
    Artifact,
    Approval,
}

impl Vocabulary for ItemKind {
    const WORDS: &'static [(&'static str, Self)] =
        &[("artifact", ItemKind::Artifact), ("approval", ItemKind::Approval)];
}

/// How far the verification of an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemStatus {
    /// It was looked at and is right.
    Verified,
    /// It was not looked at yet.
    Pending,
    /// It was not handed over.
    Missing,
    /// It was looked at and is not right.
    Failed,
    /// It no longer holds.
    Expired,
    /// It was not accepted.
    Rejected,
}

impl Vocabulary for ItemStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("verified", ItemStatus::Verified),
        ("pending", ItemStatus::Pending),
        ("missing", ItemStatus::Missing),
        ("failed", ItemStatus::Failed),
        ("expired", ItemStatus::Expired),
        ("rejected", ItemStatus::Rejected),
    ];
}

impl IntakeReport {
    /// Reads the report.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let items = fields.required("items");
        let views = items.and_then(View::filled_list).unwrap_or_default();
        let _ = fields.required("generated_at").and_then(View::past_instant);
        Self {
            items: views.into_iter().filter_map(Item::read).collect(),
            place: items.map_or_else(|| fields.spot(), |items| items.spot()),
        }
    }
}

impl Item {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let kind = fields.required("kind").and_then(View::word::<ItemKind>);
        Some(Self {
            name: fields.required("name").and_then(View::filled_text),
            kind: kind.map(|kind| Handed::read(fields, kind.value)),
            status: fields.required("status").and_then(View::word),
            expires_at: fields.given("expires_at", View::instant),
            place: fields.spot(),
        })
    }

    /// What the item is called in messages.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_ref().map_or("an item", |name| &name.value)
    }

    /// The file that the item names.
    #[must_use]
    pub fn link(&self) -> Option<&Link> {
        match self.kind.as_ref()? {
            Handed::Artifact { link, .. } | Handed::Approval { link, .. } => link.as_ref(),
        }
    }

    /// True when the item is the artifact `file`: it is called so, or its file is.
    #[must_use]
    pub fn is_artifact(&self, file: &str) -> bool {
        let Some(Handed::Artifact { link, .. }) = &self.kind else {
            return false;
        };
        // Where a file is named it decides: a name alone may stand over any file.
        let path = link.as_ref().and_then(Link::path);
        let named = |text: &Located<String>| {
            text.value.trim().rsplit(['/', '\\']).next().is_some_and(|name| name == file)
        };
        path.or(self.name.as_ref()).is_some_and(named)
    }
}

impl Handed {
    fn read(fields: Fields<'_>, kind: ItemKind) -> Self {
        let link = fields.optional("path").map(|_| Link::read(fields));
        match kind {
            ItemKind::Artifact => Handed::Artifact { link, stamp: Stamp::read(fields) },
            ItemKind::Approval => Handed::Approval {
                role: fields.required("role").and_then(View::filled_text),
                approver: fields.given("approver", View::text),
                decided_at: fields.given("decided_at", View::past_instant),
                link,
                decision: fields.optional("decision").and_then(View::word),
            },
        }
    }
}
