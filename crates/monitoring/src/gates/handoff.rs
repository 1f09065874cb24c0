//! Gate 12.4, monitoring handoff: the package is what it claims to be, and those who take over know.

use jiff::Timestamp;
use ray_core::evidence::view::Given;
use ray_core::finding::Code;
use ray_core::gate::{Case, Criterion, Evidence, Gate, Judged, Judgement, Peeked, Reading, known};
use ray_core::place::{Located, Spot};
use ray_core::shape::approval::{Wanted, standing};
use ray_core::shape::package::Package;
use ray_core::shape::person::{self, lacking};
use ray_core::value::day::read_day;
use ray_core::value::placeholder::is_no_name_or_time;
use ray_core::value::words::fold;

use crate::evidence::alert_tests::AlertTests;
use crate::evidence::approval_record::{ApprovalRecord, Notification, OnCall};

/// Gate 12.4.
pub static GATE: Gate<Inputs> = Gate { name: "handoff", codes: CODES, read, criteria: CRITERIA };

const ON_CALL_INCOMPLETE: Code = Code::error(
    "on-call-incomplete",
    "It is not recorded which person is on call, in which rotation, or from when on",
    "Record name, the name of a person, rotation, and from, a day or a time",
    r#"{"on_call": [{"name": "SRE", "rotation": "primary"}]}"#,
);
const EFFECTIVE_DATE_UNREADABLE: Code = Code::error(
    "effective-date-unreadable",
    "The effective date is no date",
    "Write the day from which the monitoring is in effect, as 2026-11-21",
    r#"{"effective_date": "after the release"}"#,
);
const ON_CALL_TOO_LATE: Code = Code::warning(
    "on-call-too-late",
    "Nobody is on call when the monitoring comes into effect",
    "Have a rotation start by the effective date, or move the date",
    r#"{"effective_date": "2026-11-21", "on_call": [{"from": "2026-12-01"}]}"#,
);
const OWNER_NOT_NOTIFIED: Code = Code::error(
    "owner-not-notified",
    "The owner of a protocol that takes over was not notified",
    "Notify the owner and record protocol, recipient and sent_at",
    r#"{"notifications": [{"protocol": "Incident Response"}]}   (no retrospective)"#,
);

const CODES: &[&Code] =
    &[&ON_CALL_INCOMPLETE, &ON_CALL_TOO_LATE, &EFFECTIVE_DATE_UNREADABLE, &OWNER_NOT_NOTIFIED];

const CRITERIA: &[Criterion<Inputs>] = &[
    ("manifest-complete", |inputs, judgement| inputs.package.manifest_complete(judgement)),
    ("checksums-match", |inputs, judgement| inputs.package.checksums_match(judgement)),
    ("package-as-described", |inputs, judgement| inputs.package.package_as_described(judgement)),
    ("entries-match", |inputs, judgement| inputs.package.entries_match(judgement)),
    ("operations-approval", operations_approval),
    ("on-call-named", on_call_named),
    ("effective-date-named", effective_date_named),
    ("owners-notified", owners_notified),
];

/// Who must be told: a word of the protocol's name, and the number under which documents cite it.
const OWNERS: [(&str, &str); 3] =
    [("incident", "20"), ("performance", "21"), ("retrospective", "22")];

/// The evidence of the gate.
pub struct Inputs {
    package: Package,
    record: Evidence<ApprovalRecord>,
    /// When the last test of an alert had ended, where the results are there.
    tested_at: Peeked<Timestamp>,
}

fn read(reading: &Reading<'_>) -> Inputs {
    Inputs {
        package: Package::read(reading),
        record: reading.object("approval-record", ApprovalRecord::read),
        tested_at: reading.peek("alert-tests", AlertTests::ended),
    }
}

fn operations_approval(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let record = inputs.record.get(judgement)?;
    let tested = inputs.tested_at.where_there()?;
    let wanted = Wanted {
        roles: judgement.settings.roles("operations-roles")?,
        before: None,
        after: tested.map(|&at| (at, "the last test of an alert had ended")),
        subject: None,
        list: &record.approvals.place,
    };
    standing(judgement, wanted, &record.approvals.entries);
    Ok(())
}

fn on_call_named(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let record = inputs.record.get(judgement)?;
    for entry in &record.on_call {
        judgement.count(on_call(entry));
    }
    let starts = record.on_call.iter().filter_map(|entry| entry.from.read());
    let first =
        starts.filter_map(|from| Some((read_day(&from.value)?, from))).min_by_key(|it| it.0);
    let effective = record.effective_date.as_ref().and_then(|date| read_day(&date.value));
    if let (Some((day, from)), Some(effective)) = (first, effective)
        && day > effective
    {
        judgement.warn(
            ON_CALL_TOO_LATE
                .at(from)
                .expected(format!("a start by {effective}"))
                .actual(from.value.clone()),
        );
    }
    Ok(())
}

fn on_call(entry: &OnCall) -> Case {
    let what = "an entry of on_call";
    match person::check(&entry.name, ("name", what), &ON_CALL_INCOMPLETE, &entry.place) {
        Case::Holds => {}
        case => return case,
    }
    let given = |key: &str, value| filled(value, key, what, &ON_CALL_INCOMPLETE, &entry.place);
    let from = match given("rotation", &entry.rotation).and_then(|_| given("from", &entry.from)) {
        Ok(from) => from,
        Err(case) => return case,
    };
    Case::when(read_day(&from.value).is_some(), || {
        ON_CALL_INCOMPLETE
            .at(from)
            .message("The start of an on-call rotation is no date")
            .expected("a day, 2026-11-21, or a time")
            .actual(from.value.clone())
    })
}

fn filled<'g>(
    given: &'g Given<String>,
    key: &str,
    what: &str,
    code: &'static Code,
    place: &Spot,
) -> Result<&'g Located<String>, Case> {
    given.or_case(|| lacking(code, place, what, key))
}

fn effective_date_named(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let date = inputs.record.get(judgement)?.effective_date.as_ref();
    let date = known(date, "from when on the monitoring is in effect")?;
    judgement.count(Case::when(read_day(&date.value).is_some(), || {
        EFFECTIVE_DATE_UNREADABLE
            .at(date)
            .expected("a day, 2026-11-21, or a time")
            .actual(date.value.clone())
    }));
    Ok(())
}

fn owners_notified(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let record = inputs.record.get(judgement)?;
    for (word, number) in OWNERS {
        let told = record.notifications.iter().filter(|it| is_of(it, word, number));
        // A notification that did not arrive is sent again; one that did is enough.
        let best = told.map(|it| notified(it, word)).reduce(|first, next| match next {
            Case::Holds => next,
            _ => first,
        });
        judgement.count(best.unwrap_or_else(|| {
            OWNER_NOT_NOTIFIED
                .at(&record.notifications_place)
                .message(format!("The owner of the {word} protocol was not notified"))
                .expected(format!("a notification whose protocol names {word}, or {number}"))
                .actual("none")
                .into()
        }));
    }
    Ok(())
}

fn is_of(notification: &Notification, word: &str, number: &str) -> bool {
    let Some(protocol) = &notification.protocol else {
        return false;
    };
    let protocol = fold(&protocol.value);
    let mut words = protocol.split(|c: char| !c.is_alphanumeric());
    words.any(|it| it.starts_with(word) || it == number)
}

fn notified(notification: &Notification, word: &str) -> Case {
    let what = format!("the notification of the {word} owner");
    let code = &OWNER_NOT_NOTIFIED;
    let recipient =
        match filled(&notification.recipient, "recipient", &what, code, &notification.place) {
            Ok(recipient) => recipient,
            Err(case) => return case,
        };
    if is_no_name_or_time(&recipient.value) {
        return code
            .at(recipient)
            .message(format!("The recipient of {what} is nobody"))
            .expected("a person, a team or a channel")
            .actual(recipient.value.clone())
            .into();
    }
    let absent = || lacking(code, &notification.place, &what, "sent_at");
    notification.sent_at.or_case(absent).map_or_else(|case| case, |_| Case::Holds)
}
