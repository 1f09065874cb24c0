//! The findings of a gate as a list: what, where, what was wanted, what was found, what to do.

use std::collections::BTreeMap;

use ray_core::finding::{Finding, Level};
use ray_core::gate::result::GateResult;

use super::Page;
use super::text::inline;
use crate::excerpt;

/// Findings of one kind that are shown before the rest is only counted.
const SHOWN: usize = 50;

/// Adds the findings of `result` to `page`, errors first.
pub(super) fn add(result: &GateResult, page: &mut Page) {
    if result.findings.is_empty() {
        return;
    }
    let title = format!("Findings of {} {}", result.gate.id, result.gate.title);
    page.add(&format!("\n## {}\n\n", inline(&title)));
    let mut seen: BTreeMap<(Level, &str), usize> = BTreeMap::new();
    for level in [Level::Error, Level::Warning] {
        let of_level = result.findings.iter().filter(|reported| reported.finding.level == level);
        for reported in of_level {
            let finding = &reported.finding;
            let count = seen.entry((level, finding.code.word)).or_default();
            *count += 1;
            if *count <= SHOWN && !page.add(&one(finding)) {
                return;
            }
        }
    }
    for ((level, word), count) in seen {
        if let Some(more) = count.checked_sub(SHOWN).filter(|&more| more > 0) {
            page.add(&format!(
                "- **and {more} more {level}s** of {word}; `--save json=FILE` writes them all\n"
            ));
        }
    }
}

fn one(finding: &Finding) -> String {
    let mut text = format!(
        "- **{}** {}: {}\n  - at {}\n",
        finding.level,
        finding.code.word,
        inline(&finding.message),
        inline(&excerpt::location(&finding.place))
    );
    let facts = [
        ("expected", finding.expected.as_deref()),
        ("found", finding.actual.as_deref()),
        ("help", Some(&*finding.help)),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact.filter(|fact| !fact.is_empty()) {
            text.push_str(&format!("  - {name}: {}\n", inline(fact)));
        }
    }
    text
}
