//! The kinds of results: one for each finding code that occurs, and one for each criterion that fails
//! without a finding. No text is empty, since code scanning takes that for a missing one.

use std::collections::BTreeMap;

use ray_core::finding::{Code, Level as FindingLevel};
use ray_core::gate::result::CriterionResult;
use ray_core::workspace::MISSING_FILE;

use super::items::{Item, What};
use super::model::{Configuration, Level, Message, Rule, RuleProperties};
use crate::escape::visible;

const NOTHING_HELD: Code = Code::error(
    "nothing-judged",
    "Nothing was judged",
    "Produce the evidence; --explain lists what the gate wants to see",
    "a gate whose criteria all do not apply",
);

const LEFT_OUT: Code = Code::error(
    "findings-left-out",
    "There are more findings than this file may hold",
    "Read the JSON report, which has them all",
    "a backlog of 100,000 items without an owner",
);

/// Rules in the order of their names.
pub(super) struct Rules(Vec<Rule>);

impl Rules {
    pub(super) fn of(items: &[Item<'_>]) -> Self {
        let mut rules = BTreeMap::new();
        for item in items {
            rules.entry(id(item)).or_insert_with_key(|id| rule(id, item));
        }
        Self(rules.into_values().collect())
    }

    pub(super) fn list(&self) -> Vec<&Rule> {
        self.0.iter().collect()
    }

    /// The rule of `item` and its number.
    pub(super) fn find(&self, item: &Item<'_>) -> Option<(usize, &str)> {
        let id = id(item);
        let index = self.0.binary_search_by(|rule| rule.id.cmp(&id)).ok()?;
        self.0.get(index).map(|rule| (index, rule.id.as_str()))
    }
}

/// The word of a finding's code; for a criterion its id below that of the gate.
fn id(item: &Item<'_>) -> String {
    match (item.what, item.result) {
        (What::Unmet(criterion), Some(result)) => format!("{}/{}", result.gate.id, criterion.id),
        (What::Unmet(criterion), None) => criterion.id.clone(),
        (What::Finding(reported), _) => reported.finding.code.word.to_owned(),
        (What::NothingHeld, _) => NOTHING_HELD.word.to_owned(),
        (What::Missing(_), _) => MISSING_FILE.word.to_owned(),
        (What::LeftOut(_), _) => LEFT_OUT.word.to_owned(),
    }
}

fn rule(id: &str, item: &Item<'_>) -> Rule {
    match item.what {
        What::Finding(reported) => of_code(reported.finding.code),
        What::Unmet(criterion) => of_criterion(id, criterion, item),
        What::NothingHeld => of_code(&NOTHING_HELD),
        What::Missing(_) => of_code(&MISSING_FILE),
        What::LeftOut(_) => of_code(&LEFT_OUT),
    }
}

fn of_code(code: &Code) -> Rule {
    let example = match code.example {
        "" => String::new(),
        example => format!(". Example: {}", visible(example)),
    };
    Rule {
        id: code.word.to_owned(),
        short_description: said(code.summary, code.word),
        full_description: said(&format!("{}{example}", code.summary), code.word),
        help: said(code.help, code.summary),
        default_configuration: Configuration {
            level: match code.level {
                FindingLevel::Error => Level::Error,
                FindingLevel::Warning => Level::Warning,
            },
        },
        properties: RuleProperties { tags: ["release-gate"] },
    }
}

fn of_criterion(id: &str, criterion: &CriterionResult, item: &Item<'_>) -> Rule {
    let gate = item.result.map(|result| &result.gate);
    let full = match gate {
        Some(gate) => format!("{}. A criterion of {} {}", criterion.text, gate.id, gate.title),
        None => criterion.text.clone(),
    };
    Rule {
        id: id.to_owned(),
        short_description: said(&criterion.text, id),
        full_description: said(&full, id),
        help: said(gate.map_or("", |gate| &gate.on_failure), "Fix the evidence and judge again"),
        default_configuration: Configuration { level: Level::Error },
        properties: RuleProperties { tags: ["release-gate"] },
    }
}

/// `text`, or what stands for it where there is none.
fn said(text: &str, otherwise: &str) -> Message {
    let text = if text.trim().is_empty() { otherwise } else { text };
    Message { text: text.to_owned() }
}
