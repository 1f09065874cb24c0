//! `monitoring-approval-record.json`: who approved the monitoring, who is on call, who was told.

use jiff::Timestamp;
use ray_core::evidence::view::{Fields, Given, View};
use ray_core::place::{Located, Spot};
use ray_core::shape::approval::Approvals;

/// The record.
#[derive(Debug)]
pub struct ApprovalRecord {
    /// Who decided what.
    pub approvals: Approvals,
    /// Who is on call.
    pub on_call: Vec<OnCall>,
    /// From when on the monitoring is in effect, as written.
    pub effective_date: Option<Located<String>>,
    /// Who was told.
    pub notifications: Vec<Notification>,
    /// The list of notifications, for what is missing in it.
    pub notifications_place: Spot,
}

/// A person in a rotation.
#[derive(Debug)]
pub struct OnCall {
    /// The person.
    pub name: Given<String>,
    /// The rotation.
    pub rotation: Given<String>,
    /// From when on, as written.
    pub from: Given<String>,
    /// The entry itself.
    pub place: Spot,
}

/// A message to those who take over.
#[derive(Debug)]
pub struct Notification {
    /// The protocol whose owner was told.
    pub protocol: Option<Located<String>>,
    /// Who that is.
    pub recipient: Given<String>,
    /// When the message was sent.
    pub sent_at: Given<Timestamp>,
    /// The entry itself.
    pub place: Spot,
}

impl ApprovalRecord {
    /// Reads the record.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let list = |key| fields.required(key).and_then(View::filled_list).unwrap_or_default();
        let notifications = fields.optional("notifications");
        Self {
            approvals: Approvals::read(fields),
            on_call: list("on_call").into_iter().filter_map(OnCall::read).collect(),
            effective_date: fields.required("effective_date").and_then(View::filled_text),
            notifications: list("notifications")
                .into_iter()
                .filter_map(Notification::read)
                .collect(),
            notifications_place: notifications.map_or_else(|| fields.spot(), |it| it.spot()),
        }
    }
}

impl OnCall {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        Some(Self {
            name: fields.given("name", View::text),
            rotation: fields.given("rotation", View::filled_text),
            from: fields.given("from", View::filled_text),
            place: fields.spot(),
        })
    }
}

impl Notification {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        Some(Self {
            protocol: fields.required("protocol").and_then(View::label),
            recipient: fields.given("recipient", View::filled_text),
            sent_at: fields.given("sent_at", View::past_instant),
            place: fields.spot(),
        })
    }
}
