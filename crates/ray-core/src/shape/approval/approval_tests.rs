use std::sync::Arc;

use super::*;
use crate::clock::Now;
use crate::evidence::json;
use crate::evidence::tree::Tree;
use crate::finding::Notes;
use crate::gate::Judgement;
use crate::gate::result::Verdict;
use crate::gate::settings::Settings;
use crate::place::EvidencePath;
use crate::place::Placed;
use crate::protocol::CriterionSpec;
use crate::source::SourceFile;
use crate::workspace::Workspace;

const NOW: &str = "2026-11-20T09:00:00Z";

fn tree(text: &str, notes: &Notes) -> Arc<Tree> {
    let source = SourceFile::new(EvidencePath::new("approvals.json"), text.to_owned());
    json::parse(source, notes).unwrap()
}

/// The verdict on the approvals in `list`, of which one must be by `roles`, and all codes raised.
fn judge(roles: &[&str], list: &str) -> (Verdict, Vec<&'static str>) {
    let now = Now::from_system(NOW.parse().unwrap());
    let notes = Notes::new(now);
    let tree = tree(list, &notes);
    let view = View::root(&tree, &notes);
    let approvals = Approval::read_all(view);
    let folder = assert_fs::TempDir::new().unwrap();
    let workspace = Workspace::open(folder.path()).unwrap();
    let spec =
        CriterionSpec { id: "c".into(), text: "t".into(), setting: None, cross_reference: false };
    let settings = Settings::default();
    let mut judgement = Judgement::new(&spec, &workspace, &settings, now, view.place());
    let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
    let start = "2026-11-19T21:00:00Z".parse().unwrap();
    let rehearsed = "2026-11-17T10:00:00Z".parse().unwrap();
    let wanted = Wanted {
        roles: &roles,
        before: Some((start, "the start")),
        after: Some((rehearsed, "the rehearsal")),
        subject: None,
        list: &view.spot(),
    };
    standing(&mut judgement, wanted, &approvals);
    let (result, reported) = judgement.close(Ok(()));
    (result.verdict, reported.iter().map(|reported| reported.finding.code.word).collect())
}

fn entry(role: &str, decision: &str, at: &str) -> String {
    format!(
        r#"{{"role": "{role}", "approver": "A. Rivera", "decision": "{decision}", "decided_at": "{at}"}}"#
    )
}

#[test]
fn a_role_may_be_written_with_or_without_lead() {
    assert!(is_role("SRE Lead", "SRE"));
    assert!(is_role("sre", "SRE Lead"));
    assert!(is_role("product_owner", "Product Owner"));
    assert!(is_role("SRE/Operations Lead", "Operations"));
    assert!(!is_role("Security Champion", "Security"));
    assert!(!is_role("", "SRE"));
}

#[test]
fn the_latest_decision_of_a_role_stands_wherever_it_is_written() {
    let early = entry("SRE", "rejected", "2026-11-19T19:00:00Z");
    let late = entry("SRE Lead", "approved", "2026-11-19T20:00:00Z");
    assert_eq!(judge(&["SRE"], &format!("[{early}, {late}]")).0, Verdict::Pass);
    assert_eq!(judge(&["SRE"], &format!("[{late}, {early}]")).0, Verdict::Pass);
    let later = entry("SRE", "rejected", "2026-11-19T20:30:00Z");
    assert_eq!(
        judge(&["SRE"], &format!("[{later}, {late}]")),
        (Verdict::Fail, vec!["not-approved"])
    );
}

#[test]
fn an_approval_stands_between_what_it_rests_on_and_what_it_allows() {
    for (at, codes) in [
        ("2026-11-17T09:59:59Z", vec!["approval-too-early"]),
        ("2026-11-17T10:00:00Z", vec![]),
        ("2026-11-19T20:59:59Z", vec![]),
        ("2026-11-19T21:00:00Z", vec!["approval-too-late"]),
    ] {
        assert_eq!(
            judge(&["SRE"], &format!("[{}]", entry("SRE", "approved", at))).1,
            codes,
            "{at}"
        );
    }
}

#[test]
fn one_of_several_roles_is_enough_and_a_no_of_another_is_said() {
    let yes = entry("Executive Sponsor", "approved", "2026-11-19T20:00:00Z");
    let no = entry("Product Owner", "rejected", "2026-11-19T20:00:00Z");
    let roles = ["Executive Sponsor", "Product Owner"];
    assert_eq!(judge(&roles, &format!("[{yes}]")), (Verdict::Pass, vec![]));
    assert_eq!(
        judge(&roles, &format!("[{yes}, {no}]")),
        (Verdict::Pass, vec!["approval-contested"])
    );
    assert_eq!(judge(&roles, &format!("[{no}]")), (Verdict::Fail, vec!["not-approved"]));
}

#[test]
fn only_a_yes_by_a_person_in_time_counts() {
    for (text, code) in [
        (
            r#"{"role": "SRE", "approver": "A. Rivera", "decision": "approved"}"#,
            "approval-incomplete",
        ),
        (
            r#"{"role": "SRE", "decision": "approved", "decided_at": "2026-11-19T20:00:00Z"}"#,
            "approval-incomplete",
        ),
        (
            r#"{"role": "SRE", "approver": "pending", "decision": "approved", "decided_at": "2026-11-19T20:00:00Z"}"#,
            "approver-not-a-name",
        ),
        (
            r#"{"role": "SRE", "approver": "A. Rivera", "decision": "approved", "decided_at": "2026-11-19T21:00:00Z"}"#,
            "approval-too-late",
        ),
        (
            r#"{"role": "SRE", "approver": "A. Rivera", "decision": "approved", "decided_at": "2026-11-19T20:00:00Z",
                "expires_at": "2026-11-20T08:59:59Z"}"#,
            "approval-expired",
        ),
        (
            r#"{"role": "SRE", "approver": "A. Rivera", "decision": "conditional", "decided_at": "2026-11-19T20:00:00Z",
                "conditions": [{"text": "canary", "met": false}]}"#,
            "approval-condition-open",
        ),
    ] {
        assert_eq!(judge(&["SRE"], &format!("[{text}]")), (Verdict::Fail, vec![code]), "{text}");
    }
}

#[test]
fn an_entry_that_cannot_be_read_never_counts() {
    let text = r#"[{"role": "SRE", "approver": "A. Rivera", "decision": "approved", "decided_at": "yesterday"}]"#;
    assert_eq!(judge(&["SRE"], text).0, Verdict::Fail);
}

#[test]
fn a_decision_without_a_time_may_be_the_latest() {
    let yes = entry("SRE", "approved", "2026-11-19T20:00:00Z");
    let undated = r#"{"role": "SRE", "approver": "A. Rivera", "decision": "rejected"}"#;
    assert_eq!(judge(&["SRE"], &format!("[{undated}, {yes}]")).1, ["not-approved"]);
    let pending = r#"{"role": "SRE", "decision": "pending"}"#;
    assert_eq!(judge(&["SRE"], &format!("[{yes}, {pending}]")).0, Verdict::Pass);
}

#[test]
fn a_yes_with_an_open_condition_is_a_contradiction() {
    let entry = r#"[{"role": "SRE", "approver": "A. Rivera", "decision": "approved",
        "decided_at": "2026-11-19T20:00:00Z", "conditions": [{"text": "x", "met": false}]}]"#;
    assert_eq!(judge(&["SRE"], entry).1, ["approval-condition-open"]);
    assert_eq!(judge(&["SRE"], &entry.replace("false", "true")).0, Verdict::Pass);
}
