//! What verifying came to, for people and for programs.

use std::io::{self, Write};

use ray_cli::End;
use ray_cli::environment::Environment;
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
    write_findings(&outcome.findings(), style, out)?;
    for verified in &outcome.verified {
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
    }
    if outcome.verified.iter().any(|verified| verified.subject == Subject::Chain) {
        write!(out, "\n{NO_KEY}")?;
    }
    Ok(())
}

fn document(outcome: &Outcome) -> Value {
    let findings = outcome.findings();
    serde_json::json!({
        "schema_version": 1,
        "status": if outcome.holds() { "pass" } else { "fail" },
        "documents": outcome.verified.iter().map(verified).collect::<Vec<_>>(),
        "findings": findings.iter().map(FindingDocument::of).collect::<Vec<_>>(),
        "expected_heads": outcome.wanted.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn verified(verified: &Verified) -> Value {
    let found = verified.found.iter();
    serde_json::json!({
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
