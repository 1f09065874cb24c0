//! The results, made one at a time while they are written: there may be very many.

use std::borrow::Cow;

use ray_core::finding::Finding;
use ray_core::gate::result::{GateResult, Status};
use ray_core::gate::waiver::Waiver;
use serde::{Serialize, Serializer};

use super::fingerprint::Fingerprinter;
use super::items::{Item, What, left_out};
use super::model::{Level, Message, ResultObject, ResultProperties, Suppression, SuppressionPlace};
use super::places;
use super::rules::Rules;
use crate::escape::visible;
use crate::{Report, cautions, excerpt, unexplained};

/// Waivers that one result names; a file may hold any number.
const WAIVERS_NAMED: usize = 3;

/// What is written under `results`.
pub(super) struct Results<'a> {
    pub(super) items: &'a [Item<'a>],
    pub(super) rules: &'a Rules,
    pub(super) report: &'a Report<'a>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fingerprints = Fingerprinter::default();
        let results = self.items.iter().filter_map(|item| self.one(item, &mut fingerprints));
        serializer.collect_seq(results)
    }
}

impl<'a> Results<'a> {
    fn one(&self, item: &Item<'a>, fingerprints: &mut Fingerprinter) -> Option<ResultObject<'a>> {
        let (rule_index, rule_id) = self.rules.find(item)?;
        let (locations, related_locations) = places::of(item, self.report);
        Some(ResultObject {
            rule_id,
            rule_index,
            level: item.level(),
            message: Message { text: message(item) },
            locations,
            related_locations,
            partial_fingerprints: fingerprints.of(rule_id, item),
            suppressions: self.suppressions(item),
            properties: properties(item),
        })
    }

    /// The waivers that let an error through. A warning needs none.
    fn suppressions(&self, item: &Item<'_>) -> Vec<Suppression> {
        let waived = item.result.filter(|result| result.status == Status::Waived);
        let Some(result) = waived.filter(|_| item.level() == Level::Error) else {
            return Vec::new();
        };
        let mut suppressions = Vec::new();
        for waiver in covering(item, result) {
            let suppression = self.suppression(waiver);
            if !suppressions.contains(&suppression) {
                suppressions.push(suppression);
            }
        }
        suppressions
    }

    fn suppression(&self, waiver: &Waiver) -> Suppression {
        let granted = cautions::granted(waiver);
        Suppression {
            kind: "external",
            status: "accepted",
            justification: format!("{}. {}", visible(&waiver.justification), visible(&granted)),
            location: SuppressionPlace {
                physical_location: places::physical(&waiver.place, self.report),
            },
        }
    }
}

/// The waivers that name the code of `item`, or every code; all of them where none does.
fn covering<'r>(item: &Item<'_>, result: &'r GateResult) -> impl Iterator<Item = &'r Waiver> {
    let code = match item.what {
        What::Finding(reported) => reported.finding.code.word,
        _ => "",
    };
    let covers = move |waiver: &&Waiver| {
        waiver.codes.is_empty() || waiver.codes.iter().any(|covered| covered == code)
    };
    let any = result.waivers.iter().any(|waiver| covers(&waiver));
    result.waivers.iter().filter(move |waiver| !any || covers(waiver)).take(WAIVERS_NAMED)
}

fn message(item: &Item<'_>) -> String {
    let text = match item.what {
        What::Finding(reported) => return of_finding(&reported.finding),
        What::Unmet(criterion) => unexplained::sentence(criterion),
        What::NothingHeld => unexplained::NOTHING_HELD.to_owned(),
        What::Missing(path) => format!("The required file {path} is missing"),
        What::LeftOut(count) => left_out(count),
    };
    without_links(&visible(&text)).into_owned()
}

/// Everything that is known, since code scanning shows the message first and often alone.
fn of_finding(finding: &Finding) -> String {
    let mut lines = vec![
        without_links(&visible(&finding.message)).into_owned(),
        format!("at {}", without_links(&excerpt::location(&finding.place))),
    ];
    let facts = [
        ("expected", finding.expected.as_deref()),
        ("found", finding.actual.as_deref()),
        ("help", Some(&*finding.help)),
    ];
    for (name, text) in facts {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            lines.push(format!("{name}: {}", without_links(&visible(text))));
        }
    }
    lines.join("\n")
}

/// SARIF takes `[text](target)` in a message for a link; a backslash keeps it text.
fn without_links(text: &str) -> Cow<'_, str> {
    if text.contains("](") { text.replace("](", "]\\(").into() } else { text.into() }
}

fn properties<'a>(item: &Item<'a>) -> ResultProperties<'a> {
    let criterion = match item.what {
        What::Finding(reported) => Some(reported.criterion.as_str()),
        What::Unmet(criterion) => Some(criterion.id.as_str()),
        _ => None,
    };
    let pointer = match item.what {
        What::Finding(reported) => reported.finding.place.pointer.as_deref().map(visible),
        _ => None,
    };
    ResultProperties { gate: item.result.map(|result| result.gate.id.as_str()), criterion, pointer }
}
