//! What must hold for the results of gates, whatever they were judged on: no pass without a measurement,
//! and outputs that can be read and do nothing.

use ray_cli::End;
use ray_core::finding::Level;
use ray_core::gate::result::{Bound, CriterionResult, GateResult, Measured, Status, Verdict};
use ray_core::gate::settings::SettingValue;
use ray_core::value::unseen::is_unseen;
use ray_report::{Format, Kind, Report, Style, Tool, Verbosity, render};
use rust_decimal::Decimal;

/// A gate either fails or shows what it looked at.
pub(crate) fn sound(result: &GateResult) {
    let shown = || format!("{} {:#?} {:#?}", result.gate.id, result.criteria, result.findings);
    let mut ids: Vec<&str> = result.criteria.iter().map(|it| it.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), result.criteria.len(), "{}", shown());
    for criterion in &result.criteria {
        let reason = criterion.reason.as_deref().unwrap_or_default();
        match criterion.verdict {
            Verdict::Pass => assert!(looked(criterion, result), "{}", shown()),
            Verdict::NotApplicable | Verdict::Indeterminate => {
                assert!(!reason.is_empty(), "{}", shown());
            }
            Verdict::Fail => {}
        }
    }
    let errors = result.findings.iter().any(|it| it.finding.level == Level::Error);
    let held = result.criteria.iter().any(|it| it.verdict == Verdict::Pass);
    let unmet = result.unmet().next().is_some();
    match result.status {
        Status::Pass => assert!(held && !unmet && !errors, "{}", shown()),
        Status::Waived => assert!(!result.waivers.is_empty(), "{}", shown()),
        Status::Fail => assert!(!held || unmet || errors, "{}", shown()),
    }
}

/// True when `criterion`, which passed, has counted or measured something, and counted enough of it.
fn looked(criterion: &CriterionResult, result: &GateResult) -> bool {
    match criterion.measured {
        Some(Measured::Count { held, total }) => {
            let wanted = match value_of(criterion.threshold.setting.as_deref(), result) {
                Some(SettingValue::Ratio(ratio)) => ratio.value(),
                _ => Decimal::ONE,
            };
            // The fraction itself would be rounded.
            let enough = Decimal::from(held) >= wanted * Decimal::from(total);
            total > 0 && held <= total && enough
        }
        Some(Measured::Quantity { .. }) => true,
        None => false,
    }
}

fn value_of<'r>(setting: Option<&str>, result: &'r GateResult) -> Option<&'r SettingValue> {
    let setting = result.settings.iter().find(|it| Some(it.id.as_str()) == setting)?;
    setting.value.as_ref()
}

/// A quantity that passed lies on the side of its threshold on which it is said to lie. Which side that is,
/// the descriptor says; one that says it wrongly cannot be told from one that does not.
pub(crate) fn on_its_side(result: &GateResult) {
    let passed = result.criteria.iter().filter(|it| it.verdict == Verdict::Pass);
    for criterion in passed.filter(|it| it.threshold.setting.is_some()) {
        if let Some(Measured::Quantity { value, .. }) = criterion.measured {
            let holds = match criterion.threshold.bound {
                Bound::AtLeast => value >= criterion.threshold.value,
                Bound::AtMost => value <= criterion.threshold.value,
            };
            assert!(holds, "{criterion:#?}");
        }
    }
}

/// Why a run ended is said in words that do nothing to a terminal.
pub(crate) fn ended(end: &End) {
    let End::Stopped { reason, .. } = end else {
        panic!("no flag is at fault: {end:?}");
    };
    assert!(!reason.contains("unexpectedly") && !reason.is_empty(), "{reason}");
}

/// Every format of `results` can be read by what reads it, and has no character that acts.
pub(crate) fn rendered(results: &[GateResult]) {
    for (word, format) in Format::NAMES {
        let text = written(results, format, Style::plain());
        let acts = |character: char| character != '\n' && is_unseen(character);
        let at = text.find(acts);
        assert_eq!(
            at,
            None,
            "{word}: {:?}",
            at.map(|at| text[at..].chars().take(40).collect::<String>())
        );
        match format {
            Format::Json | Format::Sarif => {
                let read: serde_json::Result<serde_json::Value> = serde_json::from_str(&text);
                assert!(read.is_ok(), "{word}: {read:?}\n{text}");
            }
            Format::Junit | Format::JunitGitlab => well_formed(&text),
            Format::Github => text.lines().for_each(annotates),
            Format::Human => assert!(!text.lines().any(commands), "{text}"),
            Format::Markdown => {}
        }
        assert!(!text.contains("##["), "{word}: {text}");
    }
    let colored = Style { color: true, verbosity: Verbosity::Verbose };
    let text = written(results, Format::Human, colored);
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| {
        let (style, rest) = part.split_once('m').expect("a style");
        assert!(style.bytes().all(|it| b"[;0123456789".contains(&it)), "{style:?}");
        rest
    });
    let plain = rest.fold(first, |plain, part| plain + part);
    assert!(!plain.contains(|it: char| it != '\n' && is_unseen(it)), "{plain:?}");
}

fn written(results: &[GateResult], format: Format, style: Style) -> String {
    let report = Report {
        results,
        tool: Tool { name: "ray-gates", version: "0.0.0" },
        verified_by: Some("A. Rivera"),
        kind: Kind::Protocol(None),
        repository: None,
    };
    let mut bytes = Vec::new();
    render(&report, format, style, &mut bytes).expect("memory takes everything");
    String::from_utf8(bytes).expect("UTF-8")
}

fn well_formed(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return,
            Ok(quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag)) => {
                assert!(tag.attributes().all(|it| it.is_ok()), "{tag:?}");
            }
            Ok(_) => {}
            Err(error) => panic!("{error}\n{text}"),
        }
    }
}

/// Every line is an annotation, and has no second command.
fn annotates(line: &str) {
    let line_is = line.strip_prefix("::error ").or_else(|| line.strip_prefix("::warning "));
    let text = line_is.unwrap_or_else(|| panic!("no annotation: {line}"));
    assert!(text.contains("::"), "{line}");
    let properties = text.split("::").next().unwrap_or_default();
    assert!(properties.contains("title="), "{line}");
}

/// True when a runner takes the line for a command.
fn commands(line: &str) -> bool {
    line.trim_start().starts_with("::")
}
