//! stub
#![allow(missing_docs)]
use ray_core::gate::result::GateResult;
use std::io::{self, Write};
#[derive(Clone, Copy)]
pub struct Tool<'a> {
    pub name: &'a str,
    pub version: &'a str,
}
pub struct Report<'a> {
    pub results: &'a [GateResult],
    pub tool: Tool<'a>,
    pub verified_by: Option<&'a str>,
    pub kind: ReportKind<'a>,
}
pub enum ReportKind<'a> {
    Gate,
    Protocol {
        complete: Option<(&'a ray_core::protocol::Completion, &'a [String])>,
    },
    Manifest {
        path: &'a str,
        present: usize,
        total: usize,
        missing: &'a [&'a str],
    },
}
#[derive(Clone, Copy)]
pub enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}
#[derive(Clone, Copy)]
pub struct Style {
    pub color: bool,
    pub verbosity: Verbosity,
}
impl Style {
    pub fn plain() -> Self {
        Self {
            color: false,
            verbosity: Verbosity::Normal,
        }
    }
}
#[derive(Clone, Copy)]
pub enum Format {
    Human,
    Json,
}
pub mod escape {
    pub fn terminal(s: &str) -> String {
        s.to_owned()
    }
}
pub fn render(report: &Report<'_>, _: Format, _: Style, out: &mut dyn Write) -> io::Result<()> {
    for r in report.results {
        let f: Vec<_> = r.findings.iter().map(|x| { let f = &x.finding; serde_json::json!({"code": f.code.word, "criterion": x.criterion, "level": f.level.to_string(), "message": f.message, "path": f.place.path.as_str(), "line": f.place.position.map(|p| p.line()), "column": f.place.position.map(|p| p.column()), "pointer": f.place.pointer, "expected": f.expected, "actual": f.actual, "help": f.help}) }).collect();
        let c: Vec<_> = r.criteria.iter().map(|c| serde_json::json!({"id": c.id, "verdict": c.verdict.word(), "measured": format!("{:?}", c.measured), "reason": c.reason})).collect();
        writeln!(
            out,
            "{}",
            serde_json::to_string_pretty(
                &serde_json::json!({"schema_version":1,"tool":"x","status": r.status.word(), "criteria": c, "findings": f})
            )?
        )?;
    }
    Ok(())
}
