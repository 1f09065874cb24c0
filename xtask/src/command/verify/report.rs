//! What verifying came to, for people and for programs.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ray_cli::End;
use ray_cli::environment::Environment;
use ray_core::finding::Finding;
use ray_ledger::verify::{Subject, Verified};
use ray_report::escape::terminal;
use ray_report::{FindingDocument, Style, write_findings};
use serde_json::Value;

use super::Outcome;
use crate::command::format::{Format, json, plural};

/// What a chain shows and what it cannot.
const NO_KEY: &str = "\
A chain without a key shows that lines were changed, not by whom: whoever can write the file can write
all of it anew. Keep the heads somewhere else, and check them later with --expect-head.
";

pub(super) fn render(
    outcome: &Outcome,
    format: Format,
    environment: &Environment,
) -> Result<Vec<u8>, End> {
    if format == Format::Json {
        return json(&document(outcome));
    }
    let mut out = Vec::new();
    let style = Style { color: environment.stdout_wants_color, ..Style::plain() };
    let written = human(outcome, style, &mut out);
    written.map_err(|error| End::stopped("writing the result", error))?;
    Ok(out)
}

fn human(outcome: &Outcome, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let roots = outcome.roots();
    for root in &roots {
        if roots.len() > 1 {
            writeln!(out, "in {}", terminal(&root.to_string_lossy()))?;
        }
        write_findings(&outcome.findings(root), style, out)?;
        for (_, verified) in outcome.verified.iter().filter(|(own, _)| own == root) {
            write_one(verified, out)?;
        }
    }
    write_findings(&outcome.findings, style, out)?;
    if outcome.verified.iter().any(|(_, verified)| verified.subject == Subject::Chain) {
        write!(out, "\n{NO_KEY}")?;
    }
    Ok(())
}

fn write_one(verified: &Verified, out: &mut dyn Write) -> io::Result<()> {
    let word = if verified.holds() { "holds" } else { "BROKEN" };
    let counted = match verified.subject {
        Subject::Chain => plural(verified.counted, "line"),
        Subject::EvidenceManifest | Subject::Package => plural(verified.counted, "file"),
    };
    writeln!(out, "{word:6}  {}: {counted}", terminal(verified.path.as_str()))?;
    for remark in &verified.remarks {
        writeln!(out, "        {}", terminal(remark))?;
    }
    if let Some(head) = verified.head {
        writeln!(out, "        head {head}")?;
    }
    for (head, line) in &verified.found {
        let after = plural(verified.counted - line, "line");
        writeln!(out, "        line {line} has the expected head {head}; {after} after it")?;
    }
    Ok(())
}

fn document(outcome: &Outcome) -> Value {
    let in_roots = outcome.roots().into_iter().flat_map(|root| {
        let findings = outcome.findings(root).into_iter();
        findings.map(|finding| in_root(Some(root), &finding)).collect::<Vec<_>>()
    });
    let findings = in_roots.chain(outcome.findings.iter().map(|finding| in_root(None, finding)));
    serde_json::json!({
        "schema_version": 1,
        "status": if outcome.holds() { "pass" } else { "fail" },
        "documents": outcome.verified.iter().map(verified).collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "expected_heads": outcome.wanted.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn in_root(root: Option<&Path>, finding: &Finding) -> Value {
    let mut document = serde_json::json!(FindingDocument::of(finding));
    if let (Some(keys), Some(root)) = (document.as_object_mut(), root) {
        keys.insert("root".to_owned(), root.to_string_lossy().into());
    }
    document
}

fn verified((root, verified): &(PathBuf, Verified)) -> Value {
    let found = verified.found.iter();
    serde_json::json!({
        "root": root.to_string_lossy(),
        "path": verified.path.as_str(),
        "subject": match verified.subject {
            Subject::EvidenceManifest => "evidence-manifest",
            Subject::Package => "package",
            Subject::Chain => "chain",
        },
        "holds": verified.holds(),
        "counted": verified.counted,
        "head": verified.head.map(|head| head.to_string()),
        "expected_heads_found": found
            .map(|(head, line)| serde_json::json!({"head": head.to_string(), "line": line}))
            .collect::<Vec<_>>(),
        "remarks": verified.remarks,
    })
}
