//! Whether a protocol is cited by one of its numbers, where it is cited by its name or beside its
//! scripts. A number alone is never judged: the same number stands for several protocols.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ray_core::finding::Code;
use ray_core::protocol::Identity;
use ray_core::source::Span;
use regex::Regex;

use super::check::Check;
use super::known::{numbers, title};
use super::page::{Kind, Page};

/// A number that is none of the protocol's.
pub(super) const PROTOCOL_NUMBER: Code = Code::error(
    "doc-protocol-number",
    "The document cites a protocol by a number that it never had",
    "Use one of the numbers under which the protocol is known",
    "Protocol 13: Production Deployment & Release Management",
);

/// The codes that this module can raise.
pub(super) const CODES: &[&Code] = &[&PROTOCOL_NUMBER];

static CITED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i-u:\bprotocol) +([0-9]{1,3})[*_]* *[:–—-] *[*_]* *([^\r\n|`\[\]()*_.;]{3,160})")
        .ok()
});

static BESIDE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i-u:\bprotocol +(\d{1,3}) +(?:gates|validation)\b)").ok());

/// A number and the name behind it.
pub(super) struct Citation {
    pub(super) number: String,
    pub(super) span: Span,
    pub(super) name: String,
}

/// The citations by number and name in `span`.
pub(super) fn citations(page: &Page, span: Span) -> Vec<Citation> {
    let text = page.text(span);
    let found = CITED.iter().flat_map(|cited| cited.captures_iter(text));
    found
        .filter_map(|found| {
            let (number, name) = (found.get(1)?, found.get(2)?);
            let start = span.start + number.start();
            Some(Citation {
                number: number.as_str().to_owned(),
                span: Span::new(start, start + number.len()),
                name: title(name.as_str()),
            })
        })
        .collect()
}

/// True when `cited`, a folded title, is the name of `identity`: the whole of it with whatever follows,
/// or its end alone.
pub(super) fn is_name_of(cited: &str, identity: &Identity) -> bool {
    let name = title(&identity.name);
    let whole = cited.strip_prefix(name.as_str());
    let ends = || {
        let rest = name.strip_suffix(cited);
        cited.contains(' ') && rest.is_some_and(|rest| rest.ends_with(' '))
    };
    whole.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) || ends()
}

/// Checks every citation.
pub(super) fn check(check: &mut Check<'_>) {
    let page = check.page;
    for (at, block) in page.blocks.iter().enumerate() {
        for citation in citations(page, block.span) {
            let named: Vec<&Identity> = identities(check)
                .into_iter()
                .filter(|identity| is_name_of(&citation.name, identity))
                .collect();
            judge(check, &named, &citation.number, citation.span);
        }
        if matches!(block.kind, Kind::Code(_)) {
            beside_scripts(check, at, block.span);
        }
    }
}

fn identities<'a>(check: &Check<'a>) -> Vec<&'a Identity> {
    let known = check.known;
    (0..known.protocols.len()).filter_map(|at| known.identity(at)).collect()
}

fn judge(check: &mut Check<'_>, named: &[&Identity], number: &str, span: Span) {
    let Some(first) = named.first() else { return };
    let bare = number.trim_start_matches('0');
    let known: BTreeSet<&str> = named.iter().flat_map(|identity| numbers(identity)).collect();
    if known.contains(bare) {
        return;
    }
    let found = check.at(&PROTOCOL_NUMBER, span).with(|finding| {
        finding
            .message(format!("{} was never protocol {number}", first.name))
            .expected(known.into_iter().collect::<Vec<_>>().join(" or "))
            .actual(number)
    });
    check.found.push(found);
}

/// `name: Run Protocol 21 Gates` in a workflow that runs the scripts of one protocol.
fn beside_scripts(check: &mut Check<'_>, block: usize, span: Span) {
    let first = check.calls.partition_point(|call| call.block < block);
    let of_block = check.calls.iter().skip(first).take_while(|call| call.block == block);
    let scripts = of_block.filter_map(|call| check.known.script(&call.name));
    let called: BTreeSet<&[usize]> = scripts.map(|it| it.protocols.as_slice()).collect();
    let protocols: BTreeSet<usize> = called.into_iter().flatten().copied().collect();
    let named: Vec<&Identity> =
        protocols.into_iter().filter_map(|at| check.known.identity(at)).collect();
    let ids: BTreeSet<&str> = named.iter().map(|identity| identity.id.as_str()).collect();
    if ids.len() != 1 {
        return;
    }
    let text = check.page.text(span);
    let found = BESIDE.iter().flat_map(|beside| beside.captures_iter(text));
    let numbers: Vec<(String, Span)> = found
        .filter_map(|found| found.get(1))
        .map(|number| {
            let start = span.start + number.start();
            (number.as_str().to_owned(), Span::new(start, start + number.len()))
        })
        .collect();
    for (number, span) in numbers {
        judge(check, &named, &number, span);
    }
}
