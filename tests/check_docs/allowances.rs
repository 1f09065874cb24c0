//! Deviations that are written down in the document.

use super::{check, edited, entries, findings};

const RULE: &str =
    "- **Rule**: no blocking error; coverage of the targeted suites is at least 90 percent";
const DEVIATION: &str = "- **Rule**: coverage of the targeted suites is at least 80 percent";
const ALLOW: &str = "<!-- ray-gates: allow doc-threshold agreed with the customer, OPS-7 -->";

fn codes(text: &str) -> Vec<String> {
    findings(text).into_iter().map(|(code, ..)| code).collect()
}

#[test]
fn a_deviation_with_a_reason_is_allowed_before_the_block_and_within_it() {
    for text in [format!("{ALLOW}\n{DEVIATION}"), format!("{DEVIATION} {ALLOW}")] {
        let text = edited(RULE, &text);
        let outcome = check(&text, &["--strict", "--format", "json"]);
        assert_eq!(outcome.code, 0, "{}", outcome.stdout);
        let allowed = entries(&outcome, "allowed");
        assert_eq!(allowed[0]["reason"], "agreed with the customer, OPS-7");
        assert_eq!(allowed[0]["code"], "doc-threshold");
    }
}

#[test]
fn an_allowance_covers_one_block_and_one_kind() {
    let next = format!("{ALLOW}\n- Something\n{DEVIATION}");
    assert_eq!(codes(&edited(RULE, &next)), ["doc-allow-unused", "doc-threshold"]);
    let other = format!("<!-- ray-gates: allow doc-bad-flag why not -->\n{DEVIATION}");
    assert_eq!(codes(&edited(RULE, &other)), ["doc-allow-unused", "doc-threshold"]);
}

#[test]
fn a_whole_table_and_a_whole_code_block_are_blocks() {
    let table = edited(
        "| `staging-parity-report.json` | `.artifacts/pre-deployment/`",
        "| `staging-parity-report.json` | `.artifacts/deployment/`",
    );
    let allow = "<!-- ray-gates: allow doc-evidence-folder moved last year -->\n\n| File";
    assert_eq!(codes(&table.replace("| File", allow)), Vec::<String>::new());
    let code = edited("--notes \"nightly", "--note \"nightly");
    let allow = "<!-- ray-gates: allow doc-bad-flag a wrapper adds it -->\n\n```yaml";
    assert_eq!(codes(&code.replace("```yaml", allow)), Vec::<String>::new());
}

#[test]
fn what_is_about_the_whole_document_may_be_allowed_anywhere_in_it() {
    let text = edited("`rollback-verification-report.json`, ", "");
    let allow = "<!-- ray-gates: allow doc-evidence-unmentioned it has a page of its own -->\n\n# Protocol 14";
    assert_eq!(codes(&text.replace("# Protocol 14", allow)), Vec::<String>::new());
}

#[test]
fn an_allowance_needs_a_kind_and_a_reason() {
    let unknown = "<!-- ray-gates: allow doc-treshold why not -->";
    let text = edited(RULE, &format!("{unknown}\n{DEVIATION}"));
    assert_eq!(codes(&text), ["doc-allow-unknown", "doc-threshold"]);
    for bare in
        ["<!-- ray-gates: allow doc-threshold -->", "<!-- ray-gates: allow doc-threshold: - -->"]
    {
        let text = edited(RULE, &format!("{bare}\n{DEVIATION}"));
        assert_eq!(codes(&text), ["doc-allow-no-reason", "doc-threshold"]);
    }
}
