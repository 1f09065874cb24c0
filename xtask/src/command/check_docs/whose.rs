//! Which protocol a document is of: the one that it says it is, or whose scripts alone it calls.

use std::collections::{BTreeMap, BTreeSet};

use super::call::Call;
use super::known::Known;
use super::number::{citations, is_name_of};
use super::page::Page;

/// The protocols that `word` names: by a number, a key or an edition.
pub(super) fn of_word(known: &Known, word: &str) -> Vec<usize> {
    let is = |at: &usize| {
        known.identity(*at).is_some_and(|identity| {
            let edition = identity.edition.as_deref();
            identity.id == word || identity.key == word || edition == Some(word)
        })
    };
    (0..known.protocols.len()).filter(is).collect()
}

/// The protocol whose document `page` is, if it is that of one.
pub(super) fn of_page(page: &Page, calls: &[Call], known: &Known) -> Option<usize> {
    let mut titled = by_title(page, known);
    let candidates = match (titled.pop_first(), titled.is_empty()) {
        (Some(only), true) => only,
        (Some(_), false) => return None,
        (None, _) => by_scripts(calls, known)?,
    };
    edition(page, calls, known, &candidates)
}

/// Of `candidates`, the one whose scripts and evidence the document names most.
pub(super) fn edition(
    page: &Page,
    calls: &[Call],
    known: &Known,
    candidates: &[usize],
) -> Option<usize> {
    let text = page.source.text();
    let named = |at: usize| {
        let protocol = known.protocols.get(at)?;
        let of_edition =
            |call: &&Call| known.script(&call.name).is_some_and(|script| script.protocols == [at]);
        let evidence = &protocol.descriptor.evidence;
        let files = evidence.iter().filter(|spec| text.contains(&spec.file)).count();
        Some(files + calls.iter().filter(of_edition).count())
    };
    let counted = candidates.iter().map(|at| (named(*at).unwrap_or(0), *at));
    // Of equals the first edition.
    counted.max_by_key(|(count, at)| (*count, std::cmp::Reverse(*at))).map(|(_, at)| at)
}

/// `# Protocol 14: Pre-Deployment Validation & Staging Readiness`. A handbook with such a title for each
/// of several protocols is the document of none.
fn by_title(page: &Page, known: &Known) -> BTreeSet<Vec<usize>> {
    let titles = page.headings.iter().filter(|heading| heading.level == 1);
    let cited = titles.flat_map(|heading| citations(page, heading.title));
    let mut titled: BTreeSet<Vec<usize>> = BTreeSet::new();
    for citation in cited {
        let of_name = (0..known.protocols.len()).filter(|at| {
            let identity = known.identity(*at);
            identity.is_some_and(|identity| is_name_of(&citation.name, identity))
        });
        titled.insert(of_name.collect());
    }
    titled.remove(&Vec::new());
    titled
}

/// A document that names at least half of the gates' scripts of one protocol, and none of another.
fn by_scripts(calls: &[Call], known: &Known) -> Option<Vec<usize>> {
    let mut named: BTreeMap<&str, (BTreeSet<usize>, BTreeSet<&str>)> = BTreeMap::new();
    for script in calls.iter().filter_map(|call| known.script(&call.name)) {
        for at in &script.protocols {
            let Some(identity) = known.identity(*at) else { continue };
            let (protocols, gates) = named.entry(&identity.id).or_default();
            protocols.insert(*at);
            gates.extend(script.gate.map(|_| script.proper.as_str()));
        }
    }
    let (_, (protocols, gates)) = named.pop_first().filter(|_| named.is_empty())?;
    let smallest = protocols.iter().map(|at| known.gates(*at).len()).min()?;
    (gates.len() * 2 >= smallest).then(|| protocols.into_iter().collect())
}

/// What `--protocol` may name.
pub(super) fn words(known: &Known) -> Vec<String> {
    let identities = (0..known.protocols.len()).filter_map(|at| known.identity(at));
    let mut words: Vec<String> = Vec::new();
    for identity in identities {
        for word in [Some(&identity.id), Some(&identity.key), identity.edition.as_ref()] {
            words.extend(word.filter(|word| !words.contains(word)).cloned());
        }
    }
    words
}
