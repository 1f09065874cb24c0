use std::time::{Duration, Instant};

use proptest::prelude::*;
use ray_core::place::Position;

use super::*;

fn known() -> Known {
    Known::new(protocols().unwrap())
}

fn checked(known: &Known, text: &str) -> Checked {
    let workspace = Workspace::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let source = SourceFile::new(EvidencePath::new("a.md"), text.to_owned());
    document(known, &workspace, source, None).unwrap()
}

#[test]
fn every_kind_has_a_word_of_its_own_and_says_what_to_do() {
    let mut words: Vec<&str> = codes().map(|code| code.word).collect();
    let all = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), all);
    for code in codes() {
        assert!(code.word.starts_with("doc-"), "{}", code.word);
        for text in [code.summary, code.help, code.example] {
            assert!(text.len() > 2 && !text.ends_with('.'), "{}: {text:?}", code.word);
        }
    }
}

#[test]
fn large_and_hostile_documents_are_read_in_time() {
    let known = known();
    let title = "# Protocol 14: Pre-Deployment Validation & Staging Readiness\n";
    for (text, times) in [
        ("`validate_gate_10_intake --drift-threshold $X`\n\n", 4_000),
        ("`validate_gate_10_intake --x` ", 4_000),
        (".artifacts/pre-deployment/intake-validation-reports.json ", 4_000),
        ("`.artifacts/a/b-c-d-e-f-g-h.json` ", 40_000),
        ("coverage of 95 % ", 40_000),
        ("## Gate 1: Intake Confirmation Gate\n\n- 5 % of it\n", 4_000),
        ("Protocol 1: Pre-Deployment Validation & Staging Readiness\n\n", 4_000),
        ("<!-- ray-gates: allow doc-threshold why not -->\n\na\n\n", 4_000),
        ("\" ' ` $( ", 200_000),
        ("```\n' \" ${ <\n", 100_000),
        ("> ", 100_000),
        ("Gate 1: ", 200_000),
        ("a/", 500_000),
        ("5 ", 500_000),
    ] {
        let start = Instant::now();
        checked(&known, &format!("{title}{}", text.repeat(times)));
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(20), "{text:?} took {taken:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        checked(&known(), &text);
    }

    #[test]
    fn any_markup_is_read_and_every_finding_has_its_place(parts in proptest::collection::vec(prop_oneof![
        Just("\n"), Just("\n\n"), Just("\r\n"), Just("  "), Just("- "), Just("> "), Just("# "), Just("|"),
        Just("\n|-|-|\n"), Just("`"), Just("```"), Just("```bash\n"), Just("```yaml\n"), Just("**"),
        Just("# Protocol 14: Pre-Deployment Validation & Staging Readiness\n"), Just("Protocol 13: "),
        Just("**Gate 2: "), Just("## Gate 3: "), Just("Deployment Rehearsal Gate"), Just("é"), Just("😀"),
        Just("[RAY GATE FAILED: Readiness Approval Gate]"), Just("Request gate waiver"), Just("Evidence: "),
        Just("python scripts/"), Just("validate_gate_10_rehearsal"), Just(".py "), Just("--coverage "),
        Just("--threshold="), Just("-x "), Just("0.80 "), Just("$X"), Just("\\\n"), Just("'"), Just("\""),
        Just("coverage "), Just("≥ "), Just("85% "), Just("10 minutes "), Just(";"), Just(". "), Just("$("),
        Just(".artifacts/pre-deployment/"), Just(".artifacts/deployment/"), Just("intake-validation-report"),
        Just(".json "), Just("<!-- ray-gates: allow doc-threshold "), Just("why -->"), Just("<!--"),
    ], 0..40)) {
        let checked = checked(&known(), &parts.concat());
        for finding in checked.findings.iter().chain(&checked.unsure) {
            let whole = finding.place.position.is_none();
            prop_assert_eq!(whole, finding.code.word.ends_with("-unmentioned"), "{:?}", finding);
            let at: Option<Position> = finding.place.position;
            prop_assert_eq!(at.is_some(), finding.place.excerpt.is_some());
        }
    }
}
