//! Deviations that are written down: `<!-- ray-gates: allow doc-threshold our own rule -->` before a
//! block or within it. What nothing uses is said too: it would hide the next fault of that kind.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ray_core::finding::Code;
use ray_core::source::Span;
use ray_core::value::words::nearest;

use super::check::{Check, Found};
use super::page::Page;

/// An allowance of a kind that is none.
pub(super) const ALLOW_UNKNOWN: Code = Code::error(
    "doc-allow-unknown",
    "The comment allows a kind of finding that there is not",
    "Use the word in brackets behind `error` or `warning`",
    "<!-- ray-gates: allow doc-treshold our own rule -->",
);

/// An allowance that says no reason.
pub(super) const ALLOW_NO_REASON: Code = Code::error(
    "doc-allow-no-reason",
    "The comment allows a deviation and does not say why, so it allows nothing",
    "Write the reason behind the word",
    "<!-- ray-gates: allow doc-threshold -->",
);

/// An allowance that nothing uses.
pub(super) const ALLOW_UNUSED: Code = Code::warning(
    "doc-allow-unused",
    "The comment allows a deviation that is not there",
    "Take the comment out; it would hide the next deviation",
    "<!-- ray-gates: allow doc-threshold our own rule -->  (before a text that agrees)",
);

/// The codes that this module can raise.
pub(super) const CODES: &[&Code] = &[&ALLOW_UNKNOWN, &ALLOW_NO_REASON, &ALLOW_UNUSED];

/// What a comment has to start with.
const PREFIX: &str = "ray-gates:";

/// Characters that make a reason.
const SHORTEST_REASON: usize = 3;

struct Allowance {
    code: &'static Code,
    covers: Span,
    written: Span,
    reason: String,
    used: bool,
}

/// The word of a code and where the block starts in which it is allowed.
type Key = (&'static str, usize);

/// A deviation that was allowed, with its reason.
pub(super) struct Allowed {
    /// What it is.
    pub(super) found: Found,
    /// Why it may be so.
    pub(super) reason: String,
}

/// Takes what is allowed out of what was found; `codes` are those that can be allowed.
pub(super) fn apply(check: &mut Check<'_>, codes: &[&'static Code]) -> Vec<Allowed> {
    let page = check.page;
    let mut allowances: BTreeMap<Key, Allowance> = BTreeMap::new();
    for comment in &page.comments {
        match read(page, *comment, codes) {
            None => {}
            Some(Ok(allowance)) => {
                let key = (allowance.code.word, allowance.covers.start);
                if let Entry::Vacant(free) = allowances.entry(key) {
                    free.insert(allowance);
                } else {
                    unused(check, &allowance);
                }
            }
            Some(Err((code, span, near))) => {
                let found = check.at(code, span);
                let actual = page.text(span).to_owned();
                check.found.push(found.with(|finding| match near {
                    Some(near) => finding.expected(near).actual(actual),
                    None => finding.actual(actual),
                }));
            }
        }
    }
    let mut allowed = Vec::new();
    for found in std::mem::take(&mut check.found) {
        match by(&mut allowances, &found) {
            Some(allowance) => {
                allowance.used = true;
                allowed.push(Allowed { found, reason: allowance.reason.clone() });
            }
            None => check.found.push(found),
        }
    }
    for allowance in allowances.values().filter(|allowance| !allowance.used) {
        unused(check, allowance);
    }
    allowed
}

/// The allowance that covers `found`. What is about the whole document may be allowed anywhere in it.
fn by<'a>(
    allowances: &'a mut BTreeMap<Key, Allowance>,
    found: &Found,
) -> Option<&'a mut Allowance> {
    let word = found.finding.code.word;
    let last = found.at.unwrap_or(usize::MAX);
    // Blocks do not overlap, so that the nearest before is the only one that can.
    let (_, allowance) = allowances.range_mut((word, 0)..=(word, last)).next_back()?;
    found.at.is_none_or(|at| at < allowance.covers.end).then_some(allowance)
}

fn unused(check: &mut Check<'_>, allowance: &Allowance) {
    let found = check.at(&ALLOW_UNUSED, allowance.written);
    check.found.push(found.with(|finding| finding.actual(allowance.code.word)));
}

type Refused = (&'static Code, Span, Option<&'static str>);

fn read(page: &Page, comment: Span, codes: &[&'static Code]) -> Option<Result<Allowance, Refused>> {
    let inside = page.text(comment).strip_prefix("<!--")?.strip_suffix("-->")?;
    let rest = inside.trim().strip_prefix(PREFIX)?.trim_start();
    let rest = rest.strip_prefix("allow").unwrap_or_default().trim();
    let (word, reason) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let word = word.trim_end_matches([':', ',']);
    let Some(code) = codes.iter().find(|code| code.word == word) else {
        let near = nearest(word, codes.iter().map(|code| code.word));
        return Some(Err((&ALLOW_UNKNOWN, comment, near)));
    };
    let reason = reason.trim().trim_start_matches(['-', '–', '—', ':']).trim();
    if reason.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST_REASON {
        return Some(Err((&ALLOW_NO_REASON, comment, None)));
    }
    Some(Ok(Allowance {
        code,
        covers: covers(page, comment),
        written: comment,
        reason: reason.split_whitespace().collect::<Vec<_>>().join(" "),
        used: false,
    }))
}

/// The block that holds the comment, else the next one.
fn covers(page: &Page, comment: Span) -> Span {
    let next = page.blocks.partition_point(|block| block.unit.end <= comment.start);
    let holds = page.blocks.get(next).filter(|block| block.unit.start <= comment.start);
    // Within a table the comment is about its row, and behind an item still about the item.
    let line = |at: usize| page.source.position(at).line();
    let before = next.checked_sub(1).and_then(|at| page.blocks.get(at));
    let behind = before.filter(|block| line(block.unit.end) == line(comment.start));
    let after = page.blocks.iter().skip(next).find(|block| block.unit.start >= comment.end);
    holds.or(behind).or(after).map_or(Span::new(comment.end, comment.end), |block| block.unit)
}
