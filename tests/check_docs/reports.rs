//! What the command prints.

use super::{RELEASE, check};

/// Four things wrong, one not certain, one allowed.
fn wrong() -> String {
    RELEASE
        .replace("--drift-threshold low", "--drift-treshold low")
        .replace("at least 90 percent", "at least 85 percent")
        .replace("`intake-validation-report.json`,", "`intake-validation-reports.json`,")
        .replace("every approval is there;", "the audit covers 80 % of artifacts;")
        .replace(
            "### Gate 3:",
            "<!-- ray-gates: allow doc-gate-number one was dropped -->\n\n### Gate 5:",
        )
}

#[test]
fn people_see_each_disagreement_with_its_line() {
    let outcome = check(&wrong(), &[]);
    assert_eq!(outcome.code, 1);
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn verbose_adds_what_is_not_certain_and_what_was_allowed() {
    let outcome = check(&wrong(), &["--verbose"]);
    let text = outcome.stdout;
    let from = text.find("unsure:").unwrap_or(0);
    insta::assert_snapshot!(text.get(from..).unwrap());
}

#[test]
fn quiet_says_a_line_each() {
    insta::assert_snapshot!(check(&wrong(), &["--quiet"]).stdout);
}

#[test]
fn programs_see_all_of_it() {
    let outcome = check(&wrong(), &["--format", "json"]);
    assert_eq!(outcome.code, 1);
    insta::assert_json_snapshot!(outcome.json());
}

#[test]
fn nothing_in_a_document_reaches_the_terminal_unescaped() {
    let text = RELEASE.replace(
        "### Gate 3: Rollback & Security Gate",
        "### Gate 3: \u{1b}[2J\u{202e}evil ##[set-env name=A]b",
    );
    for arguments in [&["--verbose"][..], &["--format", "json"], &["--quiet"]] {
        let outcome = check(&text, arguments);
        assert_eq!(outcome.code, 1);
        for harmful in ["\u{1b}", "\u{202e}"] {
            assert!(!outcome.stdout.contains(harmful), "{}", outcome.stdout);
        }
    }
}
