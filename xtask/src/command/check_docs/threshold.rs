//! Whether a threshold that stands in words is the one in force: `coverage of at least 90 %`.
//!
//! A number is held against a setting only when it is certain that it is about it: it stands in what is
//! written about one gate, is of the setting's kind, and its clause shares words with the setting or its
//! criterion and with no other criterion as many. Everything else is at most a suspicion, since a
//! command that cries wolf is not run twice.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ray_core::finding::Code;
use ray_core::gate::settings::{SettingValue, parse};
use ray_core::protocol::{DefaultValue, GateSpec, Looser, SettingKind, SettingSpec};
use ray_core::source::Span;
use regex::Regex;

use super::alike::{alike, words};
use super::call::Call;
use super::check::Check;
use super::page::{Block, Kind};
use super::sections::{self, Marker};

/// The document states another threshold than the protocol has.
pub(super) const THRESHOLD: Code = Code::error(
    "doc-threshold",
    "The document states another threshold than the gate has",
    "Write the threshold that is in force, or have the protocol's own value changed",
    "- **Pass Threshold**: coverage ≥ 85% of targeted suites",
);

/// The codes that this module can raise.
pub(super) const CODES: &[&Code] = &[&THRESHOLD];

/// Characters of a block that are looked at; a sentence about a gate is shorter.
const LONGEST: usize = 4_000;

static RATIO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i-u:(\d{1,3}(?:\.\d{1,4})?) *(?:%|percent\b)|\b(0\.\d{1,4}|1\.0+)\b)").ok()
});

static TIMESPAN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i-u:\b(\d{1,5}(?:\.\d{1,3})?)[ -]*(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)\b)",
    )
    .ok()
});

/// Words before a quantity that say which way the bound goes.
const AT_LEAST: &[&str] = &["≥", ">=", ">", "at least", "minimum", "no less than", "not below"];
const AT_MOST: &[&str] = &[
    "≤",
    "<=",
    "<",
    "at most",
    "maximum",
    "no more than",
    "not exceed",
    "within",
    "no longer than",
];

/// A quantity in a document.
struct Quantity {
    kind: SettingKind,
    /// As settings are written: `95%`, `5m`.
    value: String,
    span: Span,
    /// What is written around it, up to the next comma, semicolon or full stop.
    clause: String,
    /// What of that is written before it.
    before: String,
}

/// Checks every threshold that stands in words about a gate of the document's protocol.
pub(super) fn check(check: &mut Check<'_>, markers: &[Marker]) {
    let page = check.page;
    if check.protocol.is_none() {
        return;
    }
    let calls: Vec<Span> = check.calls.iter().map(Call::whole).collect();
    for block in page.blocks.iter().filter(|block| block.kind != Kind::Heading) {
        let gate = sections::of_block(page, block, markers, check.gates());
        let Some(gate) = gate.and_then(|at| check.gates().get(at)) else { continue };
        for quantity in quantities(check, &calls, block) {
            judge(check, gate, &quantity);
        }
    }
}

fn quantities(check: &Check<'_>, calls: &[Span], block: &Block) -> Vec<Quantity> {
    let text = check.page.text(block.span);
    if text.len() > LONGEST {
        return Vec::new();
    }
    let mut quantities = Vec::new();
    for (regex, kind) in [(&RATIO, SettingKind::Ratio), (&TIMESPAN, SettingKind::Timespan)] {
        for found in regex.iter().flat_map(|regex| regex.captures_iter(text)) {
            let Some(whole) = found.get(0) else { continue };
            let start = block.span.start + whole.start();
            let span = Span::new(start, block.span.start + whole.end());
            let next = calls.partition_point(|call| call.end <= span.start);
            let in_call = calls.get(next).is_some_and(|call| call.start < span.end);
            // `v1.0.2` and `release-0.9` are no shares, `12-24 h` is no length.
            let before = text.get(..whole.start()).unwrap_or_default();
            let after = text.get(whole.end()..).unwrap_or_default();
            let touches = before.ends_with(|c: char| c.is_alphanumeric() || ".-–/".contains(c))
                || after.starts_with(|c: char| c.is_alphanumeric() || c == '/')
                || after
                    .strip_prefix('.')
                    .is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
            let Some(value) = value(&found, kind).filter(|_| !in_call && !touches) else {
                continue;
            };
            let is_row = block.kind == Kind::Row;
            let (clause, before) = clause(text, whole.start(), whole.end(), is_row);
            // `0.80` may be a version; only behind a bound is it a share.
            let is_bare = kind == SettingKind::Ratio && found.get(1).is_none();
            if is_bare && !ends_in_bound(&before) {
                continue;
            }
            quantities.push(Quantity { kind, value, span, clause, before });
        }
    }
    quantities
}

/// True when a bound is the last thing that is written.
fn ends_in_bound(before: &str) -> bool {
    let before = before.trim_end().to_lowercase();
    let mut bounds = AT_LEAST.iter().chain(AT_MOST).chain(&["="]);
    bounds.any(|bound| before.ends_with(bound))
}

/// The quantity as a setting is written.
fn value(found: &regex::Captures<'_>, kind: SettingKind) -> Option<String> {
    let amount = found.get(1).map(|amount| amount.as_str());
    match (kind, amount, found.get(2)) {
        (SettingKind::Ratio, Some(percent), _) => Some(format!("{percent}%")),
        (SettingKind::Ratio, None, share) => share.map(|share| share.as_str().to_owned()),
        (_, Some(amount), Some(unit)) => {
            let unit = unit.as_str().to_lowercase();
            unit.chars().next().map(|unit| format!("{amount}{unit}"))
        }
        _ => None,
    }
}

/// The words around a quantity. A row of a table is one clause: its columns belong together.
fn clause(text: &str, start: usize, end: usize, is_row: bool) -> (String, String) {
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    if is_row {
        return (text.to_owned(), before.to_owned());
    }
    let is_end = |text: &str, at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        rest.starts_with([';', ',', '\n', '('])
            || (rest.starts_with(['.', ':']) && rest.chars().nth(1).is_none_or(char::is_whitespace))
    };
    let from = before.char_indices().rev().find(|(at, _)| is_end(before, *at));
    let from = from.map_or(0, |(at, c)| at + c.len_utf8());
    let to =
        after.char_indices().find(|(at, _)| is_end(after, *at)).map_or(after.len(), |(at, _)| at);
    let before = before.get(from..).unwrap_or_default();
    (format!("{before} {}", after.get(..to).unwrap_or_default()), before.to_owned())
}

fn judge(check: &mut Check<'_>, gate: &GateSpec, quantity: &Quantity) {
    let settings = gate.settings.iter().filter(|setting| setting.kind == quantity.kind);
    let of_kind: Vec<&SettingSpec> = settings.collect();
    let written = words(&quantity.clause);
    let scored = of_kind.iter().map(|setting| (shared(&written, &about(gate, setting)), *setting));
    let Some((score, setting)) = scored.max_by_key(|(score, _)| *score) else { return };
    let stated = parse(setting, &quantity.value).ok();
    let default = match &setting.default {
        Some(DefaultValue::One(text)) => parse(setting, text).ok(),
        _ => None,
    };
    let Some((stated, default)) = stated.zip(default).filter(|_| score > 0) else { return };
    let certain = certain(gate, setting, &of_kind, quantity, &written, score);
    check.counts.thresholds += usize::from(certain);
    if stated == default {
        return;
    }
    let found = check.at(&THRESHOLD, quantity.span).with(|finding| {
        finding
            .message(format!("{} has another threshold for {}", gate.title, named(setting)))
            .expected(shown(&default))
            .actual(shown(&stated))
    });
    if certain { check.found.push(found) } else { check.unsure.push(found) }
}

fn named(setting: &SettingSpec) -> String {
    let help = setting.help.as_str();
    let mut characters = help.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string());
    format!("the {}{}", first.unwrap_or_default(), characters.as_str())
        .replacen("the how ", "how ", 1)
}

fn shown(value: &SettingValue) -> String {
    match value {
        SettingValue::Ratio(ratio) => {
            let percent = ratio.value() * rust_decimal::Decimal::ONE_HUNDRED;
            format!("{} %", percent.normalize())
        }
        other => other.to_string(),
    }
}

/// What a setting and the criteria that it belongs to say.
fn about(gate: &GateSpec, setting: &SettingSpec) -> BTreeSet<String> {
    let criteria = gate.criteria.iter().filter(|it| it.setting.as_ref() == Some(&setting.id));
    let mut about = words(&format!("{} {}", setting.id, setting.help));
    for criterion in criteria {
        about.extend(words(&format!("{} {}", criterion.id, criterion.text)));
    }
    about
}

/// How many of the words `written` stand in `about`.
fn shared(written: &BTreeSet<String>, about: &BTreeSet<String>) -> usize {
    written.iter().filter(|word| about.iter().any(|known| alike(word, known))).count()
}

fn certain(
    gate: &GateSpec,
    setting: &SettingSpec,
    of_kind: &[&SettingSpec],
    quantity: &Quantity,
    written: &BTreeSet<String>,
    score: usize,
) -> bool {
    let others = of_kind.iter().filter(|other| other.id != setting.id);
    let rival = others.map(|other| shared(written, &about(gate, other))).max();
    let plain = gate.criteria.iter().filter(|criterion| criterion.setting.is_none());
    let whole = plain
        .map(|criterion| shared(written, &words(&format!("{} {}", criterion.id, criterion.text))))
        .max()
        .unwrap_or(0);
    // A criterion without a setting wants all of what it counts, so of shares only the whole is about it.
    let is_whole = quantity.value.starts_with("100") || quantity.value.starts_with("1.0");
    let no_other_criterion = match quantity.kind {
        SettingKind::Ratio => !is_whole || whole < score,
        _ => whole <= score,
    };
    let alone = rival.is_none_or(|rival| rival < score) && no_other_criterion;
    let most = score >= 2 || (of_kind.len() == 1 && score * 2 >= written.len());
    alone && most && !turned_round(setting, &quantity.before)
}

/// True when the bound goes the other way than the setting's: `at most 5 % may fail`.
fn turned_round(setting: &SettingSpec, before: &str) -> bool {
    let before = before.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| before.contains(word));
    match setting.looser {
        Some(Looser::Lower) => says(AT_MOST) && !says(AT_LEAST),
        Some(Looser::Higher) => says(AT_LEAST) && !says(AT_MOST),
        None => false,
    }
}
